"""The web chat of residents: the page, messages in, the stream of words out."""

from __future__ import annotations

import logging
import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse

from bot.channels.port import Receipt
from bot.desk.people import pin_fits
from bot.web import intake, transcript, visitor
from bot.web.answers import data, guarded, lost, page
from bot.web.parts import WebParts
from bot.web.stream import Stream
from bot.web.transcript import Talk
from dialogs.incoming import Incoming
from grid.refused import Refused
from integrations.district.words import PHONES
from integrations.limits import Counter

log = logging.getLogger("fengqiao.web")
MINUTE = timedelta(minutes=1)
LOCKED = timedelta(minutes=15)
TOO_FAST = "您发得有点快，我先把前面的看完。请过一分钟再发；有危险请直接打110、119、120。"
FOREIGN = "这条消息不是从本页面发出的，没有收下。请刷新页面再试。"
NOT_KEPT = (
    "系统暂时收不了消息，这一条还没有送到，请稍后再发。急事请打12345，有危险打110、119、120。"
)
GOODBYES = ("再见", "拜拜", "离开")
NAMES = {english: name for name, english in PHONES.items()}
SILENT = ("domestic_violence", "violence", "self_harm", "child_danger")


class Chat:
    """The chat's routes; what it remembers itself are limits, nothing else."""

    def __init__(self, parts: WebParts) -> None:
        self.parts = parts
        self.speed = Counter(20, MINUTE)
        self.pins = Counter(5, LOCKED)
        self._silent = {parts.say(f"safety.{kind}") for kind in SILENT}

    def routes(self) -> APIRouter:
        """The router."""
        router = APIRouter()
        add = router.add_api_route
        add("/", self.front, methods=["GET"])
        add("/chat/messages", self.message, methods=["POST"])
        add("/chat/leave", self.leave, methods=["POST"])
        add("/chat/events", self.events, methods=["GET"])
        add("/chat/rows", self.rows, methods=["GET"])
        add("/chat/photo/{mark}", self.photo, methods=["GET"])
        add("/history", self.ask_pin, methods=["GET"])
        add("/history", self.history, methods=["POST"])
        add("/phones", self.phones, methods=["GET"])
        return router

    # -- pages

    async def front(self, request: Request) -> Response:
        """The chat, with what was said in the last 24 hours, or empty where that is safer."""
        contact = visitor.contact_of(request, self.parts)
        talk = await self._talk(request, contact) if contact else Talk(last=0)
        return self._page(request, contact or visitor.new_contact(), talk)

    async def _talk(self, request: Request, contact: str) -> Talk:
        """What the page begins with; empty and neutral when the store does not answer."""
        store, now = self.parts.store, self.parts.clock()
        hushed = visitor.HUSH in request.cookies
        try:
            return await self.parts.look(
                lambda: transcript.talk_of(store, contact, now, hushed, self.parts.seal)
            )
        except Exception as error:
            log.warning("the chat page goes without the store: %s", type(error).__name__)
            return Talk(quiet=True)

    def _page(self, request: Request, contact: str, talk: Talk, **more: Any) -> Response:
        values = {"talk": talk, "ident": secrets.token_hex(16), "alarm": "", "problem": "", **more}
        response = page(self.parts, "chat.html", **values)
        visitor.remember(response, request, self.parts, contact)
        return response

    async def phones(self) -> Response:
        """A neutral page to leave to."""
        numbers = {NAMES.get(name, name): no for name, no in self.parts.district.phones.items()}
        return page(self.parts, "phones.html", numbers=numbers)

    # -- messages

    async def message(self, request: Request) -> Response:
        """Accept one message; the safety sentence rides on the answer."""
        if not visitor.from_here(request, self.parts):
            return self._no(request, FOREIGN, 403)
        contact = visitor.contact_of(request, self.parts) or visitor.new_contact()
        try:
            async with intake.posted(request) as message:
                if self._too_fast(contact, message.text):
                    return self._no(request, TOO_FAST, 429)
                incoming = await intake.incoming(self.parts, contact, message)
        except Refused as refused:
            return self._no(request, refused.words, 422)
        return await self._accepted(request, incoming)

    def _too_fast(self, contact: str, text: str) -> bool:
        """20 a minute; danger is never held up (T12)."""
        now = self.parts.clock()
        if self.speed.full(contact, now) and not self.parts.alarm(text):
            return True
        self.speed.count(contact, now)
        return False

    async def _accepted(self, request: Request, incoming: Incoming) -> Response:
        receipt = await self.parts.accept(incoming)
        if receipt.fresh and receipt.kept:
            self.parts.channel.publish(incoming.contact, transcript.mine_note(incoming))
        response = await self._answer(request, incoming, receipt)
        visitor.remember(response, request, self.parts, incoming.contact)
        if receipt.safety in self._silent or incoming.text.strip("。！ ") in GOODBYES:
            visitor.hush(response, request, self.parts)
        return response

    async def _answer(self, request: Request, incoming: Incoming, receipt: Receipt) -> Response:
        words = receipt.words if receipt.kept else NOT_KEPT
        if not _plain_form(request):
            known = bool(visitor.contact_of(request, self.parts))
            values = {"kept": receipt.kept, "safety": receipt.safety, "words": words,
                      "anew": not known}  # fmt: skip
            return data(values, 200 if receipt.kept else 503)
        if not (receipt.safety or words):
            return guarded(RedirectResponse("/", 303))
        talk = await self._talk(request, incoming.contact)
        return self._page(request, incoming.contact, talk, alarm=receipt.safety, problem=words)

    def _no(self, request: Request, words: str, status: int) -> Response:
        if _plain_form(request):
            return page(self.parts, "sorry.html", status, words=words)
        response = data({"error": words}, status)
        if status == 429:
            response.headers["Retry-After"] = "20"
        return response

    async def leave(self, request: Request) -> Response:
        """离开: the screen is cleared, and what follows is a page about nothing."""
        response = guarded(RedirectResponse("/phones", 303))
        contact = visitor.contact_of(request, self.parts)
        if visitor.from_here(request, self.parts) and contact:
            key = f"{contact}:{secrets.token_hex(16)}"
            await self.parts.accept(Incoming(key, contact, self.parts.clock(), text="再见"))
            visitor.hush(response, request, self.parts)
        return response

    # -- what comes back

    async def events(self, request: Request) -> Response:
        """The stream of the contact's words; 204 ends the asking of a browser without cookie."""
        contact = visitor.contact_of(request, self.parts)
        if not contact:
            return guarded(Response(status_code=204))
        stream = Stream(self.parts, contact, _after(request))
        response = StreamingResponse(stream.events(), media_type="text/event-stream")
        response.headers["X-Accel-Buffering"] = "no"
        return guarded(response)

    async def rows(self, request: Request) -> Response:
        """The same once, without a stream: for tabs that let another tab listen."""
        contact = visitor.contact_of(request, self.parts)
        store, after, since = self.parts.store, _after(request), self.parts.clock()
        if not contact:
            return data({"rows": []})
        try:
            notes = await self.parts.look(lambda: transcript.missed(
                store, contact, after, since, self.parts.seal))  # fmt: skip
        except Exception:
            return data({"rows": []}, 503)
        return data({"rows": [note.data for note in notes]})

    async def photo(self, request: Request, mark: str) -> Response:
        """One of the resident's own photos; 404 for everything else."""
        contact, store = visitor.contact_of(request, self.parts), self.parts.store
        try:
            own = await self.parts.look(lambda: transcript.has_photo(store, contact, mark))
            if own:
                content = await self.parts.channel.fetch(mark)
                return guarded(Response(content, media_type="image/jpeg"))
        except Exception as error:
            log.warning("a photo could not be shown: %s", type(error).__name__)
        return lost(self.parts)

    # -- earlier conversations

    async def ask_pin(self, request: Request) -> Response:
        """Asks for the PIN, or says kindly that there is none."""
        contact = visitor.contact_of(request, self.parts)
        kept = await self._pin(contact)
        return page(self.parts, "pin.html", has_pin=bool(kept), wrong="")

    async def _pin(self, contact: str) -> str:
        store = self.parts.store
        try:
            return await self.parts.look(lambda: transcript.pin_kept(store, contact))
        except Exception:
            return ""

    async def history(self, request: Request) -> Response:
        """Shows everything kept, for the right PIN; five wrong ones lock it for 15 minutes."""
        contact, now = visitor.contact_of(request, self.parts), self.parts.clock()
        form = await intake.limited(request, 1000).form()
        if not visitor.from_here(request, self.parts):
            return lost(self.parts)
        if self.pins.full(contact, now):
            return self._wrong("试错的次数太多了，请15分钟以后再试。", 429)
        kept = await self._pin(contact)
        pin = str(form.get("pin", "")).strip()
        if not await self.parts.do(lambda: pin_fits(pin, kept)):
            self.pins.count(contact, now)
            return self._wrong("查看码不对，请再试一次。", 403)
        self.pins.forget(contact)
        store = self.parts.store
        talk = await self.parts.look(lambda: transcript.opened(store, contact, self.parts.seal))
        return self._page(request, contact, replace(talk, quiet=False))

    def _wrong(self, words: str, status: int) -> Response:
        return page(self.parts, "pin.html", status, has_pin=True, wrong=words)


def _after(request: Request) -> int | None:
    """The last outbox row the page has, as it says itself or the browser remembers."""
    told = (request.headers.get("last-event-id", ""), request.query_params.get("after", ""))
    rows = [int(one) for one in told if one.isdecimal() and len(one) < 18]
    return max(rows, default=None)


def _plain_form(request: Request) -> bool:
    """Whether a browser without our script sent this."""
    return "text/html" in request.headers.get("accept", "")
