"""Calendars to subscribe to: a party's session, and all sessions of a member of the panel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from hmac import compare_digest

from fastapi import APIRouter, Response
from sqlalchemy import select

from bot.web.answers import guarded, kindly, lost
from bot.web.parts import WebParts
from integrations.sql import schema
from integrations.sql.plain import record
from mediation import ics, notices
from mediation.case import Case
from mediation.ics import Entry
from mediation.rooms import Room

BEHIND = timedelta(days=30)  # sessions that far back are still in a member's calendar


class Calendars:
    """Routes that end in .ics; whoever has the address may read it, so it tells little."""

    def __init__(self, parts: WebParts) -> None:
        self.parts = parts

    def routes(self) -> APIRouter:
        """The router."""
        router = APIRouter()
        router.add_api_route("/case/{number}/{token}/calendar.ics", self.party, methods=["GET"])
        router.add_api_route("/calendar/{member}/{mark}.ics", self.member, methods=["GET"])
        return router

    async def party(self, number: str, token: str) -> Response:
        """One case, for a party; the address stays good when the time moves."""
        return await kindly(self.parts, self._answer(lambda: self._of_party(number, token)))

    async def member(self, member: str, mark: str) -> Response:
        """All sessions of a member, for who knows the mark."""
        return await kindly(self.parts, self._answer(lambda: self._of_member(member, mark)))

    async def _answer(self, look: Callable[[], str | None]) -> Response:
        text = await self.parts.look(look)
        if text is None:
            return lost(self.parts)
        return guarded(Response(text, media_type="text/calendar; charset=utf-8"))

    def _of_party(self, number: str, token: str) -> str | None:
        with self.parts.store.read() as work:
            row = work.cases.get(number)
        room = record(Room, row.body["room"]) if row and row.body.get("room") else None
        if row is None or room is None:
            return None
        mine = [one for one in room.entries if one.known(token)]
        if not mine or not mine[0].person.startswith(f"{number}:"):
            return None
        case = record(Case, row.body["case"])
        page = f"{self.parts.address}/case/{number}/{mine[0].token}"
        return self._calendar("我的调解", [Entry(case, f"{case.topic}视频调解", page)])

    def _of_member(self, member: str, mark: str) -> str | None:
        if not compare_digest(mark.encode(), self.parts.seal.index(f"calendar:{member}").encode()):
            return None
        start = schema.cases.c.start
        query = select(schema.cases.c.body).where(start > self.parts.clock() - BEHIND)
        with self.parts.store.read() as work:
            found = [record(Case, body["case"]) for body in work.connection.scalars(query)]
        mine = [case for case in found if member in notices.panel(case)]
        return self._calendar("我的调解", [self._entry(case) for case in mine])

    def _entry(self, case: Case) -> Entry:
        page = f"{self.parts.address}/staff/cases/{case.number}"
        return Entry(case, f"视频调解 {case.number}", page)

    def _calendar(self, name: str, entries: list[Entry]) -> str:
        return ics.calendar(name, entries, self.parts.clock())
