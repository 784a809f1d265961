"""The dispatch catalogue is changed by its administrator: drafted, tried, published, taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest

from bot.build import build
from bot.house import desk_of
from bot.present import Present
from console.accounts import DEMO_PASSWORD, NewAccount, make_account
from grid.calendar import SHANGHAI
from grid.editions import CATALOGUE, Publish, TakeBack, WriteLines
from grid.events import Actor
from grid.handling import unit_date
from grid.orders import Dispatch, RequestReturn
from grid.refused import Refused
from grid.tickets import Ticket
from integrations.district.amending import line_of
from tests.console.conftest import Clerk, opens
from tests.console.test_way import signed_in
from tests.town import Town

Arrive = Callable[..., Clerk]
WHY = "按新的履职清单调整"
LEADER = Actor("leader", "centre_leader")


@pytest.fixture
def leader(arrive: Arrive) -> Clerk:
    """The centre's leader, who keeps the catalogue."""
    return signed_in(arrive, "leader")


def joins(town: Town, name: str, role: str) -> None:
    """Somebody gets an account."""
    with town.bot.store.begin() as work:
        make_account(work, NewAccount(name, "另一位", (role,)), DEMO_PASSWORD, town.clock())


@pytest.fixture
def other(arrive: Arrive, town: Town) -> Clerk:
    """A second leader, at the same time."""
    joins(town, "deputy", "centre_leader")
    return signed_in(arrive, "deputy")


def line(town: Town, code: str, **changed: str) -> dict[str, str]:
    """A rule as its form shows it, with some cells filled in otherwise."""
    found = line_of(town.bot.files, CATALOGUE, code)
    assert found
    return {**found, **changed}


def edits(clerk: Clerk, code: str, **changed: str) -> str:
    """Somebody opens a rule and saves it with other cells."""
    page = f"/staff/catalogue/rule/{code}"
    fields = form(clerk, page)
    return clerk.posts(page, "", **fields | changed)


FIELDS = (
    re.compile(r'<input[^>]* name="(?P<name>[^"]+)" value="(?P<value>[^"]*)"'),
    re.compile(r'<select name="(?P<name>[^"]+)">.*?<option selected>(?P<value>[^<]*)<'),
    re.compile(r'<textarea name="(?P<name>[^"]+)"[^>]*>(?P<value>[^<]*)<'),
)


def form(clerk: Clerk, page: str) -> dict[str, str]:
    """The fields of a rule's form as the browser would send them."""
    clerk.sees(page)
    assert clerk.seen is not None
    html = clerk.seen.text.split('class="card act"')[1].split("</form>")[0]
    found = {one["name"]: unescape(one["value"]) for each in FIELDS for one in each.finditer(html)}
    return {name: value for name, value in found.items() if name != "csrf"}


def draft(clerk: Clerk, act: str, **fields: str) -> str:
    """Something is done with the draft as it is shown."""
    clerk.sees("/staff/catalogue/draft")
    assert clerk.seen is not None
    mark = clerk.seen.text.partition('name="mark" value="')[2].partition('"')[0]
    return clerk.posts("/staff/catalogue/draft", "", act=act, mark=mark, **fields)


def publishes(clerk: Clerk, town: Town, why: str = WHY, days: int = 0) -> str:
    """The draft is published, from today or a later day on."""
    day = (town.clock() + timedelta(days=days)).astimezone(SHANGHAI).date()
    return draft(clerk, "publish", why=why, day=day.isoformat())


def unit(town: Town, code: str = "0203", who: str = "web:one") -> str:
    """Who gets a fresh ticket."""
    return town.bot.district.units[opens(town, code, who).unit].name


def kept(town: Town, number: str) -> Ticket:
    """A ticket as it stands."""
    with town.bot.store.read() as work:
        found = work.tickets.get(number)
    assert found
    return found


# -- only the role for it


def test_only_the_leader_sees_and_changes_the_catalogue(arrive: Arrive, town: Town) -> None:
    joins(town, "admin", "sysadmin")
    for name in ("chen", "auditor", "unit1", "mediator1", "admin"):
        clerk = signed_in(arrive, name)
        for page in ("", "/rule/0203", "/new", "/draft", "/editions", "/export.csv"):
            clerk.sees(f"/staff/catalogue{page}")
            assert clerk.status == 404, (name, page)
        clerk.posts("/staff/catalogue/rule/0203", "/staff/", **line(town, "0203"), was="")
        assert clerk.status == 404


