"""The roster is kept by its administrator: leave, a substitute, who is there from now on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from bot.desk.notices import Word, give
from grid.district import District
from grid.editions import ROSTER, PutLines
from grid.events import Actor
from grid.people import Leave
from grid.refused import Refused
from grid.staffing import gaps
from integrations.district.amending import amended, line_of
from mediation.booking import windows
from tests.console.conftest import Clerk, applies, opens
from tests.console.test_catalogue import joins
from tests.console.test_way import signed_in
from tests.town import Town

Arrive = Callable[..., Clerk]
LEADER = Actor("leader", "centre_leader")
TODAY = date(2026, 11, 18)
GRID = "CH010101"  # R0001 patrols it, R0002 heads it
KIND = "0103"  # a grid tries it first


@pytest.fixture
def leader(arrive: Arrive) -> Clerk:
    """The centre's leader."""
    return signed_in(arrive, "leader")


def was(clerk: Clerk, code: str) -> str:
    """What somebody's page shows of their line."""
    clerk.sees(f"/staff/roster/person/{code}")
    assert clerk.seen is not None
    return clerk.seen.text.partition('name="was" value="')[2].partition('"')[0]


def grants(clerk: Clerk, code: str, days: tuple[int, int], substitute: str = "") -> str:
    """Somebody is given leave, days counted from today."""
    first, last = (TODAY + timedelta(days=n) for n in days)
    page = f"/staff/roster/person/{code}/leave"
    fields = {"first": first.isoformat(), "last": last.isoformat(), "substitute": substitute}
    return clerk.posts(page, "", was=was(clerk, code), **fields)


def told(town: Town) -> set[str]:
    """Who has a notice on its way."""
    with town.bot.store.read() as work:
        rows = work.dues.ripe(town.clock() + timedelta(days=3), 500)
    return {str(due.data["member"]) for _, due in rows if "member" in due.data}


def put(town: Town, code: str, **cells: str) -> None:
    """A line with other cells, without the page."""
    line = line_of(town.bot.district, ROSTER, code)
    assert line
    town.bot.door.do(PutLines(ROSTER, {code: {**line, **cells}}, "换了值班的人"), LEADER)


# -- only the role for it


def test_only_leader_and_administrator_keep_the_roster(arrive: Arrive, town: Town) -> None:
    joins(town, "admin", "sysadmin")
    for name in ("chen", "auditor", "unit1", "mediator1"):
        clerk = signed_in(arrive, name)
        for page in ("", "/new", "/person/R0001", "/editions", "/export.csv"):
            clerk.sees(f"/staff/roster{page}")
            assert clerk.status == 404, (name, page)
    admin = signed_in(arrive, "admin")
    assert "赵文静" in admin.sees("/staff/roster")
    admin.sees("/staff/catalogue")
    assert admin.status == 404


def test_numbers_are_covered_and_seeing_one_is_kept(
    arrive: Arrive, leader: Clerk, town: Town
) -> None:
    number = town.bot.district.roster["R0001"].phone
    for page in ("/staff/roster?q=R0001", "/staff/roster/person/R0001"):
        leader.sees(page)
        assert leader.seen
        assert number not in leader.seen.text
    assert number in leader.posts("/staff/roster/person/R0001/phone", "/staff/roster/person/R0001")
    log = signed_in(arrive, "auditor").sees("/staff/log?about=roster")
    assert "看人员电话" in log
    assert "R0001 赵文静" in log


# -- leave


def test_a_substitute_gets_notices_and_tickets_from_that_day(
    arrive: Arrive, leader: Clerk, town: Town
) -> None:
    for code in ("R0002", "R0004"):
        put(town, code, 联系渠道=f"telegram:{code[1:]}")
    grants(leader, "R0001", (0, 3))
    page = grants(leader, "R0002", (0, 3), "R0004")
    assert "杨天佑（R0004）替班" in page
    ticket = opens(town, KIND)
    assert ticket.unit == GRID
    word = Word("new", "新工单，请签收。")
    town.bot.door.change(LEADER, lambda desk: give(desk, ticket, word, (GRID,)))
    assert told(town) == {"R0004"}
    deputy = signed_in(arrive, "r0004")
    assert ticket.number in deputy.sees("/staff/tickets")
    deputy.posts(f"/staff/tickets/{ticket.number}/sign", f"/staff/tickets/{ticket.number}")
    with town.bot.store.read() as work:
        assert work.log.of("ticket", ticket.number)[-1].move == "sign"
    town.clock.now += timedelta(days=4)
    opens(town, "0203", "web:later")  # any turn: the day is another one
    assert ticket.number not in signed_in(arrive, "r0004").sees("/staff/tickets")


