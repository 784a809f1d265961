"""Forms about how it turned out: what a resident said by telephone, what a supervisor has seen."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from console.gate import Form, Gate
from console.parts import ConsoleParts
from console.rights import Right
from console.sessions import Visitor
from console.verdicts_view import STARS
from console.way import WayPages, said
from grid.verdicts import RecordVerdict, Reinspect


class VerdictPages:
    """What a clerk and who supervises write down after the answer."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.gate = gate
        self.way = WayPages(parts, gate)

    def join(self, router: APIRouter) -> None:
        """Add the forms' addresses."""
        router.add_api_route("/tickets/{number}/verdict", self.verdict, methods=["POST"])
        router.add_api_route("/tickets/{number}/reinspect", self.reinspect, methods=["POST"])

    def verdict(self, request: Request, number: str, form: Form) -> Response:
        """The resident's word, told to a clerk."""
        who = self.gate.poster(request, form, Right.CALLS)
        command = _told(who, number, form)
        return self.way.does(who, number, form, (command, "verdict", Right.CALLS))

    def reinspect(self, request: Request, number: str, form: Form) -> Response:
        """Closed, and found not to be so."""
        who = self.gate.poster(request, form, Right.SUPERVISE)
        command = Reinspect(number, said(form, "words"), form.get("seen", ""))
        return self.way.does(who, number, form, (command, "reinspect", Right.SUPERVISE))


def _told(who: Visitor, number: str, form: Form) -> RecordVerdict:
    stars = form.get("satisfied", "0")
    return RecordVerdict(number, form.get("solved", ""), int(stars) if stars in STARS else -1,
                         said(form, "words"), who.member, form.get("seen", ""))  # fmt: skip
