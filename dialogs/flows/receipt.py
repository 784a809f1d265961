"""After submitting: number, what happens next, by when; then one offer, once (D16, E.5 5)."""

from __future__ import annotations

from typing import Any

from dialogs.commands import JoinTicket
from dialogs.dates import time_words
from dialogs.lookup import Lookup
from dialogs.places import grid_words
from dialogs.talk import Then
from grid.tickets import Ticket


def receipt(results: list[Any], commands: list[Any], look: Lookup) -> str:
    """One receipt for all tickets of the card."""
    rows = [_one(t, c, look) for t, c in zip(results, commands, strict=True)]
    return "\n".join([*rows, look.say("receipt_tail", last=results[-1].number[-4:])])


def _one(ticket: Ticket, command: Any, look: Lookup) -> str:
    if isinstance(command, JoinTicket):
        due = time_words(ticket.answer_due) if ticket.answer_due else "尽快"
        return look.say("receipt_join", due=due)
    what = look.category(ticket.category).name
    grid = grid_words({"grid": ticket.grid}, look.district)
    where = look.say("receipt_grid", grid=grid) if grid else ""
    if ticket.category == "1207":
        return look.say("receipt_unsorted", no=ticket.number, where=where)
    assert ticket.contact_due
    assert ticket.answer_due
    return look.say("receipt", no=ticket.number, what=what, where=where,
                    contact=time_words(ticket.contact_due),
                    answer=time_words(ticket.answer_due))  # fmt: skip


def what_follows(results: list[Any], look: Lookup, has_phone: bool) -> Then | None:
    """An offer of mediation where the category allows one, else once the request for a phone."""
    tickets = [t for t in results if isinstance(t, Ticket)]
    for ticket in tickets:
        if look.category(ticket.category).mediable == "allowed" and ticket.privacy != "anonymous":
            return "offer_mediation", {"number": ticket.number, "category": ticket.category,
                                       "text": ticket.detail}  # fmt: skip
    if has_phone or look.once("me", look.seen.me).phone or look.seen.me().tickets > len(tickets):
        return None
    if any(t.privacy == "anonymous" or t.secret for t in tickets):
        return None
    return "leave_phone", {}
