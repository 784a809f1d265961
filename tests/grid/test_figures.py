"""Figures: shares and their limits, periods, the 721 guard, returns read from a log, the funnel."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.build import district_of
from bot.settings import Settings
from grid.district import District
from grid.events import Actor, Event
from grid.figures import BY_KEY, MEASURES, Rate, Tally, few_apart, moved, together
from grid.figures_areas import belongs, inner, within
from grid.figures_funnel import share, waited
from grid.figures_levels import Closure, gauges, level_of
from grid.figures_period import Period, period_of
from grid.figures_returns import Trend, bounces, report

AT = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def district() -> District:
    return district_of(Settings().district_folder)


def rate(key: str, got: int, of: int) -> Rate:
    return Rate(BY_KEY[key], got, of)


# -- rates


def test_a_small_denominator_is_shown_as_counts_and_never_as_a_share() -> None:
    assert (rate("in_time", 7, 9).words, rate("in_time", 7, 9).share) == ("7/9", None)
    assert rate("in_time", 7, 10).words == "70.0%"
    assert rate("in_time", 0, 0).words == "—"


def test_what_one_or_two_residents_answered_is_not_shown_at_all() -> None:
    assert rate("satisfied", 0, 2).words == "人少不显示"
    assert rate("satisfied", 1, 3).words == "1/3"
    assert not rate("in_time", 0, 2).hidden  # the office's own doing is nobody's answer


def test_a_difference_that_chance_explains_is_neither_good_nor_bad() -> None:
    few = moved(rate("solved", 9, 12), rate("solved", 11, 12))
    many = moved(rate("solved", 900, 1200), rate("solved", 1100, 1200))
    assert few is not None
    assert many is not None
    assert (few.tone, many.tone) == ("", "bad")
    assert many.words == "降16.7点"
    fewer_returns = moved(rate("returned", 10, 1000), rate("returned", 90, 1000))
    assert fewer_returns is not None
    assert fewer_returns.tone == "good"
    assert moved(rate("closed", 10, 100), rate("closed", 90, 100)) is None  # younger, no worse


def test_tallies_add_up() -> None:
    whole = together([Tally({"all": 2, "out.merged": 1}), Tally({"all": 3, "out.merged": 2})])
    assert whole["all"] == 5
    assert [count for _, _, count in whole.left_out()] == [3]
    assert len(whole.rates()) == len(MEASURES)


def test_a_hidden_row_cannot_be_reckoned_from_the_others() -> None:
    def rated(count: int) -> Tally:
        return Tally({"of.satisfied": count, "got.satisfied": 1})

    rows = {"a": rated(2), "b": rated(12), "c": rated(5)}
    assert few_apart(rows, ["satisfied", "in_time"]) == {("c", "satisfied")}
    assert few_apart({**rows, "d": rated(1)}, ["satisfied"]) == set()  # two hide one another
    assert few_apart({"b": rated(12)}, ["satisfied"]) == set()
    assert rows["c"].rate("satisfied", covered=True).words == "人少不显示"


def test_every_rate_says_what_it_counts() -> None:
    assert all(one.got and one.of and one.name for one in MEASURES)


# -- periods


def test_weeks_begin_on_monday_and_are_cut_where_the_period_is() -> None:
    period = Period(date(2026, 11, 4), date(2026, 11, 18), "week")
    parts = [(one.first.day, one.last.day) for one in period.parts()]
    assert parts == [(4, 8), (9, 15), (16, 18)]
    assert (period.before.first, period.before.last) == (date(2026, 10, 20), date(2026, 11, 3))


def test_months_are_months_and_a_day_begins_at_midnight_in_shanghai() -> None:
    period = Period(date(2026, 1, 30), date(2026, 3, 1), "month")
    assert [one.first.month for one in period.parts()] == [1, 2, 3]
    assert period.start == datetime(2026, 1, 29, 16, tzinfo=UTC)
    assert period.until == datetime(2026, 3, 1, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "last", "step"),
    [("", "", ""), ("x", "2026-13-40", "week"), ("2030-01-01", "2029-01-01", "day"),
     ("1066-01-01", "", "month"), ("2001-01-01", "2026-11-18", "day")],
)  # fmt: skip
def test_whatever_is_typed_is_a_period_of_a_length_somebody_reads(
    first: str, last: str, step: str
) -> None:
    today = date(2026, 11, 18)
    found = period_of(first, last, step, today)
    assert found.first <= found.last <= today
    assert sum(1 for _ in found.parts()) <= 92


def test_two_days_typed_the_wrong_way_round_are_the_same_period() -> None:
    found = period_of("2026-11-15", "2026-11-01", "day", date(2026, 11, 18))
    assert (found.first, found.last) == (date(2026, 11, 1), date(2026, 11, 15))


# -- areas and 721


def test_every_unit_belongs_to_one_area_beneath_or_to_the_area_itself(district: District) -> None:
    where = belongs(district, "CH")
    assert where["CH010101"] == "CH01"
    assert where["CH01Z"] == "CH01"
    assert where["BM01"] == "CH"
    assert set(where) == set(district.units)
    assert [one.id for one in inner(district, "CH010101")] == ["CH010101"]
    assert within(district, "CH") == frozenset()
    assert "CH02" not in within(district, "CH01")


def test_the_level_is_that_of_the_unit_that_solved_it(district: District) -> None:
    levels = {unit: level_of(district.units[unit]) for unit in ("CH010101", "CH01", "BM01")}
    assert levels == {"CH010101": "grid", "CH01": "street", "BM01": "district"}
    assert level_of(district.units["BM02"]) == "enforcement"
    assert level_of(district.units["CH01Z"]) == "enforcement"


def test_what_was_not_checked_or_came_back_gains_a_low_level_nothing(district: District) -> None:
    closed = [Closure("CH010101", "CH010101", "grid", "", True, 12),
              Closure("CH010101", "CH01", "grid", "", False, 6),
              Closure("CH010101", "BM02", "enforcement", "", False, 2),
              *(Closure("CH010101", "CH010101", "grid", out, False, 5)
                for out in ("unchecked", "redone", "failed", "upheld"))]  # fmt: skip
    gauge = gauges(district, closed, belongs(district, "CH"))["CH01"]
    assert (gauge.whole, gauge.parts(), gauge.young) == (20, (12, 6, 2), 12)
    assert gauge.shares() == (0.6, 0.3, 0.1)
    assert sum(gauge.out.values()) == 20
    assert gauge.pushed == 6


def test_too_few_closures_make_no_gauge(district: District) -> None:
    few = [Closure("CH010101", "CH010101", "grid", "", False, 9)]
    assert gauges(district, few, belongs(district, "CH"))["CH01"].shares() == ()


# -- returns


def log(*steps: tuple[str, dict[str, str], str]) -> list[Event]:
    """Rows of a ticket's log, an hour apart."""
    return [Event("ticket", "20261118-0001", move, AT + n * HOUR, Actor(role, role), data=data)
            for n, (move, data, role) in enumerate(steps)]  # fmt: skip


