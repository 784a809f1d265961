"""One call owed to a resident: the number for who calls, what came of it, when again."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from console.duties_view import HOW, KINDS
from console.gate import Form, Gate, NotThere
from console.paper import page, see_other
from console.parts import ConsoleParts
from console.rights import Right, acting
from console.sessions import Visitor
from console.ticket_view import person, summary
from console.way import said
from console.way_handling import when
from grid.duties import RecordCall
from grid.events import Actor
from grid.refused import Refused
from integrations.sql.duties import OWED


class CallPages:
    """The page of one call."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate

    def join(self, router: APIRouter) -> None:
        """Add the pages' addresses."""
        router.add_api_route("/calls/{row}", self.call, methods=["GET"])
        router.add_api_route("/calls/{row}", self.record, methods=["POST"])
        router.add_api_route("/calls/{row}/phone", self.phone, methods=["POST"])

    def call(self, request: Request, row: int) -> Response:
        """Why somebody is to be called, by when, and what was tried."""
        return self.shows(self.gate.visitor(request, Right.CALLS), row)

    def phone(self, request: Request, row: int, form: Form) -> Response:
        """The whole number for who is about to ring; that it was looked at is written down."""
        who = self.gate.poster(request, form, Right.CALLS)
        with self.parts.store.begin() as work:
            found = work.calls.get(row)
            if found is None or found.state != OWED:
                raise NotThere
            why = KINDS.get(found.kind, found.kind)
            work.accounts.saw(self.parts.clock(), who.name, "phone", found.ticket, why)
        return self.shows(who, row, whole=True)

    def shows(self, who: Visitor, row: int, **more: Any) -> Response:
        """The page, with a refusal and what was typed where given."""
        with self.parts.store.read() as work:
            found = work.calls.get(row)
            ticket = work.tickets.get(found.ticket) if found else None
            if found is None or ticket is None:
                raise NotThere
            values = {"row": found, "kind": KINDS.get(found.kind, found.kind), "how": HOW,
                      "attempts": work.calls.attempts(row), "owed": found.state == OWED,
                      "person": person(self.parts, work, ticket),
                      "names": {one.name: one.display for one in work.accounts.all()},
                      **summary(self.parts, ticket, self.parts.clock())}  # fmt: skip
        values |= {"who": who, "now": self.parts.clock(), "here": "duties", "typed": {},
                   "most": self.parts.district.policies.call_tries, "whole": False,
                   "refused": "", "demo": self.parts.demo}  # fmt: skip
        return page("call.html", values | more, 409 if more.get("refused") else 200)

    def record(self, request: Request, row: int, form: Form) -> Response:
        """Reached, with what was said; or not, and when again."""
        who = self.gate.poster(request, form, Right.CALLS)
        reached, again = form.get("reached") == "yes", when(form.get("next", ""))
        command = RecordCall(row, form.get("how", ""), reached, said(form, "words"), again,
                             who.member)  # fmt: skip
        try:
            with self.parts.store.begin() as work:
                found = work.calls.get(row)
                work.accounts.saw(
                    self.parts.clock(), who.name, "call", found.ticket if found else ""
                )
            self.parts.do(command, Actor(who.name, acting(who.roles, Right.CALLS)))
        except Refused as refused:
            return self.shows(who, row, refused=refused.words, typed=dict(form))
        return see_other("/staff/duties")
