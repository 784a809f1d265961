"""All pages of residents and parties, as one router for build() to mount."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from bot.web.answers import Statics
from bot.web.calendars import Calendars
from bot.web.chat import Chat
from bot.web.invitation import Invitations
from bot.web.matter import MatterPages
from bot.web.parts import WebParts
from bot.web.room import RoomPages


def create_pages(parts: WebParts) -> APIRouter:
    """The web chat at /, invitations at /party/…, rooms at /room/…, a party's page about its case
    at /case/…, calendars, our files at /web/…."""
    router = APIRouter(include_in_schema=False)
    statics = Statics()

    def static(request: Request, name: str) -> Response:
        return statics.answer(name, request.headers.get("if-none-match", ""))

    router.add_api_route("/web/{name}", static, methods=["GET"])
    router.include_router(Chat(parts).routes())
    router.include_router(Invitations(parts).routes())
    router.include_router(RoomPages(parts).routes())
    router.include_router(MatterPages(parts).routes())
    router.include_router(Calendars(parts).routes())
    return router
