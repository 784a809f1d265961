"""Smaller tables: counters, due actions, the event log, files, alerts, settings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from followup.due import Due
from grid.events import Actor, Event, chained
from integrations.sql.boxes import insert_once, new_id
from integrations.sql.schema import alerts, counters, dues, files, log, pages, settings


class Counters:
    """Numbers without gaps, counted in the transaction that uses them."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def next(self, name: str) -> int:
        """The next number of a series, from 1."""
        insert_once(self.connection, counters, {"name": name, "value": 0})
        query = update(counters).where(counters.c.name == name).values(value=counters.c.value + 1)
        return int(self.connection.execute(query.returning(counters.c.value)).scalar_one())


class Dues:
    """Due actions: the one truth about what happens later."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, due: Due) -> bool:
        """Plan something once; a movable one is moved. False when it stood there already."""
        row = {"key": due.key, "what": due.what, "at": due.at, "contact": due.contact,
               "about": due.about, "data": due.data, "stale": due.stale}  # fmt: skip
        if insert_once(self.connection, dues, row):
            return True
        if due.moves:
            values = {**row, "state": "waiting", "tries": 0, "done": None, "note": ""}
            self.connection.execute(update(dues).where(dues.c.key == due.key).values(values))
        return False

    def ripe(self, now: datetime, most: int = 100) -> list[tuple[int, Due]]:
        """What is due, oldest first."""
        query = select(dues).where(dues.c.state == "waiting", dues.c.at <= now).limit(most)
        query = query.order_by(dues.c.at, dues.c.id)
        return [(r.id, _due(r)) for r in self.connection.execute(query)]

    def take(self, row: int) -> Due | None:
        """Lock one due action for doing; None when it is no longer waiting."""
        query = select(dues).where(dues.c.id == row, dues.c.state == "waiting")
        if self.connection.dialect.name != "sqlite":
            query = query.with_for_update(skip_locked=True)
        found = self.connection.execute(query).first()
        return _due(found) if found else None

    def done(self, row: int, now: datetime, note: str = "", state: str = "done") -> None:
        """It has been done (or "dropped", with a note)."""
        values = {"state": state, "done": now, "note": note[:300]}
        self.connection.execute(update(dues).where(dues.c.id == row).values(values))

    def move(self, row: int, at: datetime, note: str = "") -> None:
        """Later."""
        values = {"at": at, "note": note[:300]}
        self.connection.execute(update(dues).where(dues.c.id == row).values(values))

    def tried(self, row: int) -> int:
        """Count a failed try; returns how many there have been."""
        query = update(dues).where(dues.c.id == row).values(tries=dues.c.tries + 1)
        return int(self.connection.execute(query.returning(dues.c.tries)).scalar_one())

    def cancel(self, now: datetime, note: str, keys: Sequence[str] = (), about: str = "",
               whats: Sequence[str] = (), contact: str = "") -> int:  # fmt: skip
        """Drop waiting actions by key, or by what they are about; returns how many.

        `whats` and `contact` leave others of the same matter alone.
        """
        where = [dues.c.state == "waiting"]
        where.append(dues.c.key.in_(keys) if keys else dues.c.about == about)
        if whats:
            where.append(dues.c.what.in_(whats))
        if contact:
            where.append(dues.c.contact == contact)
        values = {"state": "dropped", "done": now, "note": note[:300]}
        return self.connection.execute(update(dues).where(*where).values(values)).rowcount

    def of(self, about: str) -> list[Any]:
        """Rows about a ticket or case, in time order."""
        query = select(dues).where(dues.c.about == about).order_by(dues.c.at)
        return list(self.connection.execute(query))

    def next_at(self) -> datetime | None:
        """When the next one is due."""
        return self.connection.execute(
            select(func.min(dues.c.at)).where(dues.c.state == "waiting")
        ).scalar()


def _due(row: Row[Any]) -> Due:
    return Due(row.key, row.what, row.at, row.contact, row.about, row.data, row.stale)


class Log:
    """The append-only log of tickets and cases; each row carries the hash of the row before."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def append(self, event: Event) -> None:
        """Write one row; who writes to the same log at the same moment waits for the other."""
        if self.connection.dialect.name != "sqlite":
            name = func.hashtextextended(f"{event.kind}:{event.about}", 0)
            self.connection.execute(select(func.pg_advisory_xact_lock(name)))
        where = (log.c.kind == event.kind, log.c.about == event.about)
        query = select(log.c.seq, log.c.hash).where(*where).order_by(log.c.seq.desc()).limit(1)
        last = self.connection.execute(query).first()
        seq, prev = (last.seq + 1, last.hash) if last else (1, "")
        self.connection.execute(log.insert().values(
            kind=event.kind, about=event.about, seq=seq, move=event.move, at=event.at,
            actor=event.actor.id, role=event.actor.role, before=event.before, after=event.after,
            why=event.why, data=event.data, prev=prev, hash=chained(event, seq, prev)))  # fmt: skip

    def of(self, kind: str, about: str) -> list[Event]:
        """The log of a ticket or case, oldest first."""
        return [_event(r) for r in self._rows(kind, about)]

    def _rows(self, kind: str, about: str) -> Sequence[Row[Any]]:
        query = select(log).where(log.c.kind == kind, log.c.about == about)
        return self.connection.execute(query.order_by(log.c.seq)).all()

    def broken(self, kind: str, about: str) -> int:
        """The first row whose hash or place in the chain is wrong; 0 when all is well."""
        prev = ""
        for n, row in enumerate(self._rows(kind, about), 1):
            if row.seq != n or row.prev != prev or row.hash != chained(_event(row), n, prev):
                return n
            prev = row.hash
        return 0

    def subjects(self) -> list[tuple[str, str]]:
        """Every ticket and case that has a log."""
        query = select(log.c.kind, log.c.about).distinct().order_by(log.c.kind, log.c.about)
        return [(r.kind, r.about) for r in self.connection.execute(query)]


