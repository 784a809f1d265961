"""The working calendar: what counts as a workday, and deadlines on it (domain rules B.11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has one zone and no summer time since 1991; a fixed offset needs no zone database."""

DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class YearTable:
    """One year's days off on weekdays and worked weekends, as the State Council announces them."""

    year: int
    off: frozenset[date]
    worked: frozenset[date]


@dataclass(slots=True)
class WorkingCalendar:
    """Weekends, public holidays, make-up workdays and working hours.

    `known` are the years with an official table; elsewhere Monday to Friday count (a warning of
    check-district, a banner for staff), never an error. Times given may be in any zone but must
    be aware; times returned are UTC. Everybody counts with the one calendar of the district, so
    a table published meanwhile is put into it and holds for all at once.
    """

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()  # weekends worked in exchange
    known: frozenset[int] = frozenset()
    hours: tuple[tuple[time, time], ...] = (
        (time(8, 30), time(12, 0)),
        (time(14, 0), time(17, 30)),
    )

    def take(self, table: YearTable) -> None:
        """Put in a year's table; it stands for all that was known of that year."""
        apart = {day for day in self.workdays if day.year != table.year}
        off = {day for day in self.holidays if day.year != table.year}
        self.workdays = frozenset(apart | table.worked)
        self.holidays = frozenset(off | table.off)
        self.known = self.known | {table.year}

    def unknown(self, start: datetime, ahead: timedelta) -> tuple[int, ...]:
        """Years without a table among those from `start` to as long after it."""
        first = start.astimezone(SHANGHAI).year
        last = (start + ahead).astimezone(SHANGHAI).year
        return tuple(year for year in range(first, last + 1) if year not in self.known)

    def is_workday(self, day: date) -> bool:
        """Whether people work on `day`."""
        if day in self.workdays:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays

    def is_working_time(self, at: datetime) -> bool:
        """Whether `at` lies within working hours of a workday."""
        here = at.astimezone(SHANGHAI)
        inside = any(start <= here.time() < end for start, end in self.hours)
        return inside and self.is_workday(here.date())

    def add_workdays(self, start: datetime, days: int) -> datetime:
        """End of working time of the `days`-th workday after `start` (which never counts)."""
        if days < 1:
            raise ValueError(f"at least one workday, not {days}")
        day = start.astimezone(SHANGHAI).date()
        while days:
            day += DAY
            days -= self.is_workday(day)
        return datetime.combine(day, self.hours[-1][1], SHANGHAI).astimezone(UTC)

    def add_working_hours(self, start: datetime, hours: float) -> datetime:
        """`hours` of working time after `start`."""
        left = timedelta(hours=hours)
        if not left:
            return start.astimezone(UTC)
        for begin, end in self._spells(start):
            if end - begin >= left:
                return (begin + left).astimezone(UTC)
            left -= end - begin
        raise ValueError("a calendar without working hours has no deadlines")

    def _spells(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The stretches of working time from `start` on, without end."""
        here = start.astimezone(SHANGHAI)
        day = here.date()
        while self.hours:
            if self.is_workday(day):
                yield from self._of_day(day, here)
            day += DAY

    def _of_day(self, day: date, not_before: datetime) -> Iterator[tuple[datetime, datetime]]:
        for start, end in self.hours:
            begin = max(datetime.combine(day, start, SHANGHAI), not_before)
            finish = datetime.combine(day, end, SHANGHAI)
            if begin < finish:
                yield begin, finish
