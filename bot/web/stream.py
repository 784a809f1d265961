"""The stream of a page: server-sent events that resume where the page stopped."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from datetime import datetime

from bot.channels.web import Note
from bot.web.parts import WebParts
from bot.web.transcript import missed

log = logging.getLogger("fengqiao.web")
RETRY = "retry: 2000\n\n"
BEAT = ": still here\n\n"


def framed(note: Note) -> str:
    """A note as an event; only outbox rows have an id to resume from."""
    ident = f"id: {note.id}\n" if note.id else ""
    return f"event: {note.name}\n{ident}data: {json.dumps(note.data, ensure_ascii=False)}\n\n"


class Stream:
    """One page's events. `after` is the last outbox row it has, None when it has none."""

    def __init__(self, parts: WebParts, contact: str, after: int | None) -> None:
        self.parts = parts
        self.contact = contact
        self.after = after
        self._since: datetime = parts.clock()
        self._told: set[int] = set()

    async def events(self) -> AsyncIterator[str]:
        """What was missed, then what comes; a sign of life in between.

        With each sign of life the store is asked again: another process may have sent a row.
        """
        with self.parts.channel.listen(self.contact) as ear:
            yield RETRY
            notes = await self._missed()
            while True:
                for note in notes:
                    yield framed(note)
                try:
                    heard = await ear.get(self.parts.heartbeat)
                except TimeoutError:
                    yield BEAT
                    notes = await self._missed()
                    continue
                if heard is None:
                    return
                notes = [heard] if self._is_new(heard) else []

    async def _missed(self) -> list[Note]:
        store, contact = self.parts.store, self.contact
        after, since = self.after, self._since
        try:
            notes = await self.parts.look(lambda: missed(
                store, contact, after, since, self.parts.seal))  # fmt: skip
        except Exception as error:
            log.warning("a stream goes on without the store: %s", type(error).__name__)
            return []
        return [note for note in notes if self._is_new(note)]

    def _is_new(self, note: Note) -> bool:
        """Whether this page has not had it; remembers that it has now."""
        if note.name != "row":
            return True
        row = int(note.data["id"])
        if row in self._told or self._before(note, row):
            return False
        self._told.add(row)
        return True

    def _before(self, note: Note, row: int) -> bool:
        if self.after is not None:
            return row <= self.after
        return datetime.fromisoformat(note.data["at"]) < self._since
