"""The store's editions: what administrators changed of a district's files, in versions."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from grid.editions import CHANGED, Edition
from grid.refused import Refused
from integrations.sql.boxes import insert_once
from integrations.sql.schema import editions

_DRAFT = editions.c.published.is_(None)


def _edition(row: Row[Any]) -> Edition:
    kept = {name: value for name, value in row._mapping.items() if name != "id"}
    return Edition(**{**kept, "writers": tuple(kept["writers"])})


def _row(edition: Edition) -> dict[str, Any]:
    return {**asdict(edition), "writers": list(edition.writers), "lines": dict(edition.lines)}


class Editions:
    """Editions by kind and number; what was published is never changed."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def newest(self) -> dict[str, int]:
        """The number of the newest published edition of each kind that has one."""
        query = select(editions.c.kind, func.max(editions.c.number)).where(~_DRAFT)
        rows = self.connection.execute(query.group_by(editions.c.kind))
        return {kind: int(number) for kind, number in rows}

    def published(self, kind: str, after: int = 0) -> list[Edition]:
        """The published editions of a kind with a higher number than `after`, oldest first."""
        query = select(editions).where(editions.c.kind == kind, ~_DRAFT, editions.c.number > after)
        return [_edition(row) for row in self.connection.execute(query.order_by(editions.c.number))]

    def holding(self, kind: str, now: datetime) -> Edition | None:
        """The edition of a kind that holds: the latest of those that have begun."""
        query = select(editions).where(editions.c.kind == kind, editions.c.begins <= now)
        row = self.connection.execute(query.order_by(editions.c.number.desc()).limit(1)).first()
        return _edition(row) if row else None

    def next_begin(self, now: datetime) -> datetime | None:
        """When the next edition begins that has not yet."""
        query = select(func.min(editions.c.begins)).where(editions.c.begins > now)
        return self.connection.execute(query).scalar()

    def draft(self, kind: str, lock: bool = False) -> Edition | None:
        """The draft of a kind; who locks it changes it in this transaction."""
        query = select(editions).where(editions.c.kind == kind, _DRAFT)
        if lock and self.connection.dialect.name != "sqlite":
            query = query.with_for_update()
        row = self.connection.execute(query).first()
        return _edition(row) if row else None

    def add(self, edition: Edition) -> None:
        """Keep a new edition; Refused when another has its number by now."""
        if not insert_once(self.connection, editions, _row(edition)):
            raise Refused(CHANGED)

    def save(self, edition: Edition, seen: int) -> None:
        """Write a draft that stood as it was seen, or publish it; Refused when it did not."""
        query = update(editions).where(*self._seen(edition, seen)).values(_row(edition))
        if self.connection.execute(query).rowcount != 1:
            raise Refused(CHANGED)

    def drop(self, edition: Edition) -> None:
        """Throw a draft away."""
        if self.connection.execute(delete(editions).where(*self._seen(edition, edition.seen))
                                   ).rowcount != 1:  # fmt: skip
            raise Refused(CHANGED)

    def _seen(self, edition: Edition, seen: int) -> list[Any]:
        return [editions.c.kind == edition.kind, editions.c.number == edition.number, _DRAFT,
                editions.c.seen == seen]  # fmt: skip
