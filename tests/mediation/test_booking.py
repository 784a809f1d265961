"""Free times: hours, lead time, buffers, nobody twice, and a choice spread over days."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from grid.calendar import SHANGHAI, WorkingCalendar
from grid.people import Hours, Member
from mediation.booking import (
    Needs,
    Slot,
    confirm_until,
    free_slots,
    hold_until,
    minutes_for,
    quarters,
    windows,
)

CALENDAR = WorkingCalendar(holidays=frozenset({date(2026, 11, 26)}))
M1 = Member("m1", "周敏", "mediator", "c1")
M2 = Member("m2", "吴强", "mediator", "c1")
LAWYER = Member("l1", "何律", "lawyer", "c1", hours=(Hours(2, "14:00", "16:00"),))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A time of November 2026 in Shanghai; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


NOW = at(23, 10)


def test_three_times_are_offered_on_three_days_in_different_parts_of_the_day() -> None:
    slots = free_slots(Needs(((M1,),)), set(), CALENDAR, NOW)
    local = [slot.start.astimezone(SHANGHAI) for slot in slots]
    assert len({moment.date() for moment in local}) == 3
    assert min(local) >= NOW + timedelta(hours=24)
    assert {moment.hour < 12 for moment in local} == {True, False}


def test_every_time_offered_lies_within_hours_lead_and_horizon() -> None:
    slots = free_slots(Needs(((M1,),), count=60), set(), CALENDAR, NOW)
    for slot in slots:
        start, end = (moment.astimezone(SHANGHAI) for moment in (slot.start, slot.end))
        open_at = windows(M1, start.date(), CALENDAR)
        assert any(lo <= start.time() and end.time() <= hi for lo, hi in open_at)
        assert NOW + timedelta(hours=24) <= slot.start <= NOW + timedelta(days=15)
        assert start.minute % 15 == 0
    assert all(a.end + timedelta(minutes=15) <= b.start for a, b in pairwise(slots))


def test_evenings_are_open_on_tuesday_and_thursday_only() -> None:
    evening = (time(18, 30), time(20, 30))
    open_days = [n for n in range(16, 23) if evening in windows(M1, date(2026, 11, n), CALENDAR)]
    assert open_days == [17, 19]


def test_nobody_is_booked_on_a_holiday_not_even_in_their_own_hours() -> None:
    own = Member("m3", "冯", "mediator", "c1", hours=(Hours(3, "09:00", "12:00"),))
    assert windows(M1, date(2026, 11, 26), CALENDAR) == []
    assert windows(own, date(2026, 11, 26), CALENDAR) == []
    assert windows(own, date(2026, 12, 3), CALENDAR) != []


def test_own_hours_may_lie_on_a_weekend() -> None:
    own = Member("m3", "冯", "mediator", "c1", hours=(Hours(5, "09:00", "10:00"),))
    found = free_slots(Needs(((own,),), count=9), set(), CALENDAR, NOW)
    assert {slot.start.astimezone(SHANGHAI).weekday() for slot in found} == {5}


def test_a_lawyer_is_only_offered_when_both_are_free() -> None:
    found = free_slots(Needs(((M1,), (LAWYER,))), set(), CALENDAR, NOW)
    assert {slot.people for slot in found} == {("m1", "l1")}
    assert {slot.start.astimezone(SHANGHAI).weekday() for slot in found} == {2}


def test_the_second_mediator_steps_in_when_the_first_is_taken() -> None:
    first = free_slots(Needs(((M1, M2),), count=1), set(), CALENDAR, NOW)[0]
    assert first.people == ("m1",)
    taken = {("m1", quarter) for quarter in quarters(first)}
    again = free_slots(Needs(((M1, M2),), count=1), taken, CALENDAR, NOW)[0]
    assert (again.start, again.people) == (first.start, ("m2",))


def test_a_slot_taken_meanwhile_is_not_offered_again() -> None:
    slot = free_slots(Needs(((M1,),), count=1), set(), CALENDAR, NOW)[0]
    taken = {("m1", quarters(slot)[-1])}  # the buffer alone is enough
    offered = free_slots(Needs(((M1,),), count=60), taken, CALENDAR, NOW)
    assert slot.start not in [other.start for other in offered]


def test_a_party_who_is_elsewhere_is_not_asked_there() -> None:
    slot = free_slots(Needs(((M1,),), count=1), set(), CALENDAR, NOW)[0]
    busy = {("p1", slot.start)}
    found = free_slots(Needs(((M1,),), others=("p1",), count=1), busy, CALENDAR, NOW)[0]
    assert found.start != slot.start


def test_when_all_agree_two_hours_are_lead_enough() -> None:
    found = free_slots(Needs(((M1,),), soon=True, count=1), set(), CALENDAR, NOW)[0]
    assert NOW + timedelta(hours=2) <= found.start < NOW + timedelta(hours=24)


def test_nobody_able_means_no_times_rather_than_wrong_ones() -> None:
    assert free_slots(Needs(((),)), set(), CALENDAR, NOW) == []


def test_a_slot_takes_its_quarters_and_the_buffer_behind() -> None:
    taken = quarters(Slot(NOW, 60, ("m1",)))
    assert taken == tuple(NOW + timedelta(minutes=15) * step for step in range(5))
    assert len(quarters(Slot(NOW, 90, ("m1",)))) == 7


@pytest.mark.parametrize(
    ("category", "minutes"),
    [("0701", 60), ("0801", 60), ("0704", 90), ("0705", 90), ("0708", 90), ("0902", 90)],
)
def test_family_labour_and_compensation_take_longer(category: str, minutes: int) -> None:
    assert minutes_for(category) == minutes


def test_a_time_is_held_half_an_hour_and_confirmed_within_a_day() -> None:
    assert hold_until(NOW) == NOW + timedelta(minutes=30)
    far = Slot(NOW + timedelta(days=5), 60, ("m1",))
    near = Slot(NOW + timedelta(hours=25), 60, ("m1",))
    assert confirm_until(far, NOW) == NOW + timedelta(hours=24)
    assert confirm_until(near, NOW) == NOW + timedelta(hours=23)