def test_a_form_of_another_session_is_refused(leader: Clerk, town: Town) -> None:
    data = {**line(town, "0203", 答复时限="9工作日"), "csrf": "0" * 64}
    assert leader.browser.post("/staff/catalogue/rule/0203", data=data).status_code == 409


# -- looking


def test_rules_are_found_by_words(leader: Clerk) -> None:
    page = leader.sees("/staff/catalogue?q=路灯")
    assert "0203 路灯不亮" in page
    assert "0101" not in page
    assert "没有这样的事项" in leader.sees("/staff/catalogue?q=飞碟")
    assert "0102" in leader.sees("/staff/catalogue?q=环卫 交警")


# -- a draft changes nothing until it is published


def test_a_draft_sends_nothing_elsewhere_until_it_is_published(leader: Clerk, town: Town) -> None:
    before = unit(town, "0202")
    edits(leader, "0202", 主办单位="交通运输局", 答复时限="3工作日")
    assert unit(town, "0202", "web:two") == before
    page = publishes(leader, town)
    assert "第1版发布好了" in page
    assert unit(town, "0202", "web:three") == "区交通运输局"


def test_open_tickets_keep_the_rule_they_were_opened_under(leader: Clerk, town: Town) -> None:
    first = opens(town, "0202", "web:one")
    edits(leader, "0202", 主办单位="交通运输局", 答复时限="20工作日")
    publishes(leader, town)
    after = kept(town, first.number)
    assert (after.unit, after.answer_due, after.edition) == (first.unit, first.answer_due, 0)
    second = opens(town, "0202", "web:two")
    assert second.edition == 1
    district = town.bot.district
    old, new = (district.rule("0202", one.edition) for one in (first, second))
    assert old
    assert new
    assert (old.resolve.value, new.resolve.value) == (5, 20)
    chen = Actor("chen", "dispatcher")
    town.bot.door.do(RequestReturn(first.number, first.unit, "unclear", "权属还没有查清楚"),
                     Actor("r0200", "unit_handler"))  # fmt: skip
    town.bot.door.do(Dispatch(first.number, "BM06", "由交通局承办"), chen)
    with town.bot.store.read() as work:
        events = work.log.of("ticket", first.number)
    date = unit_date(town.bot.district, kept(town, first.number), events)
    assert date == district.due(old.resolve, town.clock())  # of the unit that has it from now on


def test_the_draft_is_tried_on_the_tickets_of_the_last_days(leader: Clerk, town: Town) -> None:
    old = opens(town, "0202", "web:one").number
    town.clock.now += timedelta(days=10)
    leader.signs_in("leader")
    new = opens(town, "0202", "web:two").number
    opens(town, "0103", "web:three")
    edits(leader, "0202", 主办单位="交通运输局")
    page = leader.sees("/staff/catalogue/draft")
    assert "最近7天登记了2件： 1件会派到别的单位" in page
    assert new in page
    assert old not in page
    page = leader.sees("/staff/catalogue/draft?days=30")
    assert "最近30天登记了3件： 2件会派到别的单位" in page
    assert "→ 区交通运输局 ：2件" in page
    assert old in page
    assert town.bot.district.edition == 0  # a look changes nothing


def test_another_deadline_is_told_apart_from_another_unit(leader: Clerk, town: Town) -> None:
    opens(town, "0202", "web:one")
    edits(leader, "0202", 答复时限="3工作日")
    page = leader.sees("/staff/catalogue/draft")
    assert "0件会派到别的单位 ，1件答复期限会不同" in page
    assert "5工作日 3工作日" in page  # before and after


