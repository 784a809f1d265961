"""What was promised is kept: decisions, calls, held talks, notices, lights, pushing up."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from dialogs.commands import RateTicket, UrgeTicket, WithdrawTicket
from grid.refused import Refused
from tests.console.conftest import Clerk, at_desk, opens
from tests.console.test_way import moves, signed_in
from tests.town import START, Town

Arrive = Callable[..., Clerk]
ME = "web:neighbour"
FIRST_BY_GRID = "0101"  # four working hours of the grid, then whose it is


@pytest.fixture
def arrive(arrive: Arrive) -> Arrive:
    """Staff whose sessions do not end when days pass for the residents."""
    return lambda **more: arrive(watch=lambda: START, **more)


def answers(town: Town, clerk: Clerk, number: str, words: str = "已经办好了，请您看看。") -> None:
    """A clerk records the unit's answer."""
    url = f"/staff/tickets/{number}"
    clerk.posts(f"{url}/answer", url, words=words)


def unsolved(town: Town, number: str) -> tuple[str, object]:
    """The resident says 没解决 to the survey, as the door does it."""
    return town.bot.door.change(*_as_resident(town, RateTicket(number, "unsolved", 1, "slow")))


def _as_resident(town: Town, command: object) -> tuple[object, Callable[..., object]]:
    from bot.desk.table import do
    from grid.events import Actor

    def act(desk: object) -> object:
        row = desk.work.contacts.lock(ME, desk.now)  # type: ignore[attr-defined]
        desk.contact, desk.person = row.contact, row.person  # type: ignore[attr-defined]
        return do(desk, command)  # type: ignore[arg-type]

    return Actor(ME, "resident"), act


def three_times(town: Town, chen: Clerk) -> str:
    """A ticket that was answered and not solved three times."""
    number = opens(town).number
    for _ in range(3):
        answers(town, chen, number)
        unsolved(town, number)
        town.later(hours=1)
    assert town.tickets()[0].state == "review"
    return number


def decides(leader: Clerk, number: str, how: str, **fields: str) -> str:
    """The leader fills in the form."""
    url = f"/staff/tickets/{number}"
    return leader.posts(f"{url}/review", url, decide=how, **fields)


# -- row 1: the third time


