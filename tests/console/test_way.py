"""Whose a ticket is: returned, given to another, ruled on by the centre, put right."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from console.accounts import DEMO_PASSWORD, NewAccount, make_account
from dialogs.commands import JoinTicket, WithdrawTicket
from grid.events import Actor
from grid.orders import Dispatch, RequestReturn
from tests.console.conftest import Clerk, at_desk, opens
from tests.town import Town

Arrive = Callable[..., Clerk]
ROADWORK = "0102"  # the cleaning department's at once, two working hours to return it
WORDS = "这条路是小区内部道路，不在环卫保洁清单里。"


def signed_in(arrive: Arrive, name: str) -> Clerk:
    """Somebody of the roster or the office, at work."""
    clerk = arrive()
    clerk.signs_in(name)
    return clerk


def handler(arrive: Arrive, town: Town, unit: str = "BM01") -> Clerk:
    """Somebody of the unit that handles."""
    member = next(m for m in town.bot.district.roster.values() if m.unit == unit)
    return signed_in(arrive, member.id.lower())


def gives_back(clerk: Clerk, number: str, **more: str) -> str:
    """A unit's member fills the form for returning."""
    url = f"/staff/tickets/{number}"
    fields = {"reason": "duty", "words": WORDS, "better": "BM03 区住房和城乡建设局"}
    return clerk.posts(f"{url}/return", url, **fields | more)


def decides(clerk: Clerk, number: str, to: str, unit: str = "", why: str = "按职责清单定") -> str:
    """A dispatcher fills theirs."""
    url = f"/staff/tickets/{number}"
    return clerk.posts(f"{url}/way", url, to=to, unit=unit, why=why)


def rules(clerk: Clerk, number: str, unit: str, why: str = "会上三家一致，道路归它养护") -> str:
    """The centre fills theirs."""
    url = f"/staff/tickets/{number}"
    return clerk.posts(f"{url}/rule", url, unit=unit, why=why, present="城管、住建、街道")


def moves(town: Town, number: str) -> list[str]:
    """The moves in a ticket's log."""
    with town.bot.store.read() as work:
        return [event.move for event in work.log.of("ticket", number)]


def to_the_centre(arrive: Arrive, town: Town, chen: Clerk) -> str:
    """A ticket returned twice and asked to be returned again; its number."""
    number = opens(town, ROADWORK).number
    for unit, other in (("BM01", "BM03"), ("BM03", "BM21")):
        gives_back(handler(arrive, town, unit), number, better=other)
        decides(chen, number, "dispatch", other)
    gives_back(handler(arrive, town, "BM21"), number, better="BM02")
    return number


