"""Deadlines on the working calendar of 2026 (the golden cases of domain rule B.11)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from grid.calendar import SHANGHAI, WorkingCalendar


def days(*spans: tuple[int, int, int]) -> frozenset[date]:
    """(month, first, last) of 2026."""
    return frozenset(date(2026, m, d) for m, first, last in spans for d in range(first, last + 1))


YEAR_2026 = WorkingCalendar(
    holidays=days(
        (1, 1, 3), (2, 15, 23), (4, 4, 6), (5, 1, 5), (6, 19, 21), (9, 25, 27), (10, 1, 7)
    ),
    workdays=days((1, 4, 4), (2, 14, 14), (2, 28, 28), (5, 9, 9), (9, 20, 20), (10, 10, 10)),
    known=frozenset({2026}),
)  # fmt: skip


def at(text: str) -> datetime:
    """ "02-13 10:00" of 2026, Shanghai time."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("02-13", 3, "02-25"),
        ("02-13", 5, "02-27"),
        ("02-13", 15, "03-12"),
        ("09-30", 1, "10-08"),
        ("09-30", 3, "10-10"),
        ("09-24", 3, "09-30"),
        ("02-20", 1, "02-24"),
    ],
)
def test_workdays_end_at_the_end_of_work(start: str, count: int, due: str) -> None:
    assert YEAR_2026.add_workdays(at(f"{start} 10:00"), count) == at(f"{due} 17:30")


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("02-13 17:00", 2, "02-14 10:00"),
        ("02-14 17:00", 2, "02-24 10:00"),
        ("09-30 16:30", 4, "10-08 11:30"),
        ("11-20 11:30", 2, "11-20 15:30"),
    ],
)
def test_working_hours_run_only_while_people_work(start: str, hours: float, due: str) -> None:
    assert YEAR_2026.add_working_hours(at(start), hours) == at(due)


def test_the_hour_of_the_start_does_not_change_a_limit_in_workdays() -> None:
    early, late = at("02-25 00:01"), at("02-25 23:59")
    assert YEAR_2026.add_workdays(early, 1) == YEAR_2026.add_workdays(late, 1)


def test_the_day_is_counted_in_shanghai_not_in_utc() -> None:
    evening_before_in_utc = datetime(2026, 2, 24, 17, 0, tzinfo=UTC)  # 25 February, 01:00
    assert YEAR_2026.add_workdays(evening_before_in_utc, 1) == at("02-26 17:30")


def test_deadlines_are_given_in_utc() -> None:
    assert YEAR_2026.add_workdays(at("02-25 10:00"), 1).utcoffset() == timedelta()
    assert YEAR_2026.add_working_hours(at("02-25 10:00"), 0).utcoffset() == timedelta()


def test_hours_from_the_night_begin_in_the_morning() -> None:
    assert YEAR_2026.add_working_hours(at("02-24 23:00"), 1) == at("02-25 09:30")


def test_2026_has_248_workdays() -> None:
    year = (date(2026, 1, 1) + timedelta(days=n) for n in range(365))
    assert sum(YEAR_2026.is_workday(day) for day in year) == 248


def test_a_year_without_a_table_works_monday_to_friday() -> None:
    assert YEAR_2026.is_workday(date(2031, 10, 1))
    assert not YEAR_2026.is_workday(date(2031, 10, 4))


def test_lunch_and_holidays_are_no_working_time() -> None:
    assert YEAR_2026.is_working_time(at("02-25 11:59"))
    assert not YEAR_2026.is_working_time(at("02-25 12:30"))
    assert not YEAR_2026.is_working_time(at("02-20 10:00"))


def test_no_workdays_at_all_is_refused() -> None:
    with pytest.raises(ValueError):
        YEAR_2026.add_workdays(at("02-25 10:00"), 0)


def test_a_calendar_without_hours_is_refused_instead_of_searching_for_ever() -> None:
    with pytest.raises(ValueError):
        WorkingCalendar(hours=()).add_working_hours(at("02-25 10:00"), 1)
