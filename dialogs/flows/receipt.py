"""After submitting: number, what happens next, by when; then one offer, once (D16, E.5 5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dialogs.commands import JoinTicket
from dialogs.dates import due_words
from dialogs.lookup import Lookup
from dialogs.places import grid_words
from dialogs.talk import Then
from grid.tickets import Ticket


def receipt(results: list[Any], commands: list[Any], look: Lookup) -> str:
    """One receipt for all tickets of the card."""
    rows = [_one(t, c, look) for t, c in zip(results, commands, strict=True)]
    return "\n".join([*rows, look.say("receipt_tail", last=results[-1].number[-4:])])


def _one(ticket: Ticket, command: Any, look: Lookup) -> str:
    category = look.category(ticket.category)
    if isinstance(command, JoinTicket):
        return look.say("receipt_join", due=due_words(ticket.answer_due, category.resolve))
    grid = grid_words({"grid": ticket.grid}, look.district)
    where = look.say("receipt_grid", grid=grid) if grid else ""
    if ticket.category == "1207":
        return look.say("receipt_unsorted", no=ticket.number, where=where)
    key = "receipt_unnamed" if ticket.privacy == "anonymous" else "receipt"
    return look.say(key, no=ticket.number, what=category.name, where=where,
                    contact=due_words(ticket.contact_due, category.respond),
                    answer=due_words(ticket.answer_due, category.resolve))  # fmt: skip


@dataclass(frozen=True, slots=True)
class After:
    """What is offered after submitting; mediation was wished or refused while telling, or not."""

    look: Lookup
    has_phone: bool
    wished: bool = False
    refused: bool = False

    def words(self, results: list[Any]) -> str:
        """An answer to a wish for mediation, as a line of the receipt; empty without one."""
        if not self.wished:
            return ""
        if self._disputes(results):
            return "\n" + self.look.say("mediation_intro")
        hidden = any(isinstance(t, Ticket) and t.privacy == "anonymous" for t in results)
        key = "mediation_not_anonymous" if hidden else "mediation_not_for"
        return "\n" + self.look.say(key)

    def follows(self, results: list[Any]) -> Then | None:
        """Mediation where the category allows it, else once the request for a phone."""
        for ticket in () if self.refused else self._disputes(results):
            flow = "mediate" if self.wished else "offer_mediation"
            return flow, {"number": ticket.number, "category": ticket.category,
                          "text": ticket.detail}  # fmt: skip
        return self._phone([t for t in results if isinstance(t, Ticket)])

    def _disputes(self, results: list[Any]) -> list[Ticket]:
        """What may be mediated; where a clerk has to look first, only if it was wished."""
        words = ("allowed", "conditional") if self.wished else ("allowed",)
        return [t for t in results if isinstance(t, Ticket) and t.privacy != "anonymous"
                and self.look.category(t.category).mediable in words]  # fmt: skip

    def _phone(self, tickets: list[Ticket]) -> Then | None:
        me = self.look.once("me", self.look.seen.me)
        if self.has_phone or me.phone or me.tickets > len(tickets):
            return None
        if any(t.privacy == "anonymous" or t.secret for t in tickets):
            return None
        return "leave_phone", {}
