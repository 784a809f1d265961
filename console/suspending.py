"""Forms about suspending a ticket: a unit asks, the leader decides, either says that it goes on."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from console.gate import Form, Gate
from console.parts import ConsoleParts
from console.rights import Right
from console.way import WayPages, said
from console.way_handling import when
from grid.suspending import AskSuspension, DenySuspension, Resume, Suspend


class SuspendingPages:
    """What a unit's member and the centre's leader say about what has to wait."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.gate = gate
        self.way = WayPages(parts, gate)

    def join(self, router: APIRouter) -> None:
        """Add the forms' addresses."""
        acts = {"suspension": self.ask, "suspend": self.decide, "resume": self.resume}
        for name, act in acts.items():
            router.add_api_route(f"/tickets/{{number}}/{name}", act, methods=["POST"])

    def ask(self, request: Request, number: str, form: Form) -> Response:
        """A unit's member asks for it."""
        who = self.gate.poster(request, form, Right.UNIT_TICKETS)
        unit = self.way.tickets.acting_for(who, number)
        command = AskSuspension(number, unit, form.get("wait", ""), said(form, "words"),
                                when(form.get("until", "")), form.get("seen", ""))  # fmt: skip
        return self.way.does(who, number, form, (command, "suspension", Right.UNIT_TICKETS))

    def decide(self, request: Request, number: str, form: Form) -> Response:
        """The leader suspends it, or says no to the unit."""
        who = self.gate.poster(request, form, Right.ARBITRATE)
        words, seen = said(form, "words"), form.get("seen", "")
        command: Any = Suspend(number, form.get("wait", ""), words, when(form.get("until", "")),
                               seen)  # fmt: skip
        if form.get("hold") == "no":
            command = DenySuspension(number, said(form, "why"), seen)
        return self.way.does(who, number, form, (command, "suspend", Right.ARBITRATE))

    def resume(self, request: Request, number: str, form: Form) -> Response:
        """What was waited for is there."""
        who = self.gate.poster(request, form, Right.ARBITRATE)
        command = Resume(number, said(form, "why"), form.get("seen", ""))
        return self.way.does(who, number, form, (command, "resume", Right.ARBITRATE))