def _event(row: Row[Any]) -> Event:
    actor = Actor(row.actor, row.role)
    return Event(row.kind, row.about, row.move, row.at, actor, row.before, row.after, row.why,
                 row.data)  # fmt: skip


class Files:
    """Photos and voice notes by their channel's id; the bytes lie in a folder by hash."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, contact: str, file: dict[str, Any], now: datetime) -> bool:
        """Remember a file; False when it was known."""
        row = {"contact": contact, "ref": file["ref"], "kind": file["kind"], "at": now,
               "mime": file.get("mime", ""), "size": file.get("size", 0)}  # fmt: skip
        return insert_once(self.connection, files, row)

    def belong(self, contact: str, refs: Sequence[str], ticket: str) -> None:
        """They belong to a ticket."""
        where = (files.c.contact == contact, files.c.ref.in_(list(refs)))
        self.connection.execute(update(files).where(*where).values(ticket=ticket))

    def get(self, contact: str, ref: str) -> Row[Any] | None:
        """One file's row."""
        query = select(files).where(files.c.contact == contact, files.c.ref == ref)
        return self.connection.execute(query).first()

    def by_id(self, row: int) -> Row[Any] | None:
        """One file's row."""
        return self.connection.execute(select(files).where(files.c.id == row)).first()

    def of(self, contact: str) -> list[Row[Any]]:
        """All files of a contact."""
        return list(self.connection.execute(select(files).where(files.c.contact == contact)))

    def save(self, row: int, **values: Any) -> None:
        """Write columns."""
        self.connection.execute(update(files).where(files.c.id == row).values(values))


class Alerts:
    """Danger heard, who was told and who has taken it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def open_of(self, contact: str) -> Row[Any] | None:
        """The contact's alert not yet closed."""
        where = (alerts.c.contact == contact, alerts.c.state.in_(["asked", "paging"]))
        return self.connection.execute(select(alerts).where(*where).order_by(alerts.c.id)).first()

    def heard_of(self, contact: str, since: datetime) -> list[str]:
        """The kinds of danger a contact has told of since then, mistakes left out."""
        mine = select(alerts.c.kind).where(alerts.c.contact == contact, alerts.c.at >= since)
        return list(self.connection.scalars(mine.where(alerts.c.state != "mistake")))

    def add(self, values: dict[str, Any]) -> int:
        """Keep an alert; returns its id."""
        return new_id(self.connection, alerts, values)

    def get(self, row: int) -> Row[Any] | None:
        """One alert."""
        return self.connection.execute(select(alerts).where(alerts.c.id == row)).first()

    def save(self, row: int, **values: Any) -> None:
        """Write columns."""
        self.connection.execute(update(alerts).where(alerts.c.id == row).values(values))

    def paged(self, row: int, at: datetime, member: str, channel: str, result: str) -> None:
        """Log one attempt to reach somebody."""
        values = {"alert": row, "at": at, "member": member, "channel": channel, "result": result}
        self.connection.execute(pages.insert().values(values))

    def listed(self, most: int = 50) -> list[Row[Any]]:
        """Alerts for the console, latest first."""
        query = select(alerts).order_by(alerts.c.id.desc()).limit(most)
        return list(self.connection.execute(query))

    def attempts(self, row: int) -> list[Row[Any]]:
        """Every attempt of an alert."""
        found = select(pages).where(pages.c.alert == row)
        return list(self.connection.execute(found.order_by(pages.c.id)))


class Settings:
    """Small values every process reads, such as the demo clock's offset."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def get(self, name: str, default: str = "") -> str:
        """A value."""
        found = self.connection.scalar(select(settings.c.value).where(settings.c.name == name))
        return default if found is None else str(found)

    def put(self, name: str, value: str) -> None:
        """Keep a value."""
        if not insert_once(self.connection, settings, {"name": name, "value": value}):
            query = update(settings).where(settings.c.name == name).values(value=value)
            self.connection.execute(query)
