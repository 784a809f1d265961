"""Tickets, who follows them, what was added, how they were rated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select, update

from grid.refused import Refused
from grid.tickets import ENDED, State, Ticket
from integrations.sql.boxes import insert_once, new_id
from integrations.sql.finding import Finding
from integrations.sql.schema import additions, contacts, files, followers, persons, ratings, tickets

_COLUMNS = [c.name for c in tickets.columns]
_SAID = (tickets.c.detail, tickets.c.place, tickets.c.answer, tickets.c.slots)
_ENDED = [str(s) for s in ENDED]
_NO_EXAMPLE = [str(State.DRAFT), str(State.WITHDRAWN), str(State.REJECTED)]


def _ticket(row: Row[Any]) -> Ticket:
    values = dict(row._mapping)
    values["state"] = State(values["state"])
    values["slots"] = tuple((k, v) for k, v in values["slots"])
    values["person"] = str(values["person"])
    return Ticket(**values)


def _values(ticket: Ticket) -> dict[str, Any]:
    values = {k: v for k, v in asdict(ticket).items() if k in _COLUMNS}
    values["slots"] = [list(s) for s in ticket.slots]
    return {**values, "person": int(ticket.person), "state": str(ticket.state)}


class Tickets:
    """Tickets by number; every change says which version it was made of."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, ticket: Ticket) -> None:
        """Keep a new ticket."""
        self.connection.execute(tickets.insert().values(_values(ticket)))
        Finding(self.connection).index(ticket.number)

    def get(self, number: str) -> Ticket | None:
        """A ticket."""
        row = self.connection.execute(select(tickets).where(tickets.c.number == number)).first()
        return _ticket(row) if row else None

    def several(self, numbers: Sequence[str]) -> list[Ticket]:
        """Tickets in the order asked for; numbers there are not are left out."""
        query = select(tickets).where(tickets.c.number.in_(numbers))
        found = {row.number: _ticket(row) for row in self.connection.execute(query)}
        return [found[number] for number in numbers if number in found]

    def save(self, ticket: Ticket) -> Ticket:
        """Write a changed ticket; Refused when somebody changed it meanwhile (B.3)."""
        before = self.connection.execute(
            select(*_SAID).where(tickets.c.number == ticket.number)
        ).first()
        values = _values(replace(ticket, version=ticket.version + 1))
        where = (tickets.c.number == ticket.number, tickets.c.version == ticket.version)
        done = self.connection.execute(update(tickets).where(*where).values(values))
        if done.rowcount != 1:
            raise Refused(f"工单{ticket.number}刚刚有了变化，请看过新的情况再操作。")
        if before != (ticket.detail, ticket.place, ticket.answer, values["slots"]):
            Finding(self.connection).index(ticket.number)
        return replace(ticket, version=ticket.version + 1)

    def of_person(self, person: int, most: int = 50, withdrawn: bool = False) -> list[Ticket]:
        """A person's own and followed tickets, newest first; withdrawn ones where wanted."""
        followed = select(followers.c.ticket).where(followers.c.person == person)
        mine = or_(tickets.c.person == person, tickets.c.number.in_(followed))
        query = select(tickets).where(mine)
        if not withdrawn:
            query = query.where(tickets.c.state != str(State.WITHDRAWN))
        query = query.order_by(tickets.c.opened.desc(), tickets.c.number.desc()).limit(most)
        return [_ticket(r) for r in self.connection.execute(query)]

    def alike(self, category: str, grid: str, since: datetime, person: int) -> list[Ticket]:
        """Open tickets of others of that kind in that grid, newest first."""
        query = select(tickets).where(
            tickets.c.category == category, tickets.c.grid == grid, tickets.c.opened >= since,
            tickets.c.state.not_in(_ENDED), tickets.c.person != person,
        )  # fmt: skip
        return [
            _ticket(r) for r in self.connection.execute(query.order_by(tickets.c.opened.desc()))
        ]

    def merged_into(self, parent: str) -> list[Ticket]:
        """Those that were merged into a ticket and still are, oldest first."""
        same = (tickets.c.parent == parent, tickets.c.state == str(State.MERGED))
        query = select(tickets).where(*same).order_by(tickets.c.number)
        return [_ticket(r) for r in self.connection.execute(query)]

    def nearby(self, kinds: Sequence[str], grid: str, but: str, most: int = 60) -> list[Ticket]:
        """Open tickets of those kinds, in that grid or anywhere with a position; latest first.

        Never a confidential one.
        """
        where = [tickets.c.category.in_(list(kinds)), tickets.c.state.not_in(_ENDED),
                 tickets.c.secret.is_(False), tickets.c.number != but]  # fmt: skip
        here = tickets.c.lat.is_not(None)
        where.append(or_(tickets.c.grid == grid, here) if grid else here)
        query = select(tickets).where(*where).order_by(tickets.c.number.desc()).limit(most)
        return [_ticket(r) for r in self.connection.execute(query)]

    def past(self, categories: Sequence[str], grid: str, most: int = 150) -> list[Ticket]:
        """Tickets of those categories, of that grid, and of late; never confidential ones.

        Withdrawn and rejected ones taught nobody how something is solved. Latest first.
        """
        useful = (tickets.c.secret.is_(False), tickets.c.state.not_in(_NO_EXAMPLE))
        asked = [select(tickets.c.number).where(*useful, tickets.c.category == one)
                 for one in categories]  # fmt: skip
        if grid:
            asked.append(select(tickets.c.number).where(*useful, tickets.c.grid == grid))
        latest = [query.order_by(tickets.c.opened.desc()).limit(most) for query in asked]
        latest.append(
            select(tickets.c.number).where(*useful).order_by(tickets.c.number.desc()).limit(most)
        )
        numbers = {number for query in latest for number in self.connection.scalars(query)}
        query = select(tickets).where(tickets.c.number.in_(sorted(numbers)))
        return [
            _ticket(r) for r in self.connection.execute(query.order_by(tickets.c.number.desc()))
        ]

    def listed(self, states: Sequence[str] | None = None, most: int = 200) -> list[Ticket]:
        """Tickets for the console, by due date."""
        query = select(tickets)
        if states:
            query = query.where(tickets.c.state.in_(list(states)))
        query = query.order_by(tickets.c.answer_due, tickets.c.number).limit(most)
        return [_ticket(r) for r in self.connection.execute(query)]

    def pinned(self, most: int = 5000) -> list[Ticket]:
        """Open tickets with a position, latest first."""
        query = select(tickets).where(tickets.c.state.not_in(_ENDED), tickets.c.lat.is_not(None))
        rows = self.connection.execute(query.order_by(tickets.c.number.desc()).limit(most))
        return [_ticket(row) for row in rows]

    def opened_since(
        self, since: datetime, kinds: Sequence[str] | None, most: int
    ) -> tuple[int, list[Ticket]]:
        """How many were opened from a moment on, and those of some kinds (None: all), latest first.

        What was withdrawn or rejected is left out.
        """
        where = [tickets.c.opened >= since, tickets.c.state.not_in(_NO_EXAMPLE)]
        count = self.connection.execute(select(func.count()).where(*where)).scalar_one()
        if kinds is not None:
            where.append(tickets.c.category.in_(list(kinds)))
        query = select(tickets).where(*where).order_by(tickets.c.number.desc()).limit(most)
        return int(count), [_ticket(row) for row in self.connection.execute(query)]

    def follow(self, number: str, person: int, contact: str, now: datetime) -> bool:
        """Follow a ticket; False when already following."""
        row = {"ticket": number, "person": person, "contact": contact, "since": now}
        return insert_once(self.connection, followers, row)

    def unfollow(self, number: str, person: int) -> bool:
        """Stop following; False when not following."""
        where = (followers.c.ticket == number, followers.c.person == person)
        return self.connection.execute(followers.delete().where(*where)).rowcount == 1

    def followers(self, number: str) -> list[tuple[int, str]]:
        """Who follows: person and contact."""
        query = select(followers.c.person, followers.c.contact).where(followers.c.ticket == number)
        return [(r.person, r.contact) for r in self.connection.execute(query)]

    def detach(self, number: str, now: datetime) -> None:
        """A withdrawn hazard goes on without the person: it belongs to nobody real from now on."""
        nobody = new_id(self.connection, persons, {"since": now})
        values = {"person": nobody, "contact": "office:hazard"}
        where = tickets.c.number == number
        self.connection.execute(update(tickets).where(where).values(values))

    def add_words(self, number: str, person: int, words: str, now: datetime) -> None:
        """Words added to a ticket."""
        row = {"ticket": number, "person": person, "at": now, "words": words}
        self.connection.execute(additions.insert().values(row))
        Finding(self.connection).index(number)

    def added(self, number: str) -> list[tuple[datetime, str]]:
        """What was added to a ticket, oldest first."""
        query = select(additions.c.at, additions.c.words).where(additions.c.ticket == number)
        return [(r.at, r.words) for r in self.connection.execute(query.order_by(additions.c.id))]

    def added_by(self, number: str, person: int) -> list[tuple[datetime, str]]:
        """What one person added to a ticket, oldest first."""
        where = (additions.c.ticket == number, additions.c.person == person)
        query = select(additions.c.at, additions.c.words).where(*where)
        return [(r.at, r.words) for r in self.connection.execute(query.order_by(additions.c.id))]

    def files(self, number: str) -> list[Any]:
        """Rows of the files that belong to a ticket."""
        return list(self.connection.execute(select(files).where(files.c.ticket == number)))

    def rate(self, values: dict[str, Any], editable_since: datetime) -> bool:
        """Keep an answer to a survey, or change one given since; False when it is too late."""
        if insert_once(self.connection, ratings, values):
            return True
        same = [ratings.c[k] == values[k] for k in ("ticket", "person", "round")]
        query = update(ratings).where(*same, ratings.c.at >= editable_since)
        keep = {k: values[k] for k in ("solved", "satisfied", "reason", "words")}
        return self.connection.execute(query.values(keep)).rowcount == 1

    def ratings(self, number: str) -> list[Any]:
        """Rows of the answers, oldest first."""
        query = select(ratings).where(ratings.c.ticket == number).order_by(ratings.c.id)
        return list(self.connection.execute(query))

    def counts(self) -> dict[str, int]:
        """How many tickets stand in each state."""
        query = select(tickets.c.state, func.count()).group_by(tickets.c.state)
        return {r[0]: r[1] for r in self.connection.execute(query)}

    def contact_of(self, person: int) -> str:
        """The contact of a person last seen."""
        query = select(contacts.c.contact).where(contacts.c.person == person)
        row = self.connection.execute(query.order_by(contacts.c.seen.desc()).limit(1)).scalar()
        return str(row or "")
