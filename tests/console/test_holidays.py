"""A year without a table of holidays: staff are told, an administrator puts it in, dates move."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.running import Running
from console.accounts import DEMO_PASSWORD, NewAccount, make_account
from console.holiday_words import gap, read_table, spans
from dialogs.commands import AnswerTicket, RateTicket
from grid.calendar import SHANGHAI, WorkingCalendar, YearTable
from grid.events import Actor
from grid.orders import AskTime, DecideTime, Redispatch, RequestReturn, Sign
from grid.refused import Refused
from grid.tickets import Ticket
from integrations.holidays import has, kept, learn
from tests.console.conftest import Clerk, at_desk, opens
from tests.console.test_way import handler, moves, signed_in
from tests.town import Town

Arrive = Callable[..., Clerk]
NEW_YEAR = datetime(2026, 12, 30, 2, 0, tzinfo=UTC)  # Wednesday, ten in the morning
NOTICE = """一、元旦：1月1日（周五）至3日（周日）放假调休，共3天。
二、春节：2月5日（农历除夕、周五）至11日（周四）放假调休，共7天。1月30日（周六）、2月13日（周六）上班。
三、清明节：4月5日（周一）放假，与周末连休。"""
N3 = "0107"  # five workdays


def years(chen: Clerk, to: str = "", **fields: str) -> str:
    """Somebody fills the form of a year."""
    given = {"year": "2027", "text": NOTICE} | fields | ({"to": to} if to else {})
    return chen.posts("/staff/holidays", "/staff/holidays", **given)


def ticket(town: Town, number: str) -> Ticket:
    """A ticket as it stands."""
    with town.bot.store.read() as work:
        found = work.tickets.get(number)
    assert found
    return found


@pytest.fixture
def leader(arrive: Arrive, town: Town) -> Clerk:
    """The centre's leader, on the last workdays of a year."""
    town.clock.now = NEW_YEAR
    return signed_in(arrive, "leader")


def test_staff_are_told_of_a_year_without_a_table(arrive: Arrive, town: Town) -> None:
    chen = signed_in(arrive, "chen")
    assert "2027年的放假安排还没有录入" in chen.sees("/staff/tickets")  # in November already
    assert "请告诉中心负责人" in chen.sees("/staff/tickets")
    assert "去录入" in signed_in(arrive, "leader").sees("/staff/tickets")
    assert "还没有录入" not in handler(arrive, town).sees("/staff/tickets")


def test_only_who_keeps_the_calendar_changes_it(arrive: Arrive, town: Town) -> None:
    chen = signed_in(arrive, "chen")
    chen.sees("/staff/holidays")
    assert chen.status == 404
    chen.posts("/staff/holidays", "/staff/tickets", year="2027", text=NOTICE, to="keep")
    assert chen.status == 404
    assert 2027 not in town.bot.district.calendar.known


def test_the_notice_itself_can_be_put_in(leader: Clerk, town: Town) -> None:
    page = years(leader)
    assert "1月1日至3日、2月5日至11日、4月5日" in page
    assert "调休上班2天 1月30日、2月13日" in page
    assert 2027 not in town.bot.district.calendar.known  # a look changes nothing
    years(leader, "keep")
    assert 2027 in town.bot.district.calendar.known
    assert "还没有录入" not in leader.sees("/staff/tickets")


def test_dates_given_before_move_and_residents_hear_of_it(leader: Clerk, town: Town) -> None:
    number = opens(town, N3).number
    before = ticket(town, number)
    page = years(leader)
    assert "有 1 件工单的期限会改" in page
    assert number in page
    assert ticket(town, number) == before
    years(leader, "keep")
    after, district = ticket(town, number), town.bot.district
    assert after.answer_due == district.due(district.catalogue[N3].resolve, before.opened)
    assert after.answer_due != before.answer_due
    assert moves(town, number)[-1] == "recount"
    town.tick()
    assert "2027年的放假安排公布了，答复您的时间从" in town.answers("web:neighbour")


def test_new_tickets_are_counted_by_the_table_at_once(leader: Clerk, town: Town) -> None:
    years(leader, "keep")
    town.clock.now = datetime(2027, 2, 4, 2, 0, tzinfo=UTC)  # the day before the Spring Festival
    due = ticket(town, opens(town, N3, "web:later").number).answer_due
    assert due
    assert due.astimezone(SHANGHAI).date() > date(2027, 2, 11)


def test_a_date_agreed_on_stays(leader: Clerk, town: Town) -> None:
    number = opens(town, N3).number
    unit, before = ticket(town, number).unit, ticket(town, number).answer_due
    assert before
    staff = Actor("r0136", "unit_handler")
    town.bot.door.do(Sign(number, unit), staff)
    until = before + timedelta(hours=3)
    town.bot.door.do(AskTime(number, unit, until, "要等配件送到"), staff)
    town.bot.door.do(DecideTime(number, True, "情况属实，同意"), Actor("chen", "dispatcher"))
    assert "有1件的期限是另外约定的" in years(leader)
    years(leader, "keep")
    assert ticket(town, number).answer_due == until


