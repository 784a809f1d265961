"""Lawyer and judge: who sits where, what they said, who may come instead."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from grid.calendar import SHANGHAI, WorkingCalendar
from grid.people import Hours, Member
from grid.refused import Refused
from mediation import booking, rooms, seats
from mediation.booking import Needs, Slot
from mediation.case import Case, Stage
from mediation.handover import Reply
from mediation.seats import Seat

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
START = datetime(2026, 11, 25, 14, 0, tzinfo=SHANGHAI).astimezone(UTC)
MEDIATOR = Member("m1", "周敏", "mediator", "c1")
LAWYER = Member("l1", "何律", "lawyer", "c1")
OTHER = Member("l2", "方律", "lawyer", "c1")
WAGES = Member("l3", "江律", "lawyer", "c1", skills=("09",))
ROSTER = {one.id: one for one in (MEDIATOR, LAWYER, OTHER, WAGES)}
CASE = Case("TJ1", "0701", "楼上漏水", "", "", "web:1", NOW, stage=Stage.SCHEDULED,
            mediator="m1", lawyer="l1", slot=Slot(START, 60, ("m1", "l1")))  # fmt: skip


def test_who_sits_on_a_chair_is_asked_until_they_say_something() -> None:
    (seat,) = seats.current(CASE, ())
    assert (seat.chair, seat.member, seat.reply) == ("lawyer", "l1", Reply.OPEN)
    yes = seats.answered(CASE, seat, Reply.ACCEPTED, ("", NOW))
    assert seats.current(CASE, [yes])[0].reply is Reply.ACCEPTED


def test_a_no_needs_a_reason_and_comes_before_the_session_begins() -> None:
    (seat,) = seats.current(CASE, ())
    with pytest.raises(Refused, match="来不了"):
        seats.answered(CASE, seat, Reply.DECLINED, (" ", NOW))
    with pytest.raises(Refused, match="不用答复"):
        seats.answered(CASE, seat, Reply.DECLINED, ("出差", START))
    over = replace(CASE, stage=Stage.TERMINATED)
    with pytest.raises(Refused):
        seats.answered(over, seat, Reply.DECLINED, ("出差", NOW))


def test_nobody_is_asked_twice_and_only_who_knows_the_field() -> None:
    said = [Seat("lawyer", "l1", Reply.DECLINED, "出差", NOW)]
    assert seats.others(CASE, "lawyer", ROSTER.values(), said) == (OTHER,)
    both = [*said, Seat("lawyer", "l2", Reply.DECLINED, "开庭", NOW)]
    assert seats.others(CASE, "lawyer", ROSTER.values(), both) == ()


def test_another_time_keeps_the_people_and_swaps_only_when_it_must() -> None:
    assert seats.chairs(CASE, ROSTER) == ((MEDIATOR,), (LAWYER,))
    assert seats.chairs(CASE, ROSTER, swap=True) == ((MEDIATOR,), (LAWYER, OTHER))
    assert seats.with_people(CASE, ("m1", "l2"), ROSTER).lawyer == "l2"
    assert seats.with_people(CASE, ("m1",), ROSTER).lawyer == ""


def test_a_slot_at_a_wished_time_needs_everybody_within_their_hours() -> None:
    calendar = WorkingCalendar(holidays=frozenset({date(2026, 11, 26)}))
    busy = replace(LAWYER, hours=(Hours(2, "14:00", "16:00"),))
    needs = Needs(((MEDIATOR,), (busy,)))
    found = booking.slot_at(needs, set(), calendar, START, NOW)
    assert found == Slot(START, 60, ("m1", "l1"))
    assert booking.slot_at(needs, {("l1", START)}, calendar, START, NOW) is None
    for wrong in (timedelta(minutes=5), timedelta(hours=2), timedelta(days=1), -timedelta(days=2)):
        assert booking.slot_at(needs, set(), calendar, START + wrong, NOW) is None


def test_links_stay_at_the_same_time_and_end_for_who_leaves() -> None:
    people = ["TJ1:a", "TJ1:r", "m1", "l1"]
    before = rooms.Room("r", rooms.entries(CASE, Slot(START, 60, ()), people), "/room/")
    after = rooms.seated_anew(before, CASE, Slot(START, 60, ("m1", "l2")))
    token = {one.person: one.token for one in before.entries}
    kept = {one.person: one.token for one in after.entries}
    assert [one.person for one in after.entries] == ["TJ1:a", "TJ1:r", "m1", "l2"]
    assert all(kept[who] == token[who] for who in ("TJ1:a", "TJ1:r", "m1"))
    assert kept["l2"] not in token.values()
    assert after.name == before.name


def test_when_the_time_moves_everybody_gets_a_new_link_and_the_old_one_is_known_as_old() -> None:
    people = ["TJ1:a", "TJ1:r", "m1", "l1"]
    before = rooms.Room("r", rooms.entries(CASE, Slot(START, 60, ()), people), "/room/")
    later = Slot(START + timedelta(days=1), 60, ("m1", "l2"))
    after = rooms.seated_anew(before, CASE, later)
    old = {one.person: one.token for one in before.entries}
    for one in after.entries:
        assert one.token not in old.values()
        if one.person in old:
            assert one.known(old[one.person])
            assert not one.is_now(old[one.person])
    assert after.name != before.name
    assert rooms.is_for(after, later)
    assert not rooms.is_for(before, later)
    assert not any(one.known(old["l1"]) for one in after.entries)
