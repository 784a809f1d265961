"""A party's own page about a case: the agreement's words, whether it is kept, how it felt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from bot.desk import absences, assents, attending, ending, limits, newtimes, signing
from bot.desk import docket as docket_of
from bot.desk.desk import SYSTEM
from bot.desk.docket import Docket
from bot.desk.following import agreement_of
from bot.house import desk_of
from bot.web import visitor
from bot.web.answers import guarded, kindly, lost, page
from bot.web.intake import limited
from bot.web.matter_court import Court, court_act, court_for
from bot.web.matter_private import Few, few_act, few_for
from bot.web.matter_view import Matter
from bot.web.parts import WebParts
from dialogs.commands import TellTime
from grid.events import Actor
from grid.refused import Refused
from mediation.booking import Slot
from mediation.case import Stage
from mediation.outcome import KEPT, KINDS
from mediation.parties import ATTENDS, Party

MOST = 10_000  # bytes of a form
ASKED = timedelta(days=15)  # so long after a session it is asked how it was
TALKED = ("clear", "fair", "pressed")
"""The three questions after a session (D.1): understood, treated evenly, pressed to agree."""


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

    async def _show(
        self, number: str, token: str, problem: str = "", typed: dict[str, str] | None = None
    ) -> Response:
        found = await self.parts.look(lambda: self._matter(number, token))
        if found is None:
            return lost(self.parts)
        given = typed or {}
        return page(self.parts, "matter.html", 409 if problem else 200, it=found, token=token,
                    problem=problem, what=given.get("what", "")[:500],
                    wish=given.get("wish", "")[:200], kinds=KINDS, answers=KEPT)  # fmt: skip

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
            return await self._show(number, token, refused.words, form)
        return guarded(RedirectResponse(f"/case/{number}/{token}", 303))

    def _act(self, party: Party, form: dict[str, str]) -> Callable[[Any], None]:
        other = court_act(party, form) or few_act(party, form)
        if other is not None:
            return other
        no, who, mark, act = party.case, party.id, form.get("mark", ""), form.get("act", "")
        if act == "assent":
            return lambda desk: assents.assent(desk, no, who, mark)
        if act == "object":
            return lambda desk: assents.objects(desk, no, who, mark, form.get("what", ""))
        if act in ("longer_yes", "longer_no"):
            return lambda desk: limits.tells_longer(desk, no, who, act == "longer_yes")
        if act in ("time_yes", "time_no"):
            what = TellTime(no, form.get("start", ""), act.removeprefix("time_"),
                            form.get("wish", ""), form.get("pick", ""))  # fmt: skip
            return lambda desk: newtimes.says(desk, no, who, what)
        if act in ATTENDS:
            return lambda desk: attending.says(desk, no, who, act)
        if act == "waited":
            return lambda desk: absences.waited(desk, no, who)
        if act == "withdraw":
            return lambda desk: ending.withdraw_consent(desk, no, party.role)
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
        mine = [entry for entry in entries if entry.known(token)]
        party = next((p for _, p in docket.people if mine and p.id == mine[0].person), None)
        if party is None:
            return None
        others = tuple(p for _, p in docket.people if p.id != party.id)
        ended = bool(docket.case.end_reason) and not docket.extras.get("unmet")
        over = "agreement" in docket.extras or ended
        slot, now = docket.case.slot, self.parts.clock()
        over = over and (slot is None or now < slot.end + ASKED)
        told = party.id in docket.extras.get("voices", {})
        return Matter(docket.case, party, agreement_of(docket), others, f"/room/{mine[0].token}",
                      over, told, limits.longer_of(docket), newtimes.new_time_of(docket),
                      self._free(docket), signing.until_of(docket),
                      *self._asked(docket, party))  # fmt: skip

    def _asked(self, docket: Docket, party: Party) -> tuple[Few, Court | None]:
        """What of few eyes, and of the court's confirmation, this party may see."""
        house = self.parts.door.house
        with self.parts.store.read() as work:
            desk = desk_of(house, work, self.parts.clock(), SYSTEM)
            return few_for(desk, docket, party), court_for(desk, docket, party)

    def _free(self, docket: Docket) -> tuple[Slot, ...]:
        """Other times the panel has, where the party may wish for one."""
        slot, now = docket.case.slot, self.parts.clock()
        if docket.case.stage is not Stage.SCHEDULED or slot is None or now >= slot.start:
            return ()
        house = self.parts.door.house
        with self.parts.store.read() as work:
            return tuple(newtimes.choices(desk_of(house, work, now, SYSTEM), docket))

    def _docket(self, number: str) -> Docket:
        house = self.parts.door.house
        with self.parts.store.read() as work:
            return docket_of.load(desk_of(house, work, self.parts.clock(), SYSTEM), number)