def test_leave_of_a_later_day_changes_nothing_today(leader: Clerk, town: Town) -> None:
    grants(leader, "R0002", (2, 3), "R0004")
    assert "R0002" in {one.id for one in town.bot.district.at_work}
    town.clock.now += timedelta(days=2)
    opens(town, KIND)
    assert "R0002" not in {one.id for one in town.bot.district.at_work if one.unit == GRID}


def test_a_grid_without_anybody_is_warned_of(leader: Clerk) -> None:
    assert "没有人在岗" not in grants(leader, "R0001", (1, 3))
    page = grants(leader, "R0002", (2, 4))
    assert "幸福第一网格2026-11-20至2026-11-21没有人在岗" in page
    assert "幸福第一网格2026-11-20至2026-11-21" in leader.sees("/staff/roster")
    leader.posts("/staff/roster/person/R0002/leave", "", was=was(leader, "R0002"),
                 drop="2026-11-20")  # fmt: skip
    assert "没有人在岗" not in leader.sees("/staff/roster")


@pytest.mark.parametrize(
    ("days", "substitute", "words"),
    [
        ((-1, 2), "", "已经过去了"),
        ((3, 1), "", "结束日期早于开始日期"),
        ((0, 1), "谁也不是", "替班人请从列表里选"),
        ((0, 1), "R9999", "替班人请从列表里选"),
        ((0, 1), "R0001", "岗位不一样"),
        ((0, 1), "R0002", "不在人员里"),
    ],
)
def test_a_leave_that_makes_no_sense_is_refused(
    leader: Clerk, town: Town, days: tuple[int, int], substitute: str, words: str
) -> None:
    assert words in grants(leader, "R0002", days, substitute)
    assert leader.status == 409
    assert not town.bot.district.roster["R0002"].leaves


def test_whoever_is_away_stands_in_for_nobody(leader: Clerk) -> None:
    grants(leader, "R0004", (1, 2))
    assert "那几天自己也请假" in grants(leader, "R0002", (0, 1), "R0004")
    assert "已经请过假了" in grants(leader, "R0004", (2, 5))


def test_two_administrators_do_not_overwrite_each_other(
    arrive: Arrive, leader: Clerk, town: Town
) -> None:
    joins(town, "admin", "sysadmin")
    seen = was(leader, "R0002")
    grants(signed_in(arrive, "admin"), "R0002", (0, 1), "R0004")
    leader.sees("/staff/roster/person/R0002")
    page = leader.posts("/staff/roster/person/R0002/leave", "", was=seen, first="2026-11-25",
                        last="2026-11-26", substitute="")  # fmt: skip
    assert "刚刚有别人改过" in page
    assert len(town.bot.district.roster["R0002"].leaves) == 1


def test_who_stood_in_may_leave_and_is_counted_on_no_more(leader: Clerk, town: Town) -> None:
    grants(leader, "R0001", (0, 3))
    grants(leader, "R0002", (0, 3), "R0004")
    assert not gaps(town.bot.district, TODAY)
    put(town, "R0004", 在岗="否")
    assert GRID in {gap.unit.id for gap in gaps(town.bot.district, TODAY)}
    assert not [one for one in town.bot.district.at_work if one.id in ("R0002", "R0004")]


def test_nobody_is_booked_for_mediation_on_leave(town: Town) -> None:
    district = town.bot.district
    member = next(one for one in district.roster.values() if one.role == "mediator")
    day = next(TODAY + timedelta(n) for n in range(14)
               if windows(member, TODAY + timedelta(n), district.calendar))  # fmt: skip
    put(town, member.id, 请假=f"{day}至{day}")
    assert not windows(town.bot.district.roster[member.id], day, district.calendar)


def test_a_mediation_booked_before_the_leave_is_told(leader: Clerk, town: Town) -> None:
    case = applies(town)
    assert case.slot
    days = (case.slot.start.date() - TODAY).days
    assert "已经排了调解" not in leader.sees(f"/staff/roster/person/{case.mediator}")
    assert "已经排了调解" in grants(leader, case.mediator, (days, days + 1))


def test_an_alert_finds_somebody_even_if_all_are_on_leave(town: Town) -> None:
    for one in [m for m in town.bot.district.roster.values() if m.role == "duty"]:
        put(town, one.id, 请假=f"{TODAY}至{TODAY}")
    district = town.bot.district
    assert district.duty(district.root, town.clock())


