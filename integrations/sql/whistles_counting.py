"""Counting whistles: how the called units answered those blown within a time."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, Select, and_, select

from grid.figures_whistles import Answer
from grid.whistles import State
from integrations.sql.counting import Frame
from integrations.sql.schema import tickets, whistle_calls, whistle_ratings, whistle_tickets
from integrations.sql.schema import whistles as rows


def answers(connection: Connection, frame: Frame) -> list[Answer]:
    """Every called unit of the whistles blown within the frame's time, of its area and category.

    The frame's time is that of the whistle here, its unit the called one.
    """
    c, w = whistle_calls.c, rows.c
    of, back = whistle_ratings.alias("of"), whistle_ratings.alias("back")
    about = and_(of.c.whistle == w.number, of.c.by == w.street, of.c.about == c.unit)
    says = and_(back.c.whistle == w.number, back.c.by == c.unit, back.c.about == w.street)
    source = whistle_calls.join(rows, w.number == c.whistle).outerjoin(of, about)
    query = select(w.number, w.kind, w.street, c.unit, c.role, c.ack_due, c.come_due, c.state,
                   c.acked, c.arrived, w.ended, w.state == str(State.CALLED_OFF),
                   of.c.score, back.c.score)  # fmt: skip
    query = query.select_from(source.outerjoin(back, says))
    query = query.where(w.at >= frame.start, w.at < frame.until, w.number.in_(_near(frame)))
    if frame.unit:
        query = query.where(c.unit == frame.unit)
    return [Answer(*row) for row in connection.execute(query.order_by(w.number, c.unit))]


def _near(frame: Frame) -> Select[tuple[str]]:
    """The whistles about tickets of the frame's area and category."""
    joined = whistle_tickets.join(tickets, tickets.c.number == whistle_tickets.c.ticket)
    query = select(whistle_tickets.c.whistle).select_from(joined)
    query = query.where(frame.mine, frame.of_area())
    return query.where(tickets.c.category == frame.category) if frame.category else query


def tickets_of(whistles: Iterable[str]) -> Select[tuple[str]]:
    """The numbers of the tickets behind whistles."""
    wanted = sorted(set(whistles))
    return select(whistle_tickets.c.ticket).where(whistle_tickets.c.whistle.in_(wanted)).distinct()