def test_a_redo_moves_with_its_unit(leader: Clerk, town: Town) -> None:
    number = opens(town, "0103").number
    town.bot.door.do(AnswerTicket(number, "已经清走了。", "chen"), Actor("chen", "hotline_staff"))
    at_desk(town, "web:neighbour", RateTicket(number, "unsolved", 1))
    above = town.bot.district.units["BM01"]
    order = Redispatch(number, above.id, "换人再办一次", "陈督办")
    town.bot.door.do(order, Actor("chen", "dispatcher"))
    town.later(minutes=1)
    before = ticket(town, number)
    years(leader, "keep")
    after = ticket(town, number)
    assert after.answer_due is not None
    assert before.answer_due is not None
    assert after.answer_due > before.answer_due


def test_what_the_office_must_decide_waits_for_the_holidays_too(leader: Clerk, town: Town) -> None:
    town.clock.now = datetime(2026, 12, 31, 8, 30, tzinfo=UTC)  # an hour before it closes
    leader.signs_in("leader")
    number = opens(town, N3).number
    unit = ticket(town, number).unit
    staff = Actor("r0136", "unit_handler")
    town.bot.door.do(RequestReturn(number, unit, "unclear", "这块地的权属还没有查清"), staff)

    def decided_by() -> datetime:
        with town.bot.store.read() as work:
            [row] = [row for row in work.dues.of(number) if row.what == "return_decision"]
        at: datetime = row.at
        return at.astimezone(SHANGHAI)

    assert decided_by().date() == date(2027, 1, 1)  # a Friday, as far as anybody knew
    years(leader, "keep")
    assert decided_by().date() == date(2027, 1, 4)


def test_another_process_reads_the_table_from_the_store(leader: Clerk, town: Town) -> None:
    years(leader, "keep")
    other = WorkingCalendar()
    with town.bot.store.read() as work:
        learn(other, work)
        [table] = kept(work)
    assert has(other, table)
    assert not other.is_workday(date(2027, 1, 1))
    assert other.is_workday(date(2027, 1, 30))


def test_a_restart_forgets_nothing(leader: Clerk, town: Town) -> None:
    years(leader, "keep")
    town.restart()
    assert 2027 not in town.bot.district.calendar.known

    async def run() -> None:
        running = Running(town.bot)
        await running.sweep()
        await running.end()

    asyncio.run(run())
    assert 2027 in town.bot.district.calendar.known


def test_what_was_put_in_is_in_the_audit(arrive: Arrive, leader: Clerk, town: Town) -> None:
    years(leader, "keep")
    log = signed_in(arrive, "auditor").sees("/staff/log?about=2027")
    assert "录入放假安排" in log
    assert "放假11天，调休上班2天" in log


def test_the_system_administrator_may_too_and_sees_no_business(arrive: Arrive, town: Town) -> None:
    with town.bot.store.begin() as work:
        new = NewAccount("admin", "系统管理员", ("sysadmin",))
        make_account(work, new, DEMO_PASSWORD, town.clock())
    admin = signed_in(arrive, "admin")
    assert "2027年的放假安排还没有录入" in admin.sees("/staff/holidays")
    admin.sees("/staff/tickets")
    assert admin.status == 404


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "没有读到放假的日子"),
        ("1月1日", "没有写清"),
        ("2月30日放假", "没有“2月30日”这一天"),
        ("2026-12-31 放假", "要在2027年里"),
        ("1月3日至1日放假", "先写前一天"),
        ("1月1日放假\n1月1日上班", "又写放假又写上班"),
    ],
)
def test_what_makes_no_sense_is_said_and_what_was_typed_stays(
    leader: Clerk, town: Town, text: str, said: str
) -> None:
    assert said in years(leader, "keep", text=text or " ")
    assert leader.status == 409
    assert leader.seen
    assert text in leader.seen.text.replace("&#34;", '"')
    assert 2027 not in town.bot.district.calendar.known


def test_few_days_and_odd_workdays_are_doubted(leader: Clerk) -> None:
    page = years(leader, text="2027-01-01 放假\n2027-01-05 上班")
    assert "只有1天假" in page
    assert "1月5日本来就是周一至周五" in page


def test_lines_of_the_calendar_file_are_read_as_well() -> None:
    lines = "日期,类型,说明\n2027-01-01,放假,元旦\n2027-01-02,放假,元旦\n2027-01-30,上班,春节调休"
    table = read_table(2027, lines)
    assert table.off == {date(2027, 1, 1), date(2027, 1, 2)}
    assert table.worked == {date(2027, 1, 30)}


def test_days_in_a_row_are_said_as_one_span() -> None:
    days = [date(2027, 1, 31), date(2027, 2, 1), date(2027, 4, 5)]
    assert spans(days) == "1月31日至2月1日、4月5日"


def test_the_gap_is_told_while_dates_reach_into_it() -> None:
    calendar = WorkingCalendar(known=frozenset({2026}))
    assert gap(calendar, datetime(2026, 9, 1, tzinfo=UTC)) == ""
    assert "2027年" in gap(calendar, datetime(2026, 11, 20, tzinfo=UTC))


def test_a_year_put_in_again_takes_the_place_of_the_first() -> None:
    calendar = WorkingCalendar(holidays=frozenset({date(2026, 10, 1), date(2027, 1, 4)}))
    calendar.take(YearTable(2027, frozenset({date(2027, 1, 1)}), frozenset()))
    assert calendar.holidays == {date(2026, 10, 1), date(2027, 1, 1)}


def test_a_table_cannot_be_put_in_for_a_year_gone_by(leader: Clerk) -> None:
    assert "年份请写2026或2027" in years(leader, "keep", year="2019")
    with pytest.raises(Refused):
        read_table(2027, "2月5日至3月30日放假")
