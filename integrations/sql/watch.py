"""How the store stands: what waits, what was given up, whom no channel reaches; and mending it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select, text, update

from grid.events import Actor, Event
from integrations.sql.records import Log
from integrations.sql.schema import dues, inbox, log, outbox, tickets

LATELY = timedelta(days=1)
WINDOW = 10_000  # newest messages and letters looked at for what happened lately
CHUNK = 500
PG_SIZE = "SELECT pg_database_size(current_database())"
DUE, INBOX, LETTER = "due", "inbox", "letter"
"""Kinds of the event log in which failures of the house and their mending stand.

What fails is one row of a table without an index on its state; the log finds it at once.
"""
BROKEN = ("failed", "parked")
"""Moves after which somebody must act; any other settles it."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait, and since when the one that has waited longest does."""

    count: int = 0
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Traffic:
    """One channel: its last message in and out, what waits, what came of the last day's words."""

    came: datetime | None = None
    went: datetime | None = None
    waiting: Waiting = Waiting()
    failed: int = 0
    sent: int = 0


@dataclass(frozen=True, slots=True)
class Broken:
    """A due action given up, or a message parked: the row, since when, and the kind of error."""

    row: Row[Any]
    at: datetime
    error: str


def channel_of(connection: Connection, contact: ColumnElement[str]) -> ColumnElement[str]:
    """The channel of a contact: what stands before the colon."""
    if connection.dialect.name == "sqlite":
        return func.substr(contact, 1, func.instr(contact, ":") - 1)
    return func.split_part(contact, ":", 1)


