"""Forms of a whistle's page: what called units do, and what the street does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request, Response

from console.gate import Form, Gate, NotThere
from console.paper import see_other
from console.parts import ConsoleParts
from console.rights import Right, acting
from console.sessions import Visitor
from console.tickets import code_of
from console.way import said
from console.way_handling import SEE_OTHER, Files, PhotoForm
from console.way_photos import take, taken
from console.whistles import WhistlePages
from console.whistles_view import seat_of
from grid.events import Actor
from grid.refused import Refused
from grid.whistles import Whistle
from grid.whistles_orders import (
    Acknowledge,
    CallOff,
    CallUnit,
    Conclude,
    Decline,
    Judge,
    ReportIn,
    Rule,
    WriteLog,
)

Sent = tuple[list[bytes], Callable[[Files], Any], str]
"""A form's photos, the order that they go with, and the act it is written down as."""


class WhistleActs:
    """What the street and the units it called do about a whistle."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate
        self.pages = WhistlePages(parts, gate)

    def join(self, router: APIRouter) -> None:
        """Add the forms' addresses."""
        acts: dict[str, Callable[..., Response]] = {
            "ack": self.ack, "decline": self.decline, "here": self.here, "log": self.log,
            "call": self.call, "rule": self.rule, "off": self.off, "result": self.result,
            "rate": self.rate}  # fmt: skip
        for name, act in acts.items():
            router.add_api_route(f"/whistles/{{number}}/{name}", act, methods=["POST"])

    def _actor(self, who: Visitor, *rights: Right) -> Actor:
        right = next(one for one in rights if who.may(one))
        return Actor(who.name, acting(who.roles, right))

    def _whistle(self, who: Visitor, number: str) -> Whistle:
        with self.parts.store.read() as work:
            return self.pages.found(work, who, number)

    # -- what called units do

    def _unit(self, who: Visitor, number: str, form: Form) -> tuple[str, bool]:
        """For which unit somebody acts: their own, or as the street for one that cannot."""
        seat = seat_of(self.parts, who)
        whistle = self._whistle(who, number)
        named = form.get("unit", "")
        own = seat.call_in(whistle)
        if named and (own is None or named != own.unit):
            if not seat.runs(whistle):
                raise NotThere
            return named, True
        if own is None:
            raise NotThere
        return own.unit, False

    def ack(self, request: Request, number: str, form: Form) -> Response:
        """A unit says that it comes."""
        who = self.gate.poster(request, form, Right.UNIT_TICKETS, Right.BLOW)
        unit, for_it = self._unit(who, number, form)
        return self._does(who, number, form, (Acknowledge(number, unit, for_it), "whistle_unit"))

    def decline(self, request: Request, number: str, form: Form) -> Response:
        """A unit says why it should not have to come."""
        who = self.gate.poster(request, form, Right.UNIT_TICKETS)
        unit, _ = self._unit(who, number, {})
        command = Decline(number, unit, said(form, "why"))
        return self._does(who, number, form, (command, "whistle_unit"))

    def here(self, request: Request, number: str, form: PhotoForm) -> Response:
        """A unit reports in, with a photo or a word."""
        photos = form.pop("photos")
        who = self.gate.poster(request, form, Right.UNIT_TICKETS, Right.BLOW)
        unit, for_it = self._unit(who, number, form)

        def made(files: Files) -> Any:
            return ReportIn(number, unit, said(form, "words"), files, for_it)

        return self._with_photos(who, number, form, (photos, made, "whistle_unit"))

    def log(self, request: Request, number: str, form: PhotoForm) -> Response:
        """A word in the joint log, by a called unit or the street."""
        photos = form.pop("photos")
        who = self.gate.poster(request, form, Right.UNIT_TICKETS, Right.BLOW)
        side, plan = self._side(who, number), form.get("plan") == "1"

        def made(files: Files) -> Any:
            return WriteLog(number, side, said(form, "words"), files, plan)

        return self._with_photos(who, number, form, (photos, made, "whistle_unit"))

    def _side(self, who: Visitor, number: str) -> str:
        """On whose side somebody writes: the street's, or their own unit's."""
        seat = seat_of(self.parts, who)
        whistle = self._whistle(who, number)
        if seat.runs(whistle):
            return whistle.street
        own = seat.call_in(whistle)
        if own is None:
            raise NotThere
        return own.unit

    def rate(self, request: Request, number: str, form: Form) -> Response:
        """One side rates the other."""
        who = self.gate.poster(request, form, Right.UNIT_TICKETS, Right.BLOW)
        score = form.get("score", "")
        command = Judge(number, self._side(who, number), form.get("about", ""),
                        int(score) if score in "12345" and score else 0,
                        said(form, "words"))  # fmt: skip
        return self._does(who, number, form, (command, "whistle_unit"))

    # -- what the street does

    def _street(self, request: Request, number: str, form: Form) -> Visitor:
        """Who acts for the street whose whistle it is; nobody else."""
        who = self.gate.poster(request, form, Right.BLOW)
        whistle = self._whistle(who, number)
        if not seat_of(self.parts, who).runs(whistle):
            raise NotThere
        return who

    def call(self, request: Request, number: str, form: Form) -> Response:
        """One more unit is called."""
        who = self._street(request, number, form)
        unit = code_of(form.get("more", ""), self.parts.district.units)
        return self._does(who, number, form, (CallUnit(number, unit), "whistle_street"))

    def rule(self, request: Request, number: str, form: Form) -> Response:
        """Whether a unit that declined must come."""
        who = self._street(request, number, form)
        command = Rule(number, form.get("unit", ""), form.get("come") == "yes", said(form, "why"))
        return self._does(who, number, form, (command, "whistle_street"))

    def off(self, request: Request, number: str, form: Form) -> Response:
        """The whistle is called off."""
        who = self._street(request, number, form)
        command = CallOff(number, said(form, "why"))
        return self._does(who, number, form, (command, "whistle_street"))

    def result(self, request: Request, number: str, form: Form) -> Response:
        """What came of it."""
        who = self._street(request, number, form)
        command = Conclude(number, said(form, "words"))
        return self._does(who, number, form, (command, "whistle_street"))

    # -- doing it

    def _does(self, who: Visitor, number: str, form: Form, what: tuple[Any, str]) -> Response:
        """Do it and look again; refused, the page comes back with what was typed."""
        command, act = what
        try:
            with self.parts.store.begin() as work:
                work.accounts.saw(self.parts.clock(), who.name, act, number)
            self.parts.do(command, self._actor(who, Right.BLOW, Right.UNIT_TICKETS))
        except Refused as refused:
            return self.pages.shows(who, number, refused=refused.words, typed=dict(form))
        return see_other(f"/staff/whistles/{number}")

    def _with_photos(self, who: Visitor, number: str, form: Form, sent: Sent) -> Response:
        """A form with photos: whatever is refused, those chosen once are chosen."""
        photos, made, act = sent
        try:
            files = take(self.parts, (who.name, number), form, photos)
        except Refused as refused:
            return self.pages.shows(who, number, refused=refused.words, typed=dict(form))
        answer = self._does(who, number, form, (made(files), act))
        if answer.status_code == SEE_OTHER:
            taken(self.parts, who.name, number)
        return answer
