"""Counting for figures beyond rates: levels, returns, reports of grids, funnels, mediation."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, or_, select

from grid.events import Actor, Event
from grid.figures_funnel import Funnel
from grid.figures_levels import Closure
from grid.figures_returns import WEEKS_BEFORE, Trend
from grid.returns import GIVES
from grid.tickets import ENDED, State
from integrations.sql.counting import Frame, logged, out_of
from integrations.sql.schema import cases, corrections, log, tickets, visits

_CLOSED = [str(s) for s in (State.CLOSED, State.ARCHIVED)]
_WAY = ("submit", "correct", "request_return", "approve_return", "deny_return", "auto",
        "coordinate", *sorted(GIVES))  # fmt: skip
_STILL = [str(s) for s in State if s not in {*ENDED, State.FEEDBACK, State.DRAFT}]
WEEK, MONTH = timedelta(days=7), timedelta(days=28)
STILL = timedelta(hours=2)
"""A visit is over when nobody has said anything for so long."""
CHANNELS = ("web", "telegram", "wechat", "terminal", "phone")


def _left_out() -> ColumnElement[str]:
    t = tickets.c
    return case(
        (t.close_code == "explained_unsatisfied", "upheld"), (t.redo_count > 0, "redone"),
        (logged("check_fail"), "failed"), (~logged("check_pass"), "unchecked"), else_="",
    )  # fmt: skip


def _closed(frame: Frame) -> ColumnElement[bool]:
    return and_(frame.where(), tickets.c.state.in_(_CLOSED), out_of() == "")


def closures(connection: Connection, frame: Frame, reopen: timedelta) -> Iterator[Closure]:
    """Closed tickets by area, unit and why they are not counted."""
    t = tickets.c
    area = case((t.grid == "", t.unit), else_=t.grid).label("area")
    young = case((t.answered >= frame.now - reopen, 1), else_=0).label("young")
    inner = select(area, t.unit, t.level, _left_out().label("out"), young).where(_closed(frame))
    rows = inner.subquery()
    query = select(*rows.c, func.count()).group_by(*rows.c)
    for row in connection.execute(query):
        yield Closure(row[0], row[1], row[2], row[3], bool(row[4]), row[5])


def closed_of(frame: Frame, out: str, units: frozenset[str]) -> Select[tuple[str]]:
    """The numbers behind a gauge: those of some units, or those left out for a reason."""
    query = select(tickets.c.number).where(_closed(frame), _left_out() == out)
    return query.where(tickets.c.unit.in_(sorted(units))) if units else query


def returned(connection: Connection, frame: Frame) -> list[tuple[str, str, list[Event]]]:
    """Tickets some unit asked to return within the frame's time: number, category, their way.

    The frame's time is that of the request here, not of the report.
    """
    asked = select(log.c.about).where(log.c.move == "request_return", log.c.at >= frame.start,
                                      log.c.at < frame.until)  # fmt: skip
    wanted = select(tickets.c.number, tickets.c.category)
    wanted = wanted.where(tickets.c.number.in_(asked), frame.of_area(), frame.mine)
    categories = {number: category for number, category in connection.execute(wanted)}
    columns = (log.c.about, log.c.move, log.c.at, log.c.actor, log.c.role, log.c.data)
    query = select(*columns).where(log.c.kind == "ticket", log.c.about.in_(asked))
    query = query.where(log.c.move.in_(_WAY)).order_by(log.c.about, log.c.seq)
    ways: dict[str, list[Event]] = defaultdict(list)
    for row in connection.execute(query):
        if row.about in categories:
            ways[row.about].append(Event("ticket", row.about, row.move, row.at,
                                         Actor(row.actor, row.role), data=row.data))  # fmt: skip
    return [(number, categories[number], way) for number, way in ways.items()]


def trends(connection: Connection, frame: Frame) -> list[Trend]:
    """Reports from each grid in the four weeks up to the frame's end, and the eight before."""
    t, recent = tickets.c, frame.until - MONTH
    staff = and_(t.contact.like("office:%"), t.contact.not_like("office:enter-%"),
                 t.contact.not_like("office:system-%"),
                 t.contact.not_in(["office:hazard", "office:expired"]))  # fmt: skip
    new, own = t.opened >= recent, case((staff, 1), else_=0)
    fresh = case((new, 1), else_=0)
    query = select(t.grid, func.sum(fresh), func.count(), func.sum(own * fresh), func.sum(own))
    since = recent - WEEKS_BEFORE * MONTH
    query = query.where(t.opened >= since, t.opened < frame.until, t.grid != "",
                        frame.of_area(), frame.mine).group_by(t.grid)  # fmt: skip
    return [Trend(grid, n, every - n, own_now, own_every - own_now)
            for grid, n, every, own_now, own_every in connection.execute(query)]  # fmt: skip


