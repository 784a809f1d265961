"""Mediation cases, their parties, and booked quarter hours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from grid.refused import Refused
from integrations.sql.schema import bookings, cases, parties
from mediation.case import ENDS


class Cases:
    """Cases by number; bodies are the domain's plain values."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, values: dict[str, Any]) -> None:
        """Keep a new case."""
        self.connection.execute(cases.insert().values(values))

    def get(self, number: str) -> Row[Any] | None:
        """A case."""
        return self.connection.execute(select(cases).where(cases.c.number == number)).first()

    def save(self, number: str, version: int, **values: Any) -> None:
        """Write columns made of that version; Refused when somebody was quicker."""
        where = (cases.c.number == number, cases.c.version == version)
        query = update(cases).where(*where).values(version=version + 1, **values)
        if self.connection.execute(query).rowcount != 1:
            raise Refused("这件调解刚刚有了变化，请看过新的情况再操作。")

    def of_person(self, person: int) -> list[Row[Any]]:
        """A person's cases, newest first."""
        query = select(cases).where(cases.c.person == person).order_by(cases.c.opened.desc())
        return list(self.connection.execute(query))

    def of_party(self, contact: str) -> list[Row[Any]]:
        """Cases to which somebody came by an invitation opened as this contact."""
        mine = select(parties.c.case).where(parties.c.body["contact"].as_string() == contact)
        return list(self.connection.execute(select(cases).where(cases.c.number.in_(mine))))

    def load(self) -> dict[str, int]:
        """How many cases each mediator has that are not over."""
        over = [str(stage) for stage in ENDS]
        query = select(cases.c.mediator, func.count()).where(cases.c.state.not_in(over))
        rows = self.connection.execute(query.group_by(cases.c.mediator))
        return {str(member): int(many) for member, many in rows}

    def of_mediator(self, member: str) -> list[Row[Any]]:
        """A mediator's cases, newest first."""
        query = select(cases).where(cases.c.mediator == member).order_by(cases.c.opened.desc())
        return list(self.connection.execute(query))

    def listed(self, most: int = 100) -> list[Row[Any]]:
        """Cases for the console, newest first."""
        return list(
            self.connection.execute(select(cases).order_by(cases.c.opened.desc()).limit(most))
        )

    def add_party(self, values: dict[str, Any]) -> None:
        """Keep a party."""
        self.connection.execute(parties.insert().values(version=0, **values))

    def parties(self, number: str) -> list[Row[Any]]:
        """The parties of a case, applicant first."""
        query = select(parties).where(parties.c.case == number).order_by(parties.c.id)
        return list(self.connection.execute(query))

    def party(self, token: str) -> Row[Any] | None:
        """The party a link belongs to, by the hash of its token."""
        return self.connection.execute(select(parties).where(parties.c.token == token)).first()

    def save_party(self, row: int, **values: Any) -> None:
        """Write columns of a party."""
        self.connection.execute(update(parties).where(parties.c.id == row).values(values))


class Bookings:
    """One row per member and quarter hour; the primary key has the last word."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def taken(self, members: Iterable[str], start: datetime, end: datetime,
              now: datetime) -> set[tuple[str, datetime]]:  # fmt: skip
        """Which quarter hours of which members are taken; lapsed holds are not."""
        query = select(bookings.c.member, bookings.c.quarter).where(
            bookings.c.member.in_(list(members)), bookings.c.quarter >= start,
            bookings.c.quarter < end, (bookings.c.until.is_(None)) | (bookings.c.until > now),
        )  # fmt: skip
        return {(r.member, r.quarter) for r in self.connection.execute(query)}

    def hold(self, hold: str, members: Sequence[str], quarters: Sequence[datetime],
             until: datetime, now: datetime) -> None:  # fmt: skip
        """Hold quarter hours for all members at once; Refused when one is taken."""
        wanted = (bookings.c.member.in_(list(members)), bookings.c.quarter.in_(list(quarters)))
        self.connection.execute(delete(bookings).where(*wanted, bookings.c.until <= now))
        rows = [{"member": m, "quarter": q, "hold": hold, "until": until}
                for m in members for q in quarters]  # fmt: skip
        try:
            with self.connection.begin_nested():
                self.connection.execute(bookings.insert(), rows)
        except IntegrityError:
            raise Refused("这个时间刚被约走了，请另选一个。", question="slot") from None

    def extend(self, hold: str, until: datetime | None, now: datetime, to: str = "") -> bool:
        """Keep a hold longer (None: for good), perhaps under another name; False when it lapsed."""
        live = (bookings.c.until.is_(None)) | (bookings.c.until > now)
        query = update(bookings).where(bookings.c.hold == hold, live)
        return self.connection.execute(query.values(until=until, hold=to or hold)).rowcount > 0

    def free(self, hold: str) -> None:
        """Let a hold go."""
        self.connection.execute(delete(bookings).where(bookings.c.hold == hold))

    def of(self, hold: str) -> list[Row[Any]]:
        """The rows of a hold."""
        return list(self.connection.execute(select(bookings).where(bookings.c.hold == hold)))
