"""Anchors: who saw and did what is sealed into the chained log, hour by hour (J8, GB/T 22239)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from grid.events import Actor, Event
from integrations.sql.records import Log
from integrations.sql.schema import audit, log

AUDIT = "audit"
"""The log's kind, and what it is about: there is one chain of anchors."""
HOUSE = Actor("system", "system")
LATE = timedelta(minutes=10)
"""How long a row may be under way: its number is given before its transaction ends."""


@dataclass(frozen=True, slots=True)
class Torn:
    """Rows that are not as they were when they were sealed."""

    at: datetime
    first: int
    last: int


class Anchors:
    """Seals the rows of who saw what; a row changed or taken out afterwards shows."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.log = Log(connection)

    def seal(self, now: datetime) -> int:
        """Seal what has been written since the last time; returns how many rows."""
        before = self._upto()
        query = select(func.max(audit.c.id)).where(audit.c.id > before, audit.c.at <= now - LATE)
        last = self.connection.execute(query).scalar()
        if last is None:
            return 0
        count, digest = self._digest(before, last)
        data = {"after": before, "last": last, "count": count, "digest": digest}
        self.log.append(Event(AUDIT, AUDIT, "anchor", now, HOUSE, data=data))
        return count

    def torn(self) -> Iterator[Torn]:
        """Stretches of which rows were changed, put in or taken out."""
        for one in self.log.of(AUDIT, AUDIT):
            after, last = int(one.data["after"]), int(one.data["last"])
            if self._digest(after, last) != (one.data["count"], one.data["digest"]):
                yield Torn(one.at, after + 1, last)

    def _upto(self) -> int:
        query = select(log.c.data).where(log.c.kind == AUDIT, log.c.about == AUDIT)
        sealed = self.connection.execute(query.order_by(log.c.seq.desc()).limit(1)).scalar()
        return int(sealed["last"]) if sealed else 0

    def _digest(self, after: int, last: int) -> tuple[int, str]:
        """How many rows there are in a stretch, and the SHA-256 over all of them in order."""
        query = select(audit).where(audit.c.id > after, audit.c.id <= last).order_by(audit.c.id)
        count, found = 0, hashlib.sha256()
        for row in self.connection.execute(query):
            cells = [row.id, row.at.isoformat(), row.account, row.act, row.about, row.why]
            found.update(json.dumps(cells, ensure_ascii=False).encode() + b"\n")
            count += 1
        return count, found.hexdigest()
