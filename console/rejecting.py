"""Forms of a clerk about what is not accepted, or has been handed to those who rescue."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from console.gate import Form, Gate
from console.parts import ConsoleParts
from console.rights import Right
from console.way import WayPages, said
from grid.rejecting import HandToRescue, Reject


class RejectingPages:
    """What a clerk does with a ticket that is not the house's to handle."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.gate = gate
        self.way = WayPages(parts, gate)

    def join(self, router: APIRouter) -> None:
        """Add the forms' addresses."""
        router.add_api_route("/tickets/{number}/reject", self.reject, methods=["POST"])
        router.add_api_route("/tickets/{number}/rescue", self.rescue, methods=["POST"])

    def reject(self, request: Request, number: str, form: Form) -> Response:
        """Not accepted, for a reason; the resident reads it with the way that leads on."""
        who = self.gate.poster(request, form, Right.TICKET_ACTS)
        command = Reject(number, form.get("ground", ""), said(form, "words"), form.get("seen", ""))
        return self.way.does(who, number, form, (command, "reject", Right.TICKET_ACTS))

    def rescue(self, request: Request, number: str, form: Form) -> Response:
        """Handed over by telephone; the page keeps who took it."""
        who = self.gate.poster(request, form, Right.TICKET_ACTS)
        command = HandToRescue(number, form.get("rescue_to", ""), said(form, "words"),
                               form.get("seen", ""))  # fmt: skip
        return self.way.does(who, number, form, (command, "rescue", Right.TICKET_ACTS))