def test_hours_are_lost_from_getting_it_until_another_has_it(district: District) -> None:
    found = bounces(district, "0203", log(
        ("submit", {}, "resident"), ("dispatch", {"unit": "BM01"}, "system"),
        ("request_return", {"from": "BM01", "reason": "duty"}, "unit_handler"),
        ("approve_return", {"from": "BM01"}, "dispatcher"),
        ("dispatch", {"unit": "BM02"}, "dispatcher")))  # fmt: skip
    assert len(found) == 1
    one = found[0]
    assert (one.unit, one.to, one.outcome, one.by_rule) == ("BM01", "BM02", "approved", True)
    assert one.hours(AT + 100 * HOUR) == 3
    made = report(found, AT)
    assert made.pairs["BM01", "BM02"].asked == 1
    assert made.rules["0203", "BM01"].hours == 3


def test_grids_that_try_first_are_one_rule(district: District) -> None:
    found = []
    for grid in ("CH010101", "CH020101"):
        found += bounces(district, "0203", log(
            ("submit", {}, "resident"), ("dispatch", {"unit": grid}, "system"),
            ("request_return", {"from": grid, "reason": "duty"}, "unit_handler")))  # fmt: skip
    assert {key: one.asked for key, one in report(found, AT).rules.items()} == {("0203", "grid"): 2}


def test_a_denied_return_stays_with_its_unit_and_blames_no_rule(district: District) -> None:
    found = bounces(district, "0203", log(
        ("submit", {}, "resident"), ("dispatch", {"unit": "BM01"}, "system"),
        ("request_return", {"from": "BM01", "reason": "duty"}, "unit_handler"),
        ("deny_return", {"from": "BM01"}, "dispatcher"),
        ("request_return", {"from": "BM01", "reason": "place"}, "unit_handler"),
        ("auto", {}, "system"), ("designate", {"unit": "BM01"}, "centre_leader")))  # fmt: skip
    assert [one.outcome for one in found] == ["denied", "centre"]
    made = report(found, AT)
    assert not made.pairs
    assert made.units["BM01"].reasons == {"duty": 1, "place": 1}
    assert made.rules["0203", "BM01"].asked == 1


def test_a_return_nobody_has_decided_on_goes_on_costing_hours(district: District) -> None:
    found = bounces(district, "0203", log(
        ("submit", {}, "resident"), ("dispatch", {"unit": "BM01"}, "system"),
        ("request_return", {"from": "BM01", "reason": "duty"}, "unit_handler")))  # fmt: skip
    assert found[0].outcome == "open"
    assert found[0].hours(AT + 11 * HOUR) == 10


def test_the_rule_is_that_of_the_category_it_had_then(district: District) -> None:
    found = bounces(district, "0104", log(
        ("submit", {}, "resident"), ("dispatch", {"unit": "BM01"}, "system"),
        ("request_return", {"from": "BM01", "reason": "duty"}, "unit_handler"),
        ("approve_return", {"from": "BM01"}, "dispatcher"),
        ("correct", {"was": "0203", "now": "0104"}, "dispatcher"),
        ("dispatch", {"unit": "BM02"}, "dispatcher")))  # fmt: skip
    assert found[0].category == "0203"


def test_what_comes_back_to_the_grid_that_reported_it_is_seen(district: District) -> None:
    patroller = next(m for m in district.roster.values() if m.role == "patroller")
    events = log(
        ("submit", {}, patroller.id), ("dispatch", {"unit": "BM01"}, "system"),
        ("request_return", {"from": "BM01", "reason": "duty"}, "unit_handler"),
        ("approve_return", {"from": "BM01"}, "dispatcher"),
        ("dispatch", {"unit": patroller.unit}, "dispatcher"))  # fmt: skip
    assert report(bounces(district, "0203", events), AT).home == ["20261118-0001"]


def test_a_grid_whose_own_people_fall_silent_is_named() -> None:
    assert Trend("g", 9, 30, 0, 16).fell
    assert not Trend("g", 9, 30, 5, 16).fell  # five where eight are usual is nothing
    assert not Trend("g", 9, 30, 0, 2).fell  # one a month is soon none


# -- the funnel


def test_waits_are_told_by_the_middle_and_by_nine_in_ten() -> None:
    assert waited([]) is None
    assert waited([60.0] * 9 + [3600.0]) == (60.0, 3600.0)
    assert (share(3, 4), share(1, 0), share(5, 10)) == ("3/4", "—", "50.0%")
