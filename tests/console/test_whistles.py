"""A street whistles, units come or do not: pages, clocks, leaders, the duty, what stays hidden."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from console.accounts import demo_name
from dialogs.commands import AnswerTicket, JoinTicket
from grid.events import Actor
from grid.tickets import State, Ticket
from tests.console.conftest import Clerk, at_desk, opens
from tests.console.test_handling import photo
from tests.console.test_way import moves, signed_in
from tests.town import START, Town

Arrive = Callable[..., Clerk]
STALLS = "0104"  # the street's enforcement team leads; market regulation and traffic help
WHY = "夜市摊点占了整条人行道，请一起来清。"
TEAM, TRAFFIC, MARKET = "CH01Z", "BM07", "BM09"


@pytest.fixture
def arrive(arrive: Arrive) -> Arrive:
    """Staff whose sessions do not end when days pass."""
    return lambda **more: arrive(watch=lambda: START, **more)


def of_unit(arrive: Arrive, town: Town, unit: str, role: str = "unit_handler") -> Clerk:
    """Somebody of a unit."""
    roster = town.bot.district.roster.values()
    member = next(one for one in roster if (one.unit, one.role) == (unit, role))
    return signed_in(arrive, demo_name(town.bot.district, member.id))


@pytest.fixture
def street(arrive: Arrive) -> Clerk:
    """Somebody of the street's office, signed in."""
    return signed_in(arrive, "street1")


def blows(clerk: Clerk, *tickets: str, **fields: str) -> str:
    """Fill the form; the number of the whistle, or the page's words when it is refused."""
    given = {"ticket": " ".join(tickets), "kind": "joint", "lead": f"{TEAM} 执法队",
             f"co-{TRAFFIC}": "1", "place": "幸福里西门", "meet": "2026-11-18T15:00",
             "why": WHY}  # fmt: skip
    sent = {name: one for name, one in {**given, **fields}.items() if one}
    page = f"/staff/whistles/new?ticket={tickets[0]}"
    words = clerk.posts("/staff/whistles/new", page, **sent)
    assert clerk.seen is not None
    return clerk.seen.url.path.rpartition("/")[2] if clerk.status == 200 else words


def acts(clerk: Clerk, number: str, act: str, **fields: str) -> str:
    """One of the forms of a whistle's page."""
    url = f"/staff/whistles/{number}"
    return clerk.posts(f"{url}/{act}", url, **fields)


def reports(clerk: Clerk, number: str, words: str = "", pictures: int = 0, **fields: str) -> str:
    """A unit reports in."""
    url = f"/staff/whistles/{number}"
    files = [("photo", ("here.jpg", photo(), "image/jpeg"))] * pictures
    given = {"csrf": clerk.token(url), "words": words, **fields}
    return clerk.uploads(f"{url}/here", given, files)


def pages(town: Town) -> list[dict[str, object]]:
    """What the pager has written."""
    path = town.folder / "pages.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_a_street_whistles_and_units_answer_come_and_both_sides_rate(
    arrive: Arrive, street: Clerk, town: Town
) -> None:
    ticket = opens(town, STALLS)
    page = street.sees(f"/staff/whistles/new?ticket={ticket.number}")
    for name in ("占道经营", "区市场监督管理局", "区交警大队"):
        assert name in page
    assert f'value="{TEAM} 禾光街道综合执法队"' in street.seen.text  # type: ignore[union-attr]
    number = blows(street, ticket.number)
    team, traffic = of_unit(arrive, town, TEAM), of_unit(arrive, town, TRAFFIC)
    page = team.sees("/staff/duties")
    assert f"吹哨 {number}" in page
    assert "您单位牵头" in page
    assert "11:00前确认 还有1小时0分" in team.sees("/staff/whistles")
    assert "没有新的" in team.sees(f"/staff/whistles/{number}") + team.sees("/staff/duties")
    acts(team, number, "ack")
    assert "15:00前到 还有5小时0分" in acts(traffic, number, "ack")
    town.clock.now += timedelta(hours=4, minutes=50)
    assert "照片，或写一句谁到了" in reports(traffic, number)
    assert "已经到场" in reports(traffic, number, pictures=1)
    assert "11月18日 14:50报到" in street.sees(f"/staff/whistles/{number}")
    reports(team, number, "到了四个人")
    url = f"/staff/whistles/{number}"
    words = {"csrf": team.token(url), "words": "先劝离，再收走两张桌子", "logs": "1"}
    team.uploads(f"{url}/log", words, [])
    assert "先劝离，再收走两张桌子" in traffic.sees(url)
    assert "至少10个字" in acts(street, number, "result", words="好了")
    acts(street, number, "result", words="摊点都清走了，以后每晚由执法队再看一次。")
    for clerk, about, score in ((street, TEAM, "5"), (street, TRAFFIC, "2"),
                                (team, "CH01", "4")):  # fmt: skip
        why = "到得晚，人少" if score == "2" else ""
        acts(clerk, number, "rate", about=about, score=score, words=why)
    assert "到得晚" not in traffic.sees(url)  # not before it has said its own
    assert "到得晚，人少" in acts(traffic, number, "rate", about="CH01", score="5")
    assert "已经互评，结束" in street.sees(url)
    assert [one for one in moves(town, ticket.number) if one.startswith("whistle")][:3] == [
        "whistle", "whistle_acked", "whistle_acked"]  # fmt: skip
    page = signed_in(arrive, "chen").sees(f"/staff/tickets/{ticket.number}")
    assert f"{number} 执法哨 已经互评，结束" in page
    assert "哨的结果" in page


