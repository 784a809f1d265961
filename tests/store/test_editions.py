"""Editions on each database: one draft a kind, one number once, what was published stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from grid.editions import CATALOGUE, MAP, Edition
from grid.refused import Refused
from integrations.sql.store import Store

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)


def draft(number: int, kind: str = CATALOGUE) -> Edition:
    """A draft with a line in it."""
    return Edition(kind, number, {"0203": {"事项": "路灯不亮"}, "0204": None}, ("leader",), seen=1)


def published(number: int, days: int = 0) -> Edition:
    """An edition that begins some days from now."""
    begins = NOW + timedelta(days=days)
    return replace(draft(number), begins=begins, published=NOW, by="leader", why="调整")


def test_an_edition_comes_back_as_it_was_kept(store: Store) -> None:
    with store.begin() as work:
        work.editions.add(draft(1))
        work.editions.add(published(7))
    with store.read() as work:
        assert work.editions.draft(CATALOGUE) == draft(1)
        assert work.editions.published(CATALOGUE) == [published(7)]
        assert work.editions.newest() == {CATALOGUE: 7}


def test_two_cannot_begin_a_draft_at_once(store: Store) -> None:
    with store.begin() as work:
        work.editions.add(draft(1))
    with store.begin() as work, pytest.raises(Refused):
        work.editions.add(draft(1))
    with store.begin() as work, pytest.raises(Refused):
        work.editions.add(draft(2))
    with store.begin() as work:
        work.editions.add(draft(1, MAP))  # another kind's is its own


def test_what_was_not_seen_is_neither_changed_nor_dropped(store: Store) -> None:
    with store.begin() as work:
        work.editions.add(draft(1))
        work.editions.save(replace(draft(1), seen=2), 1)
    for act in (lambda w: w.editions.save(replace(draft(1), seen=2), 1),
                lambda w: w.editions.drop(draft(1))):  # fmt: skip
        with store.begin() as work, pytest.raises(Refused):
            act(work)


def test_what_was_published_is_never_changed(store: Store) -> None:
    with store.begin() as work:
        work.editions.add(published(1))
    with store.begin() as work, pytest.raises(Refused):
        work.editions.save(published(1), 1)
    with store.begin() as work, pytest.raises(Refused):
        work.editions.add(published(1))


def test_the_latest_begun_holds_and_the_next_is_known(store: Store) -> None:
    with store.begin() as work:
        for number, days in ((1, -4), (2, -2), (3, 5)):
            work.editions.add(published(number, days))
    with store.read() as work:
        found = work.editions.holding(CATALOGUE, NOW)
        assert found
        assert found.number == 2
        assert work.editions.next_begin(NOW) == NOW + timedelta(days=5)
        assert work.editions.holding(MAP, NOW) is None
        assert [one.number for one in work.editions.published(CATALOGUE, 1)] == [2, 3]
