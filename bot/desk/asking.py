"""Missing facts: the resident is asked once through the bot, and the clocks stand still."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.desk.desk import SYSTEM, Desk
from bot.desk.routes import Step, fresh, put, told
from followup.due import Due
from grid.asking import ASKABLE, asked_of, resumed
from grid.events import Actor, Event
from grid.handling import handling_of, unit_date
from grid.orders import AskResident
from grid.refused import Refused
from grid.returns import URGENT
from grid.tickets import Ticket

SILENT = "facts_silent"  # the due action of a question nobody has answered
LONGEST = 200  # characters of a question


def ask_resident(desk: Desk, command: AskResident) -> Ticket:
    """One question, once in a ticket's life; what cannot wait goes on (B.5, B.11)."""
    ticket = fresh(desk, command.number, command.seen)
    events = desk.work.log.of("ticket", ticket.number)
    question = told(command.question, "要问居民什么")[:LONGEST]
    _may_ask(ticket, events)
    latest = desk.district.due(desk.district.policies.facts_wait, desk.now)
    kept = {"answer_due": _kept(ticket.answer_due), "stands": ticket.sla not in URGENT,
            "unit": _kept(unit_date(desk.district, ticket, events))}  # fmt: skip
    answer, unit = _dates(desk, ticket, kept, (desk.now, latest))
    data = {**kept, "shown": _kept(answer), "until": _kept(unit)}
    ticket = put(desk, ticket, Step("ask_resident", question, data, {"answer_due": answer}))
    desk.later(Due(f"facts:{ticket.number}", "facts", desk.now, ticket.contact, ticket.number,
                   {"question": question, "stands": kept["stands"]}))  # fmt: skip
    desk.later(Due(f"{SILENT}:{ticket.number}", SILENT, latest, about=ticket.number))
    return ticket


def _kept(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _may_ask(ticket: Ticket, events: list[Event]) -> None:
    """Refused when it was asked before, or when nobody is there to answer."""
    if any(event.move == "ask_resident" for event in events):
        raise Refused("已经问过居民一次了，不能再问。还不清楚的，请坐席打电话联系。")
    if ticket.state not in ASKABLE:
        raise Refused(f"工单{ticket.number}现在不用问居民。")
    if handling_of(events).wants:
        raise Refused("单位正在申请延期，请先定延期，再问居民。")
    channel = ticket.contact.partition(":")[0]
    if channel == "office":
        raise Refused("这件事没有可以问的居民。")
    if channel == "phone":  # nothing can be written to them
        raise Refused("对方只有电话，机器人问不到，时间也不能为这个停。请打电话问清楚。")


def _dates(
    desk: Desk, ticket: Ticket, kept: Mapping[str, Any], stood: tuple[datetime, datetime]
) -> tuple[datetime | None, datetime | None]:
    """The resident's date and the unit's, when the clocks stood still that long."""
    answer, unit = _date(kept["answer_due"]), _date(kept["unit"])
    category = desk.district.rule(ticket.category, ticket.edition)
    if category is None or not kept["stands"]:
        return answer, unit
    limit, district = category.resolve, desk.district
    return resumed(district, limit, answer, stood), resumed(district, limit, unit, stood)


def _go_on(desk: Desk, ticket: Ticket, asked: Event, by: tuple[str, Actor]) -> Ticket:
    """The clocks go on; a date that somebody has set meanwhile stays as it is."""
    answer, unit = _dates(desk, ticket, asked.data, (asked.at, desk.now))
    if ticket.answer_due != _date(asked.data["shown"]):
        answer = ticket.answer_due
    if handling_of(desk.work.log.of("ticket", ticket.number)).until != _date(asked.data["until"]):
        unit = None
    move, actor = by
    step = Step(move, "", {"until": _kept(unit)}, {"answer_due": answer})
    return put(desk, ticket, step, actor)


def _date(kept: object) -> datetime | None:
    return datetime.fromisoformat(str(kept)) if kept else None


def answered(desk: Desk, ticket: Ticket) -> Ticket:
    """What the resident adds while a question waits is its answer: the clocks go on."""
    asked = asked_of(desk.work.log.of("ticket", ticket.number))
    if asked is None or int(ticket.person) != desk.person:
        return ticket
    desk.work.dues.cancel(desk.now, "居民已回复", keys=[f"{SILENT}:{ticket.number}"])
    return _go_on(desk, ticket, asked, ("resident_answered", desk.actor))


def silent(desk: Desk, number: str) -> None:
    """Five workdays without an answer: the clocks go on with what is known."""
    ticket = desk.work.tickets.get(number)
    asked = asked_of(desk.work.log.of("ticket", number))
    if ticket and asked and ticket.state in ASKABLE:
        _go_on(desk, ticket, asked, ("resident_silent", SYSTEM))
