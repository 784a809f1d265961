"""The web chat's channel: words go to the open pages of a contact; the row is the message."""

from __future__ import annotations

import asyncio
import re
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.channels.port import Unreachable
from dialogs.say import Say

SHA256 = re.compile(r"[0-9a-f]{64}")
FRESH = 30.0  # seconds a sent row is remembered, for pages that were just connecting
REMEMBERED = 2000


@dataclass(frozen=True, slots=True)
class Note:
    """One event for the open pages: `name` is row, now or mine; `id` only for outbox rows."""

    name: str
    data: dict[str, Any]
    id: int = 0


def row_note(row: int, say: Say, at: datetime) -> Note:
    """An outbox row as pages get it."""
    buttons = [{"label": b.label, "data": b.data} for b in say.buttons]
    data = {
        "id": row, "text": say.text, "buttons": buttons, "kind": say.kind, "by": say.by,
        "clear": say.clear, "asks": say.asks, "said": say.said, "at": at.isoformat(),
    }  # fmt: skip
    return Note("row", data, 0 if say.said else row)


class Ear:
    """One open page; `get` gives the next note, None when the server is going down."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._queue: asyncio.Queue[Note | None] = asyncio.Queue()

    def hear(self, note: Note | None) -> None:
        """Hand over a note; callable from any thread."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._queue.put_nowait, note)

    async def get(self, seconds: float) -> Note | None:
        """The next note; raises TimeoutError when none comes within `seconds`."""
        return await asyncio.wait_for(self._queue.get(), seconds)


class WebChannel:
    """The web chat as a Channel. `files` is the house's folder; uploads lie in one of their own."""

    name = "web"

    def __init__(self, files: Path, clock: Callable[[], datetime]) -> None:
        self.folder = files / "uploads"
        self._clock = clock
        self._ears: dict[str, set[Ear]] = {}
        self._recent: deque[tuple[float, str, Note]] = deque(maxlen=REMEMBERED)

    async def send(self, contact: str, say: Say, key: str) -> str:
        """Show the row on every open page; a page not open finds it in the store."""
        note = row_note(int(key), say, self._clock())
        self._recent.append((time.monotonic(), contact, note))
        self.publish(contact, note)
        return key

    async def say_now(self, contact: str, text: str) -> str:
        """The safety sentence, past the outbox, on every open page."""
        data = {"text": text, "kind": "emergency", "at": self._clock().isoformat()}
        self.publish(contact, Note("now", data))
        return ""

    def publish(self, contact: str, note: Note) -> None:
        """Hand a note to the contact's open pages."""
        for ear in list(self._ears.get(contact, ())):
            ear.hear(note)

    @contextmanager
    def listen(self, contact: str) -> Iterator[Ear]:
        """An ear for one page: what was sent a moment ago comes first, what follows as it comes.

        A row is marked as sent only after `send`; a page that connects in between would find it
        neither here nor in the store, so the last half minute is told again.
        """
        ear = Ear()
        self._ears.setdefault(contact, set()).add(ear)
        for at, whose, note in list(self._recent):
            if whose == contact and time.monotonic() - at < FRESH:
                ear.hear(note)
        try:
            yield ear
        finally:
            ears = self._ears[contact]
            ears.discard(ear)
            if not ears:
                del self._ears[contact]

    def hang_up(self) -> None:
        """End all streams, so that the server can stop."""
        for ears in list(self._ears.values()):
            for ear in list(ears):
                ear.hear(None)

    async def fetch(self, ref: str) -> bytes:
        """An uploaded file by its hash."""
        if not SHA256.fullmatch(ref):
            raise ValueError("no hash of an upload")
        path = self.folder / ref
        if not path.exists():
            raise Unreachable(ref)
        return await asyncio.to_thread(path.read_bytes)
