"""The rim: safety words first, then one kept row, and only then is a channel acknowledged."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace

from bot.channels.port import Receipt
from bot.spool import Spool
from dialogs.incoming import Incoming
from dialogs.of_another import sentence_of
from nlu.heard import Danger

log = logging.getLogger("fengqiao.rim")
PATIENCE = 1.5  # seconds the store may take to keep a message before the spool does
REMEMBERED = 10_000


@dataclass(slots=True)
class Ports:
    """What the rim needs, joined by build()."""

    keep: Callable[[Incoming], bool]  # into the inbox; False when it was there
    alarm: Callable[[str], Danger | None]
    words: Callable[[str], str]
    wake: Callable[[str], None]  # this contact has something waiting
    say_now: Callable[[str, str], Awaitable[None]]  # contact, words: straight to the channel
    page: Callable[[Incoming, Danger], None]  # the pager, without the store


def _heed(task: asyncio.Future[bool]) -> None:
    """A keep that went on after the rim lost patience may fail; its message is in the spool."""
    if not task.cancelled():
        task.exception()


class Rim:
    """The port `Accept`: fast, and never raises."""

    def __init__(self, ports: Ports, spool: Spool, pool: Executor) -> None:
        self.ports = ports
        self.spool = spool
        self.pool = pool
        self.down_since = 0.0
        self.broken = False  # neither store nor spool took a message
        self._told: set[str] = set()
        self._alarmed: OrderedDict[str, None] = OrderedDict()
        self._speaking: set[asyncio.Task[None]] = set()

    async def __call__(self, incoming: Incoming) -> Receipt:
        """Accept one thing that came in."""
        danger = self._danger(incoming)
        safety = self._words(danger, incoming.text) if danger else ""
        if danger:
            data = {**incoming.data, "alarmed": danger.kind, "alarm_words": danger.words}
            incoming = replace(incoming, data=data)
            self._speak(incoming, safety)
        receipt = await self._kept(incoming)
        if danger and receipt.kept != "inbox":
            await asyncio.to_thread(self._page, incoming, danger)
        return replace(receipt, safety=safety)

    def _words(self, danger: Danger, text: str) -> str:
        return self.ports.words(f"safety.{sentence_of(danger.kind, text)}")

    def _danger(self, incoming: Incoming) -> Danger | None:
        if incoming.kind not in ("message", "edit") or not incoming.text:
            return None
        try:
            return self.ports.alarm(incoming.text)
        except Exception:
            log.exception("the alarm failed")
            return None

    def _speak(self, incoming: Incoming, words: str) -> None:
        """The safety sentence leaves now, once a message, whatever else happens."""
        if incoming.key in self._alarmed:
            return
        self._alarmed[incoming.key] = None
        while len(self._alarmed) > REMEMBERED:
            self._alarmed.popitem(last=False)
        task = asyncio.ensure_future(self._say(incoming.contact, words))
        self._speaking.add(task)
        task.add_done_callback(self._speaking.discard)

    async def _say(self, contact: str, words: str) -> None:
        try:
            await self.ports.say_now(contact, words)
        except Exception:
            log.exception("the safety sentence could not be sent at once")

    def _page(self, incoming: Incoming, danger: Danger) -> None:
        try:
            self.ports.page(incoming, danger)
        except Exception:
            log.exception("the pager failed")

    async def _kept(self, incoming: Incoming) -> Receipt:
        if not self.spool.empty:
            return self._spooled(incoming)  # behind the older ones, until they are replayed
        loop = asyncio.get_running_loop()
        try:
            task = loop.run_in_executor(self.pool, self.ports.keep, incoming)
            task.add_done_callback(_heed)
            fresh = await asyncio.wait_for(asyncio.shield(task), PATIENCE)
        except Exception as error:
            log.warning("the store did not take a message: %s", type(error).__name__)
            return self._spooled(incoming)
        self.down_since, self.broken = 0.0, False
        self._told.clear()
        if fresh:
            self.ports.wake(incoming.contact)
        return Receipt("inbox", fresh)

    def _spooled(self, incoming: Incoming) -> Receipt:
        """Into the file; 已收到 is said once per contact and outage."""
        self.down_since = self.down_since or time.monotonic()
        try:
            self.spool.add(incoming)
        except OSError:
            log.exception("the spool did not take a message")
            self.broken = True
            return Receipt("")
        said = incoming.contact in self._told
        self._told.add(incoming.contact)
        words = "" if said else self.ports.words("kept_for_later")
        return Receipt("spool", words=words)

    async def settle(self) -> None:
        """Wait until words that were to leave at once have left."""
        if self._speaking:
            await asyncio.gather(*self._speaking, return_exceptions=True)
