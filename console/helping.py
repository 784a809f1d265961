"""Co-units: the form by which they are asked, and the page on which they answer."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from console.duties_view import desks_of
from console.gate import Form, Gate, NotThere
from console.helping_view import asked_of
from console.paper import page, see_other
from console.parts import ConsoleParts
from console.rights import Right, acting
from console.sessions import Visitor
from console.tickets import code_of
from console.way import WayPages, said
from grid.events import Actor
from grid.helping import AskHelp, DropHelp, GiveHelp
from grid.refused import Refused


class HelpPages:
    """What the unit that leads asks of others, and what they answer."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate
        self.way = WayPages(parts, gate)

    def join(self, router: APIRouter) -> None:
        """Add the addresses."""
        router.add_api_route("/tickets/{number}/help", self.ask, methods=["POST"])
        router.add_api_route("/tickets/{number}/nohelp", self.drop, methods=["POST"])
        router.add_api_route("/help/{number}", self.help, methods=["GET"])
        router.add_api_route("/help/{number}", self.answer, methods=["POST"])

    def ask(self, request: Request, number: str, form: Form) -> Response:
        """The unit that has it, or a dispatcher for it, asks another."""
        who = self.gate.poster(request, form, Right.UNIT_TICKETS, Right.DISPATCH)
        helper = code_of(form.get("helper", ""), self.parts.district.units)
        command = AskHelp(number, self._lead(who, number), helper, said(form, "words"),
                          form.get("seen", ""))  # fmt: skip
        return self.way.does(who, number, form, (command, "help", _right(who)))

    def drop(self, request: Request, number: str, form: Form) -> Response:
        """It is needed no more."""
        who = self.gate.poster(request, form, Right.UNIT_TICKETS, Right.DISPATCH)
        command = DropHelp(number, self._lead(who, number), form.get("helper", ""),
                           said(form, "why"), form.get("seen", ""))  # fmt: skip
        return self.way.does(who, number, form, (command, "help", _right(who)))

    def _lead(self, who: Visitor, number: str) -> str:
        """The unit somebody asks for: their own, or, a dispatcher, the one that has it."""
        if _right(who) is Right.DISPATCH:
            return self.way.tickets.mine(who, number).unit
        return self.way.tickets.acting_for(who, number)

    def help(self, request: Request, number: str) -> Response:
        """What is wanted; the resident's words are not for who only helps."""
        who = self.gate.visitor(request, Right.UNIT_TICKETS)
        with self.parts.store.begin() as work:
            work.accounts.saw(self.parts.clock(), who.name, "helped", number)
            work.notices.look(desks_of(self.parts, who), number, who.name, self.parts.clock())
        return self._shows(who, number)

    def _shows(self, who: Visitor, number: str, **more: Any) -> Response:
        with self.parts.store.read() as work:
            rows = asked_of(self.parts, work, (number, desks_of(self.parts, who)))
        if not rows:
            raise NotThere
        values = {"rows": rows, "number": number, "who": who, "now": self.parts.clock(),
                  "here": "duties", "typed": {}, "refused": "",
                  "demo": self.parts.demo}  # fmt: skip
        return page("help.html", values | more, 409 if more.get("refused") else 200)

    def answer(self, request: Request, number: str, form: Form) -> Response:
        """The co-unit says what it has done."""
        who = self.gate.poster(request, form, Right.UNIT_TICKETS)
        unit = form.get("helper", "")
        if unit not in desks_of(self.parts, who):
            raise NotThere
        try:
            self.parts.do(GiveHelp(number, unit, said(form, "words")),
                          Actor(who.name, acting(who.roles, Right.UNIT_TICKETS)))  # fmt: skip
        except Refused as refused:
            return self._shows(who, number, refused=refused.words, typed=dict(form))
        return see_other(f"/staff/help/{number}")


def _right(who: Visitor) -> Right:
    """Dispatchers ask for any unit; members of a unit for theirs."""
    return Right.DISPATCH if who.may(Right.DISPATCH) else Right.UNIT_TICKETS
