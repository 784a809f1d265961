"""Dates of units: signing, checking, redoing, and clocks that stood still."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.settings import Settings
from grid.asking import resumed, worked
from grid.catalogue import Limit
from grid.district import District
from grid.events import Actor, Event
from grid.handling import half, handling_of
from integrations.district.reading import read

TEN = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)  # Wednesday, 10:00 in Shanghai
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture(scope="module")
def district() -> District:
    return read(Path(Settings().district_folder))


def event(move: str, at: datetime, by: str = "a", **data: object) -> Event:
    """A row of a log."""
    return Event("ticket", "1", move, at, Actor(by, "x"), data=dict(data))


@pytest.mark.parametrize(
    ("whole", "left"),
    [
        (Limit(5, "day", "working"), Limit(3, "day", "working")),
        (Limit(5, "hour", "working"), Limit(1, "day", "working")),
        (Limit(1, "day", "working"), Limit(1, "day", "working")),
        (Limit(24, "hour", "natural"), Limit(12, "hour", "natural")),
        (Limit(30, "day", "natural"), Limit(15, "day", "natural")),
    ],
)
def test_a_redo_has_half_the_time_and_a_workday_at_least(whole: Limit, left: Limit) -> None:
    assert half(whole) == left


def test_days_stand_still_by_whole_workdays(district: District) -> None:
    limit = Limit(3, "day", "working")
    due = district.due(limit, TEN)  # Monday
    assert resumed(district, limit, due, (TEN, TEN + HOUR)) == due
    later = resumed(district, limit, due, (TEN, TEN + 2 * DAY))
    assert later == due + 2 * DAY  # Wednesday
    assert resumed(district, limit, due, (TEN + 2 * DAY, TEN + 4 * DAY)) == due  # a weekend


def test_hours_stand_still_by_the_working_time_that_was_left(district: District) -> None:
    limit = Limit(5, "hour", "working")
    due = district.due(limit, TEN)  # 17:00
    assert worked(district.calendar, TEN, due) == 5 * HOUR
    assert resumed(district, limit, due, (TEN + HOUR, TEN + DAY + HOUR)) == due + DAY
    natural = Limit(24, "hour", "natural")
    assert resumed(district, natural, TEN + DAY, (TEN, TEN + HOUR)) == TEN + DAY + HOUR


def test_what_was_over_when_the_clock_stopped_stays_over(district: District) -> None:
    limit = Limit(5, "hour", "working")
    assert resumed(district, limit, TEN, (TEN + HOUR, TEN + DAY)) == TEN
    assert resumed(district, limit, None, (TEN, TEN + DAY)) is None


def test_another_unit_begins_without_the_ones_dates_but_the_times_count() -> None:
    until = (TEN + DAY).isoformat()
    rows = [
        event("dispatch", TEN, unit="A"),
        event("sign", TEN, "anna"),
        event("request_extension", TEN, until=until),
        event("grant", TEN, until=until),
    ]
    found = handling_of(rows)
    assert (found.until, found.granted, found.wants) == (TEN + DAY, 1, None)
    found = handling_of([*rows, event("redispatch", TEN + HOUR, unit="B")])
    assert (found.until, found.granted, found.since) == (None, 1, TEN + HOUR)
    assert found.handlers == {"anna"}
