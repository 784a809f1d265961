"""What pages show of co-units: whom a ticket's unit has asked, and what a unit is asked for."""

from __future__ import annotations

from typing import Any

from console.duties_view import desks_of
from console.parts import ConsoleParts
from console.rights import Right
from console.sessions import Visitor
from grid.helping import MAY_ASK, Help, help_due, helps_of
from grid.tickets import Ticket
from integrations.sql.store import Work


def helping_view(parts: ConsoleParts, work: Work, ticket: Ticket) -> dict[str, Any]:
    """Who was asked and what they said; whom the catalogue names and nobody has asked."""
    helps, district = helps_of(work.log.of("ticket", ticket.number)), parts.district
    known = {one.unit for one in helps if not one.dropped}
    category = district.rule(ticket.category, ticket.edition)
    grid = ticket.grid if ticket.grid in district.units else None
    named = district.co_units(category, grid) if category else ()
    return {
        "helps": [_row(parts, ticket, one) for one in helps],
        "may_ask_help": ticket.state in MAY_ASK and not ticket.secret,
        "co_named": [one for one in named if one.id not in (*known, ticket.unit)],
    }  # fmt: skip


def _row(parts: ConsoleParts, ticket: Ticket, one: Help) -> dict[str, Any]:
    """One unit that was asked, in words."""
    district = parts.district
    units, category = district.units, district.rule(ticket.category, ticket.edition)
    named, lead = units.get(one.unit), units.get(ticket.unit)
    limit = help_due(district.policies, ticket.sla)
    return {"number": ticket.number, "unit": one.unit, "name": named.name if named else one.unit,
            "category": category.name if category else "", "lead": lead.name if lead else "",
            "words": one.asked.why, "at": one.asked.at, "open": one.open, "dropped": one.dropped,
            "due": district.due(limit, one.asked.at), "ended": ticket.ended,
            "answer": one.answer.why if one.answer else "",
            "told": one.answer.at if one.answer else None}  # fmt: skip


def wanted_of(parts: ConsoleParts, work: Work, who: Visitor) -> list[dict[str, Any]]:
    """What this visitor's unit is asked for and has not answered, the first due first."""
    if not who.may(Right.UNIT_TICKETS):
        return []
    desks = desks_of(parts, who)
    found = [row for number in work.notices.about(desks, "co_asked")
             for row in asked_of(parts, work, (number, desks))
             if row["open"] and not row["ended"]]  # fmt: skip
    return sorted(found, key=lambda row: row["due"])


def asked_of(
    parts: ConsoleParts, work: Work, of: tuple[str, tuple[str, ...]]
) -> list[dict[str, Any]]:
    """What of a ticket some units were asked for; nothing when they were not."""
    number, units = of
    ticket = work.tickets.get(number)
    if ticket is None:
        return []
    helps = helps_of(work.log.of("ticket", number))
    return [_row(parts, ticket, one) for one in helps if one.unit in units]
