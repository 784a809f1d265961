"""Hot spots in the store: what is told of one place, what was found, what a person said of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    delete,
    func,
    or_,
    select,
    union,
    update,
)

from grid.hotspots import BEFORE, CROWD, GROUP, WINDOW, Hotspot, Seen, Word
from grid.tickets import State, Ticket
from integrations.sql.boxes import insert_once
from integrations.sql.schema import followers, hotspots, tickets

_NOT_TOLD = [str(State.DRAFT), str(State.WITHDRAWN), str(State.REJECTED)]
OPEN = "open"


def _at(place: str) -> ColumnElement[bool]:
    return or_(tickets.c.place_id == place, tickets.c.grid == place)


def _open_ones(since: datetime) -> ColumnElement[bool]:
    """Tickets that may make a hot spot: nobody's secret."""
    return and_(tickets.c.opened >= since, tickets.c.state.not_in(_NOT_TOLD),
                tickets.c.secret.is_(False))  # fmt: skip


def told_of(connection: Connection, ticket: Ticket, place: str, now: datetime) -> Seen:
    """How much of a ticket's kind is told of a place, lately and before."""
    since = now - WINDOW
    same = and_(tickets.c.category == ticket.category, _at(place))
    old = select(func.count()).where(_open_ones(since - BEFORE), tickets.c.opened < since, same)
    before = int(connection.execute(old).scalar_one())
    return Seen(ticket.category, place, *_told(connection, same, since), before, since)


def _told(connection: Connection, same: ColumnElement[bool], since: datetime) -> tuple[int, int]:
    """How many reports, and of how many people; whoever follows one tells of it too."""
    where = and_(_open_ones(since), same)
    count = connection.execute(select(func.count()).select_from(tickets).where(where)).scalar_one()
    own = select(tickets.c.person).where(where)
    joined = select(followers.c.person).select_from(followers.join(tickets)).where(where)
    people = union(own, joined).subquery()  # each of them once
    many = connection.execute(select(func.count(people.c.person))).scalar_one()
    return int(count), int(many)


def crowd_at(connection: Connection, place: str, now: datetime) -> Seen:
    """How many people tell of a place in these hours, whatever they tell of."""
    since = now - CROWD
    return Seen("", place, *_told(connection, tickets.c.place_id == place, since), 0, since)


def cases(category: str, place: str, since: datetime, until: datetime) -> Select[tuple[str]]:
    """The numbers of the tickets behind a hot spot, as a query."""
    same = [_at(place), _open_ones(since), tickets.c.opened <= until]
    if category:
        same.append(tickets.c.category == category)
    return select(tickets.c.number).where(*same)


class Hotspots:
    """What was found and not forgotten until a person has said something of it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def _same(self, spot: Hotspot) -> ColumnElement[bool]:
        own = hotspots.c
        return and_(own.place == spot.seen.place, own.category == spot.seen.category,
                    own.kind == spot.kind)  # fmt: skip

    def word(self, spot: Hotspot) -> Word | None:
        """What a person last said of the same place and kind."""
        query = select(hotspots).where(self._same(spot), hotspots.c.state != OPEN)
        row = self.connection.execute(query.order_by(hotspots.c.id.desc()).limit(1)).first()
        return Word(row.state, row.decided, row.reports) if row else None

    def keep(self, spot: Hotspot, now: datetime, grid: str) -> bool:
        """Keep what was found, or count an open one further; True when it is new.

        What was open for the whole grid of a place becomes the place's. The key is the spot's own
        while it is open: of several who find it at once one keeps it, the others count on.
        """
        seen = spot.seen
        values: dict[str, Any] = {"updated": now, "reports": seen.count, "people": seen.people,
                                  "usual": spot.usual, "chance": spot.chance}  # fmt: skip
        if self._goes_on(spot, values):
            return False
        row = {"key": f"{spot.kind}:{seen.category}:{seen.place}", "kind": spot.kind,
               "category": seen.category, "place": seen.place, "since": seen.since,
               "found": now, **values}  # fmt: skip
        if not insert_once(self.connection, hotspots, row):
            self._goes_on(spot, values)
            return False
        return grid == seen.place or not self._taken_over(spot, grid)

    def _open(self, spot: Hotspot, place: str) -> ColumnElement[bool]:
        own = hotspots.c
        return and_(own.place == place, own.category == spot.seen.category,
                    own.kind == spot.kind, own.state == OPEN)  # fmt: skip

    def _goes_on(self, spot: Hotspot, values: dict[str, Any]) -> bool:
        """Count on what is open at the place; False when nothing is."""
        query = update(hotspots).where(self._open(spot, spot.seen.place)).values(values)
        return bool(self.connection.execute(query).rowcount)

    def _taken_over(self, spot: Hotspot, grid: str) -> bool:
        """What was open for the whole grid goes on at the place, found when that was."""
        gone = delete(hotspots).where(self._open(spot, grid)).returning(hotspots.c.found)
        found = list(self.connection.scalars(gone))
        if found:
            here = update(hotspots).where(self._open(spot, spot.seen.place))
            self.connection.execute(here.values(found=min(found)))
        return bool(found)

    def get(self, row: int) -> Row[Any] | None:
        """One of them."""
        return self.connection.execute(select(hotspots).where(hotspots.c.id == row)).first()

    def listed(self, state: str) -> list[Row[Any]]:
        """Those nobody has looked at, or those somebody has; latest first, crowds before all."""
        own = hotspots.c.state == OPEN if state == OPEN else hotspots.c.state != OPEN
        query = select(hotspots).where(own)
        order = (hotspots.c.kind != GROUP, hotspots.c.updated.desc())
        return list(self.connection.execute(query.order_by(*order)))

    def decide(self, row: int, state: str, why: str, by: tuple[str, datetime]) -> bool:
        """A person says what it is; False when somebody was quicker."""
        account, now = by
        query = update(hotspots).where(hotspots.c.id == row, hotspots.c.state == OPEN)
        past = hotspots.c.key.concat(f":{row}")  # another one may be found from now on
        values = {"state": state, "why": why, "decided": now, "decided_by": account, "key": past}
        return self.connection.execute(query.values(values)).rowcount == 1