def test_a_unit_that_does_not_answer_is_told_of_to_its_leader_then_to_the_duty(
    arrive: Arrive, street: Clerk, chen: Clerk, town: Town
) -> None:
    ticket = opens(town, STALLS)
    number = blows(street, ticket.number, kind="emergency", meet="", lead=TRAFFIC, **{
        f"co-{TRAFFIC}": ""})  # fmt: skip
    town.tick()
    assert {page["member"] for page in pages(town)} == {"R0183"}  # the unit's handler, at once
    town.later(minutes=11)
    leader = of_unit(arrive, town, TRAFFIC, "unit_leader")
    assert "到11月18日（周三）上午10点10分没有确认" in leader.sees("/staff/duties")
    assert "R0267" in {page["member"] for page in pages(town)}
    assert "没有确认" in street.sees("/staff/duties")
    assert not [page for page in pages(town) if "alert" in page]
    town.later(minutes=10)
    called = [page for page in pages(town) if "alert" in page]
    assert (called[0]["kind"], called[0]["member"]) == ("whistle", "R0236")
    assert "吹哨没有人应" in chen.sees("/staff/")
    assert "看吹哨" in chen.sees("/staff/")
    page = street.sees(f"/staff/whistles/{number}")
    assert "已告诉单位负责人" in page
    assert "已告诉区值班" in page
    acts(of_unit(arrive, town, TRAFFIC), number, "ack")
    before = len(pages(town))
    town.later(minutes=5)
    assert len(pages(town)) == before  # answered: nobody else is called
    town.later(minutes=10)
    page = street.sees(f"/staff/whistles/{number}")
    assert "到11月18日（周三）上午10点半没有报到，已告诉单位负责人" in page
    town.later(minutes=10)
    assert len([page for page in pages(town) if "alert" in page]) > len(called)


def test_members_are_written_to_where_the_roster_names_a_channel(street: Clerk, town: Town) -> None:
    roster = dict(town.bot.district.roster)
    for member in [one for one in roster.values() if one.unit in (TEAM, TRAFFIC)]:
        roster[member.id] = replace(member, channel=f"telegram:{member.id}")
    object.__setattr__(town.bot.district, "roster", roster)
    number = blows(street, opens(town, STALLS).number)
    said = town.later("telegram:R0250", minutes=1)
    assert "下午3点前到幸福里西门" in said
    assert f"/staff/whistles/{number}" in said
    assert "阿莲" not in said
    assert town.answers("telegram:R0251") == ""  # the leader hears of silence alone
    assert "没有确认，请马上安排" in town.later("telegram:R0251", hours=1)


def test_who_was_answered_for_and_came_is_left_alone(
    arrive: Arrive, street: Clerk, town: Town
) -> None:
    number = blows(street, opens(town, STALLS).number, **{f"co-{TRAFFIC}": ""})
    team = of_unit(arrive, town, TEAM)
    acts(team, number, "ack")
    town.later(hours=4, minutes=30)
    reports(team, number, "到了四个人")
    town.later(days=1)
    assert "已告诉" not in street.sees(f"/staff/whistles/{number}")


