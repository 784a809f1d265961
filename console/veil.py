"""What of a ticket each of the staff reads: clerks all, others without numbers and names (J1, J2).

Clerks of the hotline and the centre's leader read a resident's words whole: they speak with the
person. Dispatchers, units and who checks read them covered, and may have them whole for a reason
that is written down; of tip-offs and anonymous reports a unit never does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from console.rights import Right
from console.sessions import Visitor
from console.ticket_view import hidden
from dialogs.covered import Own, covered, doorless, own_of, unknown
from grid.tickets import Ticket

BEGINNING = 140  # characters; a list shows half of them
OWN = ("done_words", "done_document", "not_passed")
"""Values of a page that staff have written."""


def reads_whole(who: Visitor) -> bool:
    """Who speaks with residents anyway."""
    return who.may(Right.TALKS)


def without_person(who: Visitor, ticket: Ticket) -> bool:
    """Whether this ticket comes to them in words by which nobody is known at all."""
    return hidden(ticket) and not who.may(Right.TICKETS)


def shown(who: Visitor, ticket: Ticket, own: Own | None = None) -> Ticket:
    """A ticket as somebody of the staff reads it, in a list or on its page.

    `own` is what the person has told elsewhere of the same ticket.
    """
    if reads_whole(who):
        return ticket
    own = own or _own(ticket, ())
    if without_person(who, ticket):
        place = own.out_of(covered(doorless(ticket.place)))
        detail = own.out_of(unknown(ticket.detail))
        return replace(ticket, detail=detail, place=place, lat=None, lng=None)
    return replace(ticket, detail=own.out_of(covered(ticket.detail)),
                   place=own.out_of(covered(ticket.place)))  # fmt: skip


def in_a_list(who: Visitor, ticket: Ticket) -> Ticket:
    """The same for a list, where only the beginning is read."""
    return shown(who, replace(ticket, detail=ticket.detail[:BEGINNING]))


def without_doors(ticket: Ticket, text: str) -> str:
    """Words of staff about a ticket for whoever is called: of a hidden person no door is named."""
    return doorless(text) if hidden(ticket) else text


def _own(ticket: Ticket, added: Iterable[str]) -> Own:
    return own_of([ticket.detail, *added, *(value for _, value in ticket.slots)])


def veiled(who: Visitor, values: dict[str, Any]) -> dict[str, Any]:
    """What of a ticket's page somebody sees otherwise than the clerks do.

    Of hidden persons a unit sees no photos and no ratings either.
    """
    ticket: Ticket = values["t"]
    if reads_whole(who):
        return {"veiled": False}
    own = _own(ticket, (words for _, words in values["added"]))
    lessons = without_person(who, ticket)
    first = unknown if lessons else covered
    found = _covered_page(values, lambda text: own.out_of(first(text))) | _of_staff(values, own)
    found["t"] = replace(shown(who, ticket, own), answer=own.out_of(ticket.answer))
    changed = any(found[key] != values[key] for key in ("t", "added", "slots"))
    if lessons:
        found |= {"files": [], "spoke": [], "ratings": []}
    return {**found, "veiled": changed and not lessons}


def _covered_page(values: dict[str, Any], cover: Callable[[str], str]) -> dict[str, Any]:
    """What the resident has told, and the log in which it is told again."""
    return {
        "added": [(at, cover(words)) for at, words in values["added"]],
        "slots": [(label, cover(value)) for label, value in values["slots"]],
        "events": [{**one, "why": cover(one["why"])} for one in values["events"]],
        "ratings": [{**row._mapping, "words": cover(row.words)} for row in values["ratings"]],
        "spoke": [word for word in values["spoke"] if cover(word) == word],
    }


def _of_staff(values: dict[str, Any], own: Own) -> dict[str, Any]:
    """What units and checkers wrote, without what only the resident's words had told them."""
    found: dict[str, Any] = {key: own.out_of(values[key]) for key in OWN}
    for key in ("asked", "wants"):
        if values[key]:
            found[key] = {**values[key], "why": own.out_of(values[key]["why"])}
    if values["asking"]:
        found["asking"] = replace(values["asking"], why=own.out_of(values["asking"].why))
    return found
