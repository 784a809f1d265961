"""Residents whom no channel reaches any more: whom somebody of the office has to ring."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, func, select

from integrations.sql.schema import contacts, log, outbox, persons, tickets
from integrations.sql.watch import CHUNK, LETTER, WINDOW

SILENT = ("office", "phone")
"""Contacts to which nothing is ever sent."""


@dataclass(frozen=True, slots=True)
class Unreached:
    """Somebody who did not get our words: the last letter that failed, and what it was about."""

    letter: int
    contact: str
    at: datetime
    note: str
    phone: bytes | None
    tickets: tuple[str, ...]


class UnreachedList:
    """The list for the hotline; who was rung about a letter is off it until another one fails."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def all(self, most: int = 50) -> list[Unreached]:
        """Whom to ring, the last failure first."""
        return [self._unreached(row) for row in islice(self._owed(), most)]

    def _owed(self) -> Iterator[Row[Any]]:
        """The letters somebody is to be rung about, newest first, found as they are asked for."""
        letters = sorted({*self._shut(), *self._lately()}, reverse=True)
        for start in range(0, len(letters), CHUNK):
            some = letters[start : start + CHUNK]
            rung = self._rung(some)
            for row in map(self.letter, (one for one in some if str(one) not in rung)):
                if row is not None and not self._later_reached(row):
                    yield row

    def _shut(self) -> list[int]:
        """The last failed letter of each contact whose channel is shut."""
        last = select(func.max(outbox.c.id)).where(
            outbox.c.contact == contacts.c.contact, outbox.c.state == "failed"
        )
        query = select(last.scalar_subquery()).where(contacts.c.unreachable)
        return [int(one) for one in self.connection.scalars(query) if one is not None]

    def _lately(self) -> list[int]:
        """… and of those whose letters a channel would not take, or has nobody to send."""
        newest = self.connection.execute(select(func.max(outbox.c.id))).scalar() or 0
        query = select(outbox.c.contact, outbox.c.id).where(
            outbox.c.id > newest - WINDOW, outbox.c.state == "failed"
        )
        rows = self.connection.execute(query.order_by(outbox.c.id))
        last = {row.contact: row.id for row in rows}  # in here: grouped there, all are walked
        return [n for contact, n in last.items() if contact.partition(":")[0] not in SILENT]

    def _rung(self, letters: list[int]) -> set[str]:
        abouts = list(map(str, letters))
        query = select(log.c.about).where(log.c.kind == LETTER, log.c.about.in_(abouts))
        return set(self.connection.scalars(query))

    def letter(self, row: int) -> Row[Any] | None:
        """A letter that failed."""
        query = select(outbox).where(outbox.c.id == row, outbox.c.state == "failed")
        return self.connection.execute(query).first()

    def _later_reached(self, letter: Row[Any]) -> bool:
        """Whether words after it have reached the contact, so that nobody need ring."""
        query = select(outbox.c.id).where(
            outbox.c.contact == letter.contact, outbox.c.id > letter.id, outbox.c.state == "sent"
        )
        return self.connection.execute(query.limit(1)).first() is not None

    def _unreached(self, letter: Row[Any]) -> Unreached:
        who = select(persons.c.phone, persons.c.id).join(contacts)
        person = self.connection.execute(who.where(contacts.c.contact == letter.contact)).first()
        numbers = select(tickets.c.number).where(tickets.c.contact == letter.contact)
        found = self.connection.scalars(numbers.order_by(tickets.c.opened.desc()).limit(3))
        return Unreached(letter.id, letter.contact, letter.at, letter.note,
                         person.phone if person else None, tuple(found))  # fmt: skip

    def rung(self, letter: int) -> bool:
        """Whether somebody was rung about it already."""
        return bool(self._rung([letter]))

    def one(self, letter: int) -> Unreached | None:
        """One of the list; None when there is no such letter."""
        found = self.letter(letter)
        return self._unreached(found) if found else None
