"""How conversations went: one row a visit, no words of anybody, for the funnel of figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from integrations.sql.schema import visits

PAUSE = timedelta(hours=24)
"""After so long without a word it is another visit."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one turn of a resident's adds to a visit.

    `whose` is the channel, a colon and a mark of the contact from which nobody reads or tries out
    the contact.
    """

    whose: str
    at: datetime
    flow: str = ""  # under way now, and its open question; empty when nothing is
    question: str = ""
    missed: bool = False  # it was not understood
    corrected: bool = False  # something on the card was put right
    tickets: int = 0  # that were opened
    queued: bool = False  # a person is to go on
    taken: bool = False  # a person does


def _latest(connection: Connection, mark: str) -> Row[Any] | None:
    query = select(visits).where(visits.c.contact == mark)
    return connection.execute(query.order_by(visits.c.id.desc()).limit(1)).first()


def keep(connection: Connection, step: Step) -> None:
    """Add a turn to the contact's visit, or begin one."""
    channel, _, mark = step.whose.partition(":")
    row = _latest(connection, mark)
    if row is None or step.at - row.last > PAUSE:
        began: dict[str, Any] = {"contact": mark, "channel": channel[:16], "began": step.at}
        connection.execute(insert(visits).values(began | _added(step, None)))
        return
    connection.execute(update(visits).where(visits.c.id == row.id).values(_added(step, row)))


def taken(connection: Connection, whose: str, at: datetime) -> None:
    """A person goes on with it: how long the resident waited. A visit that is over, and in which
    nobody was wanted, stays as it was."""
    row = _latest(connection, whose.partition(":")[2])
    if row is not None and row.taken is None and (row.queued or at - row.last <= PAUSE):
        values = {"taken": at, "queued": row.queued or at}
        connection.execute(update(visits).where(visits.c.id == row.id).values(values))


def _added(step: Step, row: Any) -> dict[str, Any]:
    """The columns after a turn."""
    before = (lambda name: getattr(row, name)) if row else (lambda name: None)
    reporting = step.flow == "report" or bool(step.tickets)
    values = {
        "last": step.at, "turns": (before("turns") or 0) + 1,
        "missed": (before("missed") or 0) + step.missed,
        "report": bool(before("report")) or reporting,
        "card": bool(before("card")) or bool(step.tickets) or step.question == "sure",
        "corrected": bool(before("corrected")) or step.corrected,
        "tickets": (before("tickets") or 0) + step.tickets,
        "flow": step.flow[:40], "question": step.question[:40],
        "queued": before("queued") or (step.at if step.queued else None),
    }  # fmt: skip
    return values
