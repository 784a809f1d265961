"""Counting tickets for figures: numerators, denominators and the very tickets behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Select,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    true,
)

from grid.figures import CONSULT, OUT, PRAISE, Tally
from grid.tickets import State
from integrations.sql.duties import FIRST, OWED
from integrations.sql.schema import (
    attempts,
    calls,
    dues,
    log,
    ratings,
    tickets,
    whistle_tickets,
)

REFUSED = ("rejected", "transferred")
"""Reasons to be in no other rate that are a decision not to accept (B.12)."""
ANSWERS = ("check_pass", "answer", "answer_with")
"""Moves by which the resident has an answer."""
_ANSWERED = [str(s) for s in (State.FEEDBACK, State.CLOSED, State.ARCHIVED)]
_CLOSED = [str(s) for s in (State.CLOSED, State.ARCHIVED)]
_WAITING = [str(s) for s in (State.DRAFT, State.SUBMITTED, State.VERIFY_PRE)]


@dataclass(frozen=True, slots=True)
class Frame:
    """Which tickets: registered within a time, of an area, a unit, a category; `now` for dues."""

    start: datetime
    until: datetime
    now: datetime
    area: frozenset[str] = frozenset()  # ids of an area and all in it; empty for all
    unit: str = ""
    category: str = ""
    mine: ColumnElement[bool] = field(default_factory=true)  # what the reader may see

    def where(self) -> ColumnElement[bool]:
        """The same as a condition on the table of tickets."""
        found: list[ColumnElement[bool]] = [
            tickets.c.opened >= self.start,
            tickets.c.opened < self.until,
        ]
        return and_(*found, self.of_what())

    def of_what(self) -> ColumnElement[bool]:
        """The area, the unit, the category and what the reader may see, whatever the time."""
        found: list[ColumnElement[bool]] = [self.mine, self.of_area()]
        if self.unit:
            found.append(tickets.c.unit == self.unit)
        if self.category:
            found.append(tickets.c.category == self.category)
        return and_(*found)

    def of_area(self) -> ColumnElement[bool]:
        """Only those in the area; what has no place belongs where its unit is."""
        ids = sorted(self.area)
        outside = and_(tickets.c.grid == "", tickets.c.unit.in_(ids))
        return or_(tickets.c.grid.in_(ids), outside) if ids else true()


def day_of(connection: Connection) -> ColumnElement[Any]:
    """The day in Shanghai on which a ticket was registered."""
    if connection.dialect.name == "sqlite":
        return func.date(tickets.c.opened, "+8 hours")
    return cast(func.timezone("Asia/Shanghai", tickets.c.opened), Date)


def out_of() -> ColumnElement[str]:
    """Why a ticket is in no rate; empty for those that are."""
    state = tickets.c.state
    return case(
        (or_(tickets.c.parent != "", state == str(State.MERGED)), "merged"),
        (state == str(State.WITHDRAWN), "withdrawn"), (state == str(State.REJECTED), "rejected"),
        (state == str(State.TRANSFERRED), "transferred"), (state.in_(_WAITING), "waiting"),
        (tickets.c.category.in_([CONSULT, PRAISE]), "talk"), else_="",
    )  # fmt: skip


def logged(*moves: str) -> Any:
    """Whether a ticket's log has one of the moves."""
    return exists().where(log.c.move.in_(moves), log.c.about == tickets.c.number)


def _flags(now: datetime, last: Any) -> dict[str, ColumnElement[bool]]:
    """Everything a rate asks of one ticket; `last` is its reporter's last rating."""
    t, in_time = tickets.c, attempts.c.at <= calls.c.by
    reached = exists().where(attempts.c.call == calls.c.id, attempts.c.reached, in_time)
    told = logged(*ANSWERS).where(log.c.at <= calls.c.by)
    contact_due = and_(calls.c.id.is_not(None), or_(calls.c.by <= now, calls.c.state != OWED))
    answered = and_(t.answered.is_not(None), t.state.in_(_ANSWERED))
    surveyed = exists().where(dues.c.about == t.number, dues.c.what == "survey",
                              dues.c.state == "done")  # fmt: skip
    judged = func.coalesce(last.c.satisfied, 0)
    return {
        "contact_due": contact_due, "contacted": and_(contact_due, or_(reached, told)),
        "answered": answered, "closed": t.state.in_(_CLOSED), "due": t.answer_due <= now,
        "in_time": and_(answered, t.answered <= t.answer_due),
        "as_planned": and_(t.redo_count == 0, ~logged("grant", "suspend")),
        "redone": t.redo_count > 0, "returned": t.return_count > 0, "given": t.unit != "",
        "heard": last.c.solved.is_not(None), "solved": last.c.solved == "solved",
        "judged": judged > 0, "satisfied": judged >= 3, "pleased": judged >= 4,
        "surveyed": or_(last.c.id.is_not(None), and_(surveyed, t.close_code != "undeliverable")),
        "whistled": exists().where(whistle_tickets.c.ticket == t.number),
    }  # fmt: skip


