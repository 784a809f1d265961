"""The route WeChat posts to: proved, read, kept, and only then answered, within five seconds."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from fastapi import APIRouter, Request, Response

from bot.channels.port import Accept, Receipt
from bot.channels.wechat_intake import Account, Odd, incoming
from dialogs.incoming import Incoming
from integrations.wechat.envelope import Envelope, Forged, check_signature, signature
from integrations.wechat.messages import BadXml, read_xml, sealed_answer, text_answer

PATH = "/wechat"
LARGEST = 64 * 1024  # bytes of one message; the platform's have two or three thousand
FRESH = 300  # seconds a request may be older or newer than now
PATIENCE = 4.5  # seconds until we give up; after five the platform does
_ECHO = re.compile(r"[A-Za-z0-9_=+/-]{1,200}")

log = logging.getLogger(__name__)


class Told(Protocol):
    """Words of which residents know by a notice only."""

    async def takes(self, incoming: Incoming) -> bool:
        """Whether the message merely answers the notice, and has been kept."""
        ...

    def soon(self, contact: str) -> None:
        """The contact has written: it may have the words."""
        ...


@dataclass(frozen=True, slots=True)
class Gate:
    """What is needed to tell the platform from everybody else, and where its messages go.

    With an `envelope` only encrypted messages are taken: a plain body is not signed. `now` is the
    world's time.
    """

    token: str
    account: Account
    accept: Accept
    now: Callable[[], datetime]
    envelope: Envelope | None = None
    told: Told | None = None

    def check(self, query: Mapping[str, str]) -> None:
        """Raises Forged unless the request is signed, and not long ago."""
        stamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
        check_signature(query.get("signature", ""), self.token, stamp, nonce)
        if not (stamp.isdecimal() and len(stamp) < 12):
            raise Forged("timestamp")
        if abs(self.now().timestamp() - int(stamp)) > FRESH:
            raise Forged("too old")

    def read(self, body: bytes, query: Mapping[str, str]) -> dict[str, str]:
        """The message's fields; raises Forged or BadXml."""
        fields = read_xml(body)
        if self.envelope is None:
            return fields
        sealed = fields.get("Encrypt", "")
        check_signature(query.get("msg_signature", ""), self.token, query["timestamp"],
                        query["nonce"], sealed)  # fmt: skip
        return read_xml(self.envelope.open(sealed))

    def answer(self, fields: dict[str, str], words: str) -> Response:
        """Words said in the answer itself."""
        at = int(self.now().timestamp())
        xml = text_answer(fields, words, at)
        if self.envelope is not None:
            sealed, nonce = self.envelope.close(xml.encode()), secrets.token_hex(8)
            xml = sealed_answer(sealed, signature(self.token, str(at), nonce, sealed), at, nonce)
        return Response(xml, media_type="application/xml")


def router(gate: Gate) -> APIRouter:
    """GET for the platform's first question, POST for messages."""
    routes = APIRouter()

    @routes.get(PATH, include_in_schema=False)
    async def verify(request: Request) -> Response:
        return _echoed(gate, request.query_params)

    @routes.post(PATH, include_in_schema=False)
    async def receive(request: Request) -> Response:
        try:
            async with asyncio.timeout(PATIENCE):
                return await _received(gate, request)
        except TimeoutError:
            return Response(status_code=503)

    return routes


def _echoed(gate: Gate, query: Mapping[str, str]) -> Response:
    echo = query.get("echostr", "")
    try:
        gate.check(query)
    except Forged as forged:
        return _refused(forged)
    return Response(echo if _ECHO.fullmatch(echo) else "", media_type="text/plain")


def _refused(forged: Forged) -> Response:
    log.warning("wechat: a request was refused (%s)", forged)
    return Response(status_code=403)


async def _received(gate: Gate, request: Request) -> Response:
    try:
        gate.check(request.query_params)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        fields = gate.read(body, request.query_params)
    except Forged as forged:
        return _refused(forged)
    except BadXml:
        return Response(status_code=400)
    return await _taken(gate, fields)


async def _taken(gate: Gate, fields: dict[str, str]) -> Response:
    """Keep it, then say so; what is not kept comes again, since it is not answered with success."""
    try:
        heard = incoming(fields, gate.account)
    except Odd as odd:
        log.error("wechat: a message without %s is left out", odd)
        return done()
    if heard is None:
        return done()
    if gate.told is not None and await asyncio.shield(gate.told.takes(heard)):
        return done()
    try:
        receipt = await asyncio.shield(gate.accept(heard))
    except Exception:
        log.exception("wechat: a message was not accepted")
        return Response(status_code=503)
    wrote = receipt.kept == "inbox" and receipt.fresh and heard.kind != "event"
    if gate.told is not None and wrote:
        gate.told.soon(heard.contact)
    return _said(gate, fields, receipt)


def done() -> Response:
    """What the platform wants to hear of a message that is kept."""
    return Response("success", media_type="text/plain")


def _said(gate: Gate, fields: dict[str, str], receipt: Receipt) -> Response:
    """Safety words and "received" ride on the answer: the fastest way, and it counts as none.

    Words of safety go out whether or not the message could be kept; a person is called anyway.
    """
    words = "\n\n".join(one for one in (receipt.safety, receipt.words) if one)
    if words:
        return gate.answer(fields, words)
    return done() if receipt.kept else Response(status_code=503)


async def _body(request: Request) -> bytes | None:
    """The body, or None when it is larger than any message."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return None
    return bytes(body)
