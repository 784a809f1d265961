"""Forms of who handles a ticket and who checks: sign, done with photos, more time, check, redo."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from starlette.datastructures import UploadFile

from console.gate import COOKIE, Form, Gate, NotSignedIn
from console.parts import ConsoleParts
from console.rights import Right
from console.sessions import Visitor
from console.tickets import code_of
from console.way import WayPages, said
from console.way_photos import take, taken
from grid.calendar import SHANGHAI
from grid.orders import AskResident, AskTime, Check, DecideTime, Redispatch, ReportDone, Sign
from grid.refused import Refused

MOST_FILES = 12  # of one form; more than may be kept is said in words, more than that is no form
LARGEST = 64 * 1024 * 1024  # bytes of a whole form
LONGEST_ANSWER = 4000


async def read_photos(request: Request) -> dict[str, Any]:
    """A form with photos: its fields as text, and "photos", the bytes of those chosen."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > LARGEST:
        raise HTTPException(413)
    async with request.form(max_files=MOST_FILES, max_fields=40) as form:
        fields = {name: one for name, one in form.items() if isinstance(one, str)}
        files = [one for one in form.getlist("photo") if isinstance(one, UploadFile)]
        return {**fields, "photos": [await one.read() for one in files if one.filename]}


Files = tuple[dict[str, Any], ...]
Sent = tuple[list[bytes], Callable[[Files], Any], str, Right]
"""A form's photos, the order that they go with, and the act and right it is done by."""
SEE_OTHER = 303
PhotoForm = Annotated[dict[str, Any], Depends(read_photos)]


class HandlingPages:
    """What a unit's member does with a ticket, and whoever makes sure of it."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate
        self.way = WayPages(parts, gate)

    def join(self, router: APIRouter) -> None:
        """Add the forms' addresses."""
        acts = {"sign": self.sign, "done": self.done, "extend": self.extend,
                "extension": self.extension, "check": self.check, "redo": self.redo,
                "ask": self.ask}  # fmt: skip
        for name, act in acts.items():
            router.add_api_route(f"/tickets/{{number}}/{name}", act, methods=["POST"])

    def _unit(self, who: Visitor, number: str) -> str:
        return self.way.tickets.acting_for(who, number)

    def sign(self, request: Request, number: str, form: Form) -> Response:
        """A unit's member takes a ticket on."""
        who = self.gate.poster(request, form, Right.UNIT_TICKETS)
        command = Sign(number, self._unit(who, number), form.get("seen", ""))
        return self.way.does(who, number, form, (command, "sign", Right.UNIT_TICKETS))

    def done(self, request: Request, number: str, form: PhotoForm) -> Response:
        """A unit's member says what was done; the photos are cleaned and kept first."""
        photos = form.pop("photos")
        who = self._poster(request, number, form, (photos, Right.UNIT_TICKETS))

        def order(files: Files) -> Any:
            return ReportDone(number, self._unit(who, number), said(form, "words"), files,
                              said(form, "document"), form.get("seen", ""))  # fmt: skip

        return self._with_photos(who, number, form, (photos, order, "done", Right.UNIT_TICKETS))

    def _poster(
        self, request: Request, number: str, form: Form, sent: tuple[list[bytes], Right]
    ) -> Visitor:
        """Who sends the form; of a session that ran out meanwhile the photos are still kept."""
        photos, right = sent
        try:
            return self.gate.poster(request, form, right)
        except NotSignedIn:
            was = self.gate.sessions.ran_out(request.cookies.get(COOKIE, ""))
            if was and was.csrf == form.get("csrf") and was.may(right):
                self.way.tickets.mine(was, number)
                with suppress(Refused):
                    take(self.parts, (was.name, number), form, photos)
            raise

    def _with_photos(self, who: Visitor, number: str, form: Form, sent: Sent) -> Response:
        """A form with photos: whatever is refused, those chosen once are chosen."""
        photos, order, act, right = sent
        self.way.tickets.mine(who, number)
        try:
            files = take(self.parts, (who.name, number), form, photos)
        except Refused as refused:
            more: dict[str, Any] = {"refused": refused.words, "typed": dict(form)}
            return self.way.tickets.shows(who, number, **more)
        answer = self.way.does(who, number, form, (order(files), act, right))
        if answer.status_code == SEE_OTHER:
            taken(self.parts, who.name, number)
        return answer

    def extend(self, request: Request, number: str, form: Form) -> Response:
        """A unit's member asks for more time."""
        who = self.gate.poster(request, form, Right.UNIT_TICKETS)
        until = when(form.get("until", "")) or self.parts.clock()  # no date is too early a date
        command = AskTime(number, self._unit(who, number), until, said(form, "why"),
                          form.get("seen", ""))  # fmt: skip
        return self.way.does(who, number, form, (command, "extend", Right.UNIT_TICKETS))

    def extension(self, request: Request, number: str, form: Form) -> Response:
        """A dispatcher grants it, or does not."""
        who = self.gate.poster(request, form, Right.DISPATCH)
        yes = form.get("time", "") == "yes"
        command = DecideTime(number, yes, said(form, "why"), form.get("seen", ""))
        return self.way.does(who, number, form, (command, "extension", Right.DISPATCH))

    def check(self, request: Request, number: str, form: PhotoForm) -> Response:
        """Somebody who had no hand in it says whether it is done, with photos where they like."""
        photos = form.pop("photos")
        who = self._poster(request, number, form, (photos, Right.CHECK))
        passed = form.get("passed") == "yes"
        words = form.get("words", "").strip()[:LONGEST_ANSWER] if passed else said(form, "why")

        def order(files: Files) -> Any:
            return Check(number, passed, form.get("how", ""), words, who.member,
                         form.get("seen", ""), files)  # fmt: skip

        return self._with_photos(who, number, form, (photos, order, "check", Right.CHECK))

    def redo(self, request: Request, number: str, form: Form) -> Response:
        """A dispatcher gives an unsolved ticket to a unit once more."""
        who = self.gate.poster(request, form, Right.DISPATCH)
        unit = code_of(form.get("unit", ""), self.parts.district.units)
        command = Redispatch(number, unit, said(form, "why"), said(form, "supervisor"),
                             form.get("seen", ""))  # fmt: skip
        return self.way.does(who, number, form, (command, "redo", Right.DISPATCH))

    def ask(self, request: Request, number: str, form: Form) -> Response:
        """A clerk or dispatcher asks the resident what is missing, once."""
        who = self.gate.poster(request, form, Right.TICKET_ACTS)
        command = AskResident(number, said(form, "words"), form.get("seen", ""))
        return self.way.does(who, number, form, (command, "ask", Right.TICKET_ACTS))


def when(text: str) -> datetime | None:
    """A time as a browser sends it (2026-11-24T17:30), in Shanghai; None for anything else."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)