def test_a_unit_without_anybody_on_the_roster_is_rung_up_by_the_duty(
    arrive: Arrive, street: Clerk, chen: Clerk, town: Town
) -> None:
    number = blows(street, opens(town, STALLS).number, lead="TW04 区物业纠纷人民调解委员会")
    assert "名册上没有人，收不到通知，请马上打电话" in chen.sees("/staff/duties")
    page = street.sees(f"/staff/whistles/{number}")
    assert "名册上没有人，收不到通知，请打电话" in page
    assert "区物业纠纷人民调解委员会已打电话确认" in page
    acts(street, number, "ack", unit="TW04")
    assert "街道代记" in street.sees(f"/staff/whistles/{number}")
    assert "请他们自己确认" in acts(street, number, "ack", unit=TRAFFIC)
    traffic = of_unit(arrive, town, TRAFFIC)
    assert "还没有确认" in traffic.sees(f"/staff/whistles/{number}")
    town.clock.now += timedelta(hours=5)
    reports(street, number, "王主任到了", unit="TW04", behalf="1")
    assert "街道代记，王主任到了" in street.sees(f"/staff/whistles/{number}")


def test_a_unit_that_cannot_come_says_why_and_the_street_decides(
    arrive: Arrive, street: Clerk, town: Town
) -> None:
    number = blows(street, opens(town, STALLS).number)
    traffic = of_unit(arrive, town, TRAFFIC)
    assert "请写明为什么来不了" in acts(traffic, number, "decline", why="忙")
    page = acts(traffic, number, "decline", why="今天全员在高速执勤")
    assert "没有定以前仍要按时到" in page
    assert "说来不了，请定。今天全员在高速执勤" in street.sees("/staff/duties")
    acts(street, number, "rule", unit=TRAFFIC, come="yes", why="只要一个人来指挥交通")
    page = traffic.sees(f"/staff/whistles/{number}")
    assert "街道定了还是要来" in page
    assert "还是要来" in acts(traffic, number, "decline", why="还是没有人手可派")
    assert traffic.status == 409
    acts(traffic, number, "rule", unit=TRAFFIC, come="no", why="自己定自己")
    assert traffic.status == 404


def test_called_off_everybody_hears_and_who_should_have_been_there_was_absent(
    arrive: Arrive, street: Clerk, town: Town
) -> None:
    number = blows(street, opens(town, STALLS).number)
    town.later(hours=6)
    assert "请写明为什么撤哨" in acts(street, number, "off", why="撤")
    page = acts(street, number, "off", why="摊点自己散了，没有人来")
    assert "已经撤哨" in page
    assert "没有到" in page
    team = of_unit(arrive, town, TEAM)
    assert "撤了：摊点自己散了" in team.sees("/staff/duties")
    assert "已经撤哨了，不用去了" in reports(team, number, "刚刚到")
    assert "没有到" in street.sees("/staff/whistles")


def test_a_ticket_closed_meanwhile_calls_its_whistle_off(
    arrive: Arrive, street: Clerk, town: Town
) -> None:
    ticket = opens(town, STALLS)
    number = blows(street, ticket.number)
    command = AnswerTicket(ticket.number, "已经清走了。", "chen")
    town.bot.door.do(command, Actor("chen", "hotline_staff"))
    town.tick()
    assert "工单已经办结或撤回，不用再去" in street.sees(f"/staff/whistles/{number}")
    assert "不用再去" in of_unit(arrive, town, TEAM).sees("/staff/duties")
    assert "现在不能吹哨" in blows(street, ticket.number)


def test_a_bad_form_comes_back_with_its_words(street: Clerk, town: Town) -> None:
    number = opens(town, STALLS).number
    for fields, said in (
        ({"kind": ""}, "请选吹哪一种哨"),
        ({"kind": "bomb"}, "请选吹哪一种哨"),
        ({"lead": ""}, "请选由哪个单位牵头"),
        ({"lead": "没有的单位"}, "没有这个单位"),
        ({"lead": "CH01 禾光街道"}, "不用叫自己"),
        ({"lead": "JD01"}, "不能叫到现场"),
        ({"lead": "CH"}, "不能叫到现场"),
        ({"place": " "}, "请写明在哪里集合"),
        ({"why": "来"}, "请写明请各单位来做什么"),
        ({"meet": "2026-11-18T09:00"}, "要在现在以后"),
        ({"meet": "下午"}, "没有看懂"),
        ({"meet": "2026-11-18T22:00"}, "请勾上“已经约好”"),
        ({"meet": "2026-12-18T22:00", "agreed": "1"}, "最晚11月23日"),
        ({"kind": "tough", "meet": "2026-11-25T10:00"}, "最晚11月23日"),
    ):
        assert said in blows(street, number, **fields), fields
        assert street.status == 409
        if "why" not in fields:
            assert WHY in street.seen.text  # type: ignore[union-attr]
    assert "whistle" not in moves(town, number)
    assert blows(street, number, meet="2026-11-18T22:00", agreed="1").startswith("S2026")


