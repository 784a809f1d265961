"""What the pages of residents and parties need, joined by build()."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from bot.channels.port import Accept
from bot.channels.web import WebChannel
from bot.door import Door
from grid.district import District
from integrations.seal import Seal
from integrations.sql.store import Store

T = TypeVar("T")
PATIENCE = 3.0  # seconds a page waits for the store before it does without


@dataclass(slots=True)
class WebParts:
    """The web server's parts. `secret` is what links and codes of parties are hashed with."""

    accept: Accept
    store: Store
    door: Door
    seal: Seal
    say: Callable[..., str]
    clock: Callable[[], datetime]
    channel: WebChannel
    secret: bytes
    pool: Executor  # for the store
    alarm: Callable[[str], Any] = lambda text: None  # truthy: danger, never held up by a limit
    address: str = ""  # how residents reach us from outside, https://… in earnest
    jitsi: str = ""  # base URL of a Jitsi server; empty: the room page alone
    frame_ancestors: str = "'none'"  # who may embed the chat, as CSP writes it
    heartbeat: float = 15.0  # seconds between signs of life on a stream
    photos: Executor = field(default_factory=lambda: ThreadPoolExecutor(1, "photo"))
    """One thread of their own: a decoded picture may take 200 MB and must not hold up the store."""

    @property
    def district(self) -> District:
        """The district as it is."""
        return self.door.house.district

    def do(self, act: Callable[[], T]) -> asyncio.Future[T]:
        """Run what blocks (the store, Pillow) in the pool."""
        return asyncio.get_running_loop().run_in_executor(self.pool, act)

    async def look(self, act: Callable[[], T]) -> T:
        """Like `do`, for reading; raises TimeoutError when the store hangs."""
        return await asyncio.wait_for(asyncio.shield(self.do(act)), PATIENCE)
