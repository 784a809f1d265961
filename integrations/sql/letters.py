"""What became of single letters of the outbox: waiting, sent, or never to be sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from integrations.sql.schema import outbox
from integrations.sql.store import Work


@dataclass(frozen=True, slots=True)
class Fate:
    """A letter's state (waiting, sent, failed, dropped), when it was sent, and why it was not."""

    state: str
    sent: datetime | None
    note: str


def fates(work: Work, rows: Iterable[int]) -> dict[int, Fate]:
    """What became of those rows of the outbox."""
    wanted = outbox.c.id.in_(list(rows))
    query = select(outbox.c.id, outbox.c.state, outbox.c.sent, outbox.c.note).where(wanted)
    return {r.id: Fate(r.state, r.sent, r.note) for r in work.connection.execute(query)}
