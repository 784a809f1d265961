"""The webhook: a secret path, a secret header compared in constant time, 200 only when kept."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request, Response

LARGEST = 1024 * 1024  # bytes of one update; Telegram's are a few thousand
HEADER = "x-telegram-bot-api-secret-token"

Take = Callable[[dict[str, Any]], Awaitable[bool]]


def check_secret(secret: str) -> None:
    """Raises ValueError for a secret Telegram would not take as a header."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise ValueError("the webhook's secret is 1 to 256 of A-Z, a-z, 0-9, _ and -")


def webhook_path(secret: str) -> str:
    """The path of the route; not to be guessed, and does not give the secret away."""
    return "/telegram/" + hashlib.sha256(f"path of {secret}".encode()).hexdigest()[:32]


def router(secret: str, take: Take) -> APIRouter:
    """One POST route: 401 without the secret, 200 when `take` kept the update, else 503."""
    check_secret(secret)
    routes = APIRouter()

    @routes.post(webhook_path(secret), include_in_schema=False)
    async def receive(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(), secret.encode()):
            return Response(status_code=401)
        update = _update(await _body(request))
        if update is None:
            return Response(status_code=400)
        return Response(status_code=200 if await take(update) else 503)

    return routes


async def _body(request: Request) -> bytes:
    """The body, or nothing when it is larger than any update."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return b""
    return bytes(body)


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return update if isinstance(update, dict) and type(update.get("update_id")) is int else None
