"""Whistles: the list with countdowns, blowing one, and the page of each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request, Response

from console.duties_view import desk_names, desks_of
from console.gate import Form, Gate, NotThere
from console.paper import page, see_other
from console.parts import ConsoleParts
from console.rights import Right, acting
from console.sessions import Visitor
from console.way_photos import kept
from console.whistles_blowing import blowing_view, order
from console.whistles_view import listed, seat_of, seen_by, whistle_view
from grid.events import Actor
from grid.refused import Refused
from grid.whistles import Whistle
from integrations.sql.store import Work

ENDED = timedelta(days=30)
"""How long whistles that are over stay on the list."""


class WhistlePages:
    """The pages of whistles."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate

    def join(self, router: APIRouter) -> None:
        """Add the pages' addresses."""
        router.add_api_route("/whistles", self.list, methods=["GET"])
        router.add_api_route("/whistles/new", self.form, methods=["GET"])
        router.add_api_route("/whistles/new", self.blow, methods=["POST"])
        router.add_api_route("/whistles/{number}", self.whistle, methods=["GET"])

    # -- the list, and blowing one

    def list(self, request: Request) -> Response:
        """Open whistles by the time of meeting, and those that ended of late."""
        live = "live" in request.query_params
        who = self.gate.visitor(request, Right.WHISTLES, touch=not live)
        seat, now = seat_of(self.parts, who), self.parts.clock()
        with self.parts.store.read() as work:
            open_ones = work.whistles.listed(seat.where())
            ended = work.whistles.listed(seat.where(), now - ENDED)
            values: dict[str, Any] = {"open": listed(self.parts, work, seat, open_ones),
                                      "ended": listed(self.parts, work, seat, ended)}  # fmt: skip
        values |= {"who": who, "now": now, "here": "whistles", "demo": self.parts.demo,
                   "seat": seat}  # fmt: skip
        return page("whistles_live.html" if live else "whistles.html", values)

    def form(self, request: Request) -> Response:
        """The form, filled in as the catalogue suggests."""
        who = self.gate.visitor(request, Right.BLOW)
        return self._form(who, dict(request.query_params))

    def _form(self, who: Visitor, typed: dict[str, str], refused: str = "") -> Response:
        with self.parts.store.read() as work:
            try:
                values = blowing_view(self.parts, work, who, typed)
            except Refused as wrong:
                refused = refused or wrong.words
                values = blowing_view(self.parts, work, who, {})
        values |= {"who": who, "here": "whistles", "demo": self.parts.demo, "refused": refused,
                   "typed": typed}  # fmt: skip
        return page("whistle_new.html", values, 409 if refused else 200)

    def blow(self, request: Request, form: Form) -> Response:
        """Blow it; refused, the form comes back with what was typed."""
        who = self.gate.poster(request, form, Right.BLOW)
        if "look" in form:  # the tickets are named; whom to call is suggested now
            return self._form(who, {"ticket": form.get("ticket", "")})
        try:
            with self.parts.store.begin() as work:
                command = order(self.parts, work, who, form)
                work.accounts.saw(self.parts.clock(), who.name, "blow", ",".join(command.tickets))
            made = self.parts.do(command, Actor(who.name, acting(who.roles, Right.BLOW)))
        except Refused as refused:
            return self._form(who, dict(form), refused.words)
        return see_other(f"/staff/whistles/{made.number}")

    # -- a whistle's page

    def whistle(self, request: Request, number: str) -> Response:
        """Everything of a whistle that all called by it may read; the look is written down."""
        live = "live" in request.query_params
        who = self.gate.visitor(request, Right.WHISTLES, touch=not live)
        with self.parts.store.begin() as work:
            self.found(work, who, number)
            if not live:
                now = self.parts.clock()
                work.accounts.saw(now, who.name, "whistle", number)
                work.notices.look(desks_of(self.parts, who), number, who.name, now)
        return self.shows(who, number, "whistle_live.html" if live else "whistle.html")

    def found(self, work: Work, who: Visitor, number: str) -> Whistle:
        """The whistle; not there for who may not see it."""
        found = work.whistles.get(number)
        if found is None or not seen_by(self.parts, work, who, number):
            raise NotThere
        return found

    def shows(self, who: Visitor, number: str, name: str = "whistle.html", **more: Any) -> Response:
        """The page, with a refusal and the words typed before where given."""
        with self.parts.store.read() as work:
            whistle = self.found(work, who, number)
            values = whistle_view(self.parts, work, who, whistle)
            values["kept_photos"] = kept(work, who.name, number)
        units = [one for one in self.parts.district.units.values()
                 if one.parent and one.kind != "patrol"]  # fmt: skip
        values |= {"who": who, "here": "whistles", "demo": self.parts.demo, "refused": "",
                   "typed": {}, "units": units, "desks": desk_names(self.parts)}  # fmt: skip
        return page(name, values | more, 409 if more.get("refused") else 200)
