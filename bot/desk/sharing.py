"""What of a ticket those read who only follow it: never what tells who reported it."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.desk import Desk
from dialogs.covered import Own, covered, own_of
from grid.tickets import Ticket


def own_words(desk: Desk, ticket: Ticket) -> Own:
    """The numbers and names that only the resident's own words have told."""
    person = desk.work.contacts.person(int(ticket.person))
    row = desk.work.contacts.get(ticket.contact)
    told = [ticket.detail, *(words for _, words in desk.work.tickets.added(ticket.number))]
    told += [value for _, value in ticket.slots]
    return own_of([*told, desk.seal.open(person.phone), row.name if row else ""])


def as_follower(desk: Desk, ticket: Ticket) -> Ticket:
    """A ticket as somebody reads it who follows another's: the public place, covered words."""
    place = desk.district.places.get(ticket.place_id)
    own = own_words(desk, ticket)
    return replace(ticket, detail=own.out_of(covered(ticket.detail)), slots=(), routed="",
                   answer=own.out_of(ticket.answer), place=place.name if place else "")  # fmt: skip


def shared(desk: Desk, ticket: Ticket, contact: str, words: str) -> str:
    """Words about a ticket as a contact may read them: whole for whom it is from."""
    return words if contact == ticket.contact else own_words(desk, ticket).out_of(words)
