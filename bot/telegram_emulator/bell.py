"""A bell that wakes whoever waits for a change, in threads and on event loops alike."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable


class Bell:
    """One lock for the whole world, and a ring after each change of it."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.rung = 0  # how often; a version number of the world
        self._changed = threading.Condition(self.lock)
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    def ring(self) -> None:
        """Something changed."""
        with self.lock:
            self.rung += 1
            self._changed.notify_all()
            for loop, event in self._waiting:
                if not loop.is_closed():
                    loop.call_soon_threadsafe(event.set)

    def wait(self, true: Callable[[], bool], seconds: float) -> bool:
        """Block this thread until `true()` or the time is over; returns what it is then."""
        with self.lock:
            return self._changed.wait_for(true, seconds)

    async def wait_async(self, true: Callable[[], bool], seconds: float) -> bool:
        """The same on an event loop."""
        entry = (asyncio.get_running_loop(), asyncio.Event())
        with self.lock:
            self._waiting.add(entry)
        try:
            async with asyncio.timeout(seconds):
                await self._until(true, entry[1])
        except TimeoutError:
            pass
        finally:
            with self.lock:
                self._waiting.discard(entry)
        return true()

    async def _until(self, true: Callable[[], bool], event: asyncio.Event) -> None:
        while not true():
            await event.wait()
            event.clear()
