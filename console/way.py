"""Forms about a ticket's way: returning it, deciding on that, the centre's ruling, the category."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from console.gate import TYPED, Form, Gate
from console.paper import see_other
from console.parts import ConsoleParts
from console.rights import Right, acting
from console.sessions import Visitor
from console.tickets import TicketPages, code_of
from grid.events import Actor
from grid.orders import (
    ChangeCategory,
    Coordinate,
    DenyReturn,
    Designate,
    Dispatch,
    Redispatch,
    RequestReturn,
)
from grid.refused import Refused
from grid.returns import mark

LONGEST = 400  # characters of a reason; the log keeps 500 with what is put before it


class WayPages:
    """What units, dispatchers, clerks and the centre do about whose a ticket is."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate
        self.tickets = TicketPages(parts, gate)

    def join(self, router: APIRouter) -> None:
        """Add the forms' addresses."""
        router.add_api_route("/tickets/{number}/return", self.give_back, methods=["POST"])
        router.add_api_route("/tickets/{number}/way", self.decide, methods=["POST"])
        router.add_api_route("/tickets/{number}/rule", self.rule, methods=["POST"])
        router.add_api_route("/tickets/{number}/category", self.category, methods=["POST"])

    def give_back(self, request: Request, number: str, form: Form) -> Response:
        """A unit's member asks to return what the unit holds."""
        who = self.gate.poster(request, form, Right.UNIT_TICKETS)
        unit = self.tickets.acting_for(who, number)
        command = RequestReturn(number, unit, form.get("reason", ""), said(form, "words"),
                                self._unit(form, "better"), form.get("seen", ""))  # fmt: skip
        return self.does(who, number, form, (command, "return", Right.UNIT_TICKETS))

    def decide(self, request: Request, number: str, form: Form) -> Response:
        """A dispatcher says yes and to whom, or no, or leaves it to the centre."""
        who = self.gate.poster(request, form, Right.DISPATCH)
        to, why, seen = form.get("to", ""), said(form, "why"), form.get("seen", "")
        command: Any = Dispatch(number, self._unit(form, "unit"), why, seen)
        if to in ("deny", "centre"):
            command = (DenyReturn if to == "deny" else Coordinate)(number, why, seen)
        return self.does(who, number, form, (command, to or "dispatch", Right.DISPATCH))

    def rule(self, request: Request, number: str, form: Form) -> Response:
        """The centre says whose it is, and that binds."""
        who = self.gate.poster(request, form, Right.ARBITRATE)
        command = Designate(number, self._unit(form, "unit"), said(form, "present"),
                            said(form, "why"), form.get("seen", ""))  # fmt: skip
        return self.does(who, number, form, (command, "rule", Right.ARBITRATE))

    def category(self, request: Request, number: str, form: Form) -> Response:
        """A clerk puts the category right."""
        who = self.gate.poster(request, form, Right.TICKET_ACTS)
        code = code_of(form.get("category", ""), self.parts.district.catalogue)
        command = ChangeCategory(number, code, said(form, "why"), form.get("seen", ""))
        return self.does(who, number, form, (command, "recategorise", Right.TICKET_ACTS))

    def does(
        self, who: Visitor, number: str, form: Form, order: tuple[Any, str, Right]
    ) -> Response:
        """Do it and look again; refused, the page comes back with what was typed."""
        command, act, right = order
        self.tickets.mine(who, number)
        try:
            self._within_reach(who, command)
            with self.parts.store.begin() as work:
                work.accounts.saw(self.parts.clock(), who.name, act, number)
            self.parts.do(command, Actor(who.name, acting(who.roles, right)))
        except Refused as refused:
            more: dict[str, Any] = {"typed": dict(form), "lost": self._lost(who, number, form)}
            return self.tickets.shows(who, number, refused=refused.words, **more)
        return see_other(
            "/staff/tickets" if self._gone(who, number) else f"/staff/tickets/{number}"
        )

    def _gone(self, who: Visitor, number: str) -> bool:
        """Whether who only checks has no more to do with it."""
        scope = self.tickets.scope(who)
        with self.parts.store.read() as work:
            ticket = work.tickets.get(number)
        return scope.checks and ticket is not None and not scope.holds(ticket)

    def _lost(self, who: Visitor, number: str, form: Form) -> str:
        """What was typed into a form that the page, now another, may no longer have."""
        if form.get("seen") == mark(self.tickets.mine(who, number)):
            return ""
        return "\n".join(form[name] for name in TYPED if form.get(name, "").strip())

    def _within_reach(self, who: Visitor, command: Any) -> None:
        """Refused when an area's dispatcher would give a ticket to another area."""
        if not isinstance(command, Dispatch | Redispatch):
            return
        if not self.tickets.scope(who).reaches(self.parts.district, command.unit):
            raise Refused("只能派给本区域的单位或区里的部门；该别的区域办的，请联系指挥中心改派。")

    def _unit(self, form: Form, name: str) -> str:
        return code_of(form.get(name, ""), self.parts.district.units)


def said(form: Form, name: str) -> str:
    return form.get(name, "").strip()[:LONGEST]
