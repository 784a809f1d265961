"""Lanes: one a contact, so that its turns follow one another while contacts go side by side."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Executor

log = logging.getLogger("fengqiao.lanes")
REST = 1.0  # seconds before a lane whose store failed is tried again


class Lanes:
    """Runs `turn(contact)` until it says there is nothing more; never twice at once a contact."""

    def __init__(self, turn: Callable[[str], bool], pool: Executor) -> None:
        self._turn = turn
        self._pool = pool
        self._running: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Belong to the running loop."""
        self._loop = asyncio.get_running_loop()

    def wake(self, contact: str) -> None:
        """There is something waiting for this contact; callable from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wake, contact)

    def _wake(self, contact: str) -> None:
        if contact in self._running:
            self._again.add(contact)
            return
        self._running[contact] = asyncio.ensure_future(self._run(contact))

    async def _run(self, contact: str) -> None:
        loop = asyncio.get_running_loop()
        try:
            while True:
                self._again.discard(contact)
                while await loop.run_in_executor(self._pool, self._turn, contact):
                    pass
                if contact not in self._again:
                    return
        except Exception:
            log.exception("a lane rests")
            await asyncio.sleep(REST)
        finally:
            del self._running[contact]
            if contact in self._again:
                self._again.discard(contact)
                self._wake(contact)

    async def settle(self) -> None:
        """Wait until every lane has come to rest."""
        while self._running:
            await asyncio.gather(*self._running.values(), return_exceptions=True)
