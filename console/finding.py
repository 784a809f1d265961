"""Finding tickets: the list with its box and filters, kept views, several ticked at once."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response

from console import rows
from console.duties_view import colour
from console.finding_asked import Sought, sought_of
from console.finding_picked import picked_page
from console.finding_rows import look
from console.finding_view import choices, list_values, tabs_of
from console.finding_words import Asking, is_phone, names_of
from console.gate import Form, Gate
from console.paper import page, see_other
from console.parts import ConsoleParts
from console.rights import Right
from console.scope import scope_of
from console.sessions import Visitor
from console.ticket_view import summary
from console.veil import in_a_list
from console.way_view import waits
from grid.refused import Refused
from grid.returns import mark
from grid.tickets import Ticket
from integrations.sql.finding import Views

LOOK = (Right.TICKETS, Right.UNIT_TICKETS, Right.CHECK)
HERE = "tickets"
MOST_VIEWS, LONGEST_NAME = 30, 20


class FindingPages:
    """The list of tickets, and what is done with several of them."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate
        self.names = names_of(parts.district)

    def join(self, router: APIRouter) -> None:
        """Add the pages' addresses."""
        router.add_api_route("/tickets", self.tickets, methods=["GET"])
        router.add_api_route("/tickets/picked", self.picked, methods=["POST"])
        router.add_api_route("/tickets/views", self.keep, methods=["POST"])
        router.add_api_route("/tickets/views/{row}/drop", self.drop, methods=["POST"])

    def tickets(self, request: Request) -> Response:
        """What is looked for, or what waits: by due date, the late ones marked."""
        who = self.gate.visitor(request, *LOOK)
        sought = sought_of(request.query_params, self.parts.district)
        return self._shows(who, sought)

    def _shows(self, who: Visitor, sought: Sought, refused: str = "") -> Response:
        now = self.parts.clock()
        scope = scope_of(self.parts.district, who.roles, who.member)
        self._prepare(who, sought)
        with self.parts.store.read() as work:
            asking = Asking(self.parts, work, who, sought, now, self.names)
            found = look(asking)
            values: dict[str, Any] = {
                "rows": [self._row(asking, ticket) for ticket in found.tickets],
                "counts": rows.counted(work, scope), "found": found,
                "views": Views(work.connection).of(who.name, HERE),
            }  # fmt: skip
        values |= list_values(self.parts, who, sought) | choices(self.parts, who)
        values |= {"tabs": tabs_of(who), "rings": asking.rings, "refused": refused,
                   "who": who, "now": now, "here": HERE, "demo": self.parts.demo}  # fmt: skip
        return page("tickets.html", values, 409 if refused else 200)

    def _prepare(self, who: Visitor, sought: Sought) -> None:
        """Whoever looks for a person by phone is written down; the number is not."""
        with self.parts.store.read() as work:
            asking = Asking(self.parts, work, who, sought, self.parts.clock(), self.names)
            if not asking.rings:
                return
        with self.parts.store.begin() as work:
            work.finding.fill_tails(self.parts.seal)
            if not sought.after:
                work.accounts.saw(self.parts.clock(), who.name, "find", "")

    def _row(self, asking: Asking, ticket: Ticket) -> dict[str, Any]:
        """A ticket in the list, for the office or for the unit that handles it."""
        parts, work, who = self.parts, asking.work, asking.who
        told = waits(parts, work, ticket, not who.may(Right.TICKETS))
        light = colour(parts, work, ticket, asking.now)
        listed = summary(parts, in_a_list(who, ticket), asking.now)
        return {**listed, "waits": told, "light": light, "mark": mark(ticket)}

    # -- several at once

    def picked(self, request: Request, form: Form) -> Response:
        """What is done with the tickets that are ticked; refused, the list comes back."""
        who = self.gate.poster(request, form, *LOOK)
        try:
            return picked_page(self.parts, who, form)
        except Refused as refused:
            return self._shows(who, self._kept(form), refused.words)

    def _kept(self, form: Form) -> Sought:
        """What the list was asked for, from which a form was sent."""
        query = {key: values[0] for key, values in parse_qs(form.get("query", "")[:1000]).items()}
        return sought_of(query, self.parts.district)

    # -- views that are kept

    def keep(self, request: Request, form: Form) -> Response:
        """Keep what the list is asked for, under a name of one's own."""
        who = self.gate.poster(request, form, *LOOK)
        sought, name = self._kept(form), " ".join(form.get("name", "").split())
        if not name or len(name) > LONGEST_NAME:
            words = f"给常用的查找起个名字，不超过{LONGEST_NAME}个字。"
            return self._shows(who, sought, words)
        if any(map(is_phone, sought.words)):
            return self._shows(who, sought, "电话号码不能存成常用的，请去掉再存。")
        with self.parts.store.begin() as work:
            views = Views(work.connection)
            others = [one.name for one in views.of(who.name, HERE)]
            if name in others or len(others) < MOST_VIEWS:
                views.keep({"account": who.name, "page": HERE, "name": name,
                            "query": sought.address(), "since": self.parts.clock()})  # fmt: skip
        if name not in others and len(others) >= MOST_VIEWS:
            return self._shows(who, sought, f"最多存{MOST_VIEWS}个，请先删掉不用的。")
        return see_other(f"/staff/tickets?{sought.address()}")

    def drop(self, request: Request, row: str, form: Form) -> Response:
        """Take a kept view away."""
        who = self.gate.poster(request, form, *LOOK)
        if row.isdecimal() and len(row) < 10:
            with self.parts.store.begin() as work:
                Views(work.connection).drop(int(row), who.name)
        return see_other(f"/staff/tickets?{self._kept(form).address()}")
