"""What is owed to somebody: calls with their attempts, and notices to the desks of the office."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from grid.tickets import ENDED, State, Ticket
from integrations.sql.boxes import insert_once
from integrations.sql.schema import attempts, calls, dues, followers, notices, tickets


def due_now(connection: Connection, key: str) -> str:
    """What a due action waits to do; empty when there is none, or it has been done."""
    query = select(dues.c.what).where(dues.c.key == key, dues.c.state == "waiting")
    return str(connection.execute(query).scalar() or "")


FIRST, BACK, SURVEY = "first", "back", "survey"
"""Kinds of calls: the first contact the receipt promised; a call back to who was not content; to
who has not answered the survey."""
OWED = "owed"
_OVER = [str(state) for state in ENDED]


@dataclass(frozen=True, slots=True)
class Group:
    """Open tickets of a kind in one grid: how many, of how many people, and the first of them."""

    tickets: int
    people: int
    first: str


def group_of(connection: Connection, ticket: Ticket, since: datetime) -> Group:
    """Whoever tells of the same kind in a ticket's grid since then; no secret ones."""
    same = (tickets.c.category == ticket.category, tickets.c.grid == ticket.grid,
            tickets.c.opened >= since, tickets.c.state.not_in(_OVER),
            tickets.c.secret.is_(False))  # fmt: skip
    own = select(func.count(), func.count(tickets.c.person.distinct()), func.min(tickets.c.number))
    count, people, first = connection.execute(own.where(*same)).one()
    theirs = select(func.count()).select_from(followers.join(tickets)).where(*same)
    return Group(count, people + int(connection.execute(theirs).scalar_one()), str(first or ""))


def told_of(connection: Connection, number: str, what: str) -> bool:
    """Whether anybody was told that of a ticket."""
    found = select(notices.c.id).where(notices.c.ticket == number, notices.c.what == what)
    return connection.execute(found.limit(1)).first() is not None


def overdue(connection: Connection, now: datetime, most: int) -> tuple[int, list[str]]:
    """How many tickets are over the date their resident was told, and which for the longest."""
    where = (tickets.c.state.not_in([*_OVER, str(State.FEEDBACK)]), tickets.c.answer_due < now)
    count = int(connection.execute(select(func.count()).where(*where)).scalar_one())
    query = select(tickets.c.number).where(*where).order_by(tickets.c.answer_due)
    return count, list(connection.scalars(query.limit(most)))


class Calls:
    """Calls that were promised; each attempt is kept."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def owe(self, values: dict[str, Any]) -> bool:
        """Promise a call once; False when it was promised before. It stands for those before."""
        if not insert_once(self.connection, calls, values):
            return False
        same = [calls.c[key] == values[key] for key in ("ticket", "kind")]
        before = (*same, calls.c.turn < values["turn"], calls.c.state == OWED)
        self.connection.execute(update(calls).where(*before).values(state="replaced"))
        return True

    def get(self, row: int) -> Row[Any] | None:
        """One call."""
        return self.connection.execute(select(calls).where(calls.c.id == row)).first()

    def of(self, number: str) -> list[Row[Any]]:
        """All calls about a ticket, in the order they were promised."""
        query = select(calls).where(calls.c.ticket == number).order_by(calls.c.id)
        return list(self.connection.execute(query))

    def owed(self, kind: str, number: str = "", most: int = 200) -> list[Row[Any]]:
        """Calls nobody has made yet, of one ticket or all, the next first.

        None to who has stepped back. A first contact is owed until the answer is there; a call
        back also about a closed ticket.
        """
        over = _OVER if kind == FIRST else [str(State.WITHDRAWN), str(State.ARCHIVED)]
        beside = [str(State.FEEDBACK), str(State.REVIEW)] if kind == FIRST else []
        where = (calls.c.kind == kind, calls.c.state == OWED, tickets.c.number == calls.c.ticket,
                 tickets.c.state.not_in([*over, *beside]),
                 tickets.c.contact.not_like("office:%"))  # fmt: skip
        order = func.coalesce(calls.c.next, calls.c.by)
        query = select(calls).where(*where).order_by(order, calls.c.id).limit(most)
        if number:
            query = query.where(calls.c.ticket == number)
        return list(self.connection.execute(query))

    def save(self, row: int, **values: Any) -> None:
        """Write columns of a call."""
        self.connection.execute(update(calls).where(calls.c.id == row).values(values))

    def settle(self, number: str, kinds: Iterable[str], state: str) -> None:
        """They are no longer owed."""
        where = (calls.c.ticket == number, calls.c.kind.in_(list(kinds)), calls.c.state == OWED)
        self.connection.execute(update(calls).where(*where).values(state=state))

    def forget(self, numbers: Sequence[str]) -> None:
        """What was said, and why somebody was called, goes when the person does."""
        own = calls.c.ticket.in_(numbers)
        self.connection.execute(update(calls).where(own).values(why=""))
        theirs = attempts.c.call.in_(select(calls.c.id).where(own))
        self.connection.execute(update(attempts).where(theirs).values(words=""))

    def tried(self, values: dict[str, Any]) -> None:
        """Keep an attempt."""
        self.connection.execute(attempts.insert().values(values))

    def attempts(self, row: int) -> list[Row[Any]]:
        """The attempts of a call, oldest first."""
        query = select(attempts).where(attempts.c.call == row).order_by(attempts.c.id)
        return list(self.connection.execute(query))


class Notices:
    """What desks were told: a unit's, its superior's, the leader's, the supervisor's."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, values: dict[str, Any]) -> bool:
        """Keep a notice once; False when it was given before."""
        return insert_once(self.connection, notices, values)

    def told(self, key: str, count: int) -> None:
        """To how many channels it went beside the console."""
        self.connection.execute(
            update(notices).where(notices.c.key == key).values(told=notices.c.told + count)
        )

    def unseen(self, desks: Iterable[str], most: int = 100) -> list[Row[Any]]:
        """What nobody of those desks has looked at, latest first."""
        where = (notices.c.desk.in_(list(desks)), notices.c.seen.is_(None))
        query = select(notices).where(*where).order_by(notices.c.id.desc()).limit(most)
        return list(self.connection.execute(query))

    def of(self, number: str) -> list[Row[Any]]:
        """Every notice about a ticket, oldest first."""
        query = select(notices).where(notices.c.ticket == number).order_by(notices.c.id)
        return list(self.connection.execute(query))

    def about(self, desks: Iterable[str], what: str, most: int = 200) -> list[str]:
        """The tickets those desks were told that of, the latest first."""
        where = (notices.c.desk.in_(list(desks)), notices.c.what == what)
        query = select(notices.c.ticket).where(*where).order_by(notices.c.id.desc()).limit(most)
        return list(dict.fromkeys(self.connection.scalars(query)))

    def look(self, desks: Iterable[str], number: str, account: str, now: datetime) -> int:
        """Somebody of those desks looks at a ticket; of "" at everything. Returns how many."""
        where: list[Any] = [notices.c.desk.in_(list(desks)), notices.c.seen.is_(None)]
        if number:
            where.append(notices.c.ticket == number)
        seen = update(notices).where(*where).values(seen=now, seen_by=account)
        return int(self.connection.execute(seen).rowcount)
