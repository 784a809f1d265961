"""Inbox and outbox: what came in, what goes out, and together the transcript."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, false, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from dialogs.incoming import Attachment, Incoming, Pin
from dialogs.say import Button, Say
from integrations.sql.schema import inbox, outbox

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
SAID = ("done", "parked")
"""States of messages that wait for no turn any more and still have their words."""
RANKS = {"emergency": 0, "dialogue": 1, "notice": 2, "survey": 3}


def insert_once(connection: Connection, table: Any, values: dict[str, Any]) -> bool:
    """Insert unless a unique key stands in the way; True when inserted."""
    make = sqlite_insert if connection.dialect.name == "sqlite" else pg_insert
    query = make(table).values(values).on_conflict_do_nothing()
    result = connection.execute(query, execution_options={"preserve_rowcount": True})
    return result.rowcount == 1


def new_id(connection: Connection, table: Any, values: dict[str, Any]) -> int:
    """Insert a row and return its id."""
    key = connection.execute(table.insert().values(values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def incoming_json(incoming: Incoming) -> dict[str, Any]:
    """An Incoming as kept."""
    return {**asdict(incoming), "at": incoming.at.isoformat()}


def incoming_from(body: dict[str, Any]) -> Incoming:
    """An Incoming as it came."""
    files = tuple(Attachment(**f) for f in body.get("files", ()))
    pin = Pin(**body["pin"]) if body.get("pin") else None
    at = datetime.fromisoformat(body["at"])
    return Incoming(**{**body, "files": files, "pin": pin, "at": at})


@dataclass(frozen=True, slots=True)
class Kept:
    """A row of the inbox."""

    id: int
    incoming: Incoming
    state: str
    tries: int
    heard: dict[str, Any] | None = None


def _kept(row: Row[Any]) -> Kept:
    return Kept(row.id, incoming_from(row.body), row.state, row.tries, row.heard)


class Inbox:
    """Messages accepted and not lost."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, incoming: Incoming, now: datetime) -> bool:
        """Accept a message; False when its key was accepted before."""
        return insert_once(self.connection, inbox, {
            "key": incoming.key, "contact": incoming.contact, "at": incoming.at,
            "accepted": now, "body": incoming_json(incoming)})  # fmt: skip

    def oldest(self, contact: str) -> Kept | None:
        """The contact's oldest message not yet dealt with."""
        query = select(inbox).where(inbox.c.contact == contact, inbox.c.state == "open")
        row = self.connection.execute(query.order_by(inbox.c.id).limit(1)).first()
        return _kept(row) if row else None

    def waiting(self) -> list[str]:
        """Contacts with messages not yet dealt with, oldest first."""
        query = select(inbox.c.contact).where(inbox.c.state == "open").group_by(inbox.c.contact)
        return list(self.connection.scalars(query.order_by(func.min(inbox.c.id))))

    def done(
        self, row: int, now: datetime, heard: dict[str, Any] | None, state: str = "done"
    ) -> None:
        """A message has been dealt with (or "parked", "erased")."""
        values = {"state": state, "done": now, "heard": heard}
        self.connection.execute(update(inbox).where(inbox.c.id == row).values(values))

    def tried(self, row: int) -> int:
        """Count a failed try; returns how many there have been."""
        query = update(inbox).where(inbox.c.id == row).values(tries=inbox.c.tries + 1)
        return int(self.connection.execute(query.returning(inbox.c.tries)).scalar_one())

    def of(self, contact: str, most: int = 200) -> list[Kept]:
        """A contact's latest messages, oldest first."""
        query = select(inbox).where(inbox.c.contact == contact).order_by(inbox.c.id.desc())
        return [_kept(r) for r in reversed(self.connection.execute(query.limit(most)).all())]

    def erase(self, contact: str, before: datetime = NEVER) -> int:
        """Blank what a contact said until then and does not wait; returns how many messages."""
        where = (inbox.c.contact == contact, inbox.c.state.in_(SAID), inbox.c.at < before)
        rows = self.connection.execute(select(inbox.c.id, inbox.c.body).where(*where)).all()
        for row in rows:
            body = {**row.body, "text": "", "files": [], "pin": None, "phone": "", "data": {},
                    "name": ""}  # fmt: skip
            query = update(inbox).where(inbox.c.id == row.id)
            self.connection.execute(query.values(body=body, heard=None, state="erased"))
        return len(rows)


@dataclass(frozen=True, slots=True)
class Letter:
    """A row of the outbox."""

    id: int
    contact: str
    say: Say
    at: datetime
    state: str
    tries: int
    turn: int | None
    not_before: datetime
    sent_id: str = ""
    note: str = ""


def _letter(row: Row[Any]) -> Letter:
    body = dict(row.body)
    body["buttons"] = tuple(Button(**b) for b in body["buttons"])
    return Letter(row.id, row.contact, Say(**body), row.at, row.state, row.tries, row.turn,
                  row.not_before, row.sent_id, row.note)  # fmt: skip


def _of(channels: Sequence[str] | None) -> ColumnElement[bool]:
    """Contacts of those channels; all of them when none are named."""
    if channels is None:
        return outbox.c.contact.like("%")
    return or_(false(), *(outbox.c.contact.startswith(f"{name}:") for name in channels))


