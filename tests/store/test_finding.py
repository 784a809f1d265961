"""Finding by words and phones, on both stores: the same answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from bot.build import RETENTION
from bot.keeper import Keeper
from grid.tickets import State, Ticket
from integrations.seal import Seal
from integrations.sql.finding import of_phone, tail_mark
from integrations.sql.grams import Phrase, Ways, loosely, phrase, pieces
from integrations.sql.migrate import migrate
from integrations.sql.schema import persons, tickets
from integrations.sql.store import Store

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
SEAL = Seal("made-up")


def kept(store: Store, number: str, detail: str, **more: object) -> Ticket:
    contact = str(more.pop("contact", f"web:{number}"))
    with store.begin() as work:
        person = work.contacts.lock(contact, NOW).person
        given = {"state": State.SUBMITTED, "place": "幸福里", **more}
        ticket = Ticket(number, str(person), contact, "0203", detail, NOW, **given)  # type: ignore[arg-type]
        work.tickets.add(ticket)
    return ticket


def found(store: Store, *words: str, whole: bool = True) -> list[str]:
    asked: list[Ways] = [((one,),) for one in map(phrase, words) if one]
    with store.read() as work:
        return sorted(work.connection.scalars(work.finding.saying(asked, whole)))


def test_words_are_found_without_knowing_where_one_ends(store: Store) -> None:
    kept(store, "1", "小区门口的路灯已经三天不亮了")
    kept(store, "2", "灯箱太亮，路边睡不着")
    for words in (("路灯",), ("不亮",), ("路灯", "不亮"), ("路",), ("亮了",), ("灯已经三天不",)):
        assert "1" in found(store, *words), words
    assert found(store, "路灯") == ["1"]
    assert found(store, "路灯", "睡不着") == []
    assert found(store, "门路") == []


def test_traditional_full_width_and_capitals_are_the_same(store: Store) -> None:
    kept(store, "1", "３号楼的KTV半夜唱歌，車牌浙Ｌ12345")
    for word in ("3号楼", "3號樓", "ｋｔｖ", "Ktv", "唱歌", "车牌", "浙L12345", "l12345", "12345"):
        assert found(store, word) == ["1"], word
    assert found(store, "13号楼") == []


def test_a_word_may_be_said_in_parts(store: Store) -> None:
    kept(store, "1", "小区门口的路灯已经三天不亮了")
    kept(store, "2", "健身器材断了")
    assert found(store, "小区路灯不亮") == []
    with store.read() as work:
        asked = [loosely("小区路灯不亮")]
        assert list(work.connection.scalars(work.finding.saying(asked, False))) == ["1"]
    assert loosely("路灯") == loosely("3号楼路灯") == ()


def test_a_single_character_is_found_wherever_it_stands(store: Store) -> None:
    kept(store, "1", "楼道里有一只猫。")
    kept(store, "2", "猫叫得整夜睡不着")
    assert found(store, "猫") == ["1", "2"]


def test_no_phrase_goes_from_one_text_into_the_next(store: Store) -> None:
    kept(store, "1", "门口积水", place="路灯旁")
    assert found(store, "积水", "路灯") == ["1"]
    assert found(store, "水路") == []


@pytest.mark.parametrize("word", ['"', "'", "*", "路灯' | '", 'a" OR "b', "(", "\\", "-", "NEAR"])
def test_signs_of_the_stores_own_languages_mean_nothing(store: Store, word: str) -> None:
    kept(store, "1", "门口积水")
    found(store, word) if phrase(word) else None
    assert found(store, "积水") == ["1"]


def test_what_is_covered_for_others_is_found_by_clerks_only(store: Store) -> None:
    kept(store, "1", "楼上502的张建国半夜打麻将，我电话13812345678")
    for word in ("张建国", "13812345678"):
        assert found(store, word) == ["1"]
        assert found(store, word, whole=False) == []
    assert found(store, "打麻将", whole=False) == ["1"]


def test_added_words_and_the_answer_are_found_too(store: Store) -> None:
    ticket = kept(store, "1", "门口积水")
    with store.begin() as work:
        work.tickets.add_words("1", int(ticket.person), "井盖也松了", NOW)
        work.tickets.save(replace(ticket, answer="已经疏通下水道"))
    assert found(store, "井盖") == found(store, "疏通") == found(store, "积水") == ["1"]


def test_what_changes_is_no_longer_found_by_the_old_words(store: Store) -> None:
    ticket = kept(store, "1", "门口积水")
    with store.begin() as work:
        work.tickets.save(replace(ticket, detail="门口有坑", place="和平路"))
    assert found(store, "积水") == found(store, "幸福里") == []
    assert found(store, "有坑", "和平路") == ["1"]


def test_what_is_rolled_back_is_not_found(store: Store) -> None:
    ticket = kept(store, "1", "门口积水")

    def broken() -> None:
        with store.begin() as work:
            work.tickets.save(replace(ticket, detail="门口有坑"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    assert found(store, "积水") == ["1"]
    assert found(store, "有坑") == []


def test_a_ticket_at_the_end_of_its_years_is_forgotten_by_the_index(store: Store, tmp_path) -> None:  # type: ignore[no-untyped-def]
    kept(store, "1", "门口积水")
    later = NOW + timedelta(days=4000)
    keeper = Keeper(store, {}, tmp_path, lambda: later, {**RETENTION, "ticket": 1095})
    keeper.sweep()
    assert found(store, "积水") == found(store, "幸福里") == []
    with store.read() as work:
        rows = work.connection.execute(text("SELECT * FROM findings_text")).all()
    assert rows == []


def test_phones_are_found_whole_and_by_their_end_and_never_once_erased(store: Store) -> None:
    ticket = kept(store, "1", "门口积水")
    hidden = kept(store, "2", "有人卖假酒", contact=ticket.contact, secret=True)
    person = int(ticket.person)
    assert hidden.person == ticket.person
    marks = [SEAL.index("13812345678"), tail_mark(SEAL, "13812345678")]

    def of(mark: str) -> list[str]:
        with store.begin() as work:
            work.finding.fill_tails(SEAL)
            return [n for query in of_phone([mark]) for n in work.connection.scalars(query)]

    with store.begin() as work:
        values = {"phone": SEAL.close("13812345678"), "phone_index": SEAL.index("13812345678")}
        work.contacts.save_person(person, **values)
    assert [of(mark) for mark in marks] == [["1"], ["1"]]
    with store.begin() as work:
        work.contacts.save_person(person, phone=None, phone_index=None)
    assert [of(mark) for mark in marks] == [[], []]


def test_a_phone_sealed_with_another_secret_hinders_nobody(store: Store) -> None:
    ticket = kept(store, "1", "门口积水")
    sealed = {"phone": Seal("other").close("13812345678"), "phone_index": "x"}
    with store.begin() as work:
        work.contacts.save_person(int(ticket.person), **sealed)
        work.finding.fill_tails(SEAL)
        assert work.connection.scalar(select(persons.c.phone_tail)) == ""


def test_a_follower_is_found_by_phone_too(store: Store) -> None:
    kept(store, "1", "门口积水")
    with store.begin() as work:
        person = work.contacts.lock("web:follower", NOW).person
        work.contacts.save_person(person, phone=b"x", phone_index="mark")
        work.tickets.follow("1", person, "web:follower", NOW)
        _, followed = of_phone(["mark"])
        assert list(work.connection.scalars(followed)) == ["1"]


def test_tickets_from_before_the_index_are_indexed_by_the_migration(store: Store) -> None:
    migrate(store, "0006")
    with store.begin() as work:
        person = "INSERT INTO persons (since, surveys, notices) VALUES ('2026-11-18', true, true)"
        work.connection.execute(text(person))
        empty = ("lat", "lng", "contact_due", "edition")  # or not there yet
        values = {c.name: "" for c in tickets.columns if c.name not in empty} | {
             "number": "1", "person": 1, "contact": "web:a", "detail": "门口积水", "opened": NOW,
             "answer_due": NOW, "answered": NOW, "secret": False, "slots": [], "supervised": 0,
             "redo_count": 0, "return_count": 0, "urges": 0, "version": 0}  # fmt: skip
        work.connection.execute(tickets.insert().values(values))
    migrate(store)
    assert found(store, "积水") == ["1"]
    with store.read() as work:
        assert work.connection.scalar(select(tickets.c.number)) == "1"


def test_pieces_begin_at_every_character() -> None:
    assert pieces(["路灯不亮", "3号"]) == ["路灯", "灯不", "不亮", "亮", "0x0", "3", "号"]
    assert phrase("路灯不亮") == Phrase(("路灯", "灯不", "不亮"))
    assert phrase("3号") == Phrase(("3", "号"), open_end=True)
    assert phrase("。！") is None
