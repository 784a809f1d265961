"""What has had its years goes, and what was seen stays sealed, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from grid.events import Actor, Event
from grid.tickets import State
from integrations.sql.anchors import Anchors
from integrations.sql.expiring import EXPIRED, Expiring
from integrations.sql.schema import alerts, audit, cases, contacts, parties, persons, tickets
from integrations.sql.store import Store
from tests.store.test_contract import NOW, ticket_of

LATER = NOW + timedelta(days=1)
RATED = {"round": 0, "at": NOW, "solved": "unsolved", "satisfied": 1, "reason": "", "words": "没来"}


def hidden(words: str) -> str:
    return words.replace("灯", "某")


def test_a_ticket_expires_with_all_who_told_of_it(store: Store) -> None:
    ticket = ticket_of(store)
    with store.begin() as work:
        other = work.contacts.lock("web:b", NOW).person
        for person in (int(ticket.person), other):
            work.tickets.add_words(ticket.number, person, "灯还不亮", NOW)
            work.tickets.rate({"ticket": ticket.number, "person": person, **RATED}, NOW)
        work.tickets.follow(ticket.number, other, "web:b", NOW)
    with store.begin() as work:
        expiring = Expiring(work.connection)
        assert expiring.old(NOW) == []
        assert expiring.old(LATER) == [ticket.number]
        assert expiring.told(ticket.number) == ["灯不亮", "昨天", *["灯还不亮"] * 2]
        expiring.expire(ticket.number, LATER, hidden)
        assert expiring.old(LATER) == []
    with store.read() as work:
        kept = work.tickets.get(ticket.number)
        assert kept is not None
        assert (kept.contact, kept.detail, kept.place) == (EXPIRED, "某不亮", "")
        assert {words for _, words in work.tickets.added(ticket.number)} == {"某还不亮"}
        rated = {row.person: row.words for row in work.tickets.ratings(ticket.number)}
        assert set(rated.values()) == {""}
        assert len(rated) == 2
        assert not {int(ticket.person), other} & rated.keys()
        assert work.tickets.followers(ticket.number) == []


def test_a_tip_off_goes_by_when_something_last_happened(store: Store) -> None:
    number = ticket_of(store).number
    with store.begin() as work:
        own = update(tickets).where(tickets.c.number == number)
        work.connection.execute(own.values(secret=True, state=str(State.CLOSED)))
        work.log.append(Event("ticket", number, "close", NOW, Actor("system", "system")))
    with store.read() as work:
        assert Expiring(work.connection).tip_offs(NOW) == []
        assert Expiring(work.connection).tip_offs(LATER) == [number]


def test_who_has_nothing_here_is_forgotten_and_others_are_not(store: Store) -> None:
    ticket_of(store, contact="web:a")
    with store.begin() as work:
        person = work.contacts.lock("web:applies", NOW).person
        work.connection.execute(cases.insert().values(
            number="C1", person=person, contact="web:applies", ticket="", state="inviting",
            mediator="", opened=NOW, body={}, version=1))  # fmt: skip
        for side, body in (("respondent", {"contact": "web:side"}), ("agent", {})):
            work.connection.execute(parties.insert().values(
                case="C1", role=side, body=body, token=side, version=1))  # fmt: skip
        for who in ("web:a", "web:gone", "web:side"):
            row = work.contacts.lock(who, NOW)
            work.contacts.save(who, name="阿莲")
            work.contacts.save_person(row.person, phone=b"sealed", phone_index=who)
            work.alerts.add({"contact": who, "at": NOW, "kind": "fire", "level": "E0",
                             "words": "着火", "state": "asked"})  # fmt: skip
        assert Expiring(work.connection).people(NOW) == 0
        assert Expiring(work.connection).people(LATER) == 1
        assert Expiring(work.connection).alerts(LATER) == 2
    with store.read() as work:
        query = select(contacts.c.contact, contacts.c.name, persons.c.phone).join(persons)
        left = {row.contact: (row.name, row.phone) for row in work.connection.execute(query)
                if row.contact != "web:applies"}  # fmt: skip
        words = dict(work.connection.execute(select(alerts.c.contact, alerts.c.words)).all())
    kept = ("阿莲", b"sealed")
    assert left == {"web:a": kept, "web:side": kept, "web:gone": ("", None)}
    assert words == {"web:a": "着火", "web:gone": "", "web:side": ""}


@pytest.mark.parametrize("harm", ["changed", "taken out"])
def test_a_look_that_was_sealed_cannot_be_undone(store: Store, harm: str) -> None:
    with store.begin() as work:
        for n in range(3):
            work.accounts.saw(NOW, "chen", "ticket", f"20261118-000{n}", "核实")
        assert Anchors(work.connection).seal(NOW) == 0  # it may still be under way
        assert Anchors(work.connection).seal(LATER) == 3
        assert list(Anchors(work.connection).torn()) == []
        mine = audit.c.about == "20261118-0001"
        spoilt = audit.delete() if harm == "taken out" else update(audit).values(why="别的")
        work.connection.execute(spoilt.where(mine))
        assert len(list(Anchors(work.connection).torn())) == 1