# -- wrong


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"主办单位": "不存在的局"}, "主办单位“不存在的局”在units.csv里没有单位对应"),
        ({"主办单位": ""}, "没有主办单位"),
        ({"答复时限": "很快"}, "时限“很快”看不懂"),
        ({"首次联系": ""}, "“首次联系”不能空着"),
        ({"层级": "宇宙"}, "应是其中之一"),
        ({"追问": "地点、星座"}, "“星座”应是其中之一"),
        ({"不得下派": "是", "网格先办": "是"}, "不能又“不得下派”又“网格先办”"),
        ({"不得下派": "是", "网格先办": "否", "主办单位": "街道办事处"}, "却不是区里的部门"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_with_what_was_typed(
    leader: Clerk, cells: dict[str, str], words: str
) -> None:
    page = edits(leader, "0203", **cells)
    assert leader.status == 409
    assert words in page
    shown = leader.seen.text if leader.seen else ""
    for text in filter(None, cells.values()):
        assert text in shown
    assert "现在没有草稿" in publish_nothing(leader)


def publish_nothing(clerk: Clerk) -> str:
    """Somebody publishes where there is no draft."""
    return clerk.posts("/staff/catalogue/draft", "/staff/catalogue", act="publish", mark="1.1",
                       why=WHY, day="")  # fmt: skip


def test_a_day_gone_by_is_refused(leader: Clerk, town: Town) -> None:
    edits(leader, "0202", 答复时限="3工作日")
    page = publishes(leader, town, days=-1)
    assert leader.status == 409
    assert "已经过去了" in page
    assert WHY in (leader.seen.text if leader.seen else "")
    assert town.bot.district.edition == 0


def test_publishing_needs_a_reason(leader: Clerk, town: Town) -> None:
    edits(leader, "0202", 答复时限="3工作日")
    assert "请写明为什么改" in publishes(leader, town, why="改")


# -- from a day on


def test_an_edition_holds_from_its_day_on(leader: Clerk, town: Town) -> None:
    edits(leader, "0202", 主办单位="交通运输局")
    publishes(leader, town, days=2)
    assert unit(town, "0202", "web:one") != "区交通运输局"
    assert "第1版" in leader.sees("/staff/catalogue")
    town.clock.now += timedelta(days=2)
    assert unit(town, "0202", "web:two") == "区交通运输局"


def test_no_edition_begins_before_the_one_it_stands_on(leader: Clerk, town: Town) -> None:
    edits(leader, "0202", 主办单位="交通运输局")
    publishes(leader, town, days=5)
    edits(leader, "0203", 答复时限="2工作日")
    assert "新的一版不能比它早" in publishes(leader, town)
    assert "第2版发布好了" in publishes(leader, town, days=5)


# -- two administrators at once


def test_two_may_change_different_rules_in_one_draft(other: Clerk, leader: Clerk) -> None:
    leader.sees("/staff/catalogue/rule/0202")
    edits(other, "0203", 答复时限="2工作日")
    page = edits(leader, "0202", 答复时限="4工作日")
    assert "改了2处" in page
    assert "deputy、leader" in page


def test_the_same_rule_is_not_overwritten(other: Clerk, leader: Clerk) -> None:
    mine = form(leader, "/staff/catalogue/rule/0203")
    edits(other, "0203", 答复时限="2工作日")
    leader.sees("/staff/catalogue")
    page = leader.posts("/staff/catalogue/rule/0203", "/staff/catalogue/rule/0202",
                        **mine | {"答复时限": "9工作日"})  # fmt: skip
    assert leader.status == 409
    assert "刚刚有别人改过" in page
    assert "9工作日" in (leader.seen.text if leader.seen else "")


def test_what_was_not_seen_is_not_published(other: Clerk, leader: Clerk, town: Town) -> None:
    edits(leader, "0202", 答复时限="3工作日")
    order = Publish(CATALOGUE, "1.1", WHY)
    edits(other, "0203", 答复时限="2工作日")
    with pytest.raises(Refused, match="刚刚有别人改过"):
        town.bot.door.do(order, LEADER)
    assert town.bot.district.edition == 0


def test_a_draft_is_published_once(leader: Clerk, town: Town) -> None:
    edits(leader, "0202", 答复时限="3工作日")
    town.bot.door.do(Publish(CATALOGUE, "1.1", WHY), LEADER)
    with pytest.raises(Refused, match="刚刚有别人改过"):
        town.bot.door.do(Publish(CATALOGUE, "1.1", WHY), LEADER)


# -- taken back, compared


def test_an_older_edition_is_taken_back(leader: Clerk, town: Town) -> None:
    before = unit(town, "0202", "web:one")
    edits(leader, "0202", 主办单位="交通运输局")
    publishes(leader, town)
    edits(leader, "0203", 答复时限="2工作日")
    publishes(leader, town)
    page = leader.posts("/staff/catalogue/editions", "/staff/catalogue/editions", number="0",
                        newest="2", why="执行中发现分错了")  # fmt: skip
    assert "第3版发布好了" in page
    assert "退回到原来的" in page
    assert unit(town, "0202", "web:two") == before
    page = leader.sees("/staff/catalogue/editions?from=1&to=2")
    assert "0203 路灯不亮" in page
    assert "0202 道路破损" not in page
    assert "没有不同" in leader.sees("/staff/catalogue/editions?from=0&to=3")


def test_nobody_takes_back_what_has_changed_meanwhile(leader: Clerk, town: Town) -> None:
    for days in ("3", "4"):
        edits(leader, "0202", 答复时限=f"{days}工作日")
        publishes(leader, town)
    with pytest.raises(Refused, match="刚刚有别人改过"):
        town.bot.door.do(TakeBack(CATALOGUE, 0, 1, WHY), LEADER)
    with pytest.raises(Refused, match="没有可以退回到的"):
        town.bot.door.do(TakeBack(CATALOGUE, 7, 2, WHY), LEADER)


def test_a_change_or_the_whole_draft_can_be_thrown_away(leader: Clerk, town: Town) -> None:
    edits(leader, "0202", 答复时限="3工作日")
    edits(leader, "0203", 答复时限="2工作日")
    assert "改了1处" in draft(leader, "undo", code="0203")
    draft(leader, "drop")
    with town.bot.store.read() as work:
        assert work.editions.draft(CATALOGUE) is None


# -- new rules, rules out of use, what must not be pushed down


def test_a_rule_is_added_and_used_at_once(leader: Clerk, town: Town) -> None:
    page = "/staff/catalogue/new"
    fields = form(leader, page) | {"编码": "0111", "事项": "共享雨伞乱放", "大类": "市容环卫",
                                   "主办单位": "城市管理局"}  # fmt: skip
    assert "改了1处" in leader.posts(page, "", **fields)
    publishes(leader, town)
    assert unit(town, "0111") == "区城市管理局"
    again = leader.posts(page, page, **fields)
    assert "刚刚有别人改过" in again  # the code is taken


def test_a_rule_out_of_use_leaves_it_to_a_clerk(leader: Clerk, town: Town) -> None:
    edits(leader, "0202", 启用="否")
    publishes(leader, town)
    assert opens(town, "0202").category == "1207"


def test_what_must_not_be_pushed_down_stays_with_the_district(leader: Clerk, town: Town) -> None:
    assert unit(town, "0104", "web:one") == "幸福第一网格"
    edits(leader, "0104", 不得下派="是", 网格先办="否")
    publishes(leader, town)
    ticket = opens(town, "0104", "web:two")
    assert town.bot.district.units[ticket.unit].name == "区综合行政执法局"
    town.bot.door.do(RequestReturn(ticket.number, ticket.unit, "unclear", "归谁还没有说清"),
                     Actor("r0200", "unit_handler"))  # fmt: skip
    chen = Actor("chen", "dispatcher")
    for low in ("CH01", "CH010101", "CH01Z", "CH0101"):
        with pytest.raises(Refused, match="不得下派"):
            town.bot.door.do(Dispatch(ticket.number, low, "让街道去办"), chen)
    town.bot.door.do(Dispatch(ticket.number, "BM01", "由城管局办"), chen)


# -- in and out


def brings(clerk: Clerk, text: str | bytes) -> str:
    """Somebody uploads a table."""
    raw = text.encode() if isinstance(text, str) else text
    token = clerk.token("/staff/catalogue")
    return clerk.uploads("/staff/catalogue/import", {"csrf": token},
                         [("file", ("catalogue.csv", raw, "text/csv"))])  # fmt: skip


def test_what_is_exported_can_be_brought_back(leader: Clerk, town: Town) -> None:
    text = leader.browser.get("/staff/catalogue/export.csv").text
    assert "和现在的一样" in brings(leader, text)
    changed = text.replace("0203,市政设施与公用事业,路灯不亮,住房和城乡建设局(路灯)",
                           "0203,市政设施与公用事业,路灯不亮,供电公司")  # fmt: skip
    assert changed != text
    page = brings(leader, changed.encode("gb18030", "ignore"))
    assert "改了1处" in page
    assert "供电公司" in page


def test_a_table_with_few_columns_changes_only_those(leader: Clerk, town: Town) -> None:
    page = brings(leader, "编码,答复时限\n203,2个工作日\n0202,5工作日\n")
    assert "改了1处" in page
    publishes(leader, town)
    category = town.bot.district.catalogue["0203"]
    assert (category.resolve.value, category.name) == (2, "路灯不亮")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("编码,答复时限\n0203,很快\n", "第2行“答复时限”：时限“很快”看不懂"),
        ("编码,答复时间\n0203,2工作日\n", "看不懂的列：答复时间"),
        ("事项,答复时限\n路灯,2工作日\n", "缺少列：编码"),
        ("编码,主办单位\n0202,不存在的局\n", "第2行事项0202的主办单位“不存在的局”"),
        ("编码,答复时限\n0203,2工作日\n0203,3工作日\n", "第3行编码“0203”重复了"),
        ('编码,答复时限\n"0203,2工作日\n', "引号"),
        ("编码,答复时限\n0203,2工作日,多一格\n", "这一行有3列"),
        (b"\xff\xfe\x00\x01\x80", "乱码"),
        ("", "一行也没有"),
        ("编码,事项\n0188,半条规则\n", "“首次联系”不能空着"),
    ],
)
def test_a_broken_table_changes_nothing_and_says_where(
    leader: Clerk, town: Town, text: str | bytes, words: str
) -> None:
    assert words in brings(leader, text)
    assert leader.status == 409
    with town.bot.store.read() as work:
        assert work.editions.draft(CATALOGUE) is None