def test_the_leader_upholds_what_stayed_unsolved_and_the_resident_hears_it(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    number, leader = three_times(town, chen), signed_in(arrive, "leader")
    assert number in leader.sees("/staff/tickets?state=review")
    assert number in leader.sees("/staff/duties")
    town.answers(ME)
    assert "请写清楚给居民的话" in decides(leader, number, "uphold", words="就这样")
    decides(leader, number, "uphold", words="现场看过三次，沙发属于楼上住户，已经依法告知。")
    heard = town.later(ME, minutes=1)
    assert "现场看过三次" in heard
    assert "行政复议" in heard
    ticket = town.tickets()[0]
    assert (ticket.state, ticket.close_code) == ("closed", "explained_unsatisfied")


def test_done_once_more_it_is_asked_about_again_and_comes_back_to_the_leader(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    number, leader = three_times(town, chen), signed_in(arrive, "leader")
    street = town.bot.district.chain("CH010101")[2]
    decides(leader, number, "again", words="请街道牵头，一周内清走。", unit=street.id)
    ticket = town.tickets()[0]
    assert (ticket.state, ticket.unit, ticket.redo_count) == ("dispatched", street.id, 3)
    answers(town, chen, number, "街道已经清走，现场干净了。")
    assert "解决了吗" in town.later(ME, hours=30)
    unsolved(town, number)
    assert town.tickets()[0].state == "review"


def test_the_centres_own_answer_is_surveyed_too(arrive: Arrive, chen: Clerk, town: Town) -> None:
    number, leader = three_times(town, chen), signed_in(arrive, "leader")
    decides(leader, number, "answer", words="中心今天到场，旧沙发已经拉走。")
    assert "旧沙发已经拉走" in town.answers(ME) + town.later(ME, minutes=1)
    assert town.tickets()[0].state == "feedback"
    assert "解决了吗" in town.later(ME, hours=30)


def test_a_decision_that_is_late_is_told_to_leader_and_resident(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    number = three_times(town, chen)
    town.answers(ME)
    assert "还没有定下来" in town.later(ME, days=2)
    assert "没有按时定" in signed_in(arrive, "leader").sees("/staff/duties")
    assert number in signed_in(arrive, "supervisor").sees("/staff/duties")


def test_only_the_leader_decides(chen: Clerk, town: Town) -> None:
    number = three_times(town, chen)
    decides(chen, number, "uphold", words="现场看过三次，沙发属于楼上住户。")
    assert chen.status == 404
    assert town.tickets()[0].state == "review"


# -- rows 2 and 3: after the silent end, and no further than the cap


def test_unsolved_said_after_the_silent_end_reopens_it(chen: Clerk, town: Town) -> None:
    number = opens(town).number
    answers(town, chen, number)
    town.later(ME, days=17)
    assert town.tickets()[0].close_code == "unrated"
    assert unsolved(town, number)[0] == "redo"
    ticket = town.tickets()[0]
    assert (ticket.state, ticket.close_code) == ("redo", "")
    assert ticket.answer_due > town.clock()


def test_unsolved_said_too_late_is_not_dropped_in_silence(chen: Clerk, town: Town) -> None:
    number = opens(town).number
    answers(town, chen, number)
    town.later(ME, days=17 + 15)
    assert unsolved(town, number)[0] == "late"


def test_reopened_more_often_than_the_cap_it_goes_to_the_leader(chen: Clerk, town: Town) -> None:
    from dialogs.commands import ReopenTicket

    number = opens(town).number
    for _ in range(2):
        answers(town, chen, number)
        town.later(days=17)
        town.bot.door.change(*_as_resident(town, ReopenTicket(number, "又堆了")))
    assert town.tickets()[0].redo_count == 2
    answers(town, chen, number)
    town.later(days=17)
    again = town.bot.door.change(*_as_resident(town, ReopenTicket(number, "又堆了")))
    assert (again.state, again.redo_count) == ("review", 2)


def test_what_the_clock_closes_is_archived(chen: Clerk, town: Town) -> None:
    number = opens(town).number
    answers(town, chen, number)
    town.later(days=17 + 31)
    assert town.tickets()[0].state == "archived"
    assert moves(town, number)[-1] == "archive"


# -- row 4: calls


def owed(town: Town, kind: str = "back") -> int:
    """The call that is owed."""
    with town.bot.store.read() as work:
        return int(work.calls.owed(kind)[0].id)


def unhappy(town: Town, chen: Clerk) -> str:
    """Unsolved once: somebody not of the unit is to call."""
    number = opens(town).number
    answers(town, chen, number)
    unsolved(town, number)
    return number


def test_a_call_promised_stands_on_the_clerks_list_until_it_is_made(
    chen: Clerk, town: Town
) -> None:
    number = unhappy(town, chen)
    assert "要回电的（1）" in chen.sees("/staff/duties")
    row = f"/staff/calls/{owed(town)}"
    assert "11月19日 17:30前" in chen.sees(row)
    chen.posts(row, row, how="phone", reached="yes", words="说楼道还是堵着，约好明天到场。")
    assert "要回电的（1）" not in chen.sees("/staff/duties")
    assert "约好明天到场" in chen.sees(f"/staff/tickets/{number}")
    assert "called" in moves(town, number)


def test_nobody_reached_it_is_tried_again_and_the_resident_hears_when(
    chen: Clerk, town: Town
) -> None:
    unhappy(town, chen)
    row = f"/staff/calls/{owed(town)}"
    town.answers(ME)
    for attempt in range(3):
        chen.posts(row, row, how="phone", reached="no", words="响了很久没有人接。")
        heard = town.later(ME, hours=5)
        assert ("没有打通。" in heard) == (attempt < 2)
    assert "打了3次电话" in heard
    assert "要回电的（1）" not in chen.sees("/staff/duties")


def test_a_call_that_is_late_is_red_and_told_to_the_leader(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    unhappy(town, chen)
    town.later(days=2)
    assert "前，已过" in chen.sees("/staff/duties")
    assert "没有按时联系" in signed_in(arrive, "leader").sees("/staff/duties")


def test_a_unit_that_had_it_makes_no_call_back(chen: Clerk, town: Town) -> None:
    from grid.duties import RecordCall
    from grid.events import Actor

    unhappy(town, chen)
    unit = town.tickets()[0].unit
    member = next(m for m in town.bot.district.roster.values() if m.unit == unit)
    call = RecordCall(owed(town), "phone", True, "都说好了。", member=member.id)
    with pytest.raises(Refused, match="不是原承办单位"):
        town.bot.door.do(call, Actor("x", "hotline_staff"))


def test_the_number_is_shown_for_the_call_and_that_is_written_down(chen: Clerk, town: Town) -> None:
    from dialogs.commands import LeavePhone

    unhappy(town, chen)
    at_desk(town, ME, LeavePhone("13900001234"))
    row = f"/staff/calls/{owed(town)}"
    assert "13900001234" not in chen.sees(row)
    assert "13900001234" in chen.posts(f"{row}/phone", row)
    with town.bot.store.read() as work:
        assert ("phone", "回电") in {(a.act, a.why) for a in _audit(work)}


def _audit(work: object) -> list[object]:
    from console.rows import audited

    return audited(work, "", "")  # type: ignore[arg-type]


def test_the_first_contact_is_recorded_by_the_unit_that_made_it(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    number = sorted_to(town, chen, "0103")
    assert "首次联系（1）" in chen.sees("/staff/duties")
    ours, url = _handler(arrive, town, town.tickets()[0].unit), f"/staff/tickets/{number}"
    assert "记首次联系" in ours.sees(url)
    ours.posts(f"{url}/contact", url, how="visit", words="上门见到了，约好周五清走。")
    assert "记首次联系" not in ours.sees(url)
    assert "首次联系（1）" not in chen.sees("/staff/duties")
    assert "called" in moves(town, number)


def test_a_clerks_word_in_the_talk_is_the_first_contact(chen: Clerk, town: Town) -> None:
    number = sorted_to(town, chen, "0103")
    town.staff("take", "", ME)
    assert "called" not in moves(town, number)  # nothing has been said yet
    town.staff("reply", "您好，明天上午有人到现场看。", ME)
    assert "called" in moves(town, number)
    assert "首次联系（1）" not in chen.sees("/staff/duties")


def test_a_first_contact_nobody_made_is_told_to_the_leader(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    number = sorted_to(town, chen, "0103")
    town.later(days=2)
    assert f"{number}答应" in signed_in(arrive, "leader").sees("/staff/duties")


# -- row 5: talks that are held


def test_a_clerk_who_does_not_answer_loses_the_talk_and_the_resident_is_told(
    town: Town,
) -> None:
    town.says("你好", ME)
    town.staff("reply", "我来看看。", ME)
    assert town.says("人呢？我那个垃圾的事怎么样了", ME) == ""
    heard = town.later(ME, minutes=31)
    assert "已经请别的同志接着看" in heard
    with town.bot.store.read() as work:
        assert [row.contact for row in work.contacts.queue()] == [ME]
    assert town.says("我自己说吧", ME)  # the bot listens again


def test_after_hours_the_resident_hears_when_somebody_is_there(town: Town) -> None:
    town.says("你好", ME)
    town.staff("reply", "我来看看。", ME)
    town.clock.now += timedelta(hours=10)
    town.says("人呢", ME)
    heard = town.later(ME, minutes=31)
    assert "11月19日" in heard
    assert "上班后" in heard


def test_an_answer_in_time_keeps_the_talk_and_a_long_pause_gives_it_back(town: Town) -> None:
    town.says("你好", ME)
    town.staff("take", "", ME)
    town.says("在吗", ME)
    town.later(ME, minutes=20)
    town.staff("reply", "在的，已经问过了。", ME)
    town.later(ME, minutes=60)
    with town.bot.store.read() as work:
        assert work.contacts.get(ME).holder == "chen"  # type: ignore[union-attr]
    assert "接下来由我" in town.later(ME, hours=4)


def test_a_word_after_a_word_does_not_put_the_time_off(town: Town) -> None:
    town.says("你好", ME)
    town.staff("take", "", ME)
    for _ in range(4):
        town.says("在吗", ME)
        town.later(ME, minutes=9)
    with town.bot.store.read() as work:
        assert work.contacts.get(ME).holder == "queue"  # type: ignore[union-attr]


def test_at_the_end_of_a_shift_all_talks_are_handed_over(chen: Clerk, town: Town) -> None:
    for who in (ME, "web:upstairs"):
        town.says("你好", who)
        town.staff("reply", "我来看看。", who)
    assert "把我接待的2位都交出去" in chen.sees("/staff/duties")
    chen.posts("/staff/duties/hand_over", words="都在等门牌号")
    assert "交班了" in town.later(ME, seconds=1)
    with town.bot.store.read() as work:
        assert {row.why for row in work.contacts.queue()} == {"交班：都在等门牌号"}


# -- rows 6 and 24: who is told


def test_an_urge_reaches_the_unit_and_the_supervisor(arrive: Arrive, town: Town) -> None:
    number = opens(town).number
    unit = town.tickets()[0].unit
    town.bot.door.change(*_as_resident(town, UrgeTicket(number)))
    for clerk in (_handler(arrive, town, unit), signed_in(arrive, "supervisor")):
        assert "居民第1次催办" in clerk.sees("/staff/duties")
        assert "新的待办" in clerk.sees("/staff/bell")
    watching = signed_in(arrive, "supervisor")
    assert "居民催办1次" in watching.sees("/staff/duties")
    watching.sees(f"/staff/tickets/{number}")
    assert "新的待办" not in watching.sees("/staff/bell")  # looked at


def _handler(arrive: Arrive, town: Town, unit: str) -> Clerk:
    """Somebody who handles tickets in a unit."""
    roster = town.bot.district.roster.values()
    member = next(m for m in roster if m.unit == unit and m.role in ("grid_head", "unit_handler",
                  "community", "street"))  # fmt: skip
    return signed_in(arrive, member.id.lower())


def test_a_unit_is_told_of_a_new_ticket_and_paged_when_it_is_urgent(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    number = opens(town, "1207").number
    url = f"/staff/tickets/{number}"
    chen.posts(f"{url}/sort", url, category="0205", grid="", place="")
    unit = town.tickets()[0].unit
    page = _handler(arrive, town, unit).sees("/staff/duties")
    assert f"新工单{number}" in page
    assert "前签收" in page
    town.later(minutes=1)
    rows = (town.folder / "pages.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(row)["ticket"] for row in rows} == {number}


# -- rows 25 and 27: up in time, lights


def sorted_to(town: Town, chen: Clerk, category: str) -> str:
    """A ticket given out by a clerk, with all that follows."""
    number = opens(town, "1207").number
    url = f"/staff/tickets/{number}"
    chen.posts(f"{url}/sort", url, category=category, grid="", place="")
    return number


def test_what_a_grid_does_not_do_in_its_time_goes_up(chen: Clerk, town: Town) -> None:
    number = sorted_to(town, chen, FIRST_BY_GRID)
    before = town.tickets()[0]
    assert before.unit == "CH010101"
    town.answers(ME)
    heard = town.later(ME, hours=7)
    after = town.tickets()[0]
    assert "push_up" in moves(town, number)
    assert after.unit != before.unit
    assert after.answer_due == before.answer_due
    assert "网格先看过了" in heard


def test_a_grid_says_itself_that_it_cannot(arrive: Arrive, chen: Clerk, town: Town) -> None:
    number = sorted_to(town, chen, FIRST_BY_GRID)
    head, url = _handler(arrive, town, "CH010101"), f"/staff/tickets/{number}"
    assert "前没有办完，自动上推" in head.sees(url)
    head.posts(f"{url}/push", url, why="要清运公司的车，网格没有。")
    assert town.tickets()[0].unit != "CH010101"
    assert "要清运公司的车" in chen.sees(url)


def test_a_grid_that_has_done_it_in_time_keeps_it(arrive: Arrive, chen: Clerk, town: Town) -> None:
    number = sorted_to(town, chen, FIRST_BY_GRID)
    head, url = _handler(arrive, town, "CH010101"), f"/staff/tickets/{number}"
    head.posts(f"{url}/sign", url)
    fields = {
        "csrf": head.token(url),
        "words": "垃圾已经清走，地面冲洗过了。",
        "document": "巡查记录3号",
    }
    head.uploads(f"{url}/done", fields, [])
    town.later(hours=7)
    assert town.tickets()[0].unit == "CH010101"
    assert "push_up" not in moves(town, number)


def test_a_unit_is_reminded_then_supervised_and_the_resident_told(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    number = sorted_to(town, chen, "0102")
    unit = town.tickets()[0].unit
    _handler(arrive, town, unit).posts(f"/staff/tickets/{number}/sign", f"/staff/tickets/{number}")
    town.later(hours=5)
    assert moves(town, number).count("nudge") == 1
    assert "黄灯" in chen.sees("/staff/tickets")
    town.answers(ME)
    heard = town.later(ME, hours=3)
    assert "没有做到" in heard
    assert "红灯" in chen.sees("/staff/tickets")
    assert town.tickets()[0].supervised == 2
    assert "已经超期" in signed_in(arrive, "supervisor").sees("/staff/duties")
    assert "已经超期" in _handler(arrive, town, unit).sees("/staff/duties")
    town.later(days=2)
    assert town.tickets()[0].supervised == 3
    assert "挂牌督办" in signed_in(arrive, "leader").sees("/staff/duties")


def test_after_an_outage_the_gravest_alone_is_told(chen: Clerk, town: Town) -> None:
    number = sorted_to(town, chen, "0102")
    town.clock.now += timedelta(days=9)
    town.tick()
    own = [move for move in moves(town, number) if move in ("nudge", "supervise")]
    assert own == ["supervise", "supervise"]  # of signing and of doing it, once each


def test_a_supervisor_puts_a_ticket_under_supervision_until_it_is_closed(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    number = sorted_to(town, chen, "0103")
    watching, url = signed_in(arrive, "supervisor"), f"/staff/tickets/{number}"
    watching.posts(f"{url}/supervise", url, level="2", words="周五前清完，报照片。", until="")
    assert "周五前清完" in watching.sees(url)
    assert number in watching.sees("/staff/tickets?state=watched")
    unit = town.tickets()[0].unit
    assert "周五前清完" in _handler(arrive, town, unit).sees("/staff/duties")
    chen.posts(f"{url}/supervise", url, level="2", words="坐席不能督办的。", until="")
    assert chen.status == 404
    answers(town, chen, number)
    assert number not in watching.sees("/staff/tickets?state=watched")


def test_many_who_tell_of_the_same_are_told_to_the_leader_once(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    for n in range(6):
        number = opens(town, "1207", who=f"web:n{n}").number
        url = f"/staff/tickets/{number}"
        chen.posts(f"{url}/sort", url, category="0205", grid="", place="")
        town.later(minutes=1)
    page = signed_in(arrive, "leader").sees("/staff/duties")
    assert page.count("多人反映同一类事") == 1
    assert "有5件“供水问题”" in page


def test_a_member_with_a_channel_is_written_to_without_the_residents_name(
    chen: Clerk, town: Town
) -> None:
    from dataclasses import replace

    roster = dict(town.bot.district.roster)
    for member in [one for one in roster.values() if one.unit == "CH010101"]:
        roster[member.id] = replace(member, channel=f"telegram:{member.id}")
    object.__setattr__(town.bot.district, "roster", roster)
    number = sorted_to(town, chen, FIRST_BY_GRID)
    head = next(m for m in roster.values() if m.unit == "CH010101" and m.role == "grid_head")
    said = town.later(f"telegram:{head.id}", minutes=1)
    assert f"新工单{number}" in said
    assert f"/staff/tickets/{number}" in said
    assert "阿莲" not in said
    patroller = next(m for m in roster.values() if m.unit == "CH010101" and m.role == "patroller")
    assert not town.answers(f"telegram:{patroller.id}")  # finds, and never handles


def test_a_second_call_back_stands_for_the_first(chen: Clerk, town: Town) -> None:
    number = unhappy(town, chen)
    answers(town, chen, number)
    unsolved(town, number)
    assert "要回电的（1）" in chen.sees("/staff/duties")


def test_planned_within_a_day_and_a_word_for_the_resident_within_three(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    number = sorted_to(town, chen, "0202")  # five workdays
    ours, url = _handler(arrive, town, town.tickets()[0].unit), f"/staff/tickets/{number}"
    ours.posts(f"{url}/sign", url)
    assert "研究部署 11月19日 17:30前" in ours.sees(url)
    ours.posts(f"{url}/progress", url, kind="plan", words="王工负责，周四前补好。")
    assert "研究部署 11月19日 17:30前" not in ours.sees(url)
    town.answers(ME)
    assert "王工" not in town.later(ME, hours=1)  # the office's own
    ours.posts(f"{url}/progress", url, kind="stage", words="沥青已经运到，明天封路施工。")
    assert "沥青已经运到" in town.later(ME, hours=1)
    assert moves(town, number)[-2:] == ["plan", "stage"]


def test_a_stage_nobody_reports_is_supervised(chen: Clerk, town: Town) -> None:
    sorted_to(town, chen, "0202")
    town.later(days=6)
    with town.bot.store.read() as work:
        words = [row.words for row in work.notices.of(town.tickets()[0].number)]
    assert any("反馈阶段情况，已经超期" in one for one in words)


def new_duties(clerk: Clerk) -> str:
    """What is new on the page, with its marks."""
    clerk.sees("/staff/duties?live=1")
    assert clerk.seen is not None
    return clerk.seen.text.partition("</section>")[0]


def test_what_was_told_of_one_ticket_stands_together(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    number = sorted_to(town, chen, "0102")
    handler = _handler(arrive, town, town.tickets()[0].unit)
    town.later(days=3)
    page = new_duties(handler)
    assert page.count(f"<b>{number}</b>") == 1, "each reminder of a ticket is a card of its own"
    assert "之前还有" in page


def test_a_ticket_that_has_ended_says_so_among_the_new_duties(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    supervisor, number = signed_in(arrive, "supervisor"), sorted_to(town, chen, "0102")
    town.later(days=3)
    at_desk(town, ME, WithdrawTicket(number, "不用了"))
    assert "撤回" in new_duties(supervisor).partition(f"<b>{number}</b>")[2][:60]


# -- who has not answered the survey is rung


def unrated(town: Town, chen: Clerk, **more: object) -> str:
    """A ticket that was answered and is to be rated, of somebody who left a number."""
    from dialogs.commands import LeavePhone

    number = opens(town, **more).number
    at_desk(town, ME, LeavePhone("13900001234"))
    answers(town, chen, number)
    return number


def asked_by_phone(town: Town) -> list[str]:
    """Tickets about which somebody is to be rung because of the survey."""
    with town.bot.store.read() as work:
        return [row.ticket for row in work.calls.owed("survey")]


def test_what_matters_is_rung_about_after_five_days(chen: Clerk, town: Town) -> None:
    number = unrated(town, chen)
    unsolved(town, number)
    answers(town, chen, number, "又去了一次，这回清干净了。")
    town.later(ME, days=5)
    assert asked_by_phone(town) == []
    town.later(ME, days=2)
    assert asked_by_phone(town) == [number]
    assert "要电话回访的（1）" in chen.sees("/staff/duties")
    at_desk(town, ME, RateTicket(number, "solved", 5))
    assert asked_by_phone(town) == []
    assert "居民已经评价" in chen.sees(f"/staff/tickets/{number}")


def test_nobody_who_wants_no_surveys_is_rung_and_nobody_without_a_number(
    chen: Clerk, town: Town
) -> None:
    from dialogs.commands import StopSurveys

    number = unrated(town, chen)
    unsolved(town, number)
    answers(town, chen, number)
    town.later(ME, days=7)
    assert asked_by_phone(town) == [number]
    at_desk(town, ME, StopSurveys())
    assert asked_by_phone(town) == []


def test_the_end_of_the_answering_time_ends_the_calls(chen: Clerk, town: Town) -> None:
    number = unrated(town, chen)
    unsolved(town, number)
    answers(town, chen, number)
    town.later(ME, days=18)
    assert asked_by_phone(town) == []
    assert town.tickets()[0].close_code == "unrated"


def test_who_could_not_be_reached_has_not_kept_silent(chen: Clerk, town: Town) -> None:
    number = opens(town).number
    answers(town, chen, number)
    town.later(days=15)
    with town.bot.store.begin() as work:
        work.contacts.save(ME, unreachable=True)
    town.later(days=3)
    assert town.tickets()[0].close_code == "undeliverable"


def test_the_cap_counts_a_person_whatever_they_write_from(town: Town) -> None:
    from followup.due import Due

    now = town.clock()
    with town.bot.store.begin() as work:
        one = work.contacts.lock("web:one", now)
        for other in ("web:two", "web:stranger"):
            work.contacts.lock(other, now)
        work.contacts.save("web:two", person=one.person)
        work.dues.add(Due("asked", "survey", now, "web:one"))
        ((row, _),) = work.dues.ripe(now)
        work.dues.done(row, now)
    with town.bot.store.read() as work:
        found = [len(work.surveyed(f"web:{who}")) for who in ("one", "two", "stranger")]
    assert found == [1, 1, 0]
