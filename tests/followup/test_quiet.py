"""Quiet hours and days (domain rules D.3, G.3 row 31): put off, never dropped."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from followup.quiet import NEVER, POLITE, Quiet, is_quiet, next_allowed, spread
from followup.rules import Rules
from grid.calendar import SHANGHAI, WorkingCalendar

CALENDAR = WorkingCalendar(holidays=frozenset({date(2026, 10, day) for day in range(1, 8)}))


def at(text: str) -> datetime:
    """A time of 2026 in Shanghai."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("asked", "allowed"),
    [
        ("11-23T20:59:59", "11-23T20:59:59"),
        ("11-23T21:00:00", "11-24T09:00:00"),
        ("11-23T21:00:01", "11-24T09:00:00"),
        ("11-24T03:00:00", "11-24T09:00:00"),
        ("11-24T09:00:00", "11-24T09:00:00"),
        ("11-23T11:59:59", "11-23T11:59:59"),
        ("11-23T12:01:00", "11-23T14:00:00"),
        ("11-23T14:00:00", "11-23T14:00:00"),
        ("09-30T22:00:00", "10-08T09:00:00"),  # a holiday: held to the next window
        ("10-03T10:00:00", "10-08T09:00:00"),
    ],
)
def test_what_comes_at_a_quiet_time_waits_for_the_next_window(asked: str, allowed: str) -> None:
    assert next_allowed(at(asked), POLITE, CALENDAR) == at(allowed)


def test_the_city_names_further_days_and_other_hours() -> None:
    exam = Quiet(days=frozenset({date(2000, 6, 7)}))
    assert next_allowed(at("06-07T10:00:00"), exam, CALENDAR) == at("06-08T09:00:00")
    early = Quiet(windows=((time(21), time(8)),))
    assert next_allowed(at("11-23T22:00:00"), early, CALENDAR) == at("11-24T08:00:00")


def test_nobody_is_asked_anything_on_the_days_of_the_entrance_examination() -> None:
    polite = Rules(calendar=CALENDAR).polite
    assert next_allowed(at("06-07T10:00:00"), polite, CALENDAR) == at("06-09T09:00:00")
    assert not is_quiet(at("06-09T10:00:00"), polite, CALENDAR)
    assert not is_quiet(at("06-07T10:00:00"), Rules().night, CALENDAR)


def test_noon_does_not_stop_an_hours_reminder_but_the_night_does() -> None:
    night = Rules().night
    assert not is_quiet(at("11-23T13:00:00"), night, CALENDAR)
    assert is_quiet(at("11-23T21:30:00"), night, CALENDAR)
    assert not is_quiet(at("11-23T03:00:00"), NEVER, CALENDAR)


def test_many_put_off_to_one_morning_do_not_leave_in_one_minute() -> None:
    night = at("11-23T22:00:00")
    leave = {next_allowed(night, POLITE, CALENDAR, f"survey:{n}") for n in range(200)}
    assert len(leave) > 20
    assert min(leave) >= at("11-24T09:00:00")
    assert max(leave) <= at("11-24T09:30:00")


def test_the_same_key_leaves_at_the_same_minute() -> None:
    night = at("11-23T22:00:00")
    assert next_allowed(night, POLITE, CALENDAR, "a") == next_allowed(night, POLITE, CALENDAR, "a")


def test_spreading_never_leaves_the_window() -> None:
    edge = at("11-23T20:50:00")
    moved = [spread(edge, str(n), POLITE, CALENDAR) for n in range(100)]
    assert not any(is_quiet(moment, POLITE, CALENDAR) for moment in moved)
    assert all(abs(moment - edge) <= timedelta(minutes=30) for moment in moved)
