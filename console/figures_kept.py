"""Counts of long times kept for minutes: a year of a large city takes seconds to count."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy import Connection

from grid.figures import Tally
from integrations.sql.counting import Frame, counted

LONG = timedelta(days=190)
FRESH = timedelta(minutes=5)
MOST = 50  # kept at once


class KeptCounts:
    """Counts as `counted` does; those of long times may be some minutes old."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], tuple[datetime, dict[str, Tally]]] = {}
        self._lock = Lock()

    def __call__(self, connection: Connection, frame: Frame, by: str) -> dict[str, Tally]:
        """Tallies by a dimension."""
        if frame.until - frame.start <= LONG:
            return counted(connection, frame, by)
        key = (frame.start, frame.until, frame.area, frame.unit, frame.category, by)
        at, found = self._kept.get(key, (None, {}))
        if at is not None and timedelta(0) <= frame.now - at < FRESH:
            return found
        found = counted(connection, frame, by)
        with self._lock:
            while len(self._kept) >= MOST:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = (frame.now, found)
        return found