def funnels(connection: Connection, frame: Frame) -> dict[str, Funnel]:
    """Visits begun within the frame's time, by channel."""
    v = visits.c
    found: dict[str, Funnel] = defaultdict(Funnel)
    within = and_(v.began >= frame.start, v.began < frame.until)
    flags = {"lost": v.missed > 0, "reports": v.report, "cards": v.card, "confirmed": v.tickets > 0,
             "corrected": v.corrected, "queued": v.queued.is_not(None)}  # fmt: skip
    sums = [func.sum(case((flag, 1), else_=0)).label(name) for name, flag in flags.items()]
    query = select(v.channel, func.count().label("visits"), func.sum(v.turns).label("turns"),
                   func.sum(v.missed).label("missed"), *sums)  # fmt: skip
    for row in connection.execute(query.where(within).group_by(v.channel)).mappings():
        for name in ("visits", "turns", "missed", *flags):
            setattr(found[row["channel"]], name, int(row[name]))
    waits = select(v.channel, v.queued, v.taken).where(within, v.taken.is_not(None))
    for channel, queued, taken in connection.execute(waits):
        found[channel].waits.append((taken - queued).total_seconds())
    over = and_(within, v.report, v.tickets == 0, v.last < frame.now - STILL)
    left = select(v.channel, v.flow, v.question, func.count()).where(over)
    for channel, flow, question, n in connection.execute(
        left.group_by(v.channel, v.flow, v.question)
    ):
        found[channel].left[flow, question] += n
    _resorted(connection, frame, found)
    return dict(found)


def _resorted(connection: Connection, frame: Frame, found: dict[str, Funnel]) -> None:
    """Tickets by channel, and those whose category staff have put right."""
    t = tickets.c
    channel = case(*((t.contact.like(f"{name}:%"), name) for name in CHANNELS), else_="office")
    fixed = t.number.in_(select(corrections.c.ticket).where(corrections.c.field == "category"))
    inner = select(channel.label("channel"), case((fixed, 1), else_=0).label("fixed"))
    rows = inner.where(t.opened >= frame.start, t.opened < frame.until).subquery()
    query = select(rows.c.channel, func.count(), func.sum(rows.c.fixed)).group_by(rows.c.channel)
    for name, count, wrong in connection.execute(query):
        if name in found:
            found[name].tickets, found[name].resorted = count, int(wrong)


def mediated(connection: Connection, frame: Frame) -> Counter[str]:
    """Mediation cases opened within the frame's time, by state: counts alone (E17)."""
    query = select(cases.c.state, func.count()).where(
        cases.c.opened >= frame.start, cases.c.opened < frame.until
    )
    return Counter({row[0]: row[1] for row in connection.execute(query.group_by(cases.c.state))})


NOW = ("overdue", "overdue_new", "today", "decide")
"""What a leader looks at first in the morning, of all open tickets whatever their age."""


def _now(frame: Frame) -> dict[str, ColumnElement[bool]]:
    """Each of NOW as a condition; the day ends with the frame's time."""
    t, deciding = tickets.c, (State.RETURN_PENDING, State.COORDINATING, State.REVIEW, State.REDO)
    late = t.answer_due < frame.now
    returned = and_(t.state == str(State.ACCEPTED), t.return_count > 0)
    return {
        "overdue": late, "overdue_new": and_(late, t.answer_due >= frame.now - WEEK),
        "today": and_(t.answer_due >= frame.now, t.answer_due < frame.until),
        "decide": or_(t.state.in_([str(s) for s in deciding]), returned),
    }  # fmt: skip


def _open(frame: Frame) -> ColumnElement[bool]:
    return and_(tickets.c.state.in_(_STILL), frame.of_what())


def waiting_now(connection: Connection, frame: Frame) -> dict[str, int]:
    """How many of each of NOW."""
    sums = [func.sum(case((one, 1), else_=0)).label(key) for key, one in _now(frame).items()]
    row = connection.execute(select(*sums).where(_open(frame))).mappings().one()
    return {key: int(row[key] or 0) for key in NOW}


def behind_now(frame: Frame, what: str) -> Select[tuple[str]]:
    """The numbers behind one of NOW."""
    return select(tickets.c.number).where(_open(frame), _now(frame)[what])


@dataclass(frozen=True, slots=True)
class Moved:
    """How much of one category came from one area, in a time and in as long before."""

    category: str
    area: str
    now: int
    before: int


def registered(connection: Connection, frame: Frame, since: datetime) -> list[Moved]:
    """What was registered from `since` on and before, within the frame's time."""
    t = tickets.c
    area = case((t.grid == "", t.unit), else_=t.grid).label("area")
    fresh = func.sum(case((t.opened >= since, 1), else_=0))
    query = select(t.category, area, fresh, func.count()).where(frame.where(), t.parent == "")
    rows = connection.execute(query.group_by(t.category, area))
    return [Moved(category, place, new, every - new) for category, place, new, every in rows]
