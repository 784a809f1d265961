"""A resident's words as they were typed, for who reads them covered: for a written reason."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from console.gate import Form, Gate
from console.paper import see_other
from console.parts import ConsoleParts
from console.rights import Right
from console.sessions import Visitor
from console.tickets import TicketPages
from console.veil import reads_whole, without_person
from grid.refused import Refused
from grid.tickets import Ticket

LEAST_REASON = 4


class WordsPages:
    """The form by which somebody reads a resident's words as they were typed."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate
        self.tickets = TicketPages(parts, gate)

    def join(self, router: APIRouter) -> None:
        """Add the form's address."""
        router.add_api_route("/tickets/{number}/words", self.lift, methods=["POST"])

    def lift(self, request: Request, number: str, form: Form) -> Response:
        """Once, for a written reason, which is kept with who it was."""
        who = self.gate.poster(request, form, Right.TICKETS, Right.UNIT_TICKETS, Right.CHECK)
        ticket, why = self.tickets.mine(who, number), form.get("why", "").strip()
        if reads_whole(who):
            return see_other(f"/staff/tickets/{number}")
        try:
            _may_lift(who, ticket, why)
        except Refused as refused:
            return self.tickets.shows(who, number, refused=refused.words, typed=dict(form))
        with self.parts.store.begin() as work:
            work.accounts.saw(self.parts.clock(), who.name, "words", number, why)
        return self.tickets.shows(who, number, lifted=True)


def _may_lift(who: Visitor, ticket: Ticket, why: str) -> None:
    """Refused without a reason, and to a unit where the person is hidden from it."""
    if without_person(who, ticket):
        raise Refused("匿名和严格保密的，原话不给承办单位看。缺什么情况，请坐席问居民。")
    if len(why) < LEAST_REASON:
        raise Refused(f"看未遮盖的原话要写明理由（至少{LEAST_REASON}个字），会记入日志。")
