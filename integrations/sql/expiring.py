"""What has had its years leads back to nobody: tickets, surveys, alerts, silent people (F07)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, or_, select, update

from grid.tickets import ENDED
from integrations.sql.boxes import new_id
from integrations.sql.schema import (
    additions,
    alerts,
    cases,
    contacts,
    dues,
    files,
    followers,
    log,
    parties,
    persons,
    ratings,
    tickets,
)

EXPIRED = "office:expired"
"""Whose conversation a ticket belongs to from then on."""
MOST = 200  # rows a sweep
Cover = Callable[[str], str]


class Expiring:
    """What goes, and what of it stays for the figures."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def old(self, before: datetime) -> list[str]:
        """Tickets opened before then that still lead to somebody."""
        return self._numbers(tickets.c.opened < before)

    def tip_offs(self, before: datetime) -> list[str]:
        """Strictly confidential ones that have ended, and nothing happened since before then."""
        own = (log.c.kind == "ticket", log.c.about == tickets.c.number)
        last = select(func.max(log.c.at)).where(*own).scalar_subquery()
        over = tickets.c.state.in_([str(state) for state in ENDED])
        return self._numbers(tickets.c.secret.is_(True), over, last < before)

    def _numbers(self, *where: ColumnElement[bool]) -> list[str]:
        query = select(tickets.c.number).where(*where, tickets.c.contact != EXPIRED)
        return list(self.connection.scalars(query.order_by(tickets.c.number).limit(MOST)))

    def told(self, number: str) -> list[str]:
        """Everything of a ticket in which its people may stand."""
        ticket = self._ticket(number)
        added = select(additions.c.words).where(additions.c.ticket == number)
        values = [str(value) for _, value in ticket.slots]
        return [ticket.detail, *values, *self.connection.scalars(added)]

    def _ticket(self, number: str) -> Row[Any]:
        return self.connection.execute(select(tickets).where(tickets.c.number == number)).one()

    def expire(self, number: str, now: datetime, cover: Cover) -> None:
        """Kind, area and dates of a ticket stay, and its words as `cover` leaves them."""
        ticket = self._ticket(number)
        nobody = self._nobodies(number, ticket.person, now)
        for row in self.connection.execute(select(additions).where(additions.c.ticket == number)):
            values = {"words": cover(row.words), "person": nobody[row.person]}
            self._write(additions, row.id, values)
        for row in self.connection.execute(select(ratings).where(ratings.c.ticket == number)):
            self._write(ratings, row.id, {"words": "", "person": nobody[row.person]})
        self.connection.execute(delete(followers).where(followers.c.ticket == number))
        past = (dues.c.about == number, dues.c.state != "waiting")
        self.connection.execute(update(dues).where(*past).values(contact="", data={}))
        mine = update(files).where(files.c.ticket == number)
        self.connection.execute(mine.values(ticket="", state="dropping"))
        values = {"person": nobody[ticket.person], "contact": EXPIRED, "place": "", "lat": None,
                  "lng": None, "detail": cover(ticket.detail), "answer": cover(ticket.answer),
                  "slots": [[key, cover(str(value))] for key, value in ticket.slots]}  # fmt: skip
        where = tickets.c.number == number
        self.connection.execute(update(tickets).where(where).values(values))

    def _nobodies(self, number: str, owner: int, now: datetime) -> dict[int, int]:
        """For each person of a ticket somebody who is nobody: who rated it still counts as one."""
        found = {owner}
        for table in (additions, ratings):
            query = select(table.c.person).where(table.c.ticket == number)
            found |= set(self.connection.scalars(query))
        return {one: new_id(self.connection, persons, {"since": now}) for one in sorted(found)}

    def _write(self, table: Any, row: int, values: dict[str, Any]) -> None:
        self.connection.execute(update(table).where(table.c.id == row).values(values))

    def ratings(self, before: datetime) -> int:
        """What was said in surveys goes; the marks stay. Returns how many."""
        where = (ratings.c.at < before, ratings.c.words != "")
        return self.connection.execute(update(ratings).where(*where).values(words="")).rowcount

    def alerts(self, before: datetime) -> int:
        """The words that gave an alarm go with the talk they stood in; the alarm stays."""
        where = (alerts.c.at < before, alerts.c.words != "", _idle(alerts.c.contact))
        return self.connection.execute(update(alerts).where(*where).values(words="")).rowcount

    def people(self, before: datetime) -> int:
        """Name and phone of who has nothing here any more and has been silent since before then."""
        kept = or_(contacts.c.name != "", persons.c.phone.is_not(None))
        here = [select(table.c.person) for table in (tickets, followers, cases)]
        here.append(select(contacts.c.person).where(contacts.c.seen >= before))
        query = select(contacts.c.contact, contacts.c.person).join(persons)
        nothing = [contacts.c.person.not_in(one) for one in here]
        side = parties.c.body["contact"].as_string()
        nothing.append(contacts.c.contact.not_in(select(side).where(side.is_not(None))))
        rows = self.connection.execute(query.where(kept, *nothing).limit(MOST)).all()
        self._forget([row.contact for row in rows], [row.person for row in rows])
        return len(rows)

    def _forget(self, whose: Iterable[str], people: Iterable[int]) -> None:
        named = update(contacts).where(contacts.c.contact.in_(list(whose)))
        self.connection.execute(named.values(name=""))
        reached = update(persons).where(persons.c.id.in_(list(people)))
        values = {"phone": None, "phone_index": None, "phone_tail": None}
        self.connection.execute(reached.values(values))


def _idle(contact: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a conversation has no ticket."""
    return contact.not_in(select(tickets.c.contact))
