"""Rulings of the centre on whose a matter is: what was ruled before helps with the next (D17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, case, select

from integrations.sql.schema import log, tickets

MOST = 5


@dataclass(frozen=True, slots=True)
class Ruling:
    """Which unit was to do what, where, and on what ground."""

    ticket: str
    at: datetime
    unit: str
    why: str
    grid: str


def rulings(connection: Connection, category: str, grid: str, beside: str = "") -> list[Ruling]:
    """Of a category: those of the same grid first, then the latest; `beside` is left out."""
    t = tickets.c
    same = case((t.grid == grid, 0), else_=1)
    query = select(log.c.about, log.c.at, log.c.data, log.c.why, t.grid)
    query = query.where(log.c.kind == "ticket", log.c.move == "designate", t.number == log.c.about,
                        t.category == category, t.number != beside,
                        t.secret.is_(False))  # fmt: skip
    rows = connection.execute(query.order_by(same, log.c.id.desc()).limit(MOST))
    return [Ruling(row[0], row[1], str(row[2].get("unit", "")), row[3], row[4]) for row in rows]
