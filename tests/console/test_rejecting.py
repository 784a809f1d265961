"""What is not the house's to handle: not accepted, or handed to those who rescue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from dialogs.commands import JoinTicket
from tests.console.conftest import Clerk, at_desk, opens
from tests.console.test_merging import merges
from tests.console.test_way import ROADWORK, gives_back, handler, moves, signed_in
from tests.town import Town

Arrive = Callable[..., Clerk]
ME = "web:neighbour"
WHY = "您说的路口在邻市南浦区，不在我们区。"


def rejects(clerk: Clerk, number: str, ground: str = "elsewhere", words: str = WHY) -> str:
    """A clerk fills the form."""
    url = f"/staff/tickets/{number}"
    return clerk.posts(f"{url}/reject", url, ground=ground, words=words)


def rescues(clerk: Clerk, number: str, to: str = "119", words: str = "14:05打的，已派车") -> str:
    """A clerk notes that an emergency has been handed over."""
    url = f"/staff/tickets/{number}"
    return clerk.posts(f"{url}/rescue", url, rescue_to=to, words=words)


def test_what_is_not_accepted_is_said_with_why_and_where_to_go(chen: Clerk, town: Town) -> None:
    number = opens(town, "1207", detail="南浦区路口的灯坏了", place={}).number
    assert "不予受理" in chen.sees(f"/staff/tickets/{number}")
    page = rejects(chen, number)
    assert "录入答复" not in page
    town.tick()
    heard = town.answers(ME)
    assert "没有受理" in heard
    assert "邻市南浦区" in heard
    assert "加拨当地区号" in heard
    assert "转人工" in heard
    assert moves(town, number) == ["submit", "reject"]
    assert town.later(ME, days=40) == ""  # neither surveyed nor told that it is late
    assert town.tickets()[0].state == "rejected"


def test_how_it_stands_is_told_with_the_reason(chen: Clerk, town: Town) -> None:
    town.says("幸福里3号楼楼道堆了旧沙发", ME)
    number = opens(town).number
    rejects(chen, number, "repeat", "和昨天登记的是同一件。")
    town.tick()
    town.answers(ME)
    heard = town.says(f"{number}到哪一步了", ME)
    assert "没有受理" in heard
    assert "和昨天登记的是同一件" in heard


def test_a_unit_that_has_it_hears_that_it_is_over(arrive: Arrive, chen: Clerk, town: Town) -> None:
    number, ours = opens(town, ROADWORK).number, handler(arrive, town)
    gives_back(ours, number)
    rejects(chen, number, "outside", "这条路在小区里面，归业主自己管。")
    assert "不用再办" in ours.sees("/staff/duties")
    assert "不予受理" in ours.sees(f"/staff/tickets/{number}")
    town.later(days=3)
    assert moves(town, number)[-2:] == ["request_return", "reject"]  # nobody rules on it later


def test_the_reasons_have_their_bounds(arrive: Arrive, chen: Clerk, town: Town) -> None:
    number = opens(town, ROADWORK).number
    assert "请选不予受理的理由" in rejects(chen, number, "none")
    assert "请写明为什么" in rejects(chen, number, words="外地")
    assert "登记满7天" in rejects(chen, number, "facts", "一直没有说在哪里。")
    gas = opens(town, "1004", detail="楼道里有煤气味").number
    assert "可能有危险" in rejects(chen, gas, "outside", "这是燃气公司的事情。")
    handler(arrive, town).posts(f"/staff/tickets/{number}/sign", f"/staff/tickets/{number}")
    assert "不能再不受理" in rejects(chen, number)
    assert moves(town, number)[-1] == "sign"


def test_only_a_clerk_rejects(arrive: Arrive, town: Town) -> None:
    number = opens(town, ROADWORK).number
    for name in ("leader", "supervisor"):
        rejects(signed_in(arrive, name), number)
    rejects(handler(arrive, town), number)
    assert moves(town, number) == ["submit", "accept", "dispatch"]


def test_what_others_were_merged_into_is_taken_apart_first(chen: Clerk, town: Town) -> None:
    ticket, other = opens(town), opens(town, who="web:second")
    merges(chen, ticket, other)
    assert "请先拆开" in rejects(chen, ticket.number)


def test_a_caller_who_has_only_a_telephone_is_rung_up(chen: Clerk, town: Town) -> None:
    number = opens(town, who="phone:caller").number
    rejects(chen, number)
    assert "请打电话说明理由" in chen.sees("/staff/duties")


def test_an_emergency_is_handed_over_and_asked_about_in_two_hours(chen: Clerk, town: Town) -> None:
    number = opens(town, "1004", detail="楼道里有煤气味").number
    at_desk(town, "web:follower", JoinTicket(number))
    assert "请选转给了哪里" in rescues(chen, number, "115")
    rescues(chen, number)
    town.tick()
    for who in (ME, "web:follower"):
        assert "119（消防）" in town.answers(who)
    page = chen.sees("/staff/duties")
    assert "是否安全" in page
    assert number in page
    assert town.tickets()[0].state == "transferred"
    town.clock.now += timedelta(hours=3)
    town.tick()
    chen.signs_in()
    assert "没有按时联系" in chen.sees("/staff/duties")
