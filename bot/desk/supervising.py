"""The clocks of a ticket are watched: units reminded, put under supervision, residents told."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import morning, notices, waiting
from bot.desk.calling import office
from bot.desk.desk import SYSTEM, Desk
from bot.desk.people import page
from bot.desk.routes import fresh, heard_as, told
from dialogs.dates import time_words
from followup.due import Due
from followup.quiet import next_allowed
from followup.rules import Rules
from grid.duties import Supervise
from grid.events import Event
from grid.lights import OVER, TIMERS, timers
from grid.refused import Refused
from grid.returns import URGENT
from grid.supervision import LEVELS, Step, next_moment, steps
from grid.tickets import Ticket, moved

LIGHT = "light"
"""The due action that looks at a ticket's clocks."""
UNSIGNED = "unsigned"
"""The kind of an alert about an urgent ticket that its unit has not signed in time."""


def plan_look(desk: Desk, ticket: Ticket, log: list[Event]) -> None:
    """Look again when the next point of one of its clocks is reached."""
    running = timers(desk.district, ticket, log)
    if at := next_moment(desk.district, running, desk.now):
        desk.later(Due(f"{LIGHT}:{ticket.number}:{at.isoformat()}", LIGHT, at,
                       about=ticket.number))  # fmt: skip


def look(desk: Desk, due: Due) -> None:
    """Say what is due to be said, each once; after an outage the gravest alone (G.3 row 18)."""
    ticket = desk.work.tickets.get(due.about)
    if ticket is None:
        return
    events = desk.work.log.of("ticket", ticket.number)
    running = timers(desk.district, ticket, events)
    for step in steps(desk.district, running, events, desk.now):
        ticket = _say(desk, ticket, step)
    plan_look(desk, ticket, events)


def _say(desk: Desk, ticket: Ticket, step: Step) -> Ticket:
    """One reminder or supervision: logged, counted on the ticket, told to who it concerns."""
    what = TIMERS[step.timer.name]
    late = step.share >= OVER
    by = time_words(step.timer.due)
    words = f"{ticket.number}答应{by}前{what}，" + ("已经超期。" if late else "时间快到了。")
    move = "supervise" if late else "nudge"
    data = {"mark": step.mark, "timer": step.timer.name, "level": step.level}
    desk.happened(moved(ticket, move, SYSTEM, desk.now, why=words, data=data)[1])
    if step.level > ticket.supervised:
        ticket = desk.work.tickets.save(replace(ticket, supervised=step.level))
    _tell(desk, ticket, step, f"{LEVELS[step.level]}：{words}")
    if late:
        morning.plan(desk)
    if late and step.timer.name == "sign" and ticket.sla in URGENT:
        _call(desk, ticket)
    if late and step.share == OVER and ticket.answer_due == step.timer.due:
        _apologise(desk, ticket, desk.say("answer_late", due=by))
    return ticket


def _apologise(desk: Desk, ticket: Ticket, words: str) -> None:
    """The resident and whoever follows hear that the date was not kept; not at night."""
    rules = Rules(desk.district.policies, desk.district.calendar)
    at = next_allowed(desk.now, rules.night, rules.calendar)
    category = desk.district.catalogue[ticket.category].name
    for contact, number in heard_as(desk, ticket).items():
        if not contact.startswith("office:"):
            said = desk.say("way.notice", no=number, what=category, words=words)
            data = {"words": said, "kind": "notice"}
            key = f"late:{ticket.number}:{desk.now.isoformat()}:{contact}"
            desk.later(Due(key, "tell", at, contact, ticket.number, data))


def _call(desk: Desk, ticket: Ticket) -> None:
    """Half an hour and nobody has signed what is urgent: who gives it out is called, as for an
    alarm, until somebody takes it."""
    if desk.work.alerts.open_of(office(ticket.number)) is None:
        row = {"contact": office(ticket.number), "at": desk.now, "kind": UNSIGNED,
               "level": ticket.sla, "words": f"{ticket.number}：到时没有签收",
               "state": "paging"}  # fmt: skip
        page(desk, desk.work.alerts.add(row))


def _tell(desk: Desk, ticket: Ticket, step: Step, words: str) -> None:
    """Whoever can do it each time; the superior from the last reminder on; then who supervises."""
    desks = [waiting.whose(ticket, step.timer.name)]
    if step.last or step.level > 1:
        desks.append(notices.above(desk, ticket))
    if step.level > 1:
        desks.append(notices.SUPERVISOR)
    if step.level > 2:
        desks.append(notices.LEADER)
    what = "nudged" if step.level == 1 else "supervised"
    notices.give(desk, ticket, notices.Word(what, words), desks)


def supervise(desk: Desk, command: Supervise) -> Ticket:
    """A person puts it under supervision: what is wanted and by when; closing alone ends it."""
    ticket = fresh(desk, command.number, command.seen)
    why = told(command.words, "要办到什么程度")
    if ticket.ended:
        raise Refused(f"工单{ticket.number}已经结束了，不用督办。")
    if command.level not in (2, 3):
        raise Refused("请选督办还是挂牌督办。")
    if command.until and command.until <= desk.now:
        raise Refused("督办的期限要在现在以后。")
    until = f"，{time_words(command.until)}前报结果" if command.until else ""
    data = {"level": command.level,
            "until": command.until.isoformat() if command.until else ""}  # fmt: skip
    desk.happened(moved(ticket, "supervise", desk.actor, desk.now, why=f"{why}{until}"[:500],
                        data=data)[1])  # fmt: skip
    level = max(command.level, ticket.supervised)
    ticket = desk.work.tickets.save(replace(ticket, supervised=level))
    words = f"{LEVELS[command.level]}：{ticket.number}，{why}{until}。"
    desks = (notices.holder(ticket), notices.above(desk, ticket), notices.SUPERVISOR)
    notices.give(desk, ticket, notices.Word("supervised", words), desks)
    return ticket
