"""Tickets are merged, answered together and taken out again, on both databases."""

from __future__ import annotations

import pytest

from bot.afterwards import plan
from bot.desk.merging import MOST
from bot.desk.table import do
from bot.hearing import district_of
from bot.settings import Settings
from dialogs.commands import AnswerTicket
from grid.district import District
from grid.events import Actor
from grid.merging import Merge, Unmerge
from grid.refused import Refused
from grid.tickets import Ticket
from integrations.sql.migrate import migrate
from integrations.sql.store import Store
from tests.store.test_way import NOW, desk, now, opened

CLERK = Actor("chen", "hotline_staff")
WHY = "同一处渣土"


@pytest.fixture
def town(store: Store) -> tuple[Store, District]:
    """A store and the demo's district."""
    return store, district_of(Settings().district_folder)


def orders(town: tuple[Store, District], command: object, who: Actor = CLERK) -> Ticket:
    """An order and what follows it, in a transaction of its own."""
    store, district = town
    with store.begin() as work:
        made = desk(work, district, who, NOW)
        result: Ticket = do(made, command)
        plan(made, None, [])
        return result


def two(town: tuple[Store, District]) -> tuple[str, str]:
    """Two residents' tickets of one kind in one grid."""
    first, second = (
        opened(lambda command, who: orders(town, command, who), who=f"web:{n}").number
        for n in ("a", "b")
    )
    return first, second


def test_merged_answered_together_and_rated_apart(town: tuple[Store, District]) -> None:
    store, (first, second) = town[0], two(town)
    orders(town, Merge(first, (second,), WHY))
    orders(town, Merge(first, (second,), WHY))  # the same form again
    with store.read() as work:
        assert [one.number for one in work.tickets.merged_into(first)] == [second]
        assert [e.move for e in work.log.of("ticket", second)].count("merge") == 1
    orders(town, AnswerTicket(first, "渣土已经清走。", "chen"))
    assert now(store, second).state == "feedback"
    with store.read() as work:
        assert not work.log.broken("ticket", second)
        surveys = [d for d in work.dues.of(second) if d.what == "survey"]
        assert [d.contact for d in surveys] == ["web:b"]


def test_taken_out_it_is_with_its_unit_again(town: tuple[Store, District]) -> None:
    store, (first, second) = town[0], two(town)
    before = now(store, second)
    orders(town, Merge(first, (second,), WHY))
    orders(town, Unmerge(second, "两处不同的渣土"))
    after = now(store, second)
    assert (after.state, after.unit, after.parent) == (before.state, before.unit, "")
    with store.read() as work:
        assert not work.tickets.merged_into(first)
        nearby = work.tickets.nearby(("0102",), "CH010101", first)
        assert [one.number for one in nearby] == [second]


def test_the_way_down_and_up_keeps_the_tickets(town: tuple[Store, District]) -> None:
    store, (first, _) = town[0], two(town)
    migrate(store, "0003")
    migrate(store)
    assert now(store, first).parent == ""


def test_more_than_may_be_merged_at_once_is_refused_and_none_is_left_out_unsaid(
    town: tuple[Store, District],
) -> None:
    first, second = two(town)
    many = (second, *(f"20261121-{n:04}" for n in range(MOST)))
    with pytest.raises(Refused, match=str(MOST)):
        orders(town, Merge(first, many, WHY))
    assert now(town[0], second).parent == ""
