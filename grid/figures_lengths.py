"""How long residents wait for an answer: the middle and nine in ten, in workdays (B.12)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from grid.calendar import SHANGHAI, WorkingCalendar
from grid.figures import FEW

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Lengths:
    """Of so many answered tickets; a day is a workday after the one on which it was told."""

    count: int
    middle: int
    most: int  # nine in ten do not exceed it
    mean: float


def lengths(
    calendar: WorkingCalendar, spells: Iterable[tuple[datetime, datetime]]
) -> Lengths | None:
    """From telling to answering; None of too few to say anything."""
    days = [(_day(told), _day(answered)) for told, answered in spells]
    if len(days) < FEW:
        return None
    work = _workdays(calendar, min(first for first, _ in days), max(last for _, last in days))
    taken = sorted(bisect_right(work, last) - bisect_right(work, first) for first, last in days)
    count = len(taken)
    return Lengths(count, taken[(count - 1) // 2], taken[min(count - 1, int(0.9 * count))],
                   sum(taken) / count)  # fmt: skip


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


def _workdays(calendar: WorkingCalendar, first: date, last: date) -> list[date]:
    days = (first + DAY * n for n in range((last - first).days + 1))
    return [day for day in days if calendar.is_workday(day)]
