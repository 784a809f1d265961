"""When somebody counts as not reached, and what danger stops."""

from datetime import UTC, datetime, timedelta

import pytest

from grid.calendar import WorkingCalendar
from grid.refused import Refused
from mediation.booking import Slot
from mediation.case import Case, Stage
from mediation.filing import counter_of, file_number
from mediation.limits import kind_of
from mediation.reaching import Try, days, over_at, wanted_today
from mediation.risk import REST, Risk, cleared, may_halt, stops_at
from mediation.screening import screen

NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)  # a Thursday, ten in the morning
DAY = timedelta(days=1)
CALENDAR = WorkingCalendar()


def tries(*after: float) -> list[Try]:
    return [Try(NOW + n * DAY, "chen", "phone", "none") for n in after]


def test_three_calls_on_one_day_are_one_try() -> None:
    assert len(days(tries(0, 0.1, 0.2), CALENDAR)) == 1
    assert over_at(tries(0, 0.1, 0.2), CALENDAR) is None


def test_a_try_on_a_weekend_counts_for_monday() -> None:
    assert len(days(tries(2, 3, 4), CALENDAR)) == 1


def test_after_the_third_workday_there_is_one_more_to_answer() -> None:
    until = over_at(tries(0, 1, 4), CALENDAR)  # Thursday, Friday, Monday
    assert until is not None
    assert until.date().isoformat() == "2026-12-01"


def test_somebody_should_try_once_each_workday() -> None:
    assert wanted_today((), NOW, CALENDAR)
    assert not wanted_today(tries(0), NOW, CALENDAR)
    assert wanted_today(tries(0), NOW + DAY, CALENDAR)
    assert not wanted_today(tries(0), NOW + 2 * DAY, CALENDAR)  # Saturday
    assert not wanted_today(tries(0, 1, 4), NOW + 5 * DAY, CALENDAR)


def test_a_session_is_called_off_before_anybody_sets_out() -> None:
    case = Case("T-1", "0701", "漏水", "", "", "web:1", NOW, stage=Stage.SCHEDULED)
    soon = Case("T-1", "0701", "漏水", "", "", "web:1", NOW, stage=Stage.SCHEDULED,
                slot=Slot(NOW + timedelta(minutes=50), 60, ("m1",)))  # fmt: skip
    assert stops_at(case, NOW) == NOW + timedelta(minutes=30)
    assert stops_at(soon, NOW) == NOW
    assert may_halt(case)


def test_a_danger_is_cleared_by_a_person_with_a_reason() -> None:
    risk = Risk(NOW, "violence", "T-1:a")
    with pytest.raises(Refused):
        cleared(risk, "m1", " ", NOW)
    assert not cleared(risk, "m1", "和这件事无关", NOW).open
    with pytest.raises(Refused, match="72小时"):
        cleared(Risk(NOW, "self_harm"), "m1", "好了", NOW + REST - DAY)


def test_a_child_in_danger_is_never_mediated() -> None:
    assert screen({}, ["child_danger"]).reasons == ("violence",)


def test_the_limit_follows_the_category() -> None:
    assert [kind_of(one) for one in ("0701", "0901", "1104")] == ["people", "labour", "medical"]


def test_a_file_is_numbered_per_committee_and_year() -> None:
    assert file_number("幸福社区人民调解委员会", NOW, 3) == "（2026）幸福社区人调字第3号"
    assert counter_of("CH0101T", NOW) == "file:CH0101T:2026"
