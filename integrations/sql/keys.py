"""Keys of other systems, what each has entered, and which tickets each may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, false, func, or_, select, update

from grid.tickets import ENDED, State
from integrations.sql.boxes import insert_once
from integrations.sql.schema import audit, entered, keys, log, marks, tickets

_CLOSED = [str(state) for state in ENDED if state != State.MERGED]
_UNSEEN = [str(state) for state in (State.DRAFT, State.WITHDRAWN, State.REJECTED)]


@dataclass(frozen=True, slots=True)
class Key:
    """A row of the keys; of the secret only its hash is kept."""

    name: str
    public: str
    secret: str
    scopes: str
    a_minute: int
    since: datetime
    until: datetime | None
    ended: datetime | None
    used: datetime | None

    def holds(self, now: datetime) -> bool:
        """Whether it opens anything now."""
        return self.ended is None and (self.until is None or now < self.until)

    def may(self, scope: str) -> bool:
        """Whether it was given for that."""
        return scope in self.scopes.split(",")


@dataclass(frozen=True, slots=True)
class Mark:
    """What tells one entry from another: the system's own number, or the words and the place."""

    key: str
    mark: str
    content: str  # a hash of everything that was told


@dataclass(frozen=True, slots=True)
class Public:
    """What all may read of: public matters, in public places."""

    categories: Sequence[str]
    places: Sequence[str]
    never: str  # words of `routed` that mark a dispute between parties


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tickets a system asks for; empty fields ask for all it may read."""

    key: str
    own: bool
    public: Public | None = None
    numbers: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    start: datetime | None = None
    end: datetime | None = None
    closed: bool | None = None
    skip: int = 0
    most: int = 100


class Keys:
    """Keys by their public part."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, key: Key) -> bool:
        """Keep a new key; False when the name was ever used."""
        values = {name: getattr(key, name) for name in keys.c.keys()}  # noqa: SIM118
        return insert_once(self.connection, keys, values)

    def get(self, public: str) -> Key | None:
        """A key by the part that is no secret."""
        row = self.connection.execute(select(keys).where(keys.c.public == public)).first()
        return Key(**row._mapping) if row else None

    def all(self) -> list[Key]:
        """Every key, ended ones too, by name."""
        return [Key(**row._mapping)
                for row in self.connection.execute(select(keys).order_by(keys.c.name))]  # fmt: skip

    def end(self, name: str, now: datetime) -> bool:
        """It opens nothing from now on; False when there is none that did."""
        where = (keys.c.name == name, keys.c.ended.is_(None))
        return self.connection.execute(update(keys).where(*where).values(ended=now)).rowcount == 1

    def use(self, name: str, now: datetime) -> None:
        """It was used."""
        self.connection.execute(update(keys).where(keys.c.name == name).values(used=now))

    # what was entered

    def claim(self, mark: Mark, now: datetime, since: datetime | None) -> Row[Any] | None:
        """Take a mark for a new ticket; the row of before, where it is taken.

        Words alone are remembered from `since` on. Two at once: the unique key lets one in, the
        other waits and gets the row.
        """
        if since is not None:
            own = (marks.c.key == mark.key, marks.c.mark == marks.c.content)
            self.connection.execute(marks.delete().where(*own, marks.c.at < since))
        row = {"key": mark.key, "mark": mark.mark, "content": mark.content, "at": now,
               "ticket": ""}  # fmt: skip
        if insert_once(self.connection, marks, row):
            return None
        return self.connection.execute(select(marks).where(_same(mark))).first()

    def belongs(self, mark: Mark, ticket: str, now: datetime) -> None:
        """The ticket that came of a mark, and whose it is."""
        self.connection.execute(update(marks).where(_same(mark)).values(ticket=ticket))
        row = {"ticket": ticket, "key": mark.key, "at": now}
        self.connection.execute(entered.insert().values(row))

    def own(self, key: str, numbers: Sequence[str]) -> set[str]:
        """Those of some tickets that a key entered."""
        where = (entered.c.key == key, entered.c.ticket.in_(list(numbers)))
        return set(self.connection.scalars(select(entered.c.ticket).where(*where)))

    # what may be read

    def numbers(self, wanted: Wanted) -> list[str]:
        """The tickets asked for, newest first."""
        query = select(tickets.c.number).where(_readable(wanted), *_asked(wanted))
        query = query.order_by(tickets.c.opened.desc(), tickets.c.number.desc())
        return list(self.connection.scalars(query.offset(wanted.skip).limit(wanted.most)))

    def moved(self, numbers: Sequence[str]) -> dict[str, datetime]:
        """When each was last moved."""
        query = select(log.c.about, func.max(log.c.at)).group_by(log.c.about)
        query = query.where(log.c.kind == "ticket", log.c.about.in_(list(numbers)))
        return {row[0]: row[1] for row in self.connection.execute(query)}

    def saw(self, key: str, numbers: Sequence[str], now: datetime) -> None:
        """Who looked at what, a row a ticket (G9)."""
        rows = [{"at": now, "account": f"system:{key}", "act": "ticket", "about": number,
                 "why": "Open311"} for number in numbers]  # fmt: skip
        if rows:
            self.connection.execute(audit.insert(), rows)


def _same(mark: Mark) -> ColumnElement[bool]:
    return and_(marks.c.key == mark.key, marks.c.mark == mark.mark)


def _readable(wanted: Wanted) -> ColumnElement[bool]:
    """Own ones, and public ones where the key may read them."""
    ways: list[ColumnElement[bool]] = [false()]
    if wanted.own:
        mine = select(entered.c.ticket).where(entered.c.key == wanted.key)
        ways.append(tickets.c.number.in_(mine))
    if wanted.public is not None:
        seen = wanted.public
        ways.append(and_(
            tickets.c.secret.is_(False), tickets.c.category.in_(list(seen.categories)),
            tickets.c.place_id.in_(list(seen.places)), tickets.c.state.not_in(_UNSEEN),
            tickets.c.routed.not_like(f"%{seen.never}%")))  # fmt: skip
    return or_(*ways)


def _asked(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What the query narrows; named numbers override everything else, as the standard says."""
    if wanted.numbers:
        return [tickets.c.number.in_(list(wanted.numbers))]
    found: list[ColumnElement[bool]] = []
    if wanted.codes:
        found.append(tickets.c.category.in_(list(wanted.codes)))
    if wanted.start is not None:
        found.append(tickets.c.opened >= wanted.start)
    if wanted.end is not None:
        found.append(tickets.c.opened <= wanted.end)
    if wanted.closed is not None:
        closed = _state().in_(_CLOSED)
        found.append(closed if wanted.closed else ~closed)
    return found


def _state() -> ColumnElement[Any]:
    """A merged ticket stands where the one stands that is worked on."""
    other = tickets.alias()
    parent = select(other.c.state).where(other.c.number == tickets.c.parent).scalar_subquery()
    merged = and_(tickets.c.state == str(State.MERGED), tickets.c.parent != "")
    return case((merged, parent), else_=tickets.c.state)
