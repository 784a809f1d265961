"""The personal page of a mediation room: closed, open in time, or gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from fastapi import APIRouter, Response
from sqlalchemy import or_, select

from bot.desk import docket as docket_of
from bot.desk import recording
from bot.desk.desk import SYSTEM
from bot.house import desk_of
from bot.web.answers import kindly, lost, page
from bot.web.parts import WebParts
from integrations.sql import schema
from integrations.sql.plain import record
from integrations.sql.store import Store
from mediation import words
from mediation.case import ENDS, Case, Stage
from mediation.rooms import Entry, Room, settings

BEHIND = timedelta(days=2)  # a link says "closed" so long; then it is not there
AHEAD = timedelta(days=60)
LIVE = (Stage.SCHEDULED, Stage.IN_SESSION)
WAITING = (Stage.RESCHEDULING, Stage.ADJOURNED)
OFF = (*ENDS, Stage.MEDIATOR_PENDING)


@dataclass(frozen=True, slots=True)
class Entrance:
    """One person's way in, as found by its token."""

    case: Case
    room: Room
    entry: Entry
    current: bool = True  # False: a link of a time that was moved since

    @property
    def when(self) -> str:
        """When the session begins, in words."""
        return words.moment(self.case.slot.start) if self.case.slot else ""

    @property
    def matter(self) -> str:
        """A party's own page about the case; for who sits on the panel the console's."""
        number = self.case.number
        party = self.entry.person.startswith(f"{number}:")
        return f"/case/{number}/{self.entry.token}" if party else f"/staff/cases/{number}"

    @property
    def opens(self) -> str:
        """From when the link lets in, in words."""
        return words.moment(self.entry.valid_from)


def entrance(store: Store, token: str, now: datetime) -> Entrance | None:
    """Whose link this is or was; None for a wrong one or one of a case that has ended."""
    start, waits = schema.cases.c.start, schema.cases.c.state.in_([str(one) for one in WAITING])
    near = (start > now - BEHIND) & (start < now + AHEAD)
    query = select(schema.cases.c.body).where(or_(near, waits))
    with store.read() as work:
        bodies = [body for body in work.connection.scalars(query) if body.get("room")]
    for body in bodies:
        room = record(Room, body["room"])
        mine = [entry for entry in room.entries if entry.known(token)]
        case = record(Case, body["case"])
        if mine and case.stage not in OFF:
            return Entrance(case, room, mine[0], mine[0].is_now(token))
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
        if found.case.stage in WAITING or not found.current:
            state = "off" if found.case.stage in WAITING else "moved"
            return page(self.parts, "room.html", 410, it=found, state=state, video="")
        if now > found.entry.valid_to or found.case.stage not in LIVE:
            return page(self.parts, "room.html", 410, it=found, state="late", video="")
        state = "open" if found.entry.opens(now) else "early"
        base = self.parts.jitsi.rstrip("/")
        may, on = await self.parts.look(lambda: self._recorded(found))
        link = f"{base}/{found.room.name}#{settings(may, found.entry.role)}"
        video = link if base and state == "open" else ""
        return page(self.parts, "room.html", it=found, state=state, video=video, may=may, on=on)

    def _recorded(self, found: Entrance) -> tuple[bool, bool]:
        """Whether this sitting may be recorded, and whether it is."""
        house = self.parts.door.house
        with self.parts.store.read() as work:
            desk = desk_of(house, work, self.parts.clock(), SYSTEM)
            docket = docket_of.load(desk, found.case.number)
            return recording.may(desk, docket), recording.is_on(desk, docket)
