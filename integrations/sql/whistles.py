"""The store's whistles: who is called where because of which tickets, and how it went."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select, true, update

from grid.refused import Refused
from grid.whistles import AWAITED, OPEN, Call, Called, Judged, State, Whistle
from integrations.sql.boxes import insert_once
from integrations.sql.schema import tickets, whistle_calls, whistle_ratings, whistle_tickets
from integrations.sql.schema import whistles as rows

OPEN_STATES = [str(state) for state in OPEN]
CHANGED = "这个哨刚刚有了变化，请看过新的情况再操作。"
_OWN = tuple(field.name for field in fields(Whistle) if field.name not in ("tickets", "calls"))


def _call_row(number: str, call: Call) -> dict[str, Any]:
    return {**asdict(call), "state": str(call.state), "whistle": number}


def _call(row: Row[Any]) -> Call:
    kept = {name: value for name, value in row._mapping.items() if name != "whistle"}
    return Call(**{**kept, "state": Called(kept["state"])})


class Whistles:
    """Whistles by number, with their tickets and the units called."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, whistle: Whistle) -> None:
        """Keep a new one. Refused when one of the tickets has an open whistle (B.6)."""
        self.connection.execute(rows.insert().values(_whistle_row(whistle)))
        for ticket in whistle.tickets:
            if not self.link(whistle.number, ticket):
                other = f"工单{ticket}已经有一个没结束的哨{self.open_of(ticket)}"
                raise Refused(f"{other}。要加单位，请在那个哨里加。")
        for call in whistle.calls:
            self.connection.execute(whistle_calls.insert().values(_call_row(whistle.number, call)))

    def link(self, number: str, ticket: str) -> bool:
        """An open whistle is about that ticket too; False when it has an open one already."""
        values = {"whistle": number, "ticket": ticket, "open": True}
        return insert_once(self.connection, whistle_tickets, values)

    def get(self, number: str) -> Whistle | None:
        """A whistle."""
        found = self.connection.execute(select(rows).where(rows.c.number == number)).first()
        return self._whole([found])[0] if found else None

    def lock(self, number: str) -> Whistle:
        """A whistle to be changed: whoever changes it at the same moment waits for us (B.3).

        What one unit does and what another does change its state together. Refused when there is
        none.
        """
        query = select(rows).where(rows.c.number == number)
        if self.connection.dialect.name != "sqlite":
            query = query.with_for_update()
        found = self.connection.execute(query).first()
        if found is None:
            raise Refused(f"没有编号{number}的哨，请核对。")
        return self._whole([found])[0]

    def _whole(self, found: Sequence[Row[Any]]) -> list[Whistle]:
        """Rows with what belongs to them, in the same order."""
        numbers = [row.number for row in found]
        about: dict[str, list[str]] = {number: [] for number in numbers}
        query = select(whistle_tickets).where(whistle_tickets.c.whistle.in_(numbers))
        for row in self.connection.execute(query.order_by(whistle_tickets.c.ticket)):
            about[row.whistle].append(row.ticket)
        called: dict[str, list[Call]] = {number: [] for number in numbers}
        order = (whistle_calls.c.role.desc(), whistle_calls.c.at, whistle_calls.c.unit)
        own = select(whistle_calls).where(whistle_calls.c.whistle.in_(numbers)).order_by(*order)
        for row in self.connection.execute(own):
            called[row.whistle].append(_call(row))
        return [Whistle(**{**{name: row._mapping[name] for name in _OWN},
                           "state": State(row.state)},
                        tickets=tuple(about[row.number]), calls=tuple(called[row.number]))
                for row in found]  # fmt: skip

    def save(self, whistle: Whistle) -> Whistle:
        """Write a changed whistle; Refused when somebody changed it meanwhile."""
        after = replace(whistle, version=whistle.version + 1)
        where = (rows.c.number == whistle.number, rows.c.version == whistle.version)
        query = update(rows).where(*where).values(_whistle_row(after))
        if self.connection.execute(query).rowcount != 1:
            raise Refused(CHANGED)
        if not after.open:
            closed = update(whistle_tickets).where(whistle_tickets.c.whistle == after.number)
            self.connection.execute(closed.values(open=False))
        return after

    def save_call(self, number: str, call: Call) -> Call:
        """Write a unit's changed call; Refused when somebody changed it meanwhile."""
        after = replace(call, version=call.version + 1)
        where = (whistle_calls.c.whistle == number, whistle_calls.c.unit == call.unit,
                 whistle_calls.c.version == call.version)  # fmt: skip
        query = update(whistle_calls).where(*where).values(_call_row(number, after))
        if self.connection.execute(query).rowcount != 1:
            raise Refused(CHANGED)
        return after

    def add_call(self, number: str, call: Call) -> None:
        """One more unit is called; Refused when it is already."""
        if not insert_once(self.connection, whistle_calls, _call_row(number, call)):
            raise Refused("这个单位已经叫过了。")

    def open_of(self, ticket: str) -> str:
        """The number of a ticket's open whistle; empty when there is none."""
        t = whistle_tickets.c
        query = select(t.whistle).where(t.ticket == ticket, t.open)
        return str(self.connection.execute(query).scalar() or "")

    def of_ticket(self, ticket: str) -> list[Whistle]:
        """Every whistle blown for a ticket, the first first."""
        t = whistle_tickets.c
        query = select(rows).join(whistle_tickets, t.whistle == rows.c.number)
        found = self.connection.execute(query.where(t.ticket == ticket).order_by(rows.c.number))
        return self._whole(found.all())

    def listed(
        self, who: ColumnElement[bool], since: datetime | None = None, most: int = 100
    ) -> list[Whistle]:
        """What somebody may see: the open ones by time of meeting, or those ended since, latest
        first. A condition made with `mine` says who it is.
        """
        open_ones = rows.c.state.in_(OPEN_STATES)
        where = open_ones if since is None else and_(~open_ones, rows.c.ended >= since)
        order = rows.c.meet if since is None else rows.c.ended.desc()
        query = select(rows).where(who, where).order_by(order, rows.c.number).limit(most)
        return self._whole(self.connection.execute(query).all())

    def elsewhere(self, units: Iterable[str], but: str) -> dict[str, list[str]]:
        """By unit the other open whistles at which it is still awaited."""
        c, found = whistle_calls.c, dict[str, list[str]]()
        query = select(c.unit, c.whistle).join(rows, rows.c.number == c.whistle)
        still = c.state.in_([str(state) for state in AWAITED])
        query = query.where(c.unit.in_(list(units)), c.whistle != but, still)
        query = query.where(rows.c.state.in_(OPEN_STATES))
        for unit, number in self.connection.execute(query.order_by(c.whistle)):
            found.setdefault(unit, []).append(number)
        return found

    # -- the rating of both sides

    def judge(self, number: str, one: Judged) -> bool:
        """Keep what one side says of the other; False when it had said it before."""
        return insert_once(self.connection, whistle_ratings, {**asdict(one), "whistle": number})

    def judged(self, number: str) -> list[Judged]:
        """What has been said."""
        r = whistle_ratings.c
        query = select(r.by, r.about, r.score, r.words, r.at).where(r.whistle == number)
        return [Judged(*row) for row in self.connection.execute(query.order_by(r.at))]


def _whistle_row(whistle: Whistle) -> dict[str, Any]:
    return {**{name: getattr(whistle, name) for name in _OWN}, "state": str(whistle.state)}


def mine(units: Iterable[str] | None, area: Iterable[str] = ()) -> ColumnElement[bool]:
    """Which whistles some units, an area's office or (units None, no area) the centre may see.

    Units those they blew, those that call them, and those about a ticket they hold.
    """
    own = sorted(area) if units is None else sorted(units) or ["-"]
    if not own:
        return true()
    called = select(whistle_calls.c.whistle).where(whistle_calls.c.unit.in_(own))
    near: ColumnElement[bool] = tickets.c.unit.in_(own)
    if units is None:
        near = or_(near, tickets.c.grid.in_(own))
    about = select(whistle_tickets.c.whistle).join(
        tickets, tickets.c.number == whistle_tickets.c.ticket
    )
    return or_(rows.c.street.in_(own), rows.c.number.in_(called),
               rows.c.number.in_(about.where(near)))  # fmt: skip