def test_a_file_too_large_is_refused(leader: Clerk) -> None:
    brings(leader, "编码,答复时限\n" + "0203,2工作日\n" * 200_000)
    assert leader.status == 413


# -- every process, and the log


def test_another_process_takes_it_up_with_its_next_transaction(leader: Clerk, town: Town) -> None:
    other = build(town.settings, town.listener, town.bot.store, town.clock)
    edits(leader, "0202", 主办单位="交通运输局")
    publishes(leader, town)
    assert other.district.edition == 0
    other.door.do(WriteLines(CATALOGUE, {"0203": line(town, "0203", 答复时限="2工作日")}), LEADER)
    assert other.district.edition == 1
    assert other.district.catalogue["0202"].lead == "交通运输局"


def test_a_restart_forgets_nothing(leader: Clerk, town: Town) -> None:
    edits(leader, "0202", 主办单位="交通运输局")
    publishes(leader, town)
    town.restart()
    assert unit(town, "0202") == "区交通运输局"


def test_a_line_that_no_longer_fits_the_files_does_not_stop_the_rest(
    arrive: Arrive, leader: Clerk, town: Town
) -> None:
    edits(leader, "0202", 主办单位="交通运输局")
    edits(leader, "0203", 答复时限="2工作日")
    publishes(leader, town)
    files = town.bot.files
    fewer = replace(files, units={key: one for key, one in files.units.items() if key != "BM06"})
    with town.bot.store.read() as work:
        district = Present(fewer)(work, town.clock())
    assert district.catalogue["0202"].lead == files.catalogue["0202"].lead
    assert district.catalogue["0203"].resolve.value == 2
    clerk = arrive(files=fewer)
    clerk.signs_in("leader")
    page = clerk.sees("/staff/catalogue")
    assert "对不上的，这些地方按资料办：事项0202的主办单位“交通运输局”" in page


def test_who_changed_what_and_why_is_kept(arrive: Arrive, leader: Clerk, town: Town) -> None:
    edits(leader, "0202", 主办单位="交通运输局")
    publishes(leader, town)
    audit = signed_in(arrive, "auditor").sees("/staff/log?about=catalogue")
    assert "草稿：事项0202" in audit
    assert f"第1版：{WHY}" in audit
    with town.bot.store.read() as work:
        [event] = work.log.of("edition", CATALOGUE)
        assert work.log.broken("edition", CATALOGUE) == 0
    assert event.actor == LEADER
    assert event.why == WHY
    assert event.data["changes"] == {"0202": {"主办单位": ["住房和城乡建设局(市政)", "交通运输局"]}}


def test_a_turn_in_hand_sees_one_edition(leader: Clerk, town: Town) -> None:
    edits(leader, "0202", 主办单位="交通运输局")
    with town.bot.store.read() as work:
        desk = desk_of(town.bot.door.house, work, town.clock(), LEADER)
    publishes(leader, town)
    assert desk.district.edition == 0
