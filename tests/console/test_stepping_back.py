"""A resident steps back: withdrawn nothing stays open, unnamed it is said who has read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.desk.calling import call
from bot.desk.desk import SYSTEM
from dialogs.commands import JoinTicket, WithdrawTicket
from dialogs.unnamed import HideName
from grid.asking import asked_of
from grid.events import Actor
from grid.handling import handling_of
from grid.orders import AskResident, AskTime, RequestReturn, Sign
from grid.returns import office_dues, way_of
from tests.console.conftest import Clerk, at_desk, opens
from tests.console.test_way import Arrive, gives_back, handler
from tests.town import Town

ROADWORK, SEWAGE, UNSORTED = "0102", "0207", "1207"
WHO = "web:neighbour"


def orders(town: Town, command: Any, role: str = "unit_handler") -> None:
    """Somebody of the staff gives an order."""
    town.bot.door.do(command, Actor("r0136", role))


def log(town: Town, number: str) -> list[Any]:
    with town.bot.store.read() as work:
        return work.log.of("ticket", number)


def waiting(town: Town, number: str) -> set[str]:
    """What is still to come about a ticket."""
    with town.bot.store.read() as work:
        return {row.what for row in work.dues.of(number) if row.state == "waiting"}


def test_a_withdrawn_ticket_leaves_no_open_return(arrive: Arrive, town: Town) -> None:
    ticket = opens(town, ROADWORK)
    gives_back(handler(arrive, town), ticket.number)
    assert way_of(log(town, ticket.number)).asked
    at_desk(town, WHO, WithdrawTicket(ticket.number))
    way, after = way_of(log(town, ticket.number)), town.tickets()[0]
    assert (way.asked, way.waits) == (None, None)
    assert office_dues(town.bot.district, after, way) == ()
    assert waiting(town, ticket.number) == set()


def test_a_withdrawn_return_shows_no_form_to_decide_on_it(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    ticket = opens(town, ROADWORK)
    gives_back(handler(arrive, town), ticket.number)
    at_desk(town, WHO, WithdrawTicket(ticket.number))
    page = chen.sees(f"/staff/tickets/{ticket.number}")
    assert "已经撤回" in page
    assert "怎么定" not in page
    assert "等区联动指挥中心" not in handler(arrive, town).sees(f"/staff/tickets/{ticket.number}")


def test_what_was_asked_of_somebody_who_withdrew_is_asked_no_more(town: Town) -> None:
    ticket = opens(town, ROADWORK, WHO)
    orders(town, AskResident(ticket.number, "渣土在哪个路口？"), "dispatcher")
    town.tick()
    assert "渣土在哪个路口" in town.answers(WHO)
    town.says("撤回", WHO)
    said = town.taps("撤回", WHO)
    assert "已经撤回" in said
    assert "渣土在哪个路口" not in said
    assert asked_of(log(town, ticket.number)) is None
    assert "等居民" not in town.says("在东边", WHO)
    with town.bot.store.read() as work:
        assert work.tickets.added(ticket.number) == []


def test_an_answer_never_goes_to_another_ticket_than_was_asked_about(town: Town) -> None:
    asked, other = opens(town, ROADWORK, WHO), opens(town, "0103", WHO)
    orders(town, AskResident(asked.number, "渣土在哪个路口？"), "dispatcher")
    town.tick()
    at_desk(town, WHO, WithdrawTicket(asked.number))  # on another channel
    assert "不用再答" in town.says("在人民路东边的路口", WHO)
    with town.bot.store.read() as work:
        assert work.tickets.added(other.number) == []


def test_more_time_asked_for_lapses_with_the_ticket(town: Town) -> None:
    ticket = opens(town, "0101")
    with town.bot.store.read() as work:
        held = work.tickets.get(ticket.number)
    assert held
    orders(town, Sign(ticket.number, held.unit))
    until = town.bot.district.due(town.bot.district.catalogue["0101"].resolve, town.clock())
    orders(town, AskTime(ticket.number, held.unit, until + timedelta(hours=1), "要等车辆调来"))
    events = log(town, ticket.number)
    assert handling_of(events).wants
    ended = replace(events[-1], move="emergency_transfer", after="transferred")
    assert handling_of([*events, ended]).wants is None


def test_a_hazard_withdrawn_keeps_what_the_office_owes_it(arrive: Arrive, town: Town) -> None:
    ticket = opens(town, SEWAGE)
    assert ticket.sla in ("E0", "E1")
    unit = ticket.unit
    orders(town, RequestReturn(ticket.number, unit, "unclear", "这条管道的产权还没有查清楚"))
    orders(town, AskResident(ticket.number, "现在还在漏吗？"), "dispatcher")
    at_desk(town, WHO, WithdrawTicket(ticket.number))
    assert "return_decision" in waiting(town, ticket.number)
    assert "facts_silent" not in waiting(town, ticket.number)
    assert asked_of(log(town, ticket.number)) is None  # nobody is there to answer
    town.later(hours=1)
    assert town.tickets()[0].state == "coordinating"
    assert town.answers(WHO) == ""


def test_a_return_of_something_withdrawn_calls_nobody_any_more(town: Town) -> None:
    ticket = opens(town, ROADWORK)
    town.bot.door.change(SYSTEM, lambda desk: call(desk, ticket, "请马上定"))
    at_desk(town, WHO, WithdrawTicket(ticket.number))
    with town.bot.store.read() as work:
        assert work.alerts.open_of(f"office:{ticket.number}") is None


# -- without a name


def test_before_a_unit_has_it_a_ticket_is_anonymous_at_once(arrive: Arrive, town: Town) -> None:
    ticket = opens(town, UNSORTED)
    assert ticket.unit == ""
    found = at_desk(town, WHO, HideName(ticket.number))
    assert (found.units, found.read, found.open) == ((), False, False)
    assert town.tickets()[0].privacy == "anonymous"
    said = town.says("改成匿名", WHO)
    assert "已经是匿名的" in said


def test_said_before_a_unit_has_it_nothing_is_said_of_readers(town: Town) -> None:
    opens(town, UNSORTED, WHO)
    said = town.says("改成匿名", WHO)
    assert "还没有转给任何单位" in said
    assert "收不回来" not in said
    assert town.tickets()[0].privacy == "anonymous"


def test_afterwards_it_is_said_honestly_who_has_read_it(arrive: Arrive, town: Town) -> None:
    ticket = opens(town, ROADWORK, WHO, detail="我叫沈玉兰，电话13800001234，门口渣土没人清。")
    ours = handler(arrive, town)
    ours.sees(f"/staff/tickets/{ticket.number}")
    said = town.says("改成匿名", WHO)
    assert "已经转给区城市管理局，有人看过您写的内容" in said
    assert "收不回来" in said
    page = ours.sees(f"/staff/tickets/{ticket.number}")
    assert "匿名" in page
    assert "沈" not in page.partition("诉求人")[0]


def test_who_allowed_their_name_hears_that_it_may_be_known(town: Town) -> None:
    ticket = opens(town, UNSORTED, WHO, privacy="open")
    found = at_desk(town, WHO, HideName(ticket.number))
    assert found.open


def test_a_follower_has_no_name_to_take_away(town: Town) -> None:
    ticket = opens(town, ROADWORK, WHO)
    at_desk(town, "web:other", JoinTicket(ticket.number))
    assert "只是跟进" in town.says("改成匿名", "web:other")
    assert town.tickets()[0].privacy == "confidential"


def test_no_mediation_is_offered_of_what_has_become_anonymous(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    ticket = opens(town, "0701", WHO, detail="楼上天天半夜拖椅子，睡不着。")
    at_desk(town, WHO, HideName(ticket.number))
    assert "能不能调解" not in chen.sees(f"/staff/tickets/{ticket.number}")
    with town.bot.store.read() as work:
        assert work.log.of("ticket", ticket.number)[-1].move == "unname"
        assert not work.log.broken("ticket", ticket.number)
