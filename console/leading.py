"""Forms about a ticket's duties: the leader's decision, supervision, first contact, pushing up."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from console.gate import Form, Gate
from console.parts import ConsoleParts
from console.rights import Right
from console.tickets import code_of
from console.way import WayPages, said
from console.way_handling import when
from grid.duties import DecideReview, FirstContact, Progress, PushUp, Supervise

LONGEST_ANSWER = 4000


class LeadingPages:
    """What the leader, a supervisor or a unit's member says about a ticket."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate
        self.way = WayPages(parts, gate)

    def join(self, router: APIRouter) -> None:
        """Add the forms' addresses."""
        acts = {"review": self.review, "supervise": self.supervise, "push": self.push,
                "contact": self.contact, "progress": self.progress}  # fmt: skip
        for name, act in acts.items():
            router.add_api_route(f"/tickets/{{number}}/{name}", act, methods=["POST"])

    def review(self, request: Request, number: str, form: Form) -> Response:
        """The leader decides on what stayed unsolved."""
        who = self.gate.poster(request, form, Right.ARBITRATE)
        unit = code_of(form.get("unit", ""), self.parts.district.units)
        words = form.get("words", "").strip()[:LONGEST_ANSWER]
        command = DecideReview(number, form.get("decide", ""), words, unit,
                               said(form, "supervisor"), form.get("seen", ""))  # fmt: skip
        return self.way.does(who, number, form, (command, "review", Right.ARBITRATE))

    def supervise(self, request: Request, number: str, form: Form) -> Response:
        """Under supervision: what is wanted, and by when."""
        who = self.gate.poster(request, form, Right.SUPERVISE)
        level = 3 if form.get("level") == "3" else 2
        command = Supervise(number, level, said(form, "words"), when(form.get("until", "")),
                            form.get("seen", ""))  # fmt: skip
        return self.way.does(who, number, form, (command, "supervise", Right.SUPERVISE))

    def push(self, request: Request, number: str, form: Form) -> Response:
        """A grid cannot do it: up to the next level."""
        who = self.gate.poster(request, form, Right.UNIT_TICKETS)
        unit = self.way.tickets.acting_for(who, number)
        command = PushUp(number, unit, said(form, "why"), form.get("seen", ""))
        return self.way.does(who, number, form, (command, "push", Right.UNIT_TICKETS))

    def contact(self, request: Request, number: str, form: Form) -> Response:
        """The unit has spoken to the resident."""
        who = self.gate.poster(request, form, Right.UNIT_TICKETS)
        unit = self.way.tickets.acting_for(who, number)
        command = FirstContact(number, unit, form.get("how", ""), said(form, "words"))
        return self.way.does(who, number, form, (command, "contact", Right.UNIT_TICKETS))

    def progress(self, request: Request, number: str, form: Form) -> Response:
        """The unit says what it plans, or how far it has come."""
        who = self.gate.poster(request, form, Right.UNIT_TICKETS)
        unit = self.way.tickets.acting_for(who, number)
        command = Progress(number, unit, form.get("kind", ""), said(form, "words"),
                           form.get("seen", ""))  # fmt: skip
        return self.way.does(who, number, form, (command, "progress", Right.UNIT_TICKETS))