# -- people


def test_a_new_duty_holds_at_once(arrive: Arrive, leader: Clerk, town: Town) -> None:
    ticket = opens(town, KIND)
    assert ticket.number not in signed_in(arrive, "r0004").sees("/staff/tickets")
    leader.sees("/staff/roster/person/R0004")
    leader.posts("/staff/roster/person/R0004", "", was=was(leader, "R0004"), 姓名="杨天佑",
                 岗位="网格长", 单位=f"{GRID} 幸福第一网格", 在岗="是", why="换岗")  # fmt: skip
    assert town.bot.district.roster["R0004"].unit == GRID
    assert town.bot.district.roster["R0004"].phone  # left empty: as it was
    assert ticket.number in signed_in(arrive, "r0004").sees("/staff/tickets")


def test_a_number_is_covered_in_what_has_changed_and_in_the_log(leader: Clerk, town: Town) -> None:
    put(town, "R0001", 电话="13900007777", 联系渠道="telegram:4711")
    page = leader.sees("/staff/roster/editions?from=0&to=1")
    assert "139****7777" in page
    with town.bot.store.read() as work:
        [event] = work.log.of("edition", ROSTER)
    for text in (page, str(event.data)):
        assert "13900007777" not in text
        assert "4711" not in text


def test_who_has_left_is_asked_no_more_and_sees_nothing(arrive: Arrive, town: Town) -> None:
    ticket = opens(town, KIND)
    put(town, "R0002", 在岗="否")
    assert "R0002" in town.bot.district.roster  # what they did keeps a name
    assert "R0002" not in {one.id for one in town.bot.district.at_work}
    assert ticket.number not in signed_in(arrive, "r0002").sees("/staff/tickets")


def test_a_person_for_a_unit_that_does_not_exist_is_refused(leader: Clerk, town: Town) -> None:
    new = "/staff/roster/new"
    cells = {"编码": "R9001", "姓名": "新来的", "岗位": "巡查员", "在岗": "是", "why": "新到岗"}
    page = leader.posts(new, new, was="", 单位="XX99", **cells)
    assert "没有编码为“XX99”的单位" in page
    leader.posts(new, new, was="", 单位=GRID, **cells)
    assert leader.status == 200
    assert town.bot.district.roster["R9001"].unit == GRID


def test_the_roster_comes_out_and_in_again(arrive: Arrive, leader: Clerk, town: Town) -> None:
    text = leader.browser.get("/staff/roster/export.csv").text
    changed = text.replace("R0001,赵文静,巡查员,CH010101", "R0001,赵文静,巡查员,CH010102")
    wrong = changed.replace("CH010102", "没有", 1)
    tries = ((text, "和现在的一样"), (wrong, "没有编码为"), (changed, "第1版"))
    for content, words in tries:
        token = leader.token("/staff/roster")
        page = leader.uploads("/staff/roster/import", {"csrf": token, "why": "月初调整"},
                              [("file", ("roster.csv", content.encode(), "text/csv"))])  # fmt: skip
        assert words in page
    assert town.bot.district.roster["R0001"].unit == "CH010102"
    assert "人员表，含电话" in signed_in(arrive, "auditor").sees("/staff/log?about=roster")
    leader.posts("/staff/roster/editions", "/staff/roster/editions", number="0", newest="1",
                 why="导错了文件")  # fmt: skip
    assert town.bot.district.roster["R0001"].unit == "CH010101"


# -- values


def test_leave_is_written_and_read_in_one_cell(town: Town) -> None:
    files: District = town.bot.files
    line = {
        **(line_of(files, ROSTER, "R0001") or {}),
        "请假": "2026-12-01、2026/12/5至2026-12-07 R0003",
    }
    member = amended(files, ROSTER, {"R0001": line}).district.roster["R0001"]
    assert member.leaves == (Leave(date(2026, 12, 1), date(2026, 12, 1)),
                             Leave(date(2026, 12, 5), date(2026, 12, 7), "R0003"))  # fmt: skip
    assert not gaps(files, TODAY)
    wrong = amended(files, ROSTER, {"R0001": {**line, "请假": "下周"}}).wrong
    assert "看不懂" in wrong


def test_the_wrong_kind_cannot_be_put_at_once(town: Town) -> None:
    with pytest.raises(Refused, match="先存草稿"):
        town.bot.door.do(PutLines("catalogue", {"0203": {}}, "试一试不行"), LEADER)
