"""A question to the resident about a ticket, and the dates of clocks that stood still (B.11)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from grid.calendar import SHANGHAI, WorkingCalendar
from grid.catalogue import Limit
from grid.district import District
from grid.events import Event
from grid.tickets import ENDED, State

ASKABLE = (State.SUBMITTED, State.ACCEPTED, State.DISPATCHED, State.IN_PROGRESS,
           State.RETURN_PENDING, State.COORDINATING, State.REDO)  # fmt: skip
DAY = timedelta(days=1)


def asked_of(events: Iterable[Event]) -> Event | None:
    """The question to the resident that waits for an answer; none once the ticket has ended."""
    found = None
    for event in events:
        if event.move == "ask_resident":
            found = event
        elif event.move in ("resident_answered", "resident_silent") or event.after in ENDED:
            found = None
    return found


def resumed(
    district: District, limit: Limit, date: datetime | None, stood: tuple[datetime, datetime]
) -> datetime | None:
    """A date after its clock stood still from the first to the second of `stood`.

    What was over when it stopped stays as it was. Days are counted as whole workdays, hours as
    the working time that was left.
    """
    start, end = stood
    if date is None or date <= start or end <= start:
        return date
    if limit.calendar == "natural":
        return date + (end - start)
    if limit.unit == "day":
        days = _workdays(district.calendar, start, end)
        return district.calendar.add_workdays(date, days) if days else date
    left = worked(district.calendar, start, date)
    return district.calendar.add_working_hours(end, left / timedelta(hours=1))


def _workdays(calendar: WorkingCalendar, start: datetime, end: datetime) -> int:
    """Workdays after the day of `start`, up to the day of `end`."""
    day, last = start.astimezone(SHANGHAI).date(), end.astimezone(SHANGHAI).date()
    return sum(calendar.is_workday(day + DAY * n) for n in range(1, (last - day).days + 1))


def worked(calendar: WorkingCalendar, start: datetime, end: datetime) -> timedelta:
    """The working time between two moments."""
    day, last = start.astimezone(SHANGHAI).date(), end.astimezone(SHANGHAI).date()
    total = timedelta()
    while day <= last:
        for begin, finish in calendar.hours if calendar.is_workday(day) else ():
            opens = max(start, datetime.combine(day, begin, SHANGHAI))
            closes = min(end, datetime.combine(day, finish, SHANGHAI))
            total += max(closes - opens, timedelta())
        day += DAY
    return total
