"""Contacts and the persons behind them; the conversation's state is a column of the contact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from integrations.sql.boxes import insert_once, new_id
from integrations.sql.schema import contacts, followers, inbox, persons, tickets


@dataclass(frozen=True, slots=True)
class Contact:
    """A row of the contacts."""

    contact: str
    person: int
    name: str
    talk: dict[str, Any]
    holder: str
    queued: datetime | None
    why: str
    urgent: bool
    before: dict[str, Any] | None
    before_turn: int | None
    pin: str
    shy: bool
    unreachable: bool
    since: datetime
    seen: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the persons; the phone is sealed."""

    id: int
    phone: bytes | None
    surveys: bool
    notices: bool
    since: datetime


def _contact(row: Row[Any]) -> Contact:
    return Contact(**row._mapping)


def _person(row: Row[Any]) -> Person:
    return Person(row.id, row.phone, row.surveys, row.notices, row.since)


class Contacts:
    """Conversations."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def lock(self, contact: str, now: datetime) -> Contact:
        """The contact's row, made if it is new, held until the transaction ends."""
        found = self._select(contact, lock=True)
        if found is None:
            person = new_id(self.connection, persons, {"since": now})
            row = {"contact": contact, "person": person, "talk": {},
                   "since": now, "seen": now}  # fmt: skip
            insert_once(self.connection, contacts, row)
            found = self._select(contact, lock=True)
        assert found is not None
        return found

    def get(self, contact: str) -> Contact | None:
        """The contact's row, if there is one."""
        return self._select(contact, lock=False)

    def _select(self, contact: str, lock: bool) -> Contact | None:
        query = select(contacts).where(contacts.c.contact == contact)
        if lock and self.connection.dialect.name != "sqlite":
            query = query.with_for_update()
        row = self.connection.execute(query).first()
        return _contact(row) if row else None

    def save(self, contact: str, **values: Any) -> None:
        """Write columns of a contact."""
        where = contacts.c.contact == contact
        self.connection.execute(update(contacts).where(where).values(values))

    def person(self, person: int) -> Person:
        """A person."""
        return _person(self.connection.execute(select(persons).where(persons.c.id == person)).one())

    def save_person(self, person: int, **values: Any) -> None:
        """Write columns of a person; of another phone the last digits are not known yet."""
        if "phone_index" in values:
            values.setdefault("phone_tail", None)
        self.connection.execute(update(persons).where(persons.c.id == person).values(values))

    def queue(self) -> list[Contact]:
        """Conversations waiting for a person: urgent first, then as they came."""
        query = select(contacts).where(contacts.c.holder == "queue")
        query = query.order_by(contacts.c.urgent.desc(), contacts.c.queued, contacts.c.contact)
        return [_contact(r) for r in self.connection.execute(query)]

    def position(self, contact: str) -> int:
        """How many wait before this contact."""
        waiting = [c.contact for c in self.queue()]
        return waiting.index(contact) if contact in waiting else len(waiting)

    def listed(self, holders: Sequence[str] | None = None, most: int = 100) -> list[Contact]:
        """Conversations for the console, those of certain holders or all, latest first.

        Whoever can not be written to (a caller, what staff entered) has no conversation.
        """
        mute = [contacts.c.contact.not_like(f"{channel}:%") for channel in ("office", "phone")]
        query = select(contacts).where(*mute)
        if holders is not None:
            query = query.where(contacts.c.holder.in_(holders))
        query = query.order_by(contacts.c.seen.desc()).limit(most)
        return [_contact(r) for r in self.connection.execute(query)]

    def taken(self) -> list[Contact]:
        """Conversations a clerk holds."""
        query = select(contacts).where(contacts.c.holder.not_in(["bot", "queue"]))
        return [
            _contact(r) for r in self.connection.execute(query.order_by(contacts.c.seen.desc()))
        ]

    def tickets(self, person: int) -> int:
        """How many tickets a person has or follows."""
        own = select(func.count()).where(tickets.c.person == person)
        followed = select(func.count()).where(followers.c.person == person)
        one = self.connection.execute
        return int(one(own).scalar_one()) + int(one(followed).scalar_one())

    def messages(self, contact: str) -> int:
        """How many messages of a contact are kept."""
        said = select(func.count()).where(inbox.c.contact == contact, inbox.c.state == "done")
        return int(self.connection.execute(said).scalar_one())
