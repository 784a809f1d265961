"""Keys and what other systems entered, on each store."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from grid.tickets import State, Ticket
from integrations.sql.keys import Key, Mark, Wanted
from integrations.sql.store import Store, Work

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
LATER = timedelta(minutes=11)
WORDS, NUMBER = Mark("app", "same", "same"), Mark("app", "A-1", "told")


def a_key(work: Work, name: str = "app") -> None:
    work.keys.add(Key(name, f"public-{name}", "secret", "enter", 60, NOW, None, None, None))


def a_ticket(work: Work) -> str:
    person = work.contacts.lock("office:x", NOW).person
    work.tickets.add(Ticket("20261118-0001", str(person), "office:x", "0203", "灯不亮", NOW,
                            State.SUBMITTED))  # fmt: skip
    return "20261118-0001"


def test_a_name_is_used_once_and_an_ended_key_stays_ended(store: Store) -> None:
    with store.begin() as work:
        a_key(work)
        taken = Key("app", "other", "s", "enter", 60, NOW, None, None, None)
        assert not work.keys.add(taken)
        assert work.keys.end("app", NOW)
        assert not work.keys.end("app", NOW + LATER)
        found = work.keys.get("public-app")
    assert found is not None
    assert found.ended == NOW
    assert not found.holds(NOW)


def test_words_are_remembered_for_a_while_a_number_for_ever(store: Store) -> None:
    with store.begin() as work:
        a_key(work)
        number = a_ticket(work)
        for mark in (WORDS, NUMBER):
            assert work.keys.claim(mark, NOW, NOW - LATER) is None
        work.keys.belongs(NUMBER, number, NOW)
    with store.begin() as work:
        assert work.keys.claim(WORDS, NOW + LATER, NOW) is not None
        assert work.keys.claim(WORDS, NOW + LATER, NOW + LATER) is None
        again = work.keys.claim(NUMBER, NOW + LATER, NOW + LATER)
    assert again is not None
    assert (again.ticket, again.content) == (number, "told")


def test_of_two_at_once_one_gets_the_mark_and_the_other_the_ticket(store: Store) -> None:
    with store.begin() as work:
        a_key(work)
        number = a_ticket(work)
    got: list[str] = []
    entered = threading.Event()

    def second() -> None:
        entered.wait(5)
        with store.begin() as work:
            row = work.keys.claim(WORDS, NOW, NOW - LATER)
            got.append(row.ticket if row else "")

    thread = threading.Thread(target=second)
    thread.start()
    with store.begin() as work:
        assert work.keys.claim(WORDS, NOW, NOW - LATER) is None
        entered.set()
        work.keys.belongs(WORDS, number, NOW)
    thread.join()
    assert got == [number]


def test_a_key_reads_its_own_in_the_state_of_the_one_worked_on(store: Store) -> None:
    with store.begin() as work:
        a_key(work)
        a_key(work, "other")
        number = a_ticket(work)
        work.keys.claim(NUMBER, NOW, None)
        work.keys.belongs(NUMBER, number, NOW)
        wanted = Wanted("app", True)
        assert work.keys.numbers(wanted) == [number]
        assert work.keys.numbers(replace(wanted, closed=False)) == [number]
        assert work.keys.numbers(replace(wanted, closed=True)) == []
        assert work.keys.numbers(replace(wanted, start=NOW + 9999 * LATER)) == []
        assert work.keys.numbers(replace(wanted, key="other")) == []
        assert work.keys.own("other", [number]) == set()
        assert work.keys.numbers(replace(wanted, own=False)) == []
