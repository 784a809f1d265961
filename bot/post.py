"""The post: unsent words go to their channels, in order a contact, again and again until sent.

A process delivers only for the channels it has: beside a web server, a worker leaves the web chat
to it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from bot.channels.port import Channel, TryLater, Unreachable
from dialogs.say import Say
from integrations.sql.boxes import Letter
from integrations.sql.store import Store

T = TypeVar("T")
log = logging.getLogger("fengqiao.post")
LEASE = timedelta(seconds=60)
IDLE = 1.0  # seconds between looks when nobody wakes the post
SHORT = 0.1  # … between a look and the question when the next one is worth it
MOST_TRIES = 8
SLOWEST = 300.0


class Post:
    """Delivers the outbox."""

    def __init__(self, store: Store, channels: Mapping[str, Channel], clock: Callable[[], datetime],
                 pool: Executor, reads: Callable[[Letter], Letter] = lambda one: one
                 ) -> None:  # fmt: skip
        self.store = store
        self.channels = channels
        self.clock = clock
        self.pool = pool
        self.reads = reads  # puts in what was said alone, on the way to its reader
        self._woken = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._shut: dict[str, datetime] = {}  # channels told to wait, e.g. by a 429
        self._alone: set[int] = set()  # rows that are not joined with others again

    def start(self) -> None:
        """Belong to the running loop."""
        self._loop = asyncio.get_running_loop()

    def wake(self) -> None:
        """There may be something to send; callable from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._woken.set)

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until told to stop."""
        while not stop.is_set():
            self._woken.clear()
            try:
                sent = await self.once()
            except Exception:
                log.exception("the post rests")
                sent = 0
                await asyncio.sleep(IDLE)
            if not sent:
                await self._pause(stop)

    async def _pause(self, stop: asyncio.Event) -> None:
        waits = [asyncio.ensure_future(e.wait()) for e in (self._woken, stop)]
        await asyncio.wait(waits, timeout=await self._until_next(),
                           return_when=asyncio.FIRST_COMPLETED)  # fmt: skip
        for wait in waits:
            wait.cancel()

    async def _until_next(self) -> float:
        try:
            at = await self._do(self._next_at)
        except Exception:
            return IDLE
        left = (at - self.clock()).total_seconds() if at else IDLE
        if left < -SHORT:  # behind words put off or in another's hand: looking again is no use
            return IDLE
        return min(IDLE, max(0.02, left))

    def _next_at(self) -> datetime | None:
        with self.store.read() as work:
            return work.outbox.next_at(self._mine)

    async def once(self) -> int:
        """Send what can go now; returns how many letters were handled."""
        letters = await self._do(self._claim)
        open_ones = [one for one in letters if await self._open(one)]
        await asyncio.gather(*(self._send(one) for one in open_ones))
        return len(open_ones)

    async def _do(self, act: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.pool, act)

    def _claim(self) -> list[Letter]:
        now = self.clock()
        with self.store.read() as work:
            at = work.outbox.next_at(self._mine)
        if at is None or at > now:
            return []
        with self.store.begin() as work:
            return work.outbox.claim(now, LEASE, channels=self._mine)

    @property
    def _mine(self) -> list[str]:
        return list(self.channels)

    async def _open(self, letter: Letter) -> bool:
        name = letter.contact.partition(":")[0]
        until = self._shut.get(name)
        if until is None or until <= self.clock():
            return True
        await self._do(lambda: self._put_off(letter, until, "渠道要求稍后再发"))
        return False

    def _put_off(self, letter: Letter, at: datetime, note: str) -> None:
        with self.store.begin() as work:
            work.outbox.later(letter.id, at, note)

    async def _send(self, letter: Letter) -> None:
        channel = self.channels[letter.contact.partition(":")[0]]
        joins = getattr(channel, "joins", False)
        letters = await self._do(lambda: self._with_those_behind(letter)) if joins else [letter]
        try:
            whole = await self._do(lambda: joined([self.reads(one) for one in letters]))
            sent_id = await channel.send(letter.contact, whole, str(letter.id))
        except TryLater as later:
            await self._later(letter, later)
        except Unreachable as gone:
            await self._do(partial(self._unreachable, letter, gone.words))
        except ValueError as error:
            await self._refused(letters, error)
        except Exception:
            log.exception("letter %s", letter.id)
            await self._later(letter, TryLater(2.0))
        else:
            await self._do(lambda: self._sent(letters, sent_id))

    async def _refused(self, letters: list[Letter], error: ValueError) -> None:
        """The channel will never take it; of several, which one shows when each goes alone."""
        letter = letters[0]
        if len(letters) > 1:
            self._alone.add(letter.id)
            await self._do(lambda: self._put_off(letter, self.clock(), "单独再发"))
            return
        log.error("letter %s cannot be sent: %s", letter.id, error)
        await self._do(lambda: self._drop(letter, "渠道不接受这条消息"))

    def _with_those_behind(self, letter: Letter) -> list[Letter]:
        """Also what waits behind it, up to the first with buttons.

        Nobody else takes those while it is leased: a contact's words go in order.
        """
        with self.store.read() as work:
            behind = [one for one in work.outbox.of(letter.contact, letter.id)
                      if one.state == "waiting"]  # fmt: skip
        letters, now = [letter], self.clock()
        for one in behind:
            if letters[-1].say.buttons or one.not_before > now or letter.id in self._alone:
                break
            letters.append(one)
        return letters

    async def _later(self, letter: Letter, later: TryLater) -> None:
        wait = max(
            later.seconds, min(SLOWEST, 2.0**letter.tries) if letter.tries else later.seconds
        )
        at = self.clock() + timedelta(seconds=wait)
        if later.everyone:
            self._shut[letter.contact.partition(":")[0]] = at
        if letter.tries >= MOST_TRIES and not later.everyone:
            await self._do(lambda: self._unreachable(letter, Unreachable().words))
            return
        await self._do(lambda: self._put_off(letter, at, str(later)))

    def _sent(self, letters: list[Letter], sent_id: str) -> None:
        with self.store.begin() as work:
            for letter in letters:
                work.outbox.sent(letter.id, self.clock(), sent_id)

    def _drop(self, letter: Letter, note: str) -> None:
        with self.store.begin() as work:
            work.outbox.drop([letter.id], note, "failed")

    def _unreachable(self, letter: Letter, words: str) -> None:
        """Only this contact is concerned; staff see it, the ticket goes on (F11)."""
        with self.store.begin() as work:
            work.outbox.drop([letter.id], f"送不到：{words}", "failed")
            work.contacts.save(letter.contact, unreachable=True)


def joined(letters: list[Letter]) -> Say:
    """Several letters as one, in their order; the buttons are those of the last."""
    says = [one.say for one in letters]
    if len(says) == 1:
        return says[0]
    words, last = "\n\n".join(one.text.strip() for one in says), says[-1]
    clerk = next((one.by for one in says if one.by), "")
    return Say(words, last.buttons, says[0].kind, last.asks, by=clerk)