def test_a_street_whistles_for_what_lies_in_it_and_for_nothing_else(
    arrive: Arrive, street: Clerk, town: Town
) -> None:
    here, there = opens(town, STALLS), opens(town, STALLS, place={"text": "澄湖",
                                                                  "grid": "CH020301"})  # fmt: skip
    assert "不在您的街道" in street.sees(f"/staff/whistles/new?ticket={there.number}")
    assert "不在您的街道" in blows(street, there.number)
    assert "不在您的街道" in blows(street, "20261118-9999")
    assert "不在您的街道" in blows(street, "<b>'; --")
    chen = signed_in(arrive, "chen")
    assert "不在同一个街道" in blows(chen, here.number, there.number)
    number = blows(chen, there.number, lead="CH02Z")
    other = signed_in(arrive, "r0165")
    assert "派单员替街道吹的" in other.sees("/staff/duties")
    assert "撤哨" in other.sees(f"/staff/whistles/{number}")
    street.sees(f"/staff/whistles/{number}")
    assert street.status == 404
    assert number not in street.sees("/staff/whistles")
    street.posts(f"/staff/whistles/{number}/off", "/staff/whistles", why="别人的哨我来撤")
    assert street.status == 404


def test_who_is_not_called_neither_sees_nor_answers(arrive: Arrive, street: Clerk,
                                                     town: Town) -> None:  # fmt: skip
    number = blows(street, opens(town, STALLS).number)
    water = of_unit(arrive, town, "BM04")
    assert number not in water.sees("/staff/whistles")
    for act, fields in (("ack", {}), ("ack", {"unit": TEAM}), ("decline", {"why": "我们不去"}),
                        ("rate", {"about": "CH01", "score": "5"})):  # fmt: skip
        water.posts(f"/staff/whistles/{number}/{act}", "/staff/whistles", **fields)
        assert water.status == 404, act
    for page in ("/staff/whistles", "/staff/whistles/new", f"/staff/whistles/{number}"):
        auditor = signed_in(arrive, "auditor")
        auditor.sees(page)
        assert auditor.status == 404


def test_nothing_of_who_reported_it_comes_out_through_a_whistle(
    arrive: Arrive, street: Clerk, town: Town
) -> None:
    told = "我叫李小梅，电话13812345678，楼下摊点天天摆到半夜。"
    ticket = opens(town, STALLS, privacy="anonymous", detail=told,
                   place={"text": "幸福里3幢502", "grid": "CH010101"})  # fmt: skip
    number = blows(street, ticket.number, place="幸福里3幢502楼下",
                   why="李小梅（13812345678）家楼下的摊点，请来清走")  # fmt: skip
    team = of_unit(arrive, town, TEAM)
    url = f"/staff/whistles/{number}"
    words = {"csrf": team.token(url), "words": "给李小梅打过电话13812345678", "logs": "1"}
    team.uploads(f"{url}/log", words, [])
    acts(team, number, "decline", why="李小梅说不用来了")
    team.sees("/staff/duties")
    seen = [clerk.browser.get(page).text for clerk in (team, of_unit(arrive, town, TRAFFIC))
            for page in (url, f"{url}?live=1", "/staff/whistles", "/staff/duties")]  # fmt: skip
    with town.bot.store.read() as work:
        seen += [repr(event) for event in work.log.of("whistle", number)]
        seen += [str(row.words) for row in work.notices.of(number)]
        seen += [event.why for event in work.log.of("ticket", ticket.number)]
    for mark in ("李小梅", "13812345678", "幢502", "阿莲", "web:neighbour", "摆到半夜"):
        assert not [text for text in seen if mark in text], mark
    team.sees(f"/staff/tickets/{ticket.number}")
    assert (team.status == 200) is (town.tickets()[0].unit == TEAM)


def test_what_is_secret_is_not_whistled_for(street: Clerk, chen: Clerk, town: Town) -> None:
    ticket = opens(town, STALLS)
    with town.bot.store.begin() as work:
        found = work.tickets.get(ticket.number)
        assert found
        work.tickets.save(replace(found, secret=True))
    assert "为这件事吹哨" not in chen.sees(f"/staff/tickets/{ticket.number}")
    assert "严格保密" in blows(street, ticket.number)


