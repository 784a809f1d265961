"""Hot spots: more than usual, of several people, shown until somebody has looked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import exp

import pytest

from grid.hotspots import Hotspot, Seen, Word, burst, crowd, explained, resting, tail

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)


def seen(count: int, people: int, before: int = 0) -> Seen:
    return Seen("0103", "P0001", count, people, before, NOW)


def test_the_tail_is_poissons() -> None:
    assert tail(0, 2.0) == 1.0
    assert tail(1, 2.0) == pytest.approx(1 - exp(-2))
    assert tail(2, 2.0) == pytest.approx(1 - 3 * exp(-2))


def test_many_people_where_few_are_usual_make_a_hot_spot() -> None:
    found = burst(seen(6, 6))
    assert found is not None
    assert (found.usual, found.chance < 0.001) == (0.5, True)


def test_a_busy_place_is_held_against_its_own_usual() -> None:
    assert burst(seen(12, 12, before=64)) is None  # eight a week are usual there
    assert burst(seen(22, 20, before=64)) is not None


def test_one_angry_person_makes_none() -> None:
    assert burst(seen(20, 1)) is None
    assert burst(seen(20, 2)) is None


def test_three_reports_are_a_quiet_corner() -> None:
    assert burst(seen(3, 3)) is None


def test_five_people_at_one_place_within_hours_are_a_group() -> None:
    assert crowd(Seen("", "P0001", 4, 4, 0, NOW)) is None
    assert crowd(Seen("", "P0001", 5, 5, 0, NOW)) is not None


def test_what_somebody_has_looked_at_rests_until_it_has_doubled() -> None:
    def spot(count: int) -> Hotspot:
        return Hotspot("burst", seen(count, count), 0.5, 0.0)

    known, wrong = Word("known", NOW, 6), Word("false", NOW, 6)
    assert resting(known, spot(11), NOW + timedelta(days=6))
    assert not resting(known, spot(12), NOW + timedelta(days=6))
    assert not resting(known, spot(7), NOW + timedelta(days=8))
    assert resting(wrong, spot(7), NOW + timedelta(days=8))  # a false alarm rests for longer
    assert not resting(None, spot(7), NOW)


def test_why_it_is_shown_is_said_in_numbers_anyone_can_redo() -> None:
    words = explained("burst", 6, 5, 0.5)
    assert "7天内6件、5人" in words
    assert "平常7天约0.5件" in words
    assert "2人" not in explained("burst", 6, 2, 0.5)


def test_a_whole_city_s_numbers_have_a_tail_too() -> None:
    assert tail(3000, 1000.0) < 0.001
    assert tail(900, 1000.0) > 0.99
    assert (tail(0, 0.0), tail(1, 0.0)) == (1.0, 0.0)
