"""Whoever a ticket waits for hears of it: who sorts, decides on returns and time, rules, checks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.desk.table import do
from dialogs.commands import OpenTicket
from grid.events import Actor
from grid.tickets import Ticket
from tests.console.conftest import Clerk, opens
from tests.console.test_handling import CHECKER, acts, reports
from tests.console.test_way import (
    ROADWORK,
    gives_back,
    handler,
    moves,
    rules,
    signed_in,
    to_the_centre,
)
from tests.town import START, Town

Arrive = Callable[..., Clerk]
ME = "web:neighbour"


@pytest.fixture
def arrive(arrive: Arrive) -> Arrive:
    """Staff whose sessions do not end when time passes for the residents."""
    return lambda **more: arrive(watch=lambda: START, **more)


def told_of(town: Town, category: str, **more: object) -> Ticket:
    """A resident's ticket through the door, with all that follows a turn."""

    def act(desk: object) -> Ticket:
        row = desk.work.contacts.lock(ME, desk.now)  # type: ignore[attr-defined]
        desk.contact, desk.person = row.contact, row.person  # type: ignore[attr-defined]
        given = {"detail": "那个东西坏了", "place": {"text": "幸福里", "grid": "CH010101"}}
        made: Ticket = do(desk, OpenTicket(category, **given | more))  # type: ignore[arg-type]
        return made

    made: Ticket = town.bot.door.change(Actor(ME, "resident"), act)
    return made


def test_what_nobody_has_sorted_is_on_the_clerks_list_at_once(arrive: Arrive, town: Town) -> None:
    number = told_of(town, "1207").number
    clerk = signed_in(arrive, "chen")
    page = clerk.sees("/staff/duties")
    assert "待研判" in page
    assert f"{number}（其他待人工研判）：请在11月18日（周三）中午12点前说是哪一类" in page


def test_what_stays_unsorted_reminds_and_comes_under_supervision(
    arrive: Arrive, town: Town
) -> None:
    number = told_of(town, "1207").number
    town.later(ME, hours=1, minutes=30)
    assert "前研判分类，时间快到了" in signed_in(arrive, "chen").sees("/staff/duties")
    town.later(ME, hours=2)
    assert "前研判分类，已经超期" in signed_in(arrive, "supervisor").sees("/staff/duties")
    assert moves(town, number) == ["submit", "nudge", "nudge", "supervise"]


def test_sorted_in_time_nobody_is_reminded(chen: Clerk, town: Town) -> None:
    number = told_of(town, "1207").number
    url = f"/staff/tickets/{number}"
    chen.posts(f"{url}/sort", url, category="0103 建筑垃圾与大件垃圾堆放")
    town.later(ME, hours=2)
    assert "研判分类" not in chen.sees("/staff/duties")


def test_a_return_is_told_to_who_decides_on_it(arrive: Arrive, chen: Clerk, town: Town) -> None:
    number = opens(town, ROADWORK).number
    gives_back(handler(arrive, town), number)
    page = chen.sees("/staff/duties")
    assert "区城市管理局申请退回，职能不符" in page
    assert "前定" in page


def test_more_time_asked_for_is_told_to_who_decides_on_it(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    number, ours = opens(town, ROADWORK).number, handler(arrive, town)
    acts(ours, number, "sign")
    acts(ours, number, "extend", until="2026-11-19T14:30", why="要等环卫车修好。")
    assert "申请延期，要等环卫车修好。请在11月18日（周三）" in chen.sees("/staff/duties")


def test_the_leader_hears_that_units_wait_for_a_ruling_and_is_reminded(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    number = to_the_centre(arrive, town, chen)
    leader = signed_in(arrive, "leader")
    page = leader.sees("/staff/duties")
    assert "等中心裁定" in page
    assert "11月20日（周五）下午5点半前裁定由谁承办" in page
    town.later(ME, days=2, hours=5)
    assert "前裁定由谁承办，时间快到了" in leader.sees("/staff/duties")
    rules(leader, number, "BM03")
    town.later(ME, days=2)
    assert "前裁定由谁承办，已经超期" not in leader.sees("/staff/duties")


def test_who_checks_hears_of_what_is_done_and_not_the_unit_that_did_it(
    arrive: Arrive, town: Town
) -> None:
    number, ours = told_of(town, ROADWORK).number, handler(arrive, town)
    acts(ours, number, "sign")
    reports(ours, number)
    checker = signed_in(arrive, CHECKER)
    assert "单位报了办结，请在11月19日（周四）下午5点半前核查" in checker.sees("/staff/duties")
    town.later(ME, days=2)
    assert "前核查，已经超期" in checker.sees("/staff/duties")
    assert "前核查" not in ours.sees("/staff/duties")
    checker.sees(f"/staff/tickets/{number}")
    assert "前核查" not in checker.sees("/staff/duties")  # looked at


def test_checkers_of_another_street_hear_nothing(arrive: Arrive, town: Town) -> None:
    number, ours = told_of(town, ROADWORK).number, handler(arrive, town)
    acts(ours, number, "sign")
    reports(ours, number)
    far = next(m for m in town.bot.district.roster.values()
               if m.role == "patroller" and not m.unit.startswith("CH01"))  # fmt: skip
    assert number not in signed_in(arrive, far.id.lower()).sees("/staff/duties")


def test_each_workday_begins_with_what_is_over_its_date_until_nothing_is(
    arrive: Arrive, town: Town
) -> None:
    number = told_of(town, ROADWORK).number  # answered by Wednesday 17:00
    leader, clerk = signed_in(arrive, "leader"), signed_in(arrive, "chen")
    town.later(ME, hours=22)
    assert "超期清单" not in leader.sees("/staff/duties")
    town.later(ME, hours=1)  # Thursday, nine o'clock
    page = leader.sees("/staff/duties")
    assert f"超期没有办完的1件，最久的：{number}" in page
    assert number in leader.sees("/staff/tickets?state=overdue")
    leader.posts("/staff/duties/seen", "/staff/duties")
    town.later(ME, days=1)
    assert "超期清单" in leader.sees("/staff/duties")
    leader.posts("/staff/duties/seen", "/staff/duties")
    url = f"/staff/tickets/{number}"
    clerk.posts(f"{url}/answer", url, words="渣土已经清走了，路面干净了。")
    town.later(ME, days=5)
    assert "超期清单" not in leader.sees("/staff/duties")
