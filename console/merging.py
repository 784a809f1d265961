"""Forms about repeats: several tickets made one, and one taken out again."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from console.gate import Form, Gate
from console.paper import see_other
from console.parts import ConsoleParts
from console.rights import Right, acting
from console.sessions import Visitor
from console.tickets import TicketPages
from console.way import said
from grid.events import Actor
from grid.merging import Merge, Unmerge
from grid.refused import Refused

TICK = "with-"  # before the number of a ticket that is ticked


class MergingPages:
    """What clerks do about tickets that are one matter."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.tickets = TicketPages(parts, gate)
        self.gate = gate

    def join(self, router: APIRouter) -> None:
        """Add the forms' addresses."""
        router.add_api_route("/tickets/{number}/merge", self.merge, methods=["POST"])
        router.add_api_route("/tickets/{number}/unmerge", self.unmerge, methods=["POST"])

    def merge(self, request: Request, number: str, form: Form) -> Response:
        """The ticket and those ticked become one matter, under the one that was picked."""
        who = self.gate.poster(request, form, Right.MERGE)
        ticked = [name.removeprefix(TICK) for name in form if name.startswith(TICK)]
        parent = form.get("parent", "") or number
        if parent not in (number, *ticked):
            ticked.append(parent)
        children = tuple(one for one in (number, *ticked) if one != parent)
        seen = form.get("seen", "") if parent == number else ""
        why = said(form, "why")
        for one in (number, *ticked):
            self.tickets.mine(who, one)
        order = Merge(parent, children if ticked else (), why, seen)
        return self._does(who, (number, parent), form, (order, "merge"))

    def unmerge(self, request: Request, number: str, form: Form) -> Response:
        """Take this ticket out again."""
        who = self.gate.poster(request, form, Right.MERGE)
        self.tickets.mine(who, number)
        return self._does(
            who, (number, number), form, (Unmerge(number, said(form, "why")), "unmerge")
        )

    def _does(
        self, who: Visitor, pages: tuple[str, str], form: Form, order: tuple[Any, str]
    ) -> Response:
        """Do it and look at the parent; refused, the page comes back with what was typed."""
        command, act = order
        try:
            with self.parts.store.begin() as work:
                work.accounts.saw(self.parts.clock(), who.name, act, pages[1])
            self.parts.do(command, Actor(who.name, acting(who.roles, Right.MERGE)))
        except Refused as refused:
            return self.tickets.shows(who, pages[0], refused=refused.words, typed=dict(form))
        return see_other(f"/staff/tickets/{pages[1]}")