def conditions(f: Any) -> dict[str, Any]:
    """Every name of a tally by the flags of a ticket: columns of a query, or plain truths.

    What is counted and what is listed come from these same lines.
    """
    reached = f.answered | f.due
    pairs = {
        "contact": (f.contact_due, f.contacted),
        "in_time": (reached, f.in_time),
        "in_time_first": (reached, f.in_time & f.as_planned),
        "closed": (f.base, f.closed),
        "closed_due": (f.due, f.closed),
        "solved": (f.heard, f.solved),
        "satisfied": (f.judged, f.satisfied),
        "net": (f.judged, f.pleased),
        "answers": (f.surveyed, f.heard),
        "redone": (f.answered | f.redone, f.redone),
        "returned": (f.given, f.returned),
        "whistled": (f.given, f.whistled),
    }
    taken = f.base | f.refused
    found = {"base": f.base, "of.accepted": taken, "got.accepted": f.base}
    for key, (of, got) in pairs.items():
        found[f"of.{key}"], found[f"got.{key}"] = f.base & of, f.base & of & got
    return found


def _query(frame: Frame) -> tuple[Any, dict[str, ColumnElement[bool]], Any]:
    """What is selected from, the flags and the condition."""
    own = and_(ratings.c.ticket == tickets.c.number, ratings.c.person == tickets.c.person)
    newest = select(func.max(ratings.c.id)).where(own).correlate(tickets).scalar_subquery()
    first = and_(calls.c.ticket == tickets.c.number, calls.c.kind == FIRST, calls.c.turn == 0)
    last = ratings.alias("last")
    source = tickets.outerjoin(calls, first).outerjoin(last, last.c.id == newest)
    return source, _flags(frame.now, last), frame.where()


def counted(connection: Connection, frame: Frame, by: str) -> dict[str, Tally]:
    """Tallies by a dimension: an ISO day, the id of an area's or a unit, a category's code."""
    source, flags, where = _query(frame)
    bits = _bits(flags.values())
    keys = {"day": day_of(connection), "unit": tickets.c.unit, "category": tickets.c.category,
            "area": case((tickets.c.grid == "", tickets.c.unit), else_=tickets.c.grid)}  # fmt: skip
    inner = select(keys[by].label("key"), out_of().label("out"), bits.label("bits"))
    rows = inner.select_from(source).where(where).subquery()
    grouped = select(rows.c.key, rows.c.out, rows.c.bits, func.count()).group_by(*rows.c)
    found: dict[str, Tally] = {}
    for key, out, mark, count in connection.execute(grouped):
        name = key.isoformat() if isinstance(key, date) else str(key)
        names = _names(tuple(flags), out, mark)
        found.setdefault(name, Tally()).update(dict.fromkeys(names, count))
    return found


def _bits(flags: Iterable[ColumnElement[bool]]) -> ColumnElement[int]:
    """All flags as one number."""
    found: ColumnElement[int] = literal_column("0")
    for n, flag in enumerate(flags):
        found = found + case((flag, 1 << n), else_=0)
    return found


@cache
def _names(flags: tuple[str, ...], out: str, mark: int) -> tuple[str, ...]:
    """Under which names a ticket with those flags is counted."""
    if out:
        return ("all", f"out.{out}", *(("of.accepted",) if out in REFUSED else ()))
    truths = {name: bool(mark >> n & 1) for n, name in enumerate(flags)}
    holds = conditions(SimpleNamespace(base=True, refused=False, **truths))
    return ("all", *(name for name, true in holds.items() if true))


def behind(frame: Frame, what: str) -> Select[tuple[str]]:
    """The numbers of the tickets behind a count of a tally, as a query; none for another name."""
    source, flags, where = _query(frame)
    known = {"all": true(), **{f"out.{key}": out_of() == key for key in OUT}}
    if what not in known:
        refused = out_of().in_(REFUSED)
        known |= conditions(SimpleNamespace(base=out_of() == "", refused=refused, **flags))
    query = select(tickets.c.number).select_from(source)
    return query.where(where, known.get(what, false()))


def answered_of(connection: Connection, frame: Frame) -> list[tuple[datetime, datetime]]:
    """When each ticket that counts was told of, and when it was answered for the last time."""
    t = tickets.c
    where = (frame.where(), out_of() == "", t.answered.is_not(None), t.state.in_(_ANSWERED))
    return [(row[0], row[1]) for row in connection.execute(
        select(t.opened, t.answered).where(*where))]  # fmt: skip


def listed(connection: Connection, query: Select[tuple[str]], most: int, skip: int) -> list[str]:
    """A page of them, latest first."""
    page = query.order_by(tickets.c.number.desc()).limit(most).offset(skip)
    return list(connection.scalars(page))


def how_many(connection: Connection, query: Select[tuple[str]]) -> int:
    """How many there are."""
    return int(connection.execute(select(func.count()).select_from(query.subquery())).scalar_one())
