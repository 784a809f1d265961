"""Editions: when one holds, what may be published, what is taken back; where nobody is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.settings import Settings
from grid.district import District
from grid.editions import (
    CATALOGUE,
    Edition,
    Publish,
    TakeBack,
    draft_of,
    fingerprint,
    in_force,
    published,
    taken_back,
    written,
)
from grid.events import Actor
from grid.people import Leave
from grid.places import Area
from grid.refused import Refused
from grid.shapes import crossed, shape
from grid.staffing import gaps
from integrations.district.reading import read

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
BY = (Actor("leader", "centre_leader"), NOW)
WHY = "按新的清单调整"
TODAY = date(2026, 11, 18)


@pytest.fixture(scope="module")
def district() -> District:
    """The demo district."""
    return read(Settings().district_folder)


def edition(number: int, days: float, **lines: dict[str, str]) -> Edition:
    """A published edition that begins some days from now."""
    begins = NOW + timedelta(days=days)
    return Edition(CATALOGUE, number, lines, ("leader",), begins, NOW, "leader", WHY)


def test_the_latest_that_has_begun_holds() -> None:
    three = [edition(1, -5), edition(2, -1), edition(3, 2)]
    found = in_force(three, NOW)
    assert found
    assert found.number == 2
    assert in_force(three[2:], NOW) is None


def test_a_draft_stands_on_the_newest_edition_and_counts_its_changes() -> None:
    draft = draft_of(CATALOGUE, edition(4, 0, a={"x": "1"}))
    assert (draft.number, draft.mark) == (5, "5.0")
    after = written(written(draft, {"b": {"x": "2"}}, "li"), {"a": {"x": "3"}}, "wang")
    assert after.mark == "5.2"
    assert after.writers == ("li", "wang")
    assert after.lines == {"a": {"x": "3"}, "b": {"x": "2"}}


@pytest.mark.parametrize(
    ("order", "words"),
    [
        (Publish(CATALOGUE, "1.0", WHY), "刚刚有别人改过"),
        (Publish(CATALOGUE, "1.1", " 改 "), "请写明为什么改"),
        (Publish(CATALOGUE, "1.1", WHY, date(2026, 11, 17)), "已经过去了"),
    ],
)
def test_what_may_not_be_published(order: Publish, words: str) -> None:
    draft = written(draft_of(CATALOGUE, None), {"a": {"x": "1"}}, "li")
    with pytest.raises(Refused, match=words):
        published(draft, order, None, BY)


def test_today_is_now_and_a_later_day_begins_at_its_midnight() -> None:
    draft = written(draft_of(CATALOGUE, None), {"a": {"x": "1"}}, "li")
    today = published(draft, Publish(CATALOGUE, "1.1", WHY, TODAY), None, BY)
    later = published(draft, Publish(CATALOGUE, "1.1", WHY, date(2026, 11, 20)), None, BY)
    assert today.begins == NOW
    assert later.begins == datetime(2026, 11, 19, 16, 0, tzinfo=UTC)


def test_taking_back_makes_a_new_edition_that_holds_even_before_one_to_come() -> None:
    both = [edition(1, -3, a={"x": "1"}), edition(2, 4, a={"x": "2"})]
    back = taken_back(TakeBack(CATALOGUE, 1, 2, WHY), both, BY)
    assert (back.number, back.took_back, back.lines) == (3, 1, {"a": {"x": "1"}})
    assert in_force([*both, back], NOW + timedelta(days=9)) == back
    files = taken_back(TakeBack(CATALOGUE, 0, 2, WHY), both, BY)
    assert files.lines == {}


def test_lines_that_say_the_same_have_the_same_fingerprint() -> None:
    assert fingerprint({"a": "1", "b": "2"}) == fingerprint({"b": "2", "a": "1"})
    assert fingerprint({"a": "1"}) != fingerprint({"a": "2"})
    assert fingerprint(None) == ""


def test_nobody_there_is_seen_days_ahead(district: District) -> None:
    first, head = district.roster["R0001"], district.roster["R0002"]
    leave = Leave(date(2026, 11, 20), date(2026, 11, 22))
    shorter = replace(leave, first=date(2026, 11, 21))
    roster = {**district.roster, "R0001": replace(first, leaves=(leave,))}
    roster["R0002"] = replace(head, leaves=(shorter,))
    [gap] = gaps(replace(district, roster=roster), TODAY)
    assert (gap.unit.id, gap.first, gap.last) == (first.unit, date(2026, 11, 21), leave.last)
    stand_in = replace(head, leaves=(replace(leave, substitute="R0004"),))
    assert not gaps(replace(district, roster={**roster, "R0002": stand_in}), TODAY)
    gone = {**roster, "R0001": replace(first, active=False), "R0002": replace(head, active=False)}
    assert gaps(replace(district, roster=gone), TODAY)[0].never


def test_whoever_stands_in_is_there_twice_and_nobody_for_two_away(district: District) -> None:
    given = replace(district, away={"R0002": "R0004", "R0006": "", "R0008": "R0006"})
    there = [(one.id, one.unit) for one in given.at_work if one.role == "grid_head"]
    assert ("R0004", district.roster["R0002"].unit) in there
    assert ("R0004", district.roster["R0004"].unit) in there
    assert not {"R0002", "R0006", "R0008"} & {code for code, _ in there}
    assert given.stands_in("R0004") == {district.roster["R0002"].unit}
    assert given.stands_in("R0006") == frozenset()


SQUARE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


def test_an_outline_that_crosses_itself_is_found() -> None:
    bow = ((0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 2.0))
    hole = ((0.2, 0.2), (0.4, 0.2), (0.3, 0.4))
    assert crossed(shape(Area("a", (bow,))))
    assert not crossed(shape(Area("a", (SQUARE, hole))))
    assert crossed(shape(Area("a", (SQUARE, ((0.5, 0.5), (1.5, 0.5), (0.6, 0.7))))))
