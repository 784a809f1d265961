"""A clerk enters a matter for a caller, in a talk or beside one; a grid worker what they found."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.desk import calls
from bot.desk.desk import Desk
from bot.desk.people import raise_alert
from bot.desk.tickets import UNSORTED, open_ticket
from bot.discreet import without_numbers
from dialogs.commands import OpenTicket, RaiseAlert
from dialogs.dates import due_words
from dialogs.flows.kind import OF_PARTIES
from followup.due import Due
from grid.entering import THROUGH, Alarmed, CallForCaller, EnterReport
from grid.events import Actor
from grid.refused import Refused
from grid.returns import URGENT
from grid.tickets import State, Ticket

NO_CHANNEL = "phone"
"""The channel of somebody who only has a telephone: nothing can be written to them."""
LEAST, MOST = 4, 2000  # characters of what is entered
RING = "打电话来反映的，没有消息渠道：请打电话告知答复，问清楚解决了没有。"


def by_phone_only(contact: str) -> bool:
    """Whether somebody can only be rung up."""
    return contact.partition(":")[0] == NO_CHANNEL


def call_for_caller(desk: Desk, command: CallForCaller) -> int:
    """Page at once for who is on the line; the result is the alert."""
    _seat(desk, command.contact or f"office:enter-{_mark(command.once)}")
    return _alarm(desk, command.danger)


def _alarm(desk: Desk, danger: Alarmed) -> int:
    return raise_alert(desk, RaiseAlert(danger.kind, danger.level, danger.words, page=True))


def enter_report(desk: Desk, command: EnterReport) -> Ticket:
    """Open the ticket for whom it is from: dates, unit and guards as for a resident's own."""
    command = _kept(command)
    words = command.words.strip()
    if not LEAST <= len(words) <= MOST:
        raise Refused(f"请写清楚反映的事（{LEAST}到{MOST}个字）。")
    if command.through not in THROUGH or command.category not in desk.district.catalogue:
        raise Refused("请选从哪里来的，和是哪一类事。")
    if desk.work.counters.next(f"entered:{_mark(command.once)}") > 1:
        raise Refused("这一件刚才已经登记过了，不用再交。要看它，请到工单里找最新的一件。")
    _seat(desk, _contact(desk, command))
    _remember(desk, command)
    if command.danger:
        _alarm(desk, command.danger)
    desk.actor = _found_by(desk, command)
    ticket = open_ticket(desk, OpenTicket(
        command.category, words, command.place, routed=_routed(desk, command),
        through=command.through))  # fmt: skip
    _receipt(desk, ticket, command)
    return ticket


def _kept(command: EnterReport) -> EnterReport:
    """Without numbers of papers and cards: what a resident types is kept without them too."""
    place = {key: without_numbers(value) if isinstance(value, str) else value
             for key, value in command.place.items()}  # fmt: skip
    return replace(command, words=without_numbers(command.words), place=place,
                   name=without_numbers(command.name))  # fmt: skip


def _mark(once: str) -> str:
    return "".join(c for c in once if c.isalnum())[:32]


def _seat(desk: Desk, contact: str) -> None:
    """From here on the desk acts for whom it is about."""
    row = desk.work.contacts.lock(contact, desk.now)
    desk.contact, desk.person = row.contact, row.person


def _contact(desk: Desk, command: EnterReport) -> str:
    """The conversation it was told in; otherwise the caller's telephone; otherwise nobody's."""
    if command.contact:
        if desk.work.contacts.get(command.contact) is None:
            raise Refused("没有这个对话，请返回重新打开。")
        return command.contact
    if command.through == "patrol":
        return f"office:{command.member or desk.actor.id}"
    if command.phone:
        return f"{NO_CHANNEL}:{desk.seal.index(command.phone)[:32]}"
    return f"office:enter-{_mark(command.once)}"


def _remember(desk: Desk, command: EnterReport) -> None:
    """A caller's number and name; what somebody left in their own talk stays as it is."""
    if command.through == "patrol":
        return
    known = desk.work.contacts.person(desk.person)
    if command.phone and not known.phone:
        desk.work.contacts.save_person(desk.person, phone=desk.seal.close(command.phone),
                                       phone_index=desk.seal.index(command.phone))  # fmt: skip
    if command.name and not command.contact:
        desk.work.contacts.save(desk.contact, name=command.name[:60])


def _found_by(desk: Desk, command: EnterReport) -> Actor:
    """Who found something is its reporter: they neither handle nor check it (D3)."""
    if command.through == "patrol" and command.member:
        return replace(desk.actor, id=command.member)
    return desk.actor


def _routed(desk: Desk, command: EnterReport) -> str:
    why = f"{THROUGH[command.through]}，由工作人员录入"
    return f"{why}，是{OF_PARTIES}" if command.dispute else why


def _receipt(desk: Desk, ticket: Ticket, command: EnterReport) -> None:
    """Whom it is from hears of it where they can be written to."""
    if not command.contact:
        return
    category = desk.district.catalogue[ticket.category]
    event = "entered_unsorted" if category.code == UNSORTED else "entered"
    unit = desk.district.units.get(ticket.unit)
    data = {"no": ticket.number, "what": category.name, "unit": unit.name if unit else "",
            "contact": due_words(ticket.contact_due, category.respond),
            "answer": due_words(ticket.answer_due, category.resolve)}  # fmt: skip
    desk.tell(command.contact, f"entered:{ticket.number}", event, data)


def ring_with_answer(desk: Desk, ticket: Ticket) -> None:
    """There is an answer for somebody who can only be rung up: the call is owed from now on."""
    if ticket.state == State.FEEDBACK:
        ring(desk, ticket, RING)


def ring(desk: Desk, ticket: Ticket, why: str) -> None:
    """Somebody who can only be rung up is to hear of it."""
    if not by_phone_only(ticket.contact):
        return
    by = desk.district.calendar.add_workdays(desk.now, 1)
    if ticket.sla in URGENT:
        by = desk.now + timedelta(hours=2)
    calls.owe_back(desk, ticket, by, why)
    desk.later(Due(f"ring:{ticket.number}:{ticket.redo_count}", "call_back", by,
                   about=ticket.number, data={"turn": ticket.redo_count}))  # fmt: skip
