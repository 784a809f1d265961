"""When a panel and the parties can meet: free times on quarter hours, holds, what a time takes."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from grid.calendar import SHANGHAI, WorkingCalendar
from grid.people import Member
from grid.policies import Policies

QUARTER = timedelta(minutes=15)
BUFFER = timedelta(minutes=15)
DAYTIME = ((time(9), time(11, 30)), (time(14), time(17, 30)))
EVENING = (time(18, 30), time(20, 30))
EVENINGS = frozenset({1, 3})  # Tuesday, Thursday
LONG = ("0704", "0705", "0708", "09", "1104")  # family, compensation, labour: 90 minutes

DEFAULTS = Policies()

Taken = Set[tuple[str, datetime]]
"""Who is taken at which quarter hour (aware UTC), as the store's booking rows say."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A time and who of the roster takes it; `start` is aware UTC, the buffer is not counted."""

    start: datetime
    minutes: int
    people: tuple[str, ...]  # in the order of the chairs: mediator, lawyer, judge

    @property
    def end(self) -> datetime:
        """When the session ends."""
        return self.start + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Needs:
    """What a meeting needs: per chair the members who may sit on it, best first.

    `others` are further people who must be free (the parties' ids). `soon`: all agree to a short
    lead time. `count` times are offered. Lead and horizon are the district's.
    """

    chairs: tuple[tuple[Member, ...], ...]
    minutes: int = 60
    others: tuple[str, ...] = ()
    soon: bool = False
    count: int = 3
    policies: Policies = DEFAULTS


def minutes_for(category: str) -> int:
    """How long is planned (C.9): family, labour 90 minutes, else 60."""
    return 90 if category.startswith(LONG) else 60


def quarters(slot: Slot) -> tuple[datetime, ...]:
    """The quarter hours a slot takes, with the buffer behind it: one booking row each a person."""
    return _quarters(slot.start, slot.minutes)


