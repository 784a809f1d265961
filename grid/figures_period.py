"""Periods of figures: from one day to another, cut into days, weeks or months of Shanghai."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from grid.calendar import SHANGHAI

DAY = timedelta(days=1)
STEPS = {"day": "按日", "week": "按周", "month": "按月"}
MOST = {"day": 92, "week": 370, "month": 1100}
"""Days a table of those steps may cover; more would be read by nobody."""


@dataclass(frozen=True, slots=True)
class Period:
    """Both days included; `step` is a key of STEPS."""

    first: date
    last: date
    step: str = "week"

    @property
    def start(self) -> datetime:
        """The first moment, UTC."""
        return midnight(self.first)

    @property
    def until(self) -> datetime:
        """The first moment that is no longer within, UTC."""
        return midnight(self.last + DAY)

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> Period:
        """As long, ending where this one begins."""
        return replace(self, first=self.first - self.days * DAY, last=self.first - DAY)

    def bucket(self, day: date) -> date:
        """The first day of the step a day belongs to."""
        if self.step == "month":
            return day.replace(day=1)
        return day - day.weekday() * DAY if self.step == "week" else day

    def parts(self) -> Iterator[Period]:
        """The steps in order, the first and the last cut where the period is."""
        day = self.first
        while day <= self.last:
            end = min(self._next(self.bucket(day)) - DAY, self.last)
            yield replace(self, first=day, last=end)
            day = end + DAY

    def _next(self, bucket: date) -> date:
        if self.step == "month":
            return (bucket + 31 * DAY).replace(day=1)
        return bucket + (7 if self.step == "week" else 1) * DAY

    @property
    def words(self) -> str:
        """9月1日—9月7日; a single day only once."""
        first, last = called(self.first), called(self.last)
        return first if first == last else f"{first}—{last}"


def called(day: date) -> str:
    """A day as people write it."""
    return f"{day.month}月{day.day}日"


def midnight(day: date) -> datetime:
    """The first moment of a day in Shanghai, UTC."""
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def period_of(first: str, last: str, step: str, today: date) -> Period:
    """What somebody typed, put right: four weeks up to today where nothing is said."""
    kind = step if step in STEPS else "week"
    end = min(_day(last) or today, today)
    usual = end - (end.weekday() + 21) * DAY
    begin = min(_day(first) or usual, today)
    if begin > end:
        begin, end = end, begin  # typed the wrong way round
    return Period(max(begin, end - (MOST[kind] - 1) * DAY), end, kind)


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None


def lately(today: date, days: int) -> Period:
    """The last so many whole days, today left out."""
    return Period(today - days * DAY, today - DAY, "day")
