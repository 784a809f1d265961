"""Lights: shares of a clock on its own calendar, what is said of it, and what is said once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.settings import Settings
from grid.district import District
from grid.events import Actor, Event
from grid.lights import Timer, light, moment
from grid.supervision import next_moment, steps
from integrations.district.reading import read

FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # 17:00 in Shanghai, half an hour before the end


@pytest.fixture(scope="module")
def district() -> District:
    """The made-up district, with its calendar."""
    return read(Settings().district_folder)


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}:00+08:00")


@pytest.fixture
def signing(district: District) -> Timer:
    """Two working hours over a weekend: half an hour on Friday, the rest on Monday."""
    return Timer("sign", FRIDAY, district.calendar.add_working_hours(FRIDAY, 2))


def test_a_share_of_working_time_leaves_the_weekend_out(district: District, signing: Timer) -> None:
    assert signing.due == shanghai("11-23T10:00")
    assert moment(district, signing, 0.25) == shanghai("11-20T17:30")
    assert moment(district, signing, 0.6) == shanghai("11-23T09:12")


def test_the_colour_follows_the_time_whoever_looks(district: District, signing: Timer) -> None:
    colours = [light(district, signing, shanghai(at)) for at in
               ("11-22T12:00", "11-23T09:12", "11-23T10:00")]  # fmt: skip
    assert colours == ["green", "yellow", "red"]


def test_a_natural_clock_runs_at_night(district: District) -> None:
    urgent = Timer("resolve", FRIDAY, FRIDAY + timedelta(hours=24), natural=True)
    assert moment(district, urgent, 0.6) == FRIDAY + timedelta(hours=14.4)
    assert moment(district, urgent, 2.0) == FRIDAY + timedelta(hours=48)


def test_each_point_is_said_once_and_a_new_date_is_another(
    district: District, signing: Timer
) -> None:
    now = shanghai("11-23T09:20")
    (step,) = steps(district, (signing,), [], now)
    assert (step.level, step.share) == (1, 0.6)
    said = Event("ticket", "1", "nudge", now, Actor("system", "system"), data={"mark": step.mark})
    assert not steps(district, (signing,), [said], now)
    later = Timer("sign", signing.start, signing.due + timedelta(minutes=1))
    assert steps(district, (later,), [said], now)


def test_the_last_reminder_goes_to_the_superior_and_over_it_is_supervised(
    district: District, signing: Timer
) -> None:
    (last,) = steps(district, (signing,), [], shanghai("11-23T09:50"))
    (over,) = steps(district, (signing,), [], shanghai("11-23T10:00"))
    assert last.last
    assert (over.level, over.last) == (2, False)


def test_the_residents_clock_is_silent_where_the_units_says_the_same(district: District) -> None:
    due = FRIDAY + timedelta(hours=24)
    own = Timer("resolve", FRIDAY, due, natural=True)
    theirs = Timer("answer", FRIDAY, due, natural=True)
    assert [s.timer.name for s in steps(district, (own, theirs), [], due)] == ["resolve"]
    assert [s.timer.name for s in steps(district, (theirs,), [], due)] == ["answer"]


def test_the_next_look_is_at_the_next_point(district: District, signing: Timer) -> None:
    assert next_moment(district, (signing,), FRIDAY) == shanghai("11-23T09:12")
    assert next_moment(district, (signing,), signing.due) is None