def _quarters(start: datetime, minutes: int) -> tuple[datetime, ...]:
    count = -(-(timedelta(minutes=minutes) + BUFFER) // QUARTER)
    return tuple(start + QUARTER * step for step in range(count))


def hold_until(now: datetime, policies: Policies = DEFAULTS) -> datetime:
    """How long a time is kept while the applicant chooses."""
    return now + policies.hold


def confirm_until(slot: Slot, now: datetime, policies: Policies = DEFAULTS) -> datetime:
    """Until when the others must have confirmed: 24 hours, but two hours before it begins."""
    return max(now, min(now + policies.confirm, slot.start - policies.booking_lead_agreed))


def windows(member: Member, day: date, calendar: WorkingCalendar) -> list[tuple[time, time]]:
    """When a member can be booked on `day`: their own hours, else those of C.9.

    Own hours may lie on a weekend, never on a public holiday.
    """
    if day in calendar.holidays or member.away(day):
        return []
    if member.hours:
        mine = [hours for hours in member.hours if hours.weekday == day.weekday()]
        return [(time.fromisoformat(h.start), time.fromisoformat(h.end)) for h in mine]
    if not calendar.is_workday(day):
        return []
    return [*DAYTIME, EVENING] if day.weekday() in EVENINGS else list(DAYTIME)


def free_slots(needs: Needs, taken: Taken, calendar: WorkingCalendar, now: datetime) -> list[Slot]:
    """Up to `needs.count` times at which every chair can be filled, spread over days and day parts.

    Two times offered together never overlap, so the loser of a race still has a choice.
    """
    rules = needs.policies
    earliest = now + (rules.booking_lead_agreed if needs.soon else rules.booking_lead)
    latest = now + rules.booking_horizon
    days = [_day_slots(needs, taken, calendar, day) for day in _days(now, latest)]
    open_days = [[slot for slot in day if earliest <= slot.start <= latest] for day in days]
    chosen: list[Slot] = []
    while len(chosen) < needs.count and (found := _one_a_day(open_days, chosen, needs.count)):
        chosen += found
    return sorted(chosen, key=lambda slot: slot.start)


def slot_at(
    needs: Needs, taken: Taken, calendar: WorkingCalendar, start: datetime, now: datetime
) -> Slot | None:
    """The slot that begins at `start`, if it may be booked and every chair can be filled."""
    rules = needs.policies
    if not now + rules.booking_lead <= start <= now + rules.booking_horizon:
        return None
    people = seated(needs, taken, calendar, start)
    return Slot(start.astimezone(UTC), needs.minutes, people) if people else None


def seated(
    needs: Needs, taken: Taken, calendar: WorkingCalendar, start: datetime
) -> tuple[str, ...] | None:
    """Who would sit on each chair at `start`, a quarter hour; None when a chair stays empty."""
    if start.minute % 15 or start.second or start.microsecond:
        return None
    return _seated(needs, taken, _open_at(needs, calendar, start.astimezone(SHANGHAI).date()),
                   start.astimezone(UTC))  # fmt: skip


def _open_at(
    needs: Needs, calendar: WorkingCalendar, day: date
) -> dict[str, list[tuple[time, time]]]:
    return {member.id: windows(member, day, calendar) for chair in needs.chairs for member in chair}


def _days(first: datetime, last: datetime) -> Iterator[date]:
    begin, end = first.astimezone(SHANGHAI).date(), last.astimezone(SHANGHAI).date()
    return (begin + timedelta(days=ahead) for ahead in range((end - begin).days + 1))


def _day_slots(needs: Needs, taken: Taken, calendar: WorkingCalendar, day: date) -> list[Slot]:
    open_at = _open_at(needs, calendar, day)
    found = []
    for start in _starts(day):
        people = _seated(needs, taken, open_at, start)
        if people is not None:
            found.append(Slot(start, needs.minutes, people))
    return found


def _starts(day: date) -> Iterator[datetime]:
    midnight = datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
    return (midnight + QUARTER * step for step in range(24 * 4))


def _seated(
    needs: Needs, taken: Taken, open_at: dict[str, list[tuple[time, time]]], start: datetime
) -> tuple[str, ...] | None:
    """Who would sit on each chair at `start`, or None when a chair stays empty."""
    span = _quarters(start, needs.minutes)
    if any((who, at) in taken for who in needs.others for at in span):
        return None
    seated: list[str] = []
    for chair in needs.chairs:
        free = (m.id for m in chair if m.id not in seated and _inside(open_at[m.id], start, needs))
        one = next((who for who in free if not any((who, at) in taken for at in span)), None)
        if one is None:
            return None
        seated.append(one)
    return tuple(seated)


def _inside(open_at: list[tuple[time, time]], start: datetime, needs: Needs) -> bool:
    local = start.astimezone(SHANGHAI)
    end = local + timedelta(minutes=needs.minutes)
    same_day = end.date() == local.date()
    return same_day and any(lo <= local.time() and end.time() <= hi for lo, hi in open_at)


def _one_a_day(days: list[list[Slot]], chosen: list[Slot], count: int) -> list[Slot]:
    """At most one more slot of each day, each in another part of the day where that is free."""
    found: list[Slot] = []
    for day in days:
        if len(chosen) + len(found) == count:
            break
        rest = [slot for slot in day if not any(_clash(slot, other) for other in chosen)]
        if rest:
            found.append(_of_part(rest, len(chosen) + len(found)))
    return found


def _of_part(slots: list[Slot], turn: int) -> Slot:
    """The first slot in the day part whose turn it is: morning, afternoon, evening."""
    lo, hi = ((0, 12), (12, 18), (18, 24))[turn % 3]
    fitting = (slot for slot in slots if lo <= slot.start.astimezone(SHANGHAI).hour < hi)
    return next(fitting, slots[0])


def _clash(one: Slot, other: Slot) -> bool:
    return one.start < other.end + BUFFER and other.start < one.end + BUFFER
