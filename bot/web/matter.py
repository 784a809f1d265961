"""A party's own page about a case: the agreement's words, whether it is kept, how it felt."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from bot.desk import assents, limits
from bot.desk import docket as docket_of
from bot.desk.desk import SYSTEM
from bot.desk.docket import Docket
from bot.desk.following import agreement_of
from bot.house import desk_of
from bot.web import visitor
from bot.web.answers import guarded, kindly, lost, page
from bot.web.intake import limited
from bot.web.parts import WebParts
from grid.calendar import SHANGHAI
from grid.events import Actor
from grid.refused import Refused
from mediation import words
from mediation.agreement import confirmable, safe_last_day
from mediation.case import BINDING, CHINESE, ENDS, Case, Stage
from mediation.limits import Longer
from mediation.outcome import KEPT, KINDS, Agreement
from mediation.parties import Party

MOST = 10_000  # bytes of a form
ASKED = timedelta(days=15)  # so long after a session it is asked how it was
TALKED = ("clear", "fair", "pressed")
"""The three questions after a session (D.1): understood, treated evenly, pressed to agree."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What one party sees of a case; nothing of what the other said of the session."""

    case: Case
    party: Party
    agreement: Agreement | None
    others: tuple[Party, ...]
    room: str
    talked: bool  # the session has been not long ago: how was it?
    told: bool  # … and this party has told
    longer: Longer | None = None  # the mediator asks for more time

    @property
    def stage(self) -> str:
        """Where it stands, in words."""
        return CHINESE[self.case.stage]

    @property
    def over(self) -> bool:
        """Whether nothing is waited for any more."""
        return self.case.stage in ENDS

    @property
    def when(self) -> str:
        """When the session is, in words; empty while the time is not known."""
        live = self.case.stage is Stage.SCHEDULED and self.case.slot is not None
        return words.moment(self.case.slot.start) if live and self.case.slot else ""

    @property
    def asks_longer(self) -> bool:
        """Whether more time waits for the parties' word."""
        open_still = self.case.stage not in ENDS | BINDING
        return open_still and self.longer is not None and not self.longer.done

    @property
    def longer_until(self) -> str:
        """Until which day more time is asked for, in words."""
        return words.day(self.longer.until.astimezone(SHANGHAI).date()) if self.longer else ""

    @property
    def on_longer(self) -> str:
        """What this party said to more time: yes, no, or empty."""
        if self.longer is None:
            return ""
        if self.party.id in self.longer.agreed:
            return "yes"
        return "no" if self.party.id in self.longer.refused else ""

    @property
    def asks(self) -> bool:
        """Whether the words of the agreement wait for this party."""
        return self.case.stage in assents.DRAFTING and self.agreement is not None

    @property
    def said(self) -> bool:
        """Whether this party has said that they are right."""
        return self.agreement is not None and self.party.id in self.agreement.assents

    @property
    def waits(self) -> bool:
        """Whether somebody else has still to say so."""
        given = self.agreement.assents if self.agreement else ()
        return any(one.id not in given for one in self.others)

    @property
    def in_force(self) -> bool:
        """Whether its performance may be told."""
        return self.case.stage in assents.IN_FORCE

    @property
    def keep_by(self) -> str:
        """By when it is to be performed, in words."""
        return words.day(self.agreement.day) if self.agreement and self.agreement.day else ""

    @property
    def since(self) -> str:
        """From when it is in force, in words; empty while it is not."""
        at = self.agreement.effective if self.agreement else None
        return words.day(at.astimezone(SHANGHAI).date()) if at else ""

    @property
    def court_until(self) -> str:
        """The safe last day for the joint application to the court; empty where there is none."""
        at = self.agreement.effective if self.agreement else None
        open_still = self.case.stage in (Stage.EFFECTIVE, Stage.PERFORMING)
        if at is None or not open_still or not confirmable(self.case.category):
            return ""
        return words.day(safe_last_day(at.astimezone(SHANGHAI).date()))


class MatterPages:
    """Routes under /case/{number}/{token}; the token is that of the party's way into the room."""

    def __init__(self, parts: WebParts) -> None:
        self.parts = parts

    def routes(self) -> APIRouter:
        """The router."""
        router = APIRouter()
        router.add_api_route("/case/{number}/{token}", self.show, methods=["GET"])
        router.add_api_route("/case/{number}/{token}", self.say, methods=["POST"])
        return router

    async def show(self, number: str, token: str) -> Response:
        """The page; lost for a wrong link."""
        return await kindly(self.parts, self._show(number, token))

    async def _show(self, number: str, token: str, problem: str = "", what: str = "") -> Response:
        found = await self.parts.look(lambda: self._matter(number, token))
        if found is None:
            return lost(self.parts)
        return page(self.parts, "matter.html", 409 if problem else 200, it=found, token=token,
                    problem=problem, what=what, kinds=KINDS, answers=KEPT)  # fmt: skip

    async def say(self, request: Request, number: str, token: str) -> Response:
        """What the party says; a refusal stands on the page, with the words kept."""
        return await kindly(self.parts, self._say(request, number, token))

    async def _say(self, request: Request, number: str, token: str) -> Response:
        form = {k: str(v) for k, v in (await limited(request, MOST).form()).items()}
        found = await self.parts.look(lambda: self._matter(number, token))
        if found is None or not visitor.from_here(request, self.parts):
            return lost(self.parts)
        act = self._act(found.party, form)
        actor = Actor(found.party.id, found.party.role)
        try:
            await self.parts.do(lambda: self.parts.door.change(actor, act))
        except Refused as refused:
            return await self._show(number, token, refused.words, form.get("what", "")[:500])
        return guarded(RedirectResponse(f"/case/{number}/{token}", 303))

    def _act(self, party: Party, form: dict[str, str]) -> Callable[[Any], None]:
        no, who, mark, act = party.case, party.id, form.get("mark", ""), form.get("act", "")
        if act == "assent":
            return lambda desk: assents.assent(desk, no, who, mark)
        if act == "object":
            return lambda desk: assents.objects(desk, no, who, mark, form.get("what", ""))
        if act in ("longer_yes", "longer_no"):
            return lambda desk: limits.tells_longer(desk, no, who, act == "longer_yes")
        if act == "feeling":
            said = {key: form.get(key, "")[:8] for key in TALKED}
            return lambda desk: assents.tells_feeling(desk, no, who, said)
        return lambda desk: assents.tells_kept(desk, no, who, act)

    def _matter(self, number: str, token: str) -> Matter | None:
        try:
            docket = self._docket(number)
        except Refused:
            return None
        entries = docket.room.entries if docket.room else ()
        mine = [e.person for e in entries if hmac.compare_digest(e.token.encode(), token.encode())]
        party = next((p for _, p in docket.people if p.id in mine), None)
        if party is None:
            return None
        others = tuple(p for _, p in docket.people if p.id != party.id)
        over = "agreement" in docket.extras or bool(docket.case.end_reason)
        slot, now = docket.case.slot, self.parts.clock()
        over = over and (slot is None or now < slot.end + ASKED)
        told = party.id in docket.extras.get("voices", {})
        return Matter(docket.case, party, agreement_of(docket), others, f"/room/{token}",
                      over, told, limits.longer_of(docket))  # fmt: skip

    def _docket(self, number: str) -> Docket:
        house = self.parts.door.house
        with self.parts.store.read() as work:
            return docket_of.load(desk_of(house, work, self.parts.clock(), SYSTEM), number)
