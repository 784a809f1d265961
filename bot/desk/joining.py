"""How a ticket stands, told on another channel: number and phone must fit, tries are counted."""

from __future__ import annotations

from bot.desk.desk import Desk
from bot.desk.merging import as_parent
from grid.calendar import SHANGHAI
from grid.joining import AskElsewhere, Elsewhere
from grid.tickets import Ticket, moved

TRIES, TRIES_OF_ONE = 5, 10  # a day: by one contact, and about one ticket by all of them


def ask_elsewhere(desk: Desk, command: AskElsewhere) -> Elsewhere:
    """The ticket when both fit; every try counts, also one that fits."""
    if _too_many(desk, command.number):
        return Elsewhere(limited=True)
    ticket = desk.work.tickets.get(command.number)
    if ticket is None or ticket.secret or not _fits(desk, ticket, command.digits):
        return Elsewhere()
    desk.happened(moved(ticket, "asked_elsewhere", desk.actor, desk.now)[1])
    return Elsewhere(as_parent(desk, ticket))


def _fits(desk: Desk, ticket: Ticket, digits: str) -> bool:
    phone = desk.seal.open(desk.work.contacts.person(int(ticket.person)).phone)
    return bool(phone) and len(digits) == 4 and phone.endswith(digits)


def _too_many(desk: Desk, number: str) -> bool:
    day = desk.now.astimezone(SHANGHAI).strftime("%Y%m%d")
    mine = f"elsewhere:{day}:{desk.seal.index(desk.contact)[:24]}"
    if desk.work.counters.next(mine) > TRIES:
        return True
    return desk.work.counters.next(f"elsewhere:{day}:{number[:20]}") > TRIES_OF_ONE
