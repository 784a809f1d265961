"""Tickets that are looked for: conditions on the tables, pages by key, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from console import rows
from console.duties_view import colour
from console.finding_asked import ALL, Sought, begins, ends
from console.finding_words import NUMBER, Asking, of_words
from console.scope import beneath
from grid.tickets import Ticket
from integrations.sql.grams import Ways, loosely, phrase
from integrations.sql.schema import tickets

PAGE = 50
COUNTED = 1000  # more are not counted, only said to be more
LOOKED_AT = 100  # tickets whose clocks are read for one page of yellow lights


@dataclass(frozen=True, slots=True)
class Found:
    """A page: its tickets, the key of the next page, how many in all (None: not counted)."""

    tickets: list[Ticket]
    after: str = ""
    count: int | None = None
    loose: bool = False  # nothing says it in these very words; these say it in others

    @property
    def more_than_counted(self) -> bool:
        """Whether there are more than were counted."""
        return self.count is not None and self.count > COUNTED


def look(asking: Asking) -> Found:
    """A page of what is looked for; words nobody used together are looked for apart."""
    sought = asking.sought
    if sought.vain:
        return Found([], count=0)
    ways: list[Ways] = [((one,),) for one in map(phrase, sought.words) if one]
    found = _page(asking, ways)
    apart = [loosely(word) or way for word, way in zip(sought.words, ways, strict=True)]
    if found.tickets or sought.after or apart == ways:
        return found
    return replace(_page(asking, apart), loose=True)


def _page(asking: Asking, ways: list[Ways]) -> Found:
    where = [*_conditions(asking), *of_words(asking, ways)]
    if asking.sought.light == "yellow":
        return _yellow(asking, where)
    numbers = _ordered(asking, where, PAGE + 1, asking.sought.after)
    found = asking.work.tickets.several(numbers[:PAGE])
    after = _key(asking.sought, found[-1]) if len(numbers) > PAGE and found else ""
    inner = select(NUMBER).where(*where).limit(COUNTED + 1).subquery()
    count = asking.work.connection.scalar(select(func.count()).select_from(inner))
    return Found(found, after, int(count or 0))


def _yellow(asking: Asking, where: list[ColumnElement[bool]]) -> Found:
    """A light is computed, not kept: tickets are looked at in their order until a page is full."""
    where = [*where, tickets.c.state.in_(rows.RUNNING)]
    numbers = _ordered(asking, where, LOOKED_AT + 1, asking.sought.after)
    found: list[Ticket] = []
    for at, ticket in enumerate(asking.work.tickets.several(numbers[:LOOKED_AT]), 1):
        if colour(asking.parts, asking.work, ticket, asking.now) == "yellow":
            found.append(ticket)
        if len(found) == PAGE or at == LOOKED_AT:
            more = at < len(numbers)
            return Found(found, _key(asking.sought, ticket) if more else "")
    return Found(found, count=None if asking.sought.after else len(found))


# -- the order, and where the next page begins


def _key(sought: Sought, ticket: Ticket) -> str:
    if sought.ordered == "new":
        return ticket.number
    due = ticket.answer_due.isoformat() if ticket.answer_due else ""
    return f"{due}_{ticket.number}"


def _ordered(asking: Asking, where: list[ColumnElement[bool]], most: int, after: str) -> list[str]:
    """Numbers in order from a key on; without a due date comes last."""
    run = asking.work.connection.scalars
    query = select(NUMBER).where(*where)
    if asking.sought.ordered == "new":
        later = [after > NUMBER] if after else []
        return list(run(query.where(*later).order_by(NUMBER.desc()).limit(most)))
    due, _, number = after.rpartition("_")
    at = _moment(due)
    found: list[str] = []
    if at or not number:
        later = [_behind(at, number)] if at else [tickets.c.answer_due.is_not(None)]
        dated = query.where(*later).order_by(tickets.c.answer_due, NUMBER).limit(most)
        found = list(run(dated))
    if len(found) < most:
        last = [tickets.c.answer_due.is_(None), *([number < NUMBER] if number and not at else [])]
        found += run(query.where(*last).order_by(NUMBER).limit(most - len(found)))
    return found


def _behind(at: datetime, number: str) -> ColumnElement[bool]:
    due = tickets.c.answer_due
    return and_(due >= at, or_(due > at, number < NUMBER))


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


# -- what is wanted


def _conditions(asking: Asking) -> list[ColumnElement[bool]]:
    """Everything but the words."""
    sought, district = asking.sought, asking.parts.district
    where = [asking.scope.where()]
    if sought.stands != ALL:
        where += rows.standing(sought.stands, asking.now)
    if sought.cat:
        codes = [c for c, one in district.catalogue.items() if sought.cat in (c, one.first)]
        where.append(tickets.c.category.in_(codes))
    if sought.unit:
        where.append(tickets.c.unit == sought.unit)
    if sought.grid:
        where.append(tickets.c.grid.in_(sorted(beneath(district, sought.grid))))
    where += [tickets.c.opened >= begins(sought.since)] if sought.since else []
    where += [tickets.c.opened < ends(sought.until)] if sought.until else []
    where += rows.standing("overdue", asking.now) if sought.light == "overdue" else []
    marks = ((sought.sup, tickets.c.supervised > 1), (sought.urged, tickets.c.urges > 0),
             (sought.redo, tickets.c.redo_count > 0))  # fmt: skip
    return [*where, *(condition for wanted, condition in marks if wanted)]
