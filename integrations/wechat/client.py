"""The platform's calls: one access token kept in one place, and never a word of it in a log."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

PATIENCE = 8.0  # seconds to wait for an answer
EARLY = 300.0  # seconds before its end at which a token is renewed; the old one lives on meanwhile
POOL = 32  # connections
STALE = (40001, 40014, 42001)  # the token is wrong, malformed or over
FILES_AT = ".qq.com"  # where the platform may say a video lies
JSON = dict[str, Any]
Ask = Callable[[str, Mapping[str, Any]], Awaitable[JSON]]
GONE = (httpx.HTTPError, httpx.InvalidURL, RuntimeError)
"""What httpx raises; the last one when we are closing down."""


class SaysNo(Exception):
    """The platform's refusal by its number (errcode); its words may hold an address or a token."""

    def __init__(self, code: int) -> None:
        super().__init__(f"errcode {code}")
        self.code = code


class Away(Exception):
    """The platform did not answer, or answered nonsense."""


class TooBig(Exception):
    """A file is larger than was allowed."""


class Token:
    """The access token of an account: shared by all calls, renewed by one of them.

    stable_token gives every asker the same token, so another program with the same account does
    not make ours invalid, and takes the secret in its body and not in an address.
    """

    def __init__(
        self, appid: str, secret: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self._asked = {"grant_type": "client_credential", "appid": appid, "secret": secret}
        self._now, self._until = "", 0.0
        self._wrong = ""  # a token the platform has refused
        self._lock = asyncio.Lock()

    async def get(self, post: Ask) -> str:
        """The token; asks for one when there is none or its end is near."""
        async with self._lock:
            if not self._now or self._clock() >= self._until:
                await self._renew(post)
            return self._now

    def reject(self, token: str) -> None:
        """The platform has refused it; whoever has a newer one by now keeps that."""
        if token == self._now:
            self._wrong, self._now = token, ""

    async def _renew(self, post: Ask) -> None:
        answer = await post("/cgi-bin/stable_token", self._asked)
        if answer.get("access_token") == self._wrong:
            answer = await post("/cgi-bin/stable_token", {**self._asked, "force_refresh": True})
        token, seconds = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not token or not isinstance(seconds, int):
            raise Away("no token")
        self._now, self._wrong = token, ""
        self._until = self._clock() + max(seconds - EARLY, seconds / 2)


class Post:
    """One POST of JSON, its answer as a dict; raises Away or SaysNo."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def __call__(self, path: str, body: Mapping[str, Any], token: str = "") -> JSON:
        # Not escaped: the platform would show residents the escapes as they stand.
        content = json.dumps(body, ensure_ascii=False).encode()
        try:
            answer = await self._http.post(
                path, content=content, params={"access_token": token} if token else None
            )
        except GONE as error:  # its words hold the address, and that the token
            raise Away(type(error).__name__) from None
        return told(answer.status_code, answer.content)


def told(status: int, content: bytes) -> JSON:
    """The fields of an answer; raises SaysNo for a refusal, Away for nonsense."""
    if status >= 500:
        raise Away(str(status))
    try:
        fields = json.loads(content)
    except ValueError:
        raise Away("no JSON") from None
    if not isinstance(fields, dict):
        raise Away("no object")
    if code := fields.get("errcode"):
        raise SaysNo(code if isinstance(code, int) else -1)
    if status >= 400:  # of something in between: the platform refuses with 200 and a number
        raise Away(str(status))
    return fields


class Client:
    """One account on the platform (or a server that speaks like it).

    `base` is the server, e.g. https://api.weixin.qq.com.
    """

    def __init__(self, appid: str, secret: str, base: str) -> None:
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)  # they log addresses, token included
        limits = httpx.Limits(max_connections=POOL)
        self._http = httpx.AsyncClient(base_url=base.rstrip("/"), timeout=PATIENCE, limits=limits)
        self._host = urlsplit(base).hostname or ""
        self._post = Post(self._http)
        self._token = Token(appid, secret)

    async def ready(self) -> None:
        """Have a token; raises what a call raises."""
        await self._token.get(self._post)

    async def call(self, path: str, body: Mapping[str, Any]) -> JSON:
        """A call with the token, once more with a new one when it is refused."""
        token = await self._token.get(self._post)
        try:
            return await self._post(path, body, token)
        except SaysNo as no:
            if no.code not in STALE:
                raise
        self._token.reject(token)
        return await self._post(path, body, await self._token.get(self._post))

    async def media(self, media: str, most: int) -> bytes:
        """A file residents sent, by its id; raises TooBig, SaysNo or Away."""
        token = await self._token.get(self._post)
        try:
            return await self._media(media, token, most)
        except SaysNo as no:
            if no.code not in STALE:
                raise
        self._token.reject(token)
        return await self._media(media, await self._token.get(self._post), most)

    async def _media(self, media: str, token: str, most: int) -> bytes:
        asked = {"access_token": token, "media_id": media}
        kind, content = await self._read("/cgi-bin/media/get", asked, most)
        if "json" not in kind and "text/plain" not in kind:
            return content
        address = str(told(200, content).get("video_url", ""))  # of a video it says where it lies
        host = urlsplit(address).hostname or ""
        if not (host.endswith(FILES_AT) or (host and host == self._host)):
            raise Away("no file")
        return (await self._read(address, None, most))[1]

    async def _read(self, path: str, params: JSON | None, most: int) -> tuple[str, bytes]:
        """What is said to be its type, and the bytes; no more than `most` are read."""
        content = bytearray()
        try:
            async with self._http.stream("GET", path, params=params) as answer:
                if answer.status_code != 200:
                    raise Away(str(answer.status_code))
                async for chunk in answer.aiter_bytes():
                    content += chunk
                    if len(content) > most:
                        raise TooBig
        except GONE as error:
            raise Away(type(error).__name__) from None
        return answer.headers.get("content-type", ""), bytes(content)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()
