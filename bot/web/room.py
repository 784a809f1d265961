"""The personal page of a mediation room: closed, open in time, or gone."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from fastapi import APIRouter, Response
from sqlalchemy import select

from bot.web.answers import kindly, lost, page
from bot.web.parts import WebParts
from integrations.sql import schema
from integrations.sql.plain import record
from integrations.sql.store import Store
from mediation import words
from mediation.case import ENDS, Case, Stage
from mediation.rooms import Entry, Room

BEHIND = timedelta(days=2)  # a link says "closed" so long; then it is not there
AHEAD = timedelta(days=60)
LIVE = (Stage.SCHEDULED, Stage.IN_SESSION)
OFF = (*ENDS, Stage.RESCHEDULING, Stage.ADJOURNED, Stage.MEDIATOR_PENDING)


@dataclass(frozen=True, slots=True)
class Entrance:
    """One person's way in, as found by its token."""

    case: Case
    room: Room
    entry: Entry

    @property
    def when(self) -> str:
        """When the session begins, in words."""
        return words.moment(self.case.slot.start) if self.case.slot else ""

    @property
    def matter(self) -> str:
        """A party's own page about the case; empty for who sits on the panel."""
        party = self.entry.person.startswith(f"{self.case.number}:")
        return f"/case/{self.case.number}/{self.entry.token}" if party else ""

    @property
    def opens(self) -> str:
        """From when the link lets in, in words."""
        return words.moment(self.entry.valid_from)


def entrance(store: Store, token: str, now: datetime) -> Entrance | None:
    """Whose link this is; None for a wrong one or one of a session that is off."""
    start = schema.cases.c.start
    query = select(schema.cases.c.body).where(start > now - BEHIND, start < now + AHEAD)
    with store.read() as work:
        bodies = [body for body in work.connection.scalars(query) if body.get("room")]
    for body in bodies:
        room = record(Room, body["room"])
        mine = [e for e in room.entries if hmac.compare_digest(e.token.encode(), token.encode())]
        case = record(Case, body["case"])
        if mine and case.stage not in OFF and case.slot is not None:
            return Entrance(case, room, mine[0])
    return None


class RoomPages:
    """Routes under /room/{token}."""

    def __init__(self, parts: WebParts) -> None:
        self.parts = parts

    def routes(self) -> APIRouter:
        """The router."""
        router = APIRouter()
        router.add_api_route("/room/{token}", self.show, methods=["GET"])
        return router

    async def show(self, token: str) -> Response:
        """Early, in time or late, by this one person's entry."""
        return await kindly(self.parts, self._show(token))

    async def _show(self, token: str) -> Response:
        store, now = self.parts.store, self.parts.clock()
        found = await self.parts.look(lambda: entrance(store, token, now))
        if found is None:
            return lost(self.parts)
        if now > found.entry.valid_to or found.case.stage not in LIVE:
            return page(self.parts, "room.html", 410, it=found, state="late", video="")
        state = "open" if found.entry.opens(now) else "early"
        base = self.parts.jitsi.rstrip("/")
        video = f"{base}/{found.room.name}" if base and state == "open" else ""
        return page(self.parts, "room.html", it=found, state=state, video=video)
