"""Commands about suspending: a unit asks, the leader decides, and it comes back by itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.desk import entering, handling, notices
from bot.desk.desk import SYSTEM, Desk
from bot.desk.routes import Step, called, fresh, put, repeated, tell, told
from dialogs.dates import due_words, time_words
from followup.due import Due
from grid.asking import asked_of
from grid.events import Actor, Event
from grid.refused import Refused
from grid.returns import pace
from grid.suspending import (
    WAITS,
    AskSuspension,
    DenySuspension,
    Resume,
    Suspend,
    day_of,
    unfit,
    waiting_of,
)
from grid.tickets import State, Ticket, moved

OVER, LOOK = "suspension_over", "suspension_look"
"""Due actions: the day it is looked at again, and the look once a month until then (B.3)."""
ASKED = "suspension"
"""The due action of a suspension the leader has not decided on."""


def _log(desk: Desk, number: str) -> list[Event]:
    return desk.work.log.of("ticket", number)


def ask_suspension(desk: Desk, command: AskSuspension) -> Ticket:
    """A unit cannot go on for what it names; the leader decides, its time runs."""
    ticket = fresh(desk, command.number, command.seen)
    if not command.unit or ticket.unit != command.unit:
        raise Refused(f"工单{ticket.number}现在不在您的单位，不用再办。")
    asked = waiting_of(_log(desk, ticket.number)).asked
    if asked and (asked.actor, asked.why) == (desk.actor, command.plan.strip()):
        return ticket  # sent twice
    if asked:
        raise Refused("已经申请过挂账，等中心负责人定。")
    step = _step(desk, ticket, command, "request_suspension")
    more = {"why": step.why, "data": step.data}
    desk.happened(moved(ticket, step.move, desk.actor, desk.now, **more)[1])
    words = f"{ticket.number}：{called(desk, ticket.unit)}申请挂账，{WAITS[command.wait]}，请您定。"
    notices.give(desk, ticket, notices.Word("suspension", words), (notices.LEADER,))
    until = desk.district.due(pace(desk.district.policies, ticket.sla).rule, desk.now)
    desk.later(Due(f"{ASKED}:{ticket.number}", ASKED, until, about=ticket.number, moves=True))
    return ticket


def _step(desk: Desk, ticket: Ticket, command: AskSuspension | Suspend, move: str) -> Step:
    """The row of the log; Refused where it may not be suspended so."""
    if no := unfit(desk.district, ticket, command, desk.now):
        raise Refused(no)
    if asked_of(_log(desk, ticket.number)):
        raise Refused("正在等居民补充情况，时间停着，等居民回了话再挂账。")
    plan = told(command.plan, "在等什么、等到了怎么办")
    assert command.until  # unfit has said so
    until = day_of(command.until, desk.district)
    return Step(move, plan, {"wait": command.wait, "until": until.isoformat()})


def suspend(desk: Desk, command: Suspend) -> Ticket:
    """Suspended: the clocks rest, the ticket stays open, the resident hears why and until when."""
    done = Step("suspend", command.plan.strip(), {"wait": command.wait})
    if ticket := repeated(desk, command.number, command.seen, done):
        return ticket
    ticket = fresh(desk, command.number, command.seen)
    step = _step(desk, ticket, command, "suspend")
    until = datetime.fromisoformat(str(step.data["until"]))
    ticket = put(desk, ticket, Step(step.move, step.why, step.data, {"answer_due": until}))
    whats = [handling.WAITING, ASKED]
    desk.work.dues.cancel(desk.now, "已挂账", about=ticket.number, whats=whats)
    _come_back(desk, ticket, until)
    words = {"wait": WAITS[command.wait], "plan": step.why.rstrip("。"), "until": time_words(until)}
    _tell(desk, ticket, desk.say("way.suspended", **words))
    given = f"{ticket.number}同意挂账，最晚{time_words(until)}再看；条件到了请马上报中心恢复。"
    notices.give(desk, ticket, notices.Word("suspension", given), (ticket.unit,))
    return ticket


def _come_back(desk: Desk, ticket: Ticket, until: datetime) -> None:
    """On its day it goes on by itself; until then it is looked at once a month."""
    data = {"until": until.isoformat()}
    number, at = ticket.number, desk.now + desk.district.policies.suspend_look
    desk.later(Due(f"{OVER}:{number}", OVER, until, about=number, data=data, moves=True))
    if at < until:
        desk.later(Due(f"{LOOK}:{number}", LOOK, at, about=number, data=data, moves=True))


def _tell(desk: Desk, ticket: Ticket, words: str) -> None:
    """Whom nothing can be written to is rung up: the hotline hears of it."""
    tell(desk, ticket, words)
    if entering.by_phone_only(ticket.contact):
        ring = f"{ticket.number}的居民只有电话，请打电话告诉他：{words}"
        notices.give(desk, ticket, notices.Word("ring", ring), (notices.HOTLINE,))


def deny_suspension(desk: Desk, command: DenySuspension) -> Ticket:
    """The unit goes on; its date stays."""
    ticket = fresh(desk, command.number, command.seen)
    events = _log(desk, ticket.number)
    if [(e.move, e.actor, e.why) for e in events[-1:]] == [
        ("deny_suspension", desk.actor, command.why.strip())
    ]:
        return ticket  # sent twice
    why = told(command.why, "为什么不同意挂账")
    if waiting_of(events).asked is None:
        raise Refused("没有等着定的挂账申请，可能别人刚定过，请看经过。")
    _deny(desk, ticket, why, desk.actor)
    return ticket


def _deny(desk: Desk, ticket: Ticket, why: str, by: Actor) -> None:
    desk.happened(moved(ticket, "deny_suspension", by, desk.now, why=why)[1])
    desk.work.dues.cancel(desk.now, "已经定了", about=ticket.number, whats=[ASKED])
    words = f"{ticket.number}不同意挂账：{why}"
    notices.give(desk, ticket, notices.Word("suspension", words), (ticket.unit,))


def undecided(desk: Desk, due: Due) -> None:
    """Nobody decided in time: the unit goes on, and the log says that it was so."""
    ticket = desk.work.tickets.get(due.about)
    if ticket and waiting_of(_log(desk, ticket.number)).asked:
        _deny(desk, ticket, "到时没有定，期限不变", SYSTEM)


def resume(desk: Desk, command: Resume) -> Ticket:
    """What was waited for is there."""
    if done := repeated(desk, command.number, command.seen, Step("resume", command.why.strip())):
        return done
    ticket = fresh(desk, command.number, command.seen)
    return _goes_on(desk, ticket, told(command.why, "条件怎么到了"), desk.actor)


def _goes_on(desk: Desk, ticket: Ticket, why: str, by: Actor) -> Ticket:
    """The unit has its whole time again, and the resident the date that comes of it."""
    category = desk.district.rule(ticket.category, ticket.edition)
    assert category  # a category is never taken out of the catalogue
    until = desk.district.due(category.resolve, desk.now)
    data: dict[str, Any] = {"until": until.isoformat()}
    ticket = put(desk, ticket, Step("resume", why, data, {"answer_due": until}), by)
    desk.work.dues.cancel(desk.now, "已恢复办理", about=ticket.number, whats=[OVER, LOOK])
    unit, answer = called(desk, ticket.unit), due_words(until, category.resolve)
    _tell(desk, ticket, desk.say("way.resumed", unit=unit, answer=answer))
    words = f"{ticket.number}挂账结束，{time_words(until)}前办完。"
    notices.give(desk, ticket, notices.Word("suspension", words), (ticket.unit, notices.LEADER))
    return ticket


def over(desk: Desk, due: Due) -> None:
    """The day has come on which it is looked at again: it goes on by itself."""
    if ticket := _still(desk, due):
        _goes_on(desk, ticket, "挂账到了再看的日子，接着办", SYSTEM)


def look(desk: Desk, due: Due) -> None:
    """A month has passed: the unit, its leader and who supervises see whether it can go on."""
    ticket = _still(desk, due)
    if ticket is None:
        return
    until = datetime.fromisoformat(str(due.data["until"]))
    words = f"{ticket.number}还挂着账（最晚{time_words(until)}），条件到了请马上恢复办理。"
    desks = (ticket.unit, notices.LEADER, notices.SUPERVISOR)
    notices.give(desk, ticket, notices.Word("suspension", words), desks)
    _come_back(desk, ticket, until)


def _still(desk: Desk, due: Due) -> Ticket | None:
    """The ticket, while it is suspended until that day."""
    ticket = desk.work.tickets.get(due.about)
    if ticket is None or ticket.state != State.SUSPENDED:
        return None
    held = waiting_of(_log(desk, ticket.number)).held
    return ticket if held and held.data.get("until") == due.data.get("until") else None