def test_a_unit_returns_a_ticket_and_another_gets_it(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    ticket = opens(town, ROADWORK)
    ours = handler(arrive, town)
    assert ticket.number in ours.sees("/staff/tickets")
    page = gives_back(ours, ticket.number)
    assert "已经申请退回" in page
    assert "区联动指挥中心的派单员定" in page
    town.tick()
    assert town.answers("web:neighbour") == ""  # nothing the resident must know yet
    assert "退回待定的（1）" in chen.sees("/staff/tickets")
    assert ticket.number in chen.sees("/staff/tickets?state=returned")
    page = chen.sees(f"/staff/tickets/{ticket.number}")
    assert "区城市管理局 要退回" in page
    assert "认为该由 区住房和城乡建设局 办" in page
    page = decides(chen, ticket.number, "dispatch", "BM03 区住房和城乡建设局")
    assert "负责单位 区住房和城乡建设局" in page
    assert "退回过1次" in page
    assert WORDS in page  # and stays in its history
    town.tick()
    said = town.answers("web:neighbour")
    assert "现在由区住房和城乡建设局负责" in said
    assert "不用重新反映" in said
    assert ticket.number in handler(arrive, town, "BM03").sees("/staff/tickets")
    assert "不在您的单位" in ours.sees(f"/staff/tickets/{ticket.number}")
    assert moves(town, ticket.number)[-3:] == ["request_return", "approve_return", "dispatch"]


def test_the_residents_clock_goes_on_and_the_units_begins_anew(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    ticket = opens(town, ROADWORK)
    town.clock.now += timedelta(hours=1)
    gives_back(handler(arrive, town), ticket.number)
    chen.signs_in()
    page = decides(chen, ticket.number, "dispatch", "BM03")
    after = town.tickets()[0]
    assert (after.contact_due, after.answer_due) == (ticket.contact_due, ticket.answer_due)
    assert "答复 11月18日 17:00前" in page  # five working hours from ten
    assert "单位办结 11月19日 09:00前" in page  # five from eleven


def test_a_return_says_why_and_whose_it_is(arrive: Arrive, town: Town) -> None:
    ticket = opens(town, ROADWORK)
    ours, other = handler(arrive, town), "BM03 区住房和城乡建设局"
    for fields, said in (
        ({"reason": ""}, "请选一个退回的理由"),
        ({"words": "不归"}, "请写明依据"),
        ({"better": ""}, "请写上您认为该由哪个单位办"),
        ({"better": "没有的单位"}, "没有这个单位"),
        ({"better": "BM01"}, "您自己的单位"),
        ({"better": "CH"}, "请派给具体的"),
        ({"reason": "facts"}, "信息不足不用退回"),
    ):
        assert said in gives_back(ours, ticket.number, **fields), fields
        assert ours.status == 409
    html = ours.seen.text  # type: ignore[union-attr]
    assert WORDS in html
    assert other in html
    assert 'value="duty"' in html
    assert moves(town, ticket.number)[-1] == "dispatch"
    assert "已经申请退回" in gives_back(ours, ticket.number, reason="unclear", better="")


def test_after_its_time_nothing_is_returned(arrive: Arrive, town: Town) -> None:
    ticket = opens(town, ROADWORK)
    ours = handler(arrive, town)
    assert "11月18日 12:00前可以申请" in ours.sees(f"/staff/tickets/{ticket.number}")
    town.clock.now += timedelta(hours=3)
    ours = handler(arrive, town)
    page = ours.sees(f"/staff/tickets/{ticket.number}")
    assert "申请退回的时间（11月18日 12:00前）已经过了" in page
    assert "已经过了，请接着办" in gives_back(ours, ticket.number)
    assert ours.status == 409


def test_a_unit_whose_return_is_refused_goes_on(arrive: Arrive, chen: Clerk, town: Town) -> None:
    ticket = opens(town, ROADWORK)
    ours = handler(arrive, town)
    gives_back(ours, ticket.number)
    page = decides(chen, ticket.number, "deny", why="保洁清单第三条写着这条路")
    assert "不同意退回" in page
    assert "正在办理" in page
    assert "保洁清单第三条写着这条路" in ours.sees(f"/staff/tickets/{ticket.number}")
    assert town.tickets()[0].return_count == 0
    gives_back(ours, ticket.number)
    decides(chen, ticket.number, "deny", why="上次已经说过，归环卫")
    with town.bot.store.read() as work:
        last = work.log.of("ticket", ticket.number)[-1]
    assert last.data["shirking"] is True
    town.tick()
    assert town.answers("web:neighbour") == ""


def test_a_ticket_never_goes_back_to_who_returned_it(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    ticket = opens(town, ROADWORK)
    gives_back(handler(arrive, town), ticket.number)
    for unit, said in (("BM01", "退回过这件事"), ("CH", "请派给具体的"),
                       ("", "没有这个单位")):  # fmt: skip
        assert said in decides(chen, ticket.number, "dispatch", unit, "试试看行不行")
        assert chen.status == 409
        assert "试试看行不行" in chen.seen.text  # type: ignore[union-attr]
    assert "请写明为什么派给" in decides(chen, ticket.number, "dispatch", "BM03", "")
    assert "请写明为什么不同意" in decides(chen, ticket.number, "deny", why=" ")
    assert town.tickets()[0].state == "return_pending"


def test_from_the_second_return_the_centre_may_rule(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    ticket = opens(town, ROADWORK)
    url = f"/staff/tickets/{ticket.number}"
    gives_back(handler(arrive, town), ticket.number)
    assert "交中心裁定</button>" not in chen.browser.get(url).text
    assert "第一次退回先由派单员定" in decides(chen, ticket.number, "centre")
    decides(chen, ticket.number, "dispatch", "BM03")
    gives_back(handler(arrive, town, "BM03"), ticket.number, better="BM21")
    assert "交中心裁定</button>" in chen.browser.get(url).text
    page = decides(chen, ticket.number, "centre", why="两家都说不归自己")
    assert "等中心裁定由谁承办" in page
    town.tick()
    said = town.answers("web:neighbour")
    assert "已经请指挥中心协调，11月20日（周五）下午5点半前定下来由谁负责" in said
    assert "原来说的11月18日（周三）下午5点前答复可能赶不上" in said
    assert moves(town, ticket.number)[-2:] == ["approve_return", "coordinate"]


def test_the_third_request_goes_to_the_centre_and_its_word_binds(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    number = to_the_centre(arrive, town, chen)
    leader = signed_in(arrive, "leader")
    assert "待裁定的（1）" in leader.sees("/staff/tickets")
    page = leader.sees("/staff/tickets?state=coordinating")
    assert "11月19日 17:30前开协调会" in page
    assert "11月20日 17:30前裁定" in page
    assert "写上协调时听了哪些" in leader.posts(
        f"/staff/tickets/{number}/rule", f"/staff/tickets/{number}", unit="BM03", why="道路归它管"
    )
    page = rules(leader, number, "BM03 区住房和城乡建设局")  # who returned it may well be named
    assert "中心已裁定" in page
    assert "会上三家一致" in page
    town.tick()
    assert "现在由区住房和城乡建设局负责" in town.answers("web:neighbour").splitlines()[-1]
    bound = handler(arrive, town, "BM03")
    page = bound.sees(f"/staff/tickets/{number}")
    assert "不能再退回" in page
    assert "申请退回</button>" not in bound.seen.text  # type: ignore[union-attr]
    page = gives_back(bound, number, reason="unclear", better="")
    assert "已经由中心裁定由区住房和城乡建设局承办" in page
    assert bound.status == 409
    assert "已经裁定过" in decides(chen, number, "centre")
    assert town.tickets()[0].return_count == 2


def test_a_return_nobody_decides_on_goes_to_the_centre(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    ticket = opens(town, ROADWORK)
    gives_back(handler(arrive, town), ticket.number)
    assert "11月18日 16:00前定退不退" in chen.sees("/staff/tickets?state=returned")
    town.later(hours=5)
    assert town.tickets()[0].state == "return_pending"
    town.later(hours=1)
    assert town.tickets()[0].state == "coordinating"
    chen.signs_in()
    assert "自动交中心裁定" in chen.sees(f"/staff/tickets/{ticket.number}")


@pytest.mark.parametrize(("to", "next_unit"), [("dispatch", "BM03"), ("deny", "BM01")])
def test_of_two_returns_the_second_has_its_full_time(
    arrive: Arrive, chen: Clerk, town: Town, to: str, next_unit: str
) -> None:
    ticket = opens(town, ROADWORK)
    gives_back(handler(arrive, town), ticket.number)  # to be decided by four
    decides(chen, ticket.number, to, "BM03")
    town.later(minutes=90)
    gives_back(handler(arrive, town, next_unit), ticket.number, reason="unclear", better="")
    town.later(hours=5)  # half past four
    assert town.tickets()[0].state == "return_pending"
    town.later(hours=1, minutes=30)
    assert town.tickets()[0].state == "coordinating"


def test_a_form_sent_twice_is_done_once(arrive: Arrive, chen: Clerk, town: Town) -> None:
    ticket = opens(town, ROADWORK)
    url = f"/staff/tickets/{ticket.number}"
    ours = handler(arrive, town)
    for clerk, form, fields in (
        (ours, "return", {"reason": "duty", "words": WORDS, "better": "BM03"}),
        (chen, "way", {"to": "dispatch", "unit": "BM03", "why": "按职责清单定"}),
        (chen, "category", {"category": "0601", "why": "说的是物业没扫"}),
    ):
        clerk.sees(url)
        seen = seen_of(clerk)
        clerk.posts(f"{url}/{form}", seen=seen, **fields)
        before = moves(town, ticket.number)
        clerk.posts(f"{url}/{form}", url if clerk.status == 200 else "/staff/tickets", seen=seen,
                    **fields)  # fmt: skip
        assert moves(town, ticket.number) == before, form
        assert clerk.status == 200, form


def test_an_old_form_with_another_unit_is_no_second_click(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    ticket = opens(town, ROADWORK)
    url = f"/staff/tickets/{ticket.number}"
    gives_back(handler(arrive, town), ticket.number)
    chen.sees(url)
    seen, why = seen_of(chen), "按职责清单定"
    chen.posts(f"{url}/way", seen=seen, to="dispatch", unit="BM03", why=why)
    page = chen.posts(f"{url}/way", url, seen=seen, to="dispatch", unit="BM21", why=why)
    assert chen.status == 409
    assert "刚刚有了变化" in page
    assert town.tickets()[0].unit == "BM03"


def seen_of(clerk: Clerk) -> str:
    """What the page's forms say they were shown."""
    return clerk.seen.text.partition('name="seen" value="')[2].partition('"')[0]  # type: ignore


def test_an_old_page_is_refused_and_its_words_stay(arrive: Arrive, chen: Clerk, town: Town) -> None:
    ticket = opens(town, ROADWORK)
    url = f"/staff/tickets/{ticket.number}"
    gives_back(handler(arrive, town), ticket.number)
    chen.sees(url)
    seen = seen_of(chen)
    lin = second_dispatcher(arrive, town)
    decides(lin, ticket.number, "dispatch", "BM03")
    page = chen.posts(f"{url}/way", url, seen=seen, to="deny", why="我看还是归环卫管")
    assert "刚刚有了变化" in page
    assert "我看还是归环卫管" in page
    assert chen.status == 409
    assert moves(town, ticket.number)[-1] == "dispatch"


def second_dispatcher(arrive: Arrive, town: Town, member: str = "") -> Clerk:
    """Another dispatcher, of the whole district or seated somewhere."""
    with town.bot.store.begin() as work:
        new = NewAccount("lin", "林派单", ("dispatcher",), member)
        make_account(work, new, DEMO_PASSWORD, town.clock())
    return signed_in(arrive, "lin")


def test_a_unit_sees_its_own_tickets_and_no_resident(arrive: Arrive, town: Town) -> None:
    mine, other = opens(town, ROADWORK), opens(town, "0404")
    ours = handler(arrive, town)
    page = ours.sees("/staff/tickets?state=")
    assert mine.number in page
    assert other.number not in page
    ours.sees(f"/staff/tickets/{other.number}")
    assert ours.status == 404
    gives_back(ours, mine.number)
    assert "没有这个页面" in ours.posts(f"/staff/tickets/{other.number}/return", reason="duty")
    page = ours.sees(f"/staff/tickets/{mine.number}")
    html = ours.seen.text  # type: ignore[union-attr]
    for mark in ("阿莲", "web:neighbour", "相似的往事", "给居民的话", "改类别"):
        assert mark not in html, mark
    for form in ("answer", "category", "way", "rule", "person"):
        ours.sees(f"/staff/tickets/{mine.number}")
        ours.posts(f"/staff/tickets/{mine.number}/{form}", words="清走了", why="试一试看")
        assert ours.status == 404, form


def test_of_a_hidden_person_a_unit_reads_no_names_and_numbers(arrive: Arrive, town: Town) -> None:
    ticket = opens(town, ROADWORK, privacy="anonymous",
                   place={"text": "幸福里3幢502", "grid": "CH010101"},
                   detail="我叫李小梅，电话13812345678，楼下马路天天撒渣土。")  # fmt: skip
    ours = handler(arrive, town)
    for url in (f"/staff/tickets/{ticket.number}", "/staff/tickets"):
        page = ours.sees(url)
        assert "撒渣土" in page
        assert "13812345678" not in page
        assert "李小梅" not in page
        assert "502" not in page
    assert "幸福里3幢" in ours.sees(f"/staff/tickets/{ticket.number}")


def test_a_dispatcher_of_a_street_stays_in_the_street(arrive: Arrive, town: Town) -> None:
    grid_head = next(m for m in town.bot.district.roster.values()
                     if m.unit.startswith("CH0201") and m.role == "grid_head")  # fmt: skip
    away = second_dispatcher(arrive, town, grid_head.id)
    there = opens(town, ROADWORK, place={"text": "和平街", "grid": grid_head.unit})
    here = opens(town, ROADWORK)
    page = away.sees("/staff/tickets")
    assert there.number in page
    assert here.number not in page
    away.sees(f"/staff/tickets/{here.number}")
    assert away.status == 404
    ours = handler(arrive, town)
    gives_back(ours, there.number)
    assert "只能派给本区域" in decides(away, there.number, "dispatch", "CH010101")
    assert "现在由" not in town.answers("web:neighbour")
    assert "区住房和城乡建设局" in decides(away, there.number, "dispatch", "BM03")


def test_a_dispatcher_of_a_street_hears_that_a_ticket_has_left_it(
    arrive: Arrive, town: Town
) -> None:
    grid_head = next(m for m in town.bot.district.roster.values()
                     if m.unit.startswith("CH0201") and m.role == "grid_head")  # fmt: skip
    away = second_dispatcher(arrive, town, grid_head.id)
    ticket = opens(town, ROADWORK, place={})
    held_by(town, ticket.number, grid_head.unit)
    page = decides(away, ticket.number, "centre", why="没有地点，归谁办不清楚")
    assert "已经不在您的区域了" in page
    assert moves(town, ticket.number)[-1] == "coordinate"


def held_by(town: Town, number: str, unit: str) -> None:
    """A dispatcher of the centre gives it to a unit, after the first one would not have it."""
    ask = RequestReturn(number, town.tickets()[0].unit, "unclear", WORDS)
    town.bot.door.do(ask, Actor("r1", "unit_handler"))
    town.bot.door.do(Dispatch(number, unit, "归属地街道先办"), Actor("chen", "dispatcher"))


def test_the_resident_is_not_told_of_a_return_that_never_was(chen: Clerk, town: Town) -> None:
    ticket = opens(town, ROADWORK)
    decides(chen, ticket.number, "centre", why="三家都说得通，定不下来")
    town.tick()
    said = town.answers("web:neighbour")
    assert "由哪个单位负责还没有定下来，我们已经请指挥中心协调" in said
    assert "不归他们管" not in said


def test_only_the_roles_that_may_decide_do(arrive: Arrive, chen: Clerk, town: Town) -> None:
    number = to_the_centre(arrive, town, chen)
    rules(chen, number, "BM03")
    assert chen.status == 404
    leader = signed_in(arrive, "leader")
    decides(leader, number, "dispatch", "BM03")
    assert leader.status == 404
    assert town.tickets()[0].state == "coordinating"


def test_a_category_put_right_takes_unit_and_dates_along(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    ticket = opens(town, "0103")
    url = f"/staff/tickets/{ticket.number}"
    assert "改类别" in chen.sees(url)
    assert "没有这个类别" in chen.posts(f"{url}/category", url, category="路灯", why="说的是路灯")
    assert 'value="路灯"' in chen.seen.text  # type: ignore[union-attr]
    assert "不用改" in chen.posts(f"{url}/category", url, category="0103", why="说的是路灯")
    assert "请写明为什么" in chen.posts(f"{url}/category", url, category="0203", why="")
    town.clock.now += timedelta(hours=3)
    chen.signs_in()
    page = chen.posts(f"{url}/category", url, category=ROADWORK, why="说的是马路没人扫")
    assert "负责单位 区城市管理局" in page
    assert "建筑垃圾与大件垃圾堆放 → 道路保洁与遗撒：说的是马路没人扫" in page
    after = town.tickets()[0]
    category = town.bot.district.catalogue[ROADWORK]
    due = town.bot.district.deadlines(category, ticket.opened)
    assert (after.contact_due, after.answer_due) == due  # still from when it was told
    assert moves(town, ticket.number)[-2:] == ["correct", "reroute"]
    town.tick()
    assert "改归“道路保洁与遗撒”，现在由区城市管理局负责" in town.answers("web:neighbour")
    with town.bot.store.read() as work:
        kept = [row for row in work.corrections.listed(["open"]) if row.ticket == ticket.number]
    assert [(row.was, row.now, row.by) for row in kept] == [("0103", ROADWORK, "chen")]


def test_within_a_unit_only_the_category_changes(chen: Clerk, town: Town) -> None:
    ticket = opens(town, "0103")
    url = f"/staff/tickets/{ticket.number}"
    chen.posts(f"{url}/category", url, category="0101", why="说的是垃圾没人清")
    assert moves(town, ticket.number)[-2:] == ["dispatch", "correct"]
    assert "类别改为“暴露垃圾与垃圾清运”，还由幸福第一网格办" in chen.sees(url)
    after = town.tickets()[0]
    assert (after.category, after.unit) == ("0101", ticket.unit)


def test_a_tip_offs_words_never_teach_and_stay_secret(chen: Clerk, town: Town) -> None:
    secret = next(c for c in town.bot.district.catalogue.values() if c.confidential == "high")
    ticket = opens(town, secret.code)
    url = f"/staff/tickets/{ticket.number}"
    chen.posts(f"{url}/category", url, category=ROADWORK, why="不是举报，是马路脏")
    after = town.tickets()[0]
    assert (after.category, after.secret) == (ROADWORK, True)
    with town.bot.store.read() as work:
        assert not work.corrections.listed(["open"])
        assert [row.text for row in work.corrections.listed(["private"])] == [""]


def test_what_has_become_secret_is_not_told_to_followers(chen: Clerk, town: Town) -> None:
    secret = next(c for c in town.bot.district.catalogue.values() if c.confidential == "high")
    ticket = opens(town, ROADWORK)
    at_desk(town, "web:follower", JoinTicket(ticket.number))
    url = f"/staff/tickets/{ticket.number}"
    chen.posts(f"{url}/category", url, category=secret.code, why="说的其实是举报")
    assert town.tickets()[0].category == secret.code
    town.tick()
    assert secret.name in town.answers("web:neighbour")
    chen.posts(f"{url}/answer", url, words="已经查实，依法处理了。")
    town.tick()
    assert "已经查实" in town.answers("web:neighbour")
    assert not town.answers("web:follower")


def test_words_told_in_danger_never_teach(chen: Clerk, town: Town) -> None:
    words = "我不想活了，楼下的路脏得没法走"
    town.says(words, "web:neighbour")
    ticket = opens(town, "0103", detail=words)
    url = f"/staff/tickets/{ticket.number}"
    chen.posts(f"{url}/category", url, category=ROADWORK, why="说的是马路没人扫")
    assert town.tickets()[0].category == ROADWORK
    with town.bot.store.read() as work:
        assert [row.text for row in work.corrections.listed(["private"])] == [""]


def test_a_resident_may_still_withdraw_while_units_argue(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    ticket = opens(town, ROADWORK)
    gives_back(handler(arrive, town), ticket.number)
    at_desk(town, "web:neighbour", WithdrawTicket(ticket.number))
    assert "已经撤回" in decides(chen, ticket.number, "dispatch", "BM03")
    assert chen.status == 409
    town.later(hours=48)
    assert town.tickets()[0].state == "withdrawn"


def test_a_wrong_category_settles_a_return(arrive: Arrive, chen: Clerk, town: Town) -> None:
    ticket = opens(town, ROADWORK, place={"text": "幸福社区", "grid": "CH0101"})
    url = f"/staff/tickets/{ticket.number}"
    gives_back(handler(arrive, town), ticket.number)
    page = chen.posts(f"{url}/category", url, category="0103", why="试一试看")  # theirs as well
    assert "由区城市管理局办。区城市管理局退回过这件事" in page
    chen.posts(f"{url}/category", url, category="0404", why="说的是烧烤店的油烟")
    assert moves(town, ticket.number)[-3:] == ["correct", "approve_return", "dispatch"]
    assert town.tickets()[0].return_count == 1


def test_after_a_ruling_the_category_stays(arrive: Arrive, chen: Clerk, town: Town) -> None:
    number = to_the_centre(arrive, town, chen)
    url = f"/staff/tickets/{number}"
    assert "交中心裁定，类别不能再改" in chen.posts(
        f"{url}/category", url, category="0404", why="说的是油烟"
    )
    rules(signed_in(arrive, "leader"), number, "BM03")
    assert "类别不能再改" in chen.posts(f"{url}/category", url, category="0404", why="说的是油烟")


def test_a_grids_head_returns_what_the_grid_tried_first(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    ticket = opens(town, "0103")
    head = signed_in(arrive, "grid1")
    assert ticket.number in head.sees("/staff/tickets")
    gives_back(head, ticket.number, better="BM01")
    page = decides(chen, ticket.number, "dispatch", "BM01")
    assert "负责单位 区城市管理局" in page


def test_words_typed_on_a_page_that_went_stale_are_shown_again(chen: Clerk, town: Town) -> None:
    ticket = opens(town, ROADWORK)
    url = f"/staff/tickets/{ticket.number}"
    page = chen.browser.post(f"{url}/way", data={"csrf": "old", "why": "按清单第三条归环卫"})
    assert page.status_code == 409
    assert "按清单第三条归环卫" in page.text


def test_followers_hear_of_the_new_unit_too(arrive: Arrive, chen: Clerk, town: Town) -> None:
    ticket = opens(town, ROADWORK)
    at_desk(town, "web:follower", JoinTicket(ticket.number))
    gives_back(handler(arrive, town), ticket.number)
    decides(chen, ticket.number, "dispatch", "BM03")
    town.tick()
    assert "现在由区住房和城乡建设局负责" in town.answers("web:follower")


def test_what_is_said_of_a_unit_does_not_go_to_that_unit(chen: Clerk, town: Town) -> None:
    said = "政务服务管理机构的窗口推来推去，跑了三趟。"
    ticket = opens(town, "1202", detail=said)
    assert ticket.unit == town.bot.district.centre.id
    assert "反映的就是区政务服务管理机构" in chen.sees(f"/staff/tickets/{ticket.number}")
    other = opens(town, "1202", detail="窗口推来推去。", slots=(("party_org", "税务窗口"),))
    assert other.unit == "BM30"


def test_a_complaint_about_a_unit_is_not_sent_to_it_later_either(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    number = opens(town, "1202", detail="城市管理局的人态度差。").number
    gives_back(handler(arrive, town, "BM30"), number, better="BM02")
    assert "反映的就是区城市管理局，不能派给它自己" in decides(chen, number, "dispatch", "BM01")
    decides(chen, number, "dispatch", "BM29")
    assert town.tickets()[0].unit == "BM29"


def test_what_was_ruled_before_is_shown_to_who_decides_and_to_who_writes_the_rule(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    number, leader = to_the_centre(arrive, town, chen), signed_in(arrive, "leader")
    assert "这类事以前怎么裁定的" not in leader.sees(f"/staff/tickets/{number}")
    page = rules(leader, number, "BM03", "查过红线图，归住建养护")
    assert "把裁定写进派单目录" in page
    rule = leader.sees(f"/staff/catalogue/rule/{ROADWORK}")
    assert f"中心裁定过的 {number} 幸福第一网格 由 区住房和城乡建设局 承办" in rule
    other = opens(town, ROADWORK, who="web:second").number
    gives_back(handler(arrive, town), other)
    page = chen.sees(f"/staff/tickets/{other}")
    assert f"同一网格 {number} 由 区住房和城乡建设局 承办" in page
    assert "查过红线图，归住建养护" in page
