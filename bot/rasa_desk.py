"""The desk as a Rasa assistant reaches it: one transaction a visit, and the address it posts to."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query
from fastapi.responses import JSONResponse

from bot.afterwards import plan
from bot.desk.table import do
from bot.house import House, desk_of
from bot.seen import SqlSeen
from dialogs.lookup import Lookup
from grid.events import Actor
from integrations.rasa_actions import Answer, Do, FrontDesk
from integrations.rasa_protocol import respond
from nlu.heard import Heard


class HouseDesk:
    """The port FrontDesk over our house; residents are contacts rasa:<sender>."""

    def __init__(self, house: House) -> None:
        self.house = house

    def hear(self, text: str) -> Heard:
        """Our listener's word on a text sent now."""
        return self.house.listener.hear(text, self.house.clock())

    def visit(self, contact: str, act: Callable[[Lookup, Do], Answer]) -> Answer:
        """Look and do in one transaction, and plan what follows from it."""
        house, now = self.house, self.house.clock()
        with house.store.begin() as work:
            row = work.contacts.lock(contact, now)
            desk = desk_of(house, work, now, Actor(contact, "resident"), row)
            look = Lookup(now, desk.district, SqlSeen(desk), house.say, house.retention)
            answer = act(look, lambda command: do(desk, command))
            plan(desk, None, [])
        house.wake()
        return answer


def rasa_pages(desk: FrontDesk, token: str) -> APIRouter:
    """POST /rasa/webhook?token=…, the `action_endpoint` of a Rasa server; needs a token."""
    if not token:
        raise ValueError("the address for Rasa's actions needs a token")
    router = APIRouter()

    @router.post("/rasa/webhook")
    def webhook(
        body: Annotated[Any, Body()] = None, given: Annotated[str, Query(alias="token")] = ""
    ) -> JSONResponse:
        if not hmac.compare_digest(given.encode(), token.encode()):
            return JSONResponse({"error": "wrong token"}, 403)
        status, answer = respond(desk, body)
        return JSONResponse(answer, status)

    return router
