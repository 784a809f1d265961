"""What the page of a ticket shows of repeats: those that may be the same, those merged into it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from console.parts import ConsoleParts
from console.rights import Right
from console.scope import scope_of
from console.sessions import Visitor
from console.ticket_view import summary
from console.veil import in_a_list
from grid.merging import WORKED_ON, kinds_like, may_repeat, metres, unfit
from grid.tickets import NEXT, State, Ticket
from integrations.sql.store import Work
from nlu.alike import most_alike
from nlu.lessons import lesson_text

MOST = 12
WORDS = 60  # characters shown
FAR = 10_000.0  # metres, of what has no position


def merging_view(
    parts: ConsoleParts, work: Work, who: Visitor, ticket: Ticket
) -> dict[str, Any]:  # fmt: skip
    """Candidates for who may merge; what is merged, and into what, for who sees the ticket."""
    children = work.tickets.merged_into(ticket.number)
    may = who.may(Right.MERGE)
    open_now = ticket.state in WORKED_ON or "merge" in NEXT.get(ticket.state, {})
    now = parts.clock()
    return {
        "repeats": _repeats(parts, work, who, ticket) if may and open_now else [],
        "children": [_child(parts, work, who, child, now) for child in children],
        "told_by": len({ticket.contact, *(child.contact for child in children)}),
        "merged": ticket.state == State.MERGED, "may_merge": may,
    }  # fmt: skip


def _child(
    parts: ConsoleParts, work: Work, who: Visitor, child: Ticket, now: datetime
) -> dict[str, Any]:  # fmt: skip
    shown = summary(parts, in_a_list(who, child), now)
    return {**shown, "added": [words for _, words in work.tickets.added(child.number)]
            if who.may(Right.TICKETS) else []}  # fmt: skip


def _repeats(
    parts: ConsoleParts, work: Work, who: Visitor, ticket: Ticket
) -> list[dict[str, Any]]:  # fmt: skip
    """Open tickets of the same kind, near in place and time: the nearest and likest first."""
    category = parts.district.catalogue.get(ticket.category)
    if category is None or ticket.secret:
        return []
    scope, window = scope_of(parts.district, who.roles, who.member), _window(parts)
    found = [(one, may_repeat(ticket, one, window)) for one in
             work.tickets.nearby(kinds_like(category), ticket.grid, ticket.number)]  # fmt: skip
    near = [(one, where) for one, where in found
            if where and scope.holds(one) and _fits(ticket, one)]  # fmt: skip
    texts = [lesson_text(one.detail) for one, _ in near]
    alike = {one.at: one for one in most_alike(lesson_text(ticket.detail), texts, len(near), 0.0)}
    ranked = sorted(range(len(near)), key=lambda at: _rank(ticket, near[at],
                    alike[at].score if at in alike else 0.0))  # fmt: skip
    now = parts.clock()
    return [{**_shown(parts, who, near[at], now),
             "shared": alike[at].shared if at in alike else ()}
            for at in ranked[:MOST]]  # fmt: skip


def _shown(
    parts: ConsoleParts, who: Visitor, found: tuple[Ticket, str], now: datetime
) -> dict[str, Any]:  # fmt: skip
    """A candidate in the list: its words with the house they name, and how near it is."""
    ticket, where = found
    return {**summary(parts, ticket, now), "near": where,
            "words": in_a_list(who, ticket).detail[:WORDS]}  # fmt: skip


def _window(parts: ConsoleParts) -> timedelta:
    return parts.district.policies.merge_window


def _fits(one: Ticket, other: Ticket) -> bool:
    """Whether either could be merged into the other."""
    return not unfit(one, other) or not unfit(other, one)


def _rank(ticket: Ticket, found: tuple[Ticket, str], score: float) -> tuple[Any, ...]:
    """The same place first, then by distance and likeness."""
    one, where = found
    apart = metres(ticket, one)
    return (where != "同一地点", where == "同一网格", -round(score, 2),
            FAR if apart is None else apart, one.number)  # fmt: skip