class Watch:
    """Looks at the store for who runs the house; every look goes along an index or a window."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.log = Log(connection)

    # -- what waits

    def traffic(self, now: datetime) -> dict[str, Traffic]:
        """Every channel that was heard of lately, or has words waiting."""
        came, went, waiting = self._came(), self._went(now), self._waiting()
        return {name: Traffic(came.get(name), went[name].last if name in went else None,
                              waiting.get(name, Waiting()),
                              went[name].failed if name in went else 0,
                              went[name].sent if name in went else 0)
                for name in sorted({*came, *went, *waiting} - {""})}  # fmt: skip

    def _came(self) -> dict[str, datetime]:
        name = channel_of(self.connection, inbox.c.contact)
        query = select(name, func.max(inbox.c.accepted)).where(inbox.c.id > self._from(inbox))
        return {row[0]: row[1] for row in self.connection.execute(query.group_by(name))}

    def _went(self, now: datetime) -> dict[str, Any]:
        name, lately = channel_of(self.connection, outbox.c.contact), outbox.c.at >= now - LATELY
        failed = func.count().filter(outbox.c.state == "failed", lately).label("failed")
        sent = func.count().filter(outbox.c.state == "sent", lately).label("sent")
        query = select(name.label("name"), func.max(outbox.c.sent).label("last"), failed, sent)
        query = query.where(outbox.c.id > self._from(outbox)).group_by(name)
        return {row.name: row for row in self.connection.execute(query)}

    def _waiting(self) -> dict[str, Waiting]:
        name = channel_of(self.connection, outbox.c.contact)
        query = select(name, func.count(), func.min(outbox.c.at)).where(outbox.c.state == "waiting")
        rows = self.connection.execute(query.group_by(name))
        return {row[0]: Waiting(row[1], row[2]) for row in rows}

    def _from(self, table: Any) -> int:
        return int(self.connection.execute(select(func.max(table.c.id))).scalar() or 0) - WINDOW

    def unanswered(self) -> Waiting:
        """Messages nobody has answered yet."""
        query = select(func.count(), func.min(inbox.c.accepted)).where(inbox.c.state == "open")
        return Waiting(*self.connection.execute(query).one())

    def late(self, now: datetime) -> Waiting:
        """Due actions whose time has come."""
        query = select(func.count(), func.min(dues.c.at))
        found = self.connection.execute(query.where(dues.c.state == "waiting", dues.c.at <= now))
        return Waiting(*found.one())

    # -- what was given up

    def given_up(self, kind: str, row: int, now: datetime, error: str) -> None:
        """Write down that a due action failed for good, or a message was parked."""
        move = "parked" if kind == INBOX else "failed"
        self.log.append(Event(kind, str(row), move, now, Actor("system", "system"),
                              data={"error": error}))  # fmt: skip

    def unnoted(self) -> list[tuple[str, int]]:
        """What was given up before this log was kept: kind and row, by a walk of the tables."""
        found = []
        for kind, table, state in ((DUE, dues, "failed"), (INBOX, inbox, "parked")):
            rows = self.connection.scalars(select(table.c.id).where(table.c.state == state))
            found += [(kind, row) for row in set(rows) - self._known(kind)]
        return found

    def _known(self, kind: str) -> set[int]:
        return {int(about) for about, _ in self._marks(kind)}

    def catch_up(self, rows: list[tuple[str, int]], now: datetime) -> int:
        """Write those down, unless another process just has; returns how many."""
        known = {kind: self._known(kind) for kind in (DUE, INBOX)}
        fresh = [(kind, row) for kind, row in sorted(rows) if row not in known[kind]]
        for kind, row in fresh:
            self.given_up(kind, row, now, "")
        return len(fresh)

    def _marks(self, kind: str) -> list[tuple[str, Row[Any]]]:
        """The last word of the log on each row of a kind, newest first."""
        last = select(log.c.about, func.max(log.c.seq).label("seq")).where(log.c.kind == kind)
        each = last.group_by(log.c.about).subquery()
        query = select(log).join(each, (log.c.about == each.c.about) & (log.c.seq == each.c.seq))
        rows = self.connection.execute(query.where(log.c.kind == kind).order_by(log.c.id.desc()))
        return [(row.about, row) for row in rows]

    def broken(self, kind: str) -> list[Broken]:
        """Due actions given up, or messages parked, with which nobody has done anything yet."""
        table, state = (inbox, "parked") if kind == INBOX else (dues, "failed")
        marks = {int(about): row for about, row in self._marks(kind) if row.move in BROKEN}
        rows = self._rows(table, list(marks))
        found = (Broken(rows[n], mark.at, str(mark.data.get("error", "")))
                 for n, mark in marks.items() if n in rows)  # fmt: skip
        return [one for one in found if one.row.state == state]

    def _rows(self, table: Any, ids: list[int]) -> dict[int, Row[Any]]:
        found: dict[int, Row[Any]] = {}
        for start in range(0, len(ids), CHUNK):
            query = select(table).where(table.c.id.in_(ids[start : start + CHUNK]))
            found |= {row.id: row for row in self.connection.execute(query)}
        return found

    def settled(self, most: int = 10) -> list[Row[Any]]:
        """What was mended last, newest first."""
        query = select(log).where(log.c.kind.in_((DUE, INBOX, LETTER)), log.c.move.not_in(BROKEN))
        return list(self.connection.execute(query.order_by(log.c.id.desc()).limit(most)))

    # -- mending

    def settle(self, event: Event) -> None:
        """Write down what somebody of the staff has done about a row."""
        self.log.append(event)

    def change(self, kind: str, row: int, **values: Any) -> bool:
        """Change what was given up; False when somebody was quicker."""
        table, state = (inbox, "parked") if kind == INBOX else (dues, "failed")
        query = update(table).where(table.c.id == row, table.c.state == state).values(values)
        return self.connection.execute(query).rowcount == 1

    def message(self, row: int) -> Row[Any] | None:
        """One message's row."""
        return self.connection.execute(select(inbox).where(inbox.c.id == row)).first()

    # -- for metrics

    def moves(self, after: int, most: int = 2000) -> list[Row[Any]]:
        """Tickets registered and closed since a row of the log: id, seq, after, category."""
        over = log.join(tickets, tickets.c.number == log.c.about)
        query = select(log.c.id, log.c.seq, log.c.before, log.c.after, tickets.c.category)
        query = query.select_from(over).where(log.c.id > after)  # only tickets have such numbers
        return list(self.connection.execute(query.order_by(log.c.id).limit(most)))

    def newest(self) -> int:
        """The last row of the log."""
        return int(self.connection.execute(select(func.max(log.c.id))).scalar() or 0)

    def size(self) -> int:
        """Bytes of the store."""
        if self.connection.dialect.name != "sqlite":
            return int(self.connection.execute(text(PG_SIZE)).scalar_one())
        pages = self.connection.execute(text("PRAGMA page_count")).scalar_one()
        return int(pages) * int(self.connection.execute(text("PRAGMA page_size")).scalar_one())
