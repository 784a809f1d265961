"""What comes from Telegram: each update handed to `accept`, acknowledged only when kept."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from pathlib import PurePath
from typing import Any

from telegram import Update

from bot.channels.port import Accept, TryLater, Unreachable
from bot.channels.telegram_errors import pause
from bot.channels.telegram_groups import GroupReplies
from bot.channels.telegram_updates import Clock, called_from, incoming
from bot.channels.telegram_wire import Wire, rest
from dialogs.incoming import Incoming

TRIES = 3  # of accepting one update that makes us stumble, before it is parked
LONGEST_HOLD = 10.0  # seconds until what nobody kept is asked for again

log = logging.getLogger(__name__)

SayNow = Callable[[str, str], Awaitable[str]]


class Intake:
    """Takes raw updates one by one; a bad one is parked and holds up nobody."""

    def __init__(self, wire: Wire, accept: Accept, clock: Clock, say_now: SayNow) -> None:
        self._wire = wire
        self._accept = accept
        self._clock = clock
        self._say_now = say_now
        self._groups = GroupReplies()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._stumbled: dict[int, int] = {}  # update id → how often accepting it raised

    async def take(self, raw: Mapping[str, Any]) -> bool:
        """Hand one raw update on; False when nobody kept it and it must come again.

        What cannot be read is parked: logged by its number and never asked for again.
        """
        try:
            update = Update.de_json(dict(raw), self._wire.bot)
            called = called_from(update, self._wire.me)
            heard = incoming(update, self._wire.me, self._clock)
        except Exception as error:  # whatever the library meets in a broken update
            log.error("telegram: update %s parked (%s)", raw["update_id"], _where(error))
            return True
        if called is not None:
            self._soon(self._groups.reply(self._wire, called, update.update_id))
        try:
            kept = heard is None or await self._hand_on(heard)
        except Exception:
            return self._stumble(update.update_id)
        self._answer(update, kept)
        return kept

    async def _hand_on(self, heard: Incoming) -> bool:
        receipt = await self._accept(heard)
        if receipt.words:
            self._soon(self._say_kindly(heard.contact, receipt.words))
        return bool(receipt.kept)

    def _answer(self, update: Update, kept: bool) -> None:
        """Stop the little clock on a tapped button."""
        if kept and update.callback_query:
            fields = {"callback_query_id": update.callback_query.id}
            self._soon(self._wire.attempt("answerCallbackQuery", fields))

    def _stumble(self, number: int) -> bool:
        """Accepting raised, which it must not: True when it has done so too often."""
        tries = self._stumbled[number] = self._stumbled.get(number, 0) + 1
        log.exception("telegram: update %s was not accepted, try %s", number, tries)
        if tries < TRIES:
            return False
        log.error("telegram: update %s parked", number)
        del self._stumbled[number]
        return True

    async def poll(self, stop: asyncio.Event) -> None:
        """Fetch updates until `stop` is set; the offset follows what was kept."""
        offset, failures = 0, 0
        while not stop.is_set():
            try:
                batch = await self._next_batch(offset, stop)
            except Exception as error:  # a server that answers nonsense must not end the loop
                log.warning("telegram: no updates (%s)", type(error).__name__)
                await rest(stop, pause(error, failures))
                failures += 1
                continue
            offset = await self._take_batch(batch, offset)
            failures = failures + 1 if batch and offset <= batch[-1]["update_id"] else 0
            if failures:
                await rest(stop, min(LONGEST_HOLD, 0.1 * 2**failures))
        if offset:
            await self._wire.attempt("getUpdates", {"offset": offset, "timeout": 0, "limit": 1})

    async def _take_batch(self, batch: list[dict[str, Any]], offset: int) -> int:
        """Hand on all of a batch and return the next offset.

        After one that was not kept the rest is still heard (danger must be), but comes again.
        """
        unbroken = True
        for raw in batch:
            unbroken = await self.take(raw) and unbroken
            offset = max(offset, int(raw["update_id"]) + 1) if unbroken else offset
        return offset

    async def _next_batch(self, offset: int, stop: asyncio.Event) -> list[dict[str, Any]]:
        """The next updates; none when `stop` was set meanwhile; raises what the call raises."""
        asking = asyncio.ensure_future(self._wire.updates(offset))
        stopping = asyncio.ensure_future(stop.wait())
        try:
            await asyncio.wait({asking, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            asking.cancel()  # of no effect when it is done
            await asyncio.gather(asking, return_exceptions=True)
        return [] if asking.cancelled() else asking.result()

    async def finish(self) -> None:
        """Let the last answers go out, for three seconds at most."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=3)

    async def _say_kindly(self, contact: str, words: str) -> None:
        try:
            await self._say_now(contact, words)
        except (TryLater, Unreachable, ValueError) as error:
            log.warning("telegram: words not said (%s)", type(error).__name__)

    def _soon(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do it beside the intake; a slow answer holds up nobody."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _where(error: Exception) -> str:
    """The kind of an error and its place in the code; its words may hold a resident's."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {PurePath(last.filename).name}:{last.lineno}"
