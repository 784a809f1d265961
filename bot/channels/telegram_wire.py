"""The wire to a Bot API server: pools of our own, raw calls, and nothing of it in the logs."""

from __future__ import annotations

import asyncio
import functools
import logging
import re
import ssl
from collections.abc import Mapping
from typing import Any

import httpx
from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.channels.telegram_errors import pause, silence
from bot.channels.telegram_updates import WANTED, Me

POOL = 64  # connections for sending: one second of 60 messages may all be under way
PATIENCE = 8.0  # seconds to wait for an answer
LONG_POLL = 25  # seconds Telegram holds an empty getUpdates

log = logging.getLogger(__name__)


@functools.cache
def _trust() -> ssl.SSLContext:
    """Reading the list of authorities takes 50 ms, so it is read once."""
    return httpx.create_ssl_context()


def pool(size: int) -> HTTPXRequest:
    """Connections to the server, `size` at most."""
    return HTTPXRequest(
        size,
        read_timeout=PATIENCE,
        connect_timeout=5,
        pool_timeout=5,
        httpx_kwargs={"verify": _trust()},
    )


class Wire:
    """One bot on one Bot API server.

    `api_base` is the server without the token, e.g. https://api.telegram.org.
    """

    def __init__(self, token: str, api_base: str) -> None:
        silence()
        number = token.partition(":")[0]
        if not number.isdecimal() or number == token:
            raise ValueError("a Telegram token reads 123456:letters")  # not the token itself
        base = api_base.rstrip("/").removesuffix("/bot")
        self._send, self._poll = pool(POOL), pool(2)
        self.bot = Bot(token, f"{base}/bot", f"{base}/file/bot", self._send, self._poll)
        self.me = Me(int(number))

    async def updates(self, offset: int, timeout: int = LONG_POLL) -> list[dict[str, Any]]:
        """Raw updates from `offset` on, oldest first; waits up to `timeout` seconds for one."""
        asked = {"offset": offset, "timeout": timeout, "allowed_updates": list(WANTED)}
        raw = await self.call("getUpdates", asked, read_timeout=timeout + 10)
        kept = [u for u in raw if isinstance(u, dict) and isinstance(u.get("update_id"), int)]
        return sorted(kept, key=lambda update: int(update["update_id"]))

    async def call(
        self, endpoint: str, fields: Mapping[str, Any] | None = None, read_timeout: float = PATIENCE
    ) -> Any:
        """A raw call, its answer not yet read into the library's types.

        Spelt get_Updates, the library calls getUpdates without warning that it has a method of
        its own for that; that method fails a whole batch of updates for one it cannot read.
        """
        return await self.bot.do_api_request(
            re.sub("([A-Z])", r"_\1", endpoint),
            api_kwargs=dict(fields or {}),
            read_timeout=read_timeout,
        )

    async def introduce(self, stop: asyncio.Event) -> None:
        """Ask who we are until Telegram says it; an outage at the start is waited out."""
        while not stop.is_set() and not self.me.username:
            answer = await self.until_done("getMe", {}, stop)
            name = str(answer.get("username", "")) if isinstance(answer, dict) else ""
            self.me = Me(self.me.id, name)
            if not name:
                return

    async def until_done(
        self, endpoint: str, fields: Mapping[str, Any], stop: asyncio.Event
    ) -> Any:
        """Call again, with growing waits, until it works or `stop` is set (then None)."""
        failures = 0
        while not stop.is_set():
            try:
                return await self.call(endpoint, fields)
            except TelegramError as error:
                log.warning("telegram: %s failed (%s)", endpoint, type(error).__name__)
                await rest(stop, pause(error, failures))
                failures += 1
        return None

    async def attempt(self, endpoint: str, fields: Mapping[str, Any] | None = None) -> bool:
        """A call that may fail: optional methods, a keyboard long gone, a tap too old."""
        try:
            await self.call(endpoint, fields)
        except TelegramError as error:
            log.info("telegram: %s did not work (%s)", endpoint, type(error).__name__)
            return False
        return True

    async def close(self) -> None:
        """Close the connections."""
        await asyncio.gather(self._send.shutdown(), self._poll.shutdown())


async def rest(stop: asyncio.Event, seconds: float) -> None:
    """Wait, but not beyond `stop`."""
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
