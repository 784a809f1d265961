"""What can only be done once something has come: asked for, suspended, looked at, gone on with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from grid.calendar import SHANGHAI
from tests.console.conftest import Clerk, opens
from tests.console.test_handling import acts, reports
from tests.console.test_way import ROADWORK, handler, moves, signed_in
from tests.town import START, Town

Arrive = Callable[..., Clerk]
ME = "web:neighbour"
PLAN = "土冻着补不了路面，3月上旬回暖就补。"


@pytest.fixture
def arrive(arrive: Arrive) -> Arrive:
    """Staff whose sessions do not end when days pass for the residents."""
    return lambda **more: arrive(watch=lambda: START, **more)


def day(town: Town, days: int) -> str:
    """A day ahead as a browser sends it."""
    return (town.clock() + timedelta(days=days)).astimezone(SHANGHAI).date().isoformat()


def working(arrive: Arrive, town: Town) -> tuple[str, Clerk]:
    """A ticket that its unit has signed."""
    number, ours = opens(town, ROADWORK).number, handler(arrive, town)
    acts(ours, number, "sign")
    town.tick()
    town.answers(ME)
    return number, ours


def asks(clerk: Clerk, town: Town, number: str, **more: str) -> str:
    """The unit fills its form."""
    given = {"wait": "season", "words": PLAN, "until": day(town, 80)} | more
    return acts(clerk, number, "suspension", **given)


def suspends(leader: Clerk, town: Town, number: str, **more: str) -> str:
    """The leader fills theirs."""
    given = {"wait": "season", "words": PLAN, "until": day(town, 80)} | more
    return acts(leader, number, "suspend", **given)


def test_a_unit_asks_the_leader_agrees_and_the_resident_hears_until_when(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    number, ours = working(arrive, town)
    assert "等中心负责人定" in asks(ours, town, number)
    leader = signed_in(arrive, "leader")
    assert "申请挂账，等季节、天气" in leader.sees("/staff/duties")
    assert number in leader.sees("/staff/tickets?state=suspending")
    assert PLAN in leader.sees(f"/staff/tickets/{number}")
    page = suspends(leader, town, number)
    assert "最晚 2月6日 17:30 再看" in page
    town.tick()
    heard = town.answers(ME)
    assert "现在还办不了，要等季节、天气" in heard
    assert "最晚2月6日" in heard
    assert "不算办完" in heard
    assert number in chen.sees("/staff/tickets?state=suspended")
    assert number in chen.sees("/staff/tickets?state=open")
    assert "同意挂账" in ours.sees("/staff/duties")
    assert number not in leader.sees("/staff/tickets?state=suspending")


def test_suspended_no_clock_runs_and_it_is_looked_at_each_month(arrive: Arrive, town: Town) -> None:
    number, ours = working(arrive, town)
    leader = signed_in(arrive, "leader")
    suspends(leader, town, number)
    assert "最晚2月6日" in town.later(ME, days=29)
    assert "没有符合条件的工单" in ours.sees("/staff/tickets?light=overdue")
    assert not {"nudge", "supervise"} & set(moves(town, number))
    assert town.later(ME, days=2) == ""
    for clerk in (ours, leader):
        assert "还挂着账" in clerk.sees("/staff/duties")


def test_on_its_day_it_goes_on_by_itself_with_the_units_whole_time(
    arrive: Arrive, town: Town
) -> None:
    number, ours = working(arrive, town)
    suspends(signed_in(arrive, "leader"), town, number)
    town.later(ME, days=78)
    heard = town.later(ME, days=3)
    assert "可以接着办了，由区城市管理局负责" in heard
    ticket = town.tickets()[0]
    assert ticket.state == "in_progress"
    assert ticket.answer_due > town.clock()
    assert "挂账结束" in ours.sees("/staff/duties")
    assert "没有经办的人核查" in reports(ours, number)


def test_the_leader_goes_on_sooner_and_may_suspend_it_for_the_same_day_again(
    arrive: Arrive, town: Town
) -> None:
    number, _ = working(arrive, town)
    leader = signed_in(arrive, "leader")
    suspends(leader, town, number)
    acts(leader, number, "resume", why="这几天回暖，可以补了。")
    assert town.tickets()[0].state == "in_progress"
    suspends(leader, town, number)
    town.later(ME, days=81)
    assert moves(town, number).count("resume") == 2


def test_nobody_suspends_without_a_reason_a_day_or_for_too_long(arrive: Arrive, town: Town) -> None:
    number, ours = working(arrive, town)
    assert "人手不够" in asks(ours, town, number, wait="busy")
    assert "最晚是90天以内" in asks(ours, town, number, until=day(town, 91))
    assert "最晚是90天以内" in asks(ours, town, number, until="")
    assert "请写明在等什么" in asks(ours, town, number, words="等")
    acts(ours, number, "suspend", wait="season", words=PLAN, until=day(town, 9))
    assert ours.status == 404  # the leader's to decide
    assert moves(town, number)[-1] == "sign"


def test_a_no_and_silence_leave_the_unit_its_date(arrive: Arrive, town: Town) -> None:
    number, ours = working(arrive, town)
    before = town.tickets()[0].answer_due
    asks(ours, town, number)
    assert "已经申请过挂账" not in asks(ours, town, number)  # sent twice
    leader = signed_in(arrive, "leader")
    acts(leader, number, "suspend", hold="no", why="路面不深，现在就能补。")
    assert "不同意挂账" in ours.sees("/staff/duties")
    asks(ours, town, number)
    town.later(ME, days=4)
    log = moves(town, number)
    assert log.count("deny_suspension") == 2
    assert town.tickets()[0].answer_due == before


def test_how_it_stands_is_told_while_it_waits(arrive: Arrive, town: Town) -> None:
    town.says("路上撒了渣土", ME)
    number, _ = working(arrive, town)
    suspends(signed_in(arrive, "leader"), town, number)
    town.tick()
    town.answers(ME)
    heard = town.says(f"{number}到哪一步了", ME)
    assert "挂着跟踪" in heard
    assert "2月6日" in heard


def test_who_can_only_be_rung_up_is_rung_up(arrive: Arrive, chen: Clerk, town: Town) -> None:
    number, ours = opens(town, ROADWORK, who="phone:caller").number, handler(arrive, town)
    acts(ours, number, "sign")
    suspends(signed_in(arrive, "leader"), town, number)
    assert "请打电话告诉他" in chen.sees("/staff/duties")
