"""A ticket's way between the units as staff read it: returns, dates, who may do what about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from console.parts import ConsoleParts
from grid.handling import unit_date, unit_waits
from grid.returns import (
    CHANGEABLE,
    NO_REASON,
    REASONS,
    Way,
    centre_offered,
    may_be_returned_until,
    office_dues,
    unit_due,
    way_of,
)
from grid.tickets import State, Ticket
from grid.units import Unit
from integrations.sql.store import Work

OFFERED = {key: words for key, words in REASONS.items() if key != NO_REASON}
ON_THE_WAY = (State.ACCEPTED, State.RETURN_PENDING, State.COORDINATING)


def way_view(parts: ConsoleParts, work: Work, ticket: Ticket, now: datetime) -> dict[str, Any]:
    """What the page of a ticket shows of its way, and which of its forms."""
    district, events = parts.district, work.log.of("ticket", ticket.number)
    way = way_of(events)
    until = may_be_returned_until(district, ticket, way)
    date = unit_date(district, ticket, events)
    usual = unit_due(district, ticket, way)
    own = len(way.held) > 1 or (usual is not None and date != usual)
    return {
        "reasons": OFFERED, "until": until, "in_time": until is not None and now <= until,
        "designated": way.designated, "dues_way": office_dues(district, ticket, way),
        "unit_due": date if own else None, "given_anew": len(way.held) > 1,
        "asked": _asked(parts, way), "gave_back": _names(parts, way),
        "choices": unit_choices(parts, ticket),
        "may_decide": ticket.state == State.RETURN_PENDING,
        "may_dispatch": ticket.state == State.ACCEPTED,
        "may_rule": ticket.state == State.COORDINATING,
        "to_centre": _to_centre(parts, ticket, way),
        "may_change": ticket.state in CHANGEABLE and not way.designated,
    }  # fmt: skip


def _asked(parts: ConsoleParts, way: Way) -> dict[str, str] | None:
    """The return that waits for a decision: who asks, why, whose they think it is, who decides."""
    if way.asked is None:
        return None
    units, data = parts.district.units, way.asked.data
    found = {key: units.get(str(data.get(key, ""))) for key in ("from", "better", "desk")}
    names = {key: unit.name if unit else "" for key, unit in found.items()}
    better = found["better"]
    return {**names, "why": way.asked.why, "pick": f"{better.id} {better.name}" if better else ""}


def _names(parts: ConsoleParts, way: Way) -> str:
    """The units that would not have it."""
    units = (parts.district.units.get(unit) for unit in dict.fromkeys(way.returned))
    return "、".join(unit.name for unit in units if unit)


def _to_centre(parts: ConsoleParts, ticket: Ticket, way: Way) -> bool:
    """Whether a dispatcher may leave it to the centre."""
    if ticket.state == State.RETURN_PENDING:
        return centre_offered(parts.district, ticket)
    return ticket.state in (State.ACCEPTED, State.DISPATCHED) and not way.designated


def unit_choices(parts: ConsoleParts, ticket: Ticket) -> list[Unit]:
    """Units to pick from: the district's own and those of the ticket's street; others by name."""
    district = parts.district
    chain = district.chain(ticket.grid) if ticket.grid in district.units else ()
    near = {unit.id for unit in chain}
    return [unit for unit in district.units.values()
            if unit.kind != "patrol" and unit.parent
            and (unit.id in near or unit.parent in near or unit.parent == district.root.id)
            and not (unit.level in ("grid", "micro_grid") and unit.id not in near)]  # fmt: skip


def waits(
    parts: ConsoleParts, work: Work, ticket: Ticket, unit: bool = False
) -> tuple[tuple[str, datetime], ...]:
    """For a list: what the office owes a ticket on its way between units; for one, what it does."""
    if unit or ticket.state == State.DONE_PENDING_CHECK:
        return unit_waits(parts.district, ticket, work.log.of("ticket", ticket.number))
    if ticket.state not in ON_THE_WAY:
        return ()
    way = way_of(work.log.of("ticket", ticket.number))
    return office_dues(parts.district, ticket, way)
