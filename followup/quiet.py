"""When people are left in peace: quiet hours and days, and the next moment one may write."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from grid.calendar import SHANGHAI, WorkingCalendar

Window = tuple[time, time]
NIGHT: Window = (time(21), time(9))
NOON: Window = (time(12), time(14))
JITTER_MINUTES = 30
ANY_YEAR = 2000  # a leap year: it has every day


@dataclass(frozen=True, slots=True)
class Quiet:
    """Windows of a day (from, to; the first belongs to it, the last no longer) and whole days.

    `days` are those of every year that the city names, as days of the year 2000: entrance
    examinations (D.3). `holidays`: public holidays of the calendar are quiet days too.
    """

    windows: tuple[Window, ...] = (NIGHT, NOON)
    days: frozenset[date] = frozenset()
    holidays: bool = True


POLITE = Quiet()
"""Surveys, survey reminders, nudges: everything nobody asked for."""

NEVER = Quiet(windows=(), holidays=False)
"""E0/E1, safety, a booking's confirmation and ten-minute link (D.3, 0.2 item 5)."""


def is_quiet(at: datetime, quiet: Quiet, calendar: WorkingCalendar) -> bool:
    """Whether `at` lies in a quiet window or on a quiet day."""
    local = at.astimezone(SHANGHAI)
    if local.date().replace(year=ANY_YEAR) in quiet.days or (
        quiet.holidays and local.date() in calendar.holidays
    ):
        return True
    return any(_within(local.time(), window) for window in quiet.windows)


def next_allowed(at: datetime, quiet: Quiet, calendar: WorkingCalendar, key: str = "") -> datetime:
    """`at` itself when allowed, else the next moment that is: put off, never dropped.

    With a `key`, what is put off is spread over the half hour after the window opens, always to
    the same minute for the same key; what was due at a quiet moment would else leave at once.
    """
    if not is_quiet(at, quiet, calendar):
        return at
    moment = at
    while is_quiet(moment, quiet, calendar):
        moment = _next_edge(moment, quiet)
    return spread(moment, key, quiet, calendar) if key else moment


def spread(at: datetime, key: str, quiet: Quiet, calendar: WorkingCalendar) -> datetime:
    """`at` moved by up to 30 minutes either way, decided by `key`, staying inside the window."""
    shift = timedelta(minutes=_jitter(key))
    for moved in (at + shift, at - shift):
        if not is_quiet(moved, quiet, calendar):
            return moved
    return at


def _jitter(key: str) -> int:
    """A number from -30 to 30 that is always the same for the same key."""
    first = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big")
    return first % (2 * JITTER_MINUTES + 1) - JITTER_MINUTES


def _within(clock: time, window: Window) -> bool:
    start, end = window
    if start <= end:
        return start <= clock < end
    return clock >= start or clock < end


def _next_edge(at: datetime, quiet: Quiet) -> datetime:
    """The next end of a window or of the day after `at`: only there can quiet end."""
    local = at.astimezone(SHANGHAI)
    today = local.date()
    edges = [datetime.combine(today, end, SHANGHAI) for _, end in quiet.windows]
    edges.append(datetime.combine(today + timedelta(days=1), time(), SHANGHAI))
    return min(edge for edge in edges if edge > local).astimezone(UTC)
