"""Which tickets may be one matter, and what becomes of their dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from grid.merging import WORKED_ON, may_repeat, metres, near, unfit, with_strictest
from grid.tickets import State, Ticket

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ONE = Ticket("20261118-0001", "1", "web:a", "0205", "停水了", NOW, State.DISPATCHED, grid="G1",
             sla="E1", answer_due=NOW + 24 * HOUR, contact_due=NOW + HOUR)  # fmt: skip
OTHER = replace(ONE, number="20261118-0002", person="2", contact="web:b")


def test_one_grid_one_place_or_a_hundred_metres_is_near() -> None:
    assert near(ONE, OTHER) == "同一网格"
    assert near(replace(ONE, place_id="P1"), replace(OTHER, place_id="P1")) == "同一地点"
    here = replace(ONE, lat=31.2, lng=120.6, grid="G1")
    there = replace(OTHER, lat=31.2008, lng=120.6, grid="G2")
    assert near(here, there) == "相距89米"
    assert near(here, replace(there, lat=31.201)) == ""
    assert near(replace(ONE, grid=""), replace(OTHER, grid="")) == ""


def test_a_degree_of_longitude_is_shorter_than_one_of_latitude() -> None:
    here = replace(ONE, lat=31.2, lng=120.6)
    east, north = replace(OTHER, lat=31.2, lng=120.61), replace(OTHER, lat=31.21, lng=120.6)
    assert metres(here, OTHER) is None
    assert (metres(here, east) or 0) < (metres(here, north) or 0)


def test_what_was_told_long_before_is_no_repeat() -> None:
    assert may_repeat(ONE, replace(OTHER, opened=NOW + 71 * HOUR), 72 * HOUR)
    assert not may_repeat(ONE, replace(OTHER, opened=NOW + 73 * HOUR), 72 * HOUR)


@pytest.mark.parametrize(
    ("parent", "child"),
    [
        (ONE, ONE),
        (ONE, replace(OTHER, secret=True)),
        (replace(ONE, secret=True), OTHER),
        (ONE, replace(OTHER, category="1203")),
        (replace(ONE, state=State.SUBMITTED), OTHER),
        (replace(ONE, state=State.FEEDBACK), OTHER),
        (replace(ONE, state=State.MERGED), OTHER),
        (ONE, replace(OTHER, state=State.FEEDBACK)),
        (ONE, replace(OTHER, state=State.CLOSED)),
    ],
)
def test_what_can_not_be_merged_is_refused_in_words(parent: Ticket, child: Ticket) -> None:
    assert unfit(parent, child)


def test_what_is_worked_on_takes_in_what_is_new() -> None:
    assert all(not unfit(replace(ONE, state=state), OTHER) for state in WORKED_ON)
    assert not unfit(ONE, replace(OTHER, state=State.SUBMITTED))


def test_the_earliest_dates_and_the_strictest_class_count() -> None:
    slow = replace(ONE, sla="N3", answer_due=NOW + 99 * HOUR, contact_due=NOW + 9 * HOUR)
    found = with_strictest(slow, [OTHER])
    assert (found.sla, found.answer_due) == ("E1", OTHER.answer_due)
    assert found.contact_due == OTHER.contact_due
    assert with_strictest(ONE, [slow]) == ONE