class Outbox:
    """Words on their way."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, contact: str, say: Say, now: datetime, turn: int | None, hold: float = 0) -> int:
        """Put words on their way, held back for `hold` seconds; returns the row's id."""
        row = {
            "contact": contact, "turn": turn, "kind": say.kind, "rank": RANKS[say.kind],
            "body": asdict(say), "at": now, "not_before": now + timedelta(seconds=hold),
            "state": "sent" if say.said else "waiting", "sent": now if say.said else None,
        }  # fmt: skip
        return new_id(self.connection, outbox, row)

    def claim(self, now: datetime, lease: timedelta, most: int = 50,
              channels: Sequence[str] | None = None) -> list[Letter]:  # fmt: skip
        """The next words of each contact, most urgent first, leased to whoever asks.

        Only for contacts of `channels`: another process may have those this one lacks.
        """
        first = select(func.min(outbox.c.id)).where(outbox.c.state == "waiting", _of(channels))
        heads = first.group_by(outbox.c.contact)
        free = (outbox.c.lease.is_(None)) | (outbox.c.lease < now)
        # The state is asked for again: on PostgreSQL a row may be sent between the two looks.
        query = select(outbox.c.id).where(outbox.c.id.in_(heads), outbox.c.state == "waiting",
                                          outbox.c.not_before <= now, free)  # fmt: skip
        query = query.order_by(outbox.c.rank, outbox.c.id).limit(most)
        if self.connection.dialect.name != "sqlite":
            query = query.with_for_update(skip_locked=True)
        ids = list(self.connection.scalars(query))
        if not ids:
            return []
        leased = update(outbox).where(outbox.c.id.in_(ids)).values(lease=now + lease)
        self.connection.execute(leased)
        rows = self.connection.execute(select(outbox).where(outbox.c.id.in_(ids)))
        return sorted(map(_letter, rows), key=lambda one: (RANKS[one.say.kind], one.id))

    def next_at(self, channels: Sequence[str] | None = None) -> datetime | None:
        """When the next held words of those channels may go."""
        query = select(func.min(outbox.c.not_before))
        query = query.where(outbox.c.state == "waiting", _of(channels))
        return self.connection.execute(query).scalar()

    def take_back(self, channels: Sequence[str]) -> None:
        """Leases are void when the process that sends for those channels starts anew."""
        where = (outbox.c.state == "waiting", _of(channels), outbox.c.lease.is_not(None))
        self.connection.execute(update(outbox).where(*where).values(lease=None))

    def strand(self, channels: Sequence[str], before: datetime) -> int:
        """Give up old words for channels that nobody serves; returns how many."""
        where = (outbox.c.state == "waiting", outbox.c.at < before, ~_of(channels))
        values = {"state": "failed", "note": "这个渠道没有开"}
        return self.connection.execute(update(outbox).where(*where).values(values)).rowcount

    def sent(self, row: int, now: datetime, sent_id: str) -> None:
        """They have reached the channel."""
        values = {"state": "sent", "sent": now, "sent_id": sent_id, "lease": None}
        self.connection.execute(update(outbox).where(outbox.c.id == row).values(values))

    def later(self, row: int, at: datetime, note: str) -> None:
        """Try again at a later time."""
        values = {"not_before": at, "lease": None, "tries": outbox.c.tries + 1, "note": note[:300]}
        self.connection.execute(update(outbox).where(outbox.c.id == row).values(values))

    def drop(self, rows: Sequence[int], note: str, state: str = "dropped") -> None:
        """Never send them; why stands in the note."""
        where = (outbox.c.id.in_(rows), outbox.c.state == "waiting")
        self.connection.execute(update(outbox).where(*where).values(state=state, note=note))

    def held(self, contact: str, turn: int, now: datetime) -> list[Letter]:
        """A turn's words, if all of them are still held back; empty otherwise."""
        query = select(outbox).where(outbox.c.contact == contact, outbox.c.turn == turn)
        rows = [_letter(r) for r in self.connection.execute(query)]
        still = all(r.state == "waiting" and r.not_before > now for r in rows)
        return rows if still else []

    def release(self, contact: str, now: datetime) -> None:
        """Let held words go."""
        where = (outbox.c.contact == contact, outbox.c.state == "waiting", outbox.c.tries == 0,
                 outbox.c.not_before > now)  # fmt: skip
        self.connection.execute(update(outbox).where(*where).values(not_before=now))

    def flow_words(self, contact: str) -> list[int]:
        """Dialogue words of the bot not yet sent."""
        query = select(outbox).where(outbox.c.contact == contact, outbox.c.state == "waiting")
        rows = [_letter(r) for r in self.connection.execute(query)]
        return [r.id for r in rows if r.say.kind == "dialogue" and not r.say.by]

    def of(self, contact: str, after: int = 0, most: int = 200) -> list[Letter]:
        """A contact's latest words after an id, oldest first."""
        query = select(outbox).where(outbox.c.contact == contact, outbox.c.id > after)
        rows = self.connection.execute(query.order_by(outbox.c.id.desc()).limit(most)).all()
        return [_letter(r) for r in reversed(rows)]

    def erase(self, contact: str, before: datetime = NEVER) -> None:
        """Blank what was said to a contact until then."""
        blank = asdict(Say(""))
        where = (outbox.c.contact == contact, outbox.c.state != "waiting", outbox.c.at < before)
        self.connection.execute(update(outbox).where(*where).values(body=blank))
