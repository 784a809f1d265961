"""Figures as leaders read them: numbers, what stands behind them, and what is not shown."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select

from console.figures_table import Cell, Table, download, heads
from dialogs.commands import JoinTicket, RateTicket
from grid.hotspots import Hotspot, Seen
from integrations.sql.hotspots import Hotspots
from integrations.sql.schema import visits
from tests.console.conftest import Clerk, applies, at_desk, opens
from tests.console.test_way import signed_in
from tests.town import START, Town

Arrive = Callable[..., Clerk]
PAGE = "/staff/figures"
PLACE = {"text": "幸福里", "grid": "CH010101", "place": "P0001"}
ELSEWHERE = {"text": "和平里", "grid": "CH020101"}


@pytest.fixture
def arrive(arrive: Arrive) -> Arrive:
    """Staff whose sessions do not end when days pass for the residents."""
    return lambda **more: arrive(watch=lambda: START, **more)


@pytest.fixture
def leader(arrive: Arrive, town: Town) -> Clerk:
    return signed_in(arrive, "leader")


def street_worker(arrive: Arrive, town: Town, unit: str = "CH01") -> Clerk:
    roster = town.bot.district.roster.values()
    return signed_in(
        arrive, next(m.id for m in roster if (m.role, m.unit) == ("street", unit)).lower()
    )


def answered(town: Town, chen: Clerk, who: str, **more: object) -> str:
    """A ticket the hotline has recorded an answer to."""
    number = opens(town, who=who, **more).number
    url = f"/staff/tickets/{number}"
    chen.posts(f"{url}/answer", url, words="已经清运干净，请您看看。")
    return number


def link(clerk: Clerk, words: str) -> str:
    """Where the link with those words leads."""
    assert clerk.seen is not None
    found = re.search(rf'<a href="([^"]+)"[^>]*>(?:<b>)?{words}', clerk.seen.text)
    assert found is not None, words
    return found.group(1).replace("&amp;", "&")


def table(clerk: Clerk, name: str, **choices: str) -> list[dict[str, str]]:
    """A table as Excel gets it."""
    query = "&".join(f"{key}={value}" for key, value in choices.items())
    found = clerk.browser.get(f"{PAGE}/csv/{name}?{query}")
    assert found.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(found.content.decode("utf-8-sig"))))


# -- the page a leader opens at half past eight


def test_three_numbers_come_first_and_each_leads_to_its_tickets(leader: Clerk, town: Town) -> None:
    number = opens(town).number
    town.clock.now += timedelta(days=4)
    assert "1 超期没有答复" in leader.sees(PAGE)
    assert number in leader.sees(link(leader, "1</b> 超期没有答复"))


def test_a_rate_says_what_it_divides_and_both_counts_lead_to_the_tickets(
    leader: Clerk, chen: Clerk, town: Town
) -> None:
    done, late = answered(town, chen, "web:a"), opens(town, who="web:b").number
    town.clock.now += timedelta(days=4)
    page = leader.sees(PAGE)
    assert "1件 答复的时间不晚于期限的，除以 2件 已经答复，或期限已到的" in page
    assert "不足10件，不算比率" in page
    urls = re.findall(r'<a href="([^"]*what=(?:got|of)\.in_time)"', leader.seen.text)  # type: ignore[union-attr]
    got, of = (leader.sees(url.replace("&amp;", "&")) for url in urls[:2])
    assert "按期答复率的分子" in got
    assert (done in got, late in got) == (True, False)
    assert (done in of, late in of) == (True, True)


def test_what_is_left_out_is_said_with_how_many_and_why(leader: Clerk, town: Town) -> None:
    praise = opens(town, "1206").number
    assert "没有计入的：咨询和表扬（不用办理） 1件" in leader.sees(PAGE)
    assert praise in leader.sees(link(leader, "1件"))


def test_one_resident_s_answer_is_no_figure(leader: Clerk, chen: Clerk, town: Town) -> None:
    number = answered(town, chen, "web:a")
    at_desk(town, "web:a", RateTicket(number, "unsolved", 1, "slow"))
    page = leader.sees(PAGE)
    assert "回答的人太少，不显示" in page
    row = table(leader, "area", by="area")[0]
    assert (row["满意率"], row["满意率·分子"], row["满意率·分母"]) == ("人少不显示", "", "")


def test_confidential_kinds_are_one_row_and_cannot_be_chosen(leader: Clerk, town: Town) -> None:
    catalogue = town.bot.district.catalogue.values()
    high = [one for one in catalogue if one.confidential == "high"][:2]
    for one in high:
        opens(town, one.code, who=f"web:{one.code}")
    rows = table(leader, "category", by="category")
    assert [(row["事项"], row["登记"]) for row in rows] == [("身份严格保密的各类（合计）", "2")]
    page = leader.sees(f"{PAGE}?category={high[0].code}&by=category")
    assert not any(one.name in page for one in high)


def test_nobody_is_named_and_no_word_of_theirs_leaves(leader: Clerk, town: Town) -> None:
    opens(town, detail="我叫阿莲，电话13800138000，楼下沙发没人管。")
    pages = [leader.sees(f"{PAGE}{path}") for path in
             ("", "/levels", "/returns", "/hotspots", "/funnel")]  # fmt: skip
    names = ("summary", "time", "area", "unit", "category", "levels", "hotspots")
    files = [leader.browser.get(f"{PAGE}/csv/{name}").text for name in names]
    assert not any(word in text for text in pages + files for word in ("阿莲", "138", "沙发"))


def test_a_drawing_says_in_words_what_it_shows(leader: Clerk, town: Town) -> None:
    opens(town)
    leader.sees(PAGE)
    assert re.search(r'<svg[^>]*role="img" aria-label="[^"]*11月16日登记1件', leader.seen.text)  # type: ignore[union-attr]


def test_mediation_is_counted_and_leads_nowhere(leader: Clerk, town: Town) -> None:
    case = applies(town)
    page = leader.sees(PAGE)
    assert "申请1件，达成协议0件" in page
    assert case.number not in leader.seen.text  # type: ignore[union-attr]
    assert "申请1件" not in leader.sees(f"{PAGE}?area=CH01")


def test_a_file_is_written_down_and_holds_no_formula(leader: Clerk, town: Town) -> None:
    opens(town)
    rows = table(leader, "time", step="day", **{"from": "2026-11-18"})
    assert [(row["时间"], row["登记"]) for row in rows] == [("11月18日", "1")]
    assert leader.browser.get(f"{PAGE}/csv/nonsense").status_code == 404
    with town.bot.store.read() as work:
        rows_of = work.connection.exec_driver_sql("SELECT account, about FROM audit")
        assert ("leader", "time") in [tuple(row) for row in rows_of]


def test_excel_takes_no_count_for_a_date_and_no_name_for_a_formula() -> None:
    made = Table("x", "", heads("甲", "乙"), [(Cell("7/9"), Cell("=1+1"))])
    assert made.csv() == "\ufeff甲,乙\r\n7（共9）,'=1+1\r\n"


# -- within the reader's rights


def test_who_has_no_area_and_no_office_has_no_figures(arrive: Arrive, town: Town) -> None:
    for name in ("grid1", "unit1", "auditor", "mediator1"):
        clerk = signed_in(arrive, name)
        clerk.sees(PAGE)
        assert clerk.status == 404, name


def test_a_street_reads_its_own_figures_and_lists_what_it_may_see(
    arrive: Arrive, town: Town
) -> None:
    own, other = opens(town, place=PLACE).number, opens(town, who="web:b", place=ELSEWHERE).number
    clerk = street_worker(arrive, town)
    assert "禾光街道" in clerk.sees(f"{PAGE}?area=CH02")  # another's is not to be had
    assert [row["登记"] for row in table(clerk, "area", area="CH02")] == ["1", "0", "0", "0"]
    listed = clerk.sees(f"{PAGE}/tickets?what=all&area=CH")
    assert "一共1件。其中1件不在您的岗位能看的范围里" in listed
    assert own not in listed
    assert other not in listed
    clerk.sees(f"{PAGE}/funnel")
    assert clerk.status == 404


def test_a_unit_does_not_learn_how_somebody_anonymous_has_rated(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    street = next(unit for unit in town.bot.district.units.values() if unit.id == "CH01")
    hidden, plain = (answered(town, chen, who, privacy=privacy, place=PLACE)
                     for who, privacy in (("web:a", "anonymous"), ("web:b", "open")))  # fmt: skip
    for who, number in (("web:a", hidden), ("web:b", plain)):
        at_desk(town, who, RateTicket(number, "unsolved", 1, "slow"))
        _held_by(town, number, street.id)
    listed = street_worker(arrive, town).sees(f"{PAGE}/tickets?what=of.solved")
    assert (plain in listed, hidden in listed) == (True, False)


def _held_by(town: Town, number: str, unit: str) -> None:
    from dataclasses import replace

    with town.bot.store.begin() as work:
        ticket = work.tickets.get(number)
        assert ticket is not None
        work.tickets.save(replace(ticket, unit=unit))


# -- 721 and returns


def test_an_answer_nobody_checked_is_not_in_the_gauge(
    leader: Clerk, chen: Clerk, town: Town
) -> None:
    number = answered(town, chen, "web:a")
    at_desk(town, "web:a", RateTicket(number, "solved", 5))
    town.later(days=2)
    page = leader.sees(f"{PAGE}/levels")
    assert "计入0件，不足10件" in page
    assert number in leader.sees(link(leader, "1件"))


def test_a_return_shows_who_whom_why_and_the_rule(leader: Clerk, chen: Clerk, town: Town) -> None:
    from grid.events import Actor
    from grid.orders import Dispatch, RequestReturn

    number = opens(town, "0102").number
    town.clock.now += timedelta(hours=1)
    unit, clerk = Actor("u", "unit_handler"), Actor("chen", "dispatcher")
    town.bot.door.do(RequestReturn(number, "BM01", "duty", "职责清单没有这一项。", "BM03"), unit)
    town.clock.now += timedelta(hours=1)
    town.bot.door.do(Dispatch(number, "BM03", "按职责清单，由住建办。"), clerk)
    page = leader.sees(f"{PAGE}/returns")
    assert "1次 ，一共耽误2小时。同意退回1次" in page
    name = {unit.id: unit.name for unit in town.bot.district.units.values()}
    assert f"{name['BM01']} {name['BM03']} 1 2 2.0 职能不符1" in page
    assert f"0102 道路保洁与遗撒 {name['BM01']} 1 2 2.0" in page
    assert number in leader.sees(link(leader, "1次"))


# -- hot spots


def crowded(town: Town, count: int, category: str = "0103") -> list[str]:
    """So many residents tell of one place within the hour."""
    numbers = [opens(town, category, who=f"web:n{n}", place=PLACE).number for n in range(count)]
    for number in numbers:  # what follows a report, as the door plans it
        town.bot.door.change(_system(), lambda desk, number=number: _group(desk, number))
    town.tick()
    return numbers


def _system() -> object:
    from bot.desk.desk import SYSTEM

    return SYSTEM


def _group(desk: object, number: str) -> None:
    from followup.due import Due

    desk.later(Due(f"group:{number}", "group", desk.now, about=number))  # type: ignore[attr-defined]


def decides(clerk: Clerk, state: str, why: str) -> str:
    row = re.search(r'name="row" value="(\d+)"', clerk.browser.get(f"{PAGE}/hotspots").text)
    assert row is not None
    return clerk.posts(f"{PAGE}/hotspots", f"{PAGE}/hotspots", row=row[1], state=state, why=why)


def test_a_burst_is_shown_until_somebody_has_looked_and_says_why(leader: Clerk, town: Town) -> None:
    numbers = crowded(town, 5)
    assert "有2个热点等人看" in leader.sees(PAGE)
    page = leader.sees(f"{PAGE}/hotspots")
    assert "幸福里 · 建筑垃圾与大件垃圾堆放 7天内5件、5人" in page
    assert "幸福里 · 各类事情 一群人" in page
    listed = leader.sees(link(leader, "看这5件"))
    assert all(number in listed for number in numbers)
    assert "请写一句" in decides(leader, "known", "好")
    decides(leader, "known", "已请街道今天清运")
    decides(leader, "false", "同一户人转发的")
    page = leader.sees(f"{PAGE}/hotspots")
    assert "没有等人看的热点" in page
    assert "已请街道今天清运" in page
    assert "个热点等人看" not in leader.sees(PAGE)


def test_a_group_of_people_is_told_to_the_duty_and_the_leader(leader: Clerk, town: Town) -> None:
    crowded(town, 5)
    assert "热点" in leader.sees("/staff/duties")
    with town.bot.store.read() as work:
        alerts = [row for row in work.alerts.listed() if row.kind == "mass_incident"]
        assert [row.state for row in alerts] == ["paging"]
        assert work.alerts.attempts(alerts[0].id)


def test_a_few_reports_and_one_person_s_many_are_no_hot_spot(leader: Clerk, town: Town) -> None:
    crowded(town, 3)
    for _ in range(6):
        opens(town, who="web:angry", place={**PLACE, "place": "P0002"})
    crowded(town, 1, "0104")
    assert "没有等人看的热点" in leader.sees(f"{PAGE}/hotspots")


def test_what_was_looked_at_comes_back_only_when_it_has_doubled(leader: Clerk, town: Town) -> None:
    crowded(town, 5)
    for _ in range(2):
        decides(leader, "known", "已请街道今天清运")
    for n in range(3):
        opens(town, who=f"web:later{n}", place=PLACE)
    town.later(days=1)
    assert "没有等人看的热点" in leader.sees(f"{PAGE}/hotspots")


def test_followers_are_people_too(leader: Clerk, town: Town) -> None:
    first = crowded(town, 2)[0]
    for n in range(3):
        at_desk(town, f"web:f{n}", JoinTicket(first))
    crowded(town, 1)
    assert "一群人" in leader.sees(f"{PAGE}/hotspots")


def test_another_street_is_not_shown_the_hot_spot(arrive: Arrive, town: Town) -> None:
    crowded(town, 5)
    assert "幸福里" in street_worker(arrive, town).sees(f"{PAGE}/hotspots")
    assert "没有等人看的热点" in street_worker(arrive, town, "CH02").sees(f"{PAGE}/hotspots")


# -- the bot's funnel


def test_the_funnel_knows_how_far_people_came_and_how_long_they_waited(
    leader: Clerk, town: Town
) -> None:
    town.says("幸福里3号楼垃圾没人收", "web:a")
    town.says("转人工", "web:b")
    town.clock.now += timedelta(minutes=9)
    town.staff("reply", "您好", "web:b")
    town.clock.now += timedelta(hours=3)
    page = leader.sees(f"{PAGE}/funnel")
    assert "要找人工1次，等待（一半／九成以内）9分钟 ／ 9分钟；没等到人的0次" in page
    row = table(leader, "channels")[0]
    assert [row[name] for name in ("渠道", "对话", "反映问题", "提交", "要找人工")] == [
        "网页", "2", "1", "0", "1"]  # fmt: skip


def test_who_wants_nothing_kept_is_not_in_the_funnel(leader: Clerk, town: Town) -> None:
    town.says("只咨询不留信息", "web:a")
    town.says("幸福里3号楼垃圾没人收", "web:a")
    assert "这段时间没有对话" in leader.sees(f"{PAGE}/funnel")


# -- what an address asks for that no page offers


def test_what_is_counted_of_returns_is_what_is_listed(
    leader: Clerk, chen: Clerk, town: Town
) -> None:
    from grid.events import Actor
    from grid.orders import RequestReturn

    number = opens(town, "0102").number
    order = RequestReturn(number, "BM01", "duty", "职责清单没有这一项。", "BM03")
    town.bot.door.do(order, Actor("u", "unit_handler"))
    for narrow, there in (("", True), ("&unit=BM01", True), ("&unit=BM03", False),
                          ("&category=0103", False)):  # fmt: skip
        listed = leader.sees(f"{PAGE}/tickets?what=returned{narrow}")
        assert (number in listed) == there, narrow


def test_a_hot_spot_elsewhere_is_not_even_counted(arrive: Arrive, town: Town) -> None:
    crowded(town, 5)
    assert "一共5件" in street_worker(arrive, town).sees(f"{PAGE}/tickets?what=hotspot.1")
    other = street_worker(arrive, town, "CH02")
    assert "一共0件" in other.sees(f"{PAGE}/tickets?what=hotspot.1")


@pytest.mark.parametrize("row", ["²", "9" * 30, "-1", "x"])
def test_a_hot_spot_that_is_no_number_is_none(leader: Clerk, row: str) -> None:
    assert "一共0件" in leader.sees(f"{PAGE}/tickets?what=hotspot.{row}")
    leader.posts(f"{PAGE}/hotspots", f"{PAGE}/hotspots", row=row, state="known", why="准备清运")
    assert leader.status in (404, 409)


def test_many_hot_spots_elsewhere_do_not_hide_ones_own(arrive: Arrive, town: Town) -> None:
    crowded(town, 5)
    with town.bot.store.begin() as work:
        kept = Hotspots(work.connection)
        for n in range(60):
            seen = Seen("0103", f"CH0201{n:02}", 5, 5, 0, START)
            kept.keep(Hotspot("burst", seen, 0.5, 0.0), START + timedelta(days=9), "")
    page = street_worker(arrive, town).sees(f"{PAGE}/hotspots")
    assert "建筑垃圾与大件垃圾堆放 7天内5件" in page


def test_whose_a_visit_was_cannot_be_tried_out(town: Town) -> None:
    town.says("幸福里3号楼垃圾没人收", "web:a")
    with town.bot.store.read() as work:
        kept = work.connection.scalars(select(visits.c.contact)).one()
    assert kept not in {sha256(b"web:a").hexdigest()[:many] for many in (40, 64)}


def test_nor_does_a_unit_learn_that_somebody_anonymous_has_rated(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    number = answered(town, chen, "web:a", privacy="anonymous", place=PLACE)
    at_desk(town, "web:a", RateTicket(number, "unsolved", 1, "slow"))
    _held_by(town, number, "CH01")
    assert "一共0件" in street_worker(arrive, town).sees(f"{PAGE}/tickets?what=of.solved")


def test_a_file_may_be_named_after_an_area_with_a_chinese_id() -> None:
    file = download(Table("area", "按片区", heads("片区")), "area-禾光")
    assert (
        file.headers["Content-Disposition"]
        == "attachment; filename*=UTF-8''area-%E7%A6%BE%E5%85%89.csv"
    )


def test_a_filter_that_is_not_followed_is_said_and_not_dropped(leader: Clerk) -> None:
    page = leader.sees(f"{PAGE}?unit=月亮局&category=9999&area=XX9&from=昨天")
    for words in ("没有可选的承办单位“月亮局”", "没有可选的事项“9999”", "没有可选的片区“XX9”",
                  "日期“昨天”看不懂"):  # fmt: skip
        assert words in page
    assert "月亮局" in leader.sees(f"{PAGE}/returns?unit=月亮局")
    assert "月亮局" in leader.sees(f"{PAGE}/tickets?what=all&unit=月亮局")


def test_a_unit_may_be_typed_by_its_name(leader: Clerk, town: Town) -> None:
    name = town.bot.district.units["BM01"].name
    page = leader.sees(f"{PAGE}?unit={name}")
    assert "没有可选的" not in page
    assert f"· {name} ·" in page


def test_days_too_many_or_the_wrong_way_round_are_said(leader: Clerk) -> None:
    assert "写反了" in leader.sees(f"{PAGE}?from=2026-11-10&to=2026-11-01")
    assert "时间太长" in leader.sees(f"{PAGE}?from=2024-01-01&to=2026-11-01&step=day")
    assert "还没到" in leader.sees(f"{PAGE}?to=2027-05-01")