def test_photos_of_a_whistle_are_for_those_it_calls(
    arrive: Arrive, street: Clerk, town: Town
) -> None:
    number = blows(street, opens(town, STALLS).number, kind="emergency", meet="")
    team = of_unit(arrive, town, TEAM)
    reports(team, number, pictures=1)
    html = street.browser.get(f"/staff/whistles/{number}").text
    file = "/staff/file/" + html.partition('src="/staff/file/')[2].partition('"')[0]
    assert street.browser.get(file).status_code == 200
    assert of_unit(arrive, town, TRAFFIC).browser.get(file).status_code == 200
    assert of_unit(arrive, town, "BM04").browser.get(file).status_code == 404


def test_a_tough_whistle_wants_a_plan_from_who_leads(
    arrive: Arrive, street: Clerk, town: Town
) -> None:
    number = blows(street, opens(town, STALLS).number, kind="tough", meet="2026-11-20T10:00")
    team, traffic = of_unit(arrive, town, TEAM), of_unit(arrive, town, TRAFFIC)
    assert "还没到时间" in reports(team, number, "来得太早了")
    town.clock.now += timedelta(days=2)
    reports(team, number, "三个人到会")
    assert "要先有牵头单位的方案" in acts(street, number, "result", words="开过会了，都表了态。")
    url = f"/staff/whistles/{number}"
    for clerk, said in ((traffic, "只有攻坚哨的牵头单位写方案"), (team, "方案")):
        given = {
            "csrf": clerk.token(url),
            "words": "十二月起划疏导点",
            "plan": "1",
            "logs": "1",
        }
        assert said in clerk.uploads(f"{url}/log", given, [])
    acts(street, number, "result", words="开过会了，方案按时做，每周报一次。")
    assert "有了结果，等互评" in street.sees(url)
    town.later(days=8)
    assert "已经互评，结束" in street.sees(url)


def test_one_more_unit_is_called_with_its_full_time(
    arrive: Arrive, street: Clerk, town: Town
) -> None:
    number = blows(street, opens(town, STALLS).number, kind="emergency", meet="")
    town.clock.now += timedelta(minutes=20)
    assert "没有这个单位" in acts(street, number, "call", more="")
    assert "已经叫过了" in acts(street, number, "call", more=TEAM)
    page = acts(street, number, "call", more=f"{MARKET} 区市场监督管理局")
    assert "11月18日 10:30前确认" in page
    assert "还没有确认" in of_unit(arrive, town, MARKET).sees(f"/staff/whistles/{number}")


def test_the_street_reads_that_a_unit_is_called_elsewhere_too(street: Clerk, town: Town) -> None:
    first = blows(street, opens(town, STALLS).number)
    other = opens(town, "0201", who="web:other", place={"text": "学士街", "grid": "CH010201"})
    second = blows(street, other.number, lead="BM03")
    assert f"同时还被{first}叫着" in street.sees(f"/staff/whistles/{second}")
    acts(street, first, "off", why="先顾井盖那边")
    assert "同时还被" not in street.sees(f"/staff/whistles/{second}")


def test_a_community_and_a_grid_do_not_whistle(arrive: Arrive, town: Town) -> None:
    ticket = opens(town, "0101")  # the grid has it first
    head = signed_in(arrive, "grid1")
    assert "为这件事吹哨" not in head.sees(f"/staff/tickets/{ticket.number}")
    head.sees("/staff/whistles/new")
    assert head.status == 404
    assert town.tickets()[0].state in (State.DISPATCHED, State.IN_PROGRESS)


def test_the_page_of_a_ticket_offers_the_whistle(chen: Clerk, town: Town) -> None:
    ticket: Ticket = opens(town, STALLS)
    at_desk(town, "web:other", JoinTicket(ticket.number))
    assert "为这件事吹哨" in chen.sees(f"/staff/tickets/{ticket.number}")
    number = blows(chen, ticket.number)
    page = chen.sees(f"/staff/tickets/{ticket.number}")
    assert f"{number} 执法哨 等各单位确认" in page
    assert "为这件事吹哨" not in page
    assert "已经有一个没结束的哨" in blows(chen, ticket.number, lead=MARKET)
    town.tick()
    assert town.answers("web:neighbour") == ""  # the resident need not know
