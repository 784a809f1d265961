"""Tables of holidays put in while the system runs: kept in the store, read by every process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from grid.calendar import WorkingCalendar, YearTable
from grid.district import District
from grid.recount import Recount, recount, with_table
from grid.tickets import ENDED, State
from integrations.sql.schema import dues
from integrations.sql.store import Work

ROW = "calendar.years"
"""The row of settings that holds them, as JSON by year."""
RESTS = (*ENDED, State.DRAFT, State.FEEDBACK)
"""States of tickets nobody owes anything by a date any more."""
EVERY = 1_000_000  # tickets
OFFICE = ("return_decision", "extension", "facts_silent")
"""Due actions that come by the working calendar."""


def kept(work: Work) -> tuple[YearTable, ...]:
    """The tables put in so far, by year."""
    return _read(work.settings.get(ROW, "{}"))


def keep(work: Work, table: YearTable) -> None:
    """Keep a year's table; it takes the place of one put in before."""
    years = {one.year: one for one in kept(work)} | {table.year: table}
    rows = {str(year): {"off": _texts(one.off), "worked": _texts(one.worked)}
            for year, one in sorted(years.items())}  # fmt: skip
    work.settings.put(ROW, json.dumps(rows))


def learn(calendar: WorkingCalendar, work: Work) -> None:
    """Put what was kept into the district's calendar; what it has already changes nothing."""
    for table in kept(work):
        if not has(calendar, table):
            calendar.take(table)


def has(calendar: WorkingCalendar, table: YearTable) -> bool:
    """Whether the calendar counts a year by this table."""
    own = (frozenset(day for day in calendar.holidays if day.year == table.year),
           frozenset(day for day in calendar.workdays if day.year == table.year))  # fmt: skip
    return table.year in calendar.known and own == (table.off, table.worked)


def recounts(work: Work, district: District, table: YearTable) -> Iterator[Recount]:
    """What the table makes of every ticket still owed something."""
    after = with_table(district, table)
    states = [str(state) for state in State if state not in RESTS]
    for ticket in work.tickets.listed(states, EVERY):
        again = work.log.of("ticket", ticket.number) if ticket.redo_count else []
        yield recount(district, after, ticket, again)


def office_dues(work: Work) -> list[Row[Any]]:
    """What the office has to decide by a date of the working calendar, still to come."""
    query = select(dues).where(dues.c.state == "waiting", dues.c.what.in_(OFFICE))
    return list(work.connection.execute(query.order_by(dues.c.id)))


def _read(text: str) -> tuple[YearTable, ...]:
    rows = json.loads(text)
    return tuple(YearTable(int(year), _days(row["off"]), _days(row["worked"]))
                 for year, row in rows.items())  # fmt: skip


def _texts(days: frozenset[date]) -> list[str]:
    return [day.isoformat() for day in sorted(days)]


def _days(texts: list[str]) -> frozenset[date]:
    return frozenset(date.fromisoformat(text) for text in texts)
