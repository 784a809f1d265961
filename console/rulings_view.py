"""What the centre ruled before, as those read it who decide the next one or write the rule."""

from __future__ import annotations

from typing import Any

from console.parts import ConsoleParts
from grid.tickets import State, Ticket
from integrations.sql.rulings import rulings
from integrations.sql.store import Work

ASKED = (State.ACCEPTED, State.RETURN_PENDING, State.COORDINATING)
"""Where it is open whose a ticket is."""


def rulings_view(parts: ConsoleParts, work: Work, ticket: Ticket) -> dict[str, Any]:
    """Rulings on the same kind, while it is open whose this one is."""
    open_ = ticket.state in ASKED
    return {"ruled": ruled_on(parts, work, ticket) if open_ else []}


def ruled_on(parts: ConsoleParts, work: Work, ticket: Ticket) -> list[dict[str, Any]]:
    """The same kind, the same grid first."""
    found = rulings(work.connection, ticket.category, ticket.grid, ticket.number)
    return [{**_named(parts, one.unit, one.grid), "ruling": one,
             "here": bool(ticket.grid) and one.grid == ticket.grid} for one in found]  # fmt: skip


def ruled_of(parts: ConsoleParts, work: Work, code: str) -> list[dict[str, Any]]:
    """Rulings on a category, the latest first, for who writes its rule."""
    found = rulings(work.connection, code, "")
    return [{**_named(parts, one.unit, one.grid), "ruling": one} for one in found]


def _named(parts: ConsoleParts, unit: str, grid: str) -> dict[str, str]:
    units = parts.district.units
    return {"unit": units[unit].name if unit in units else unit,
            "grid": units[grid].name if grid in units else ""}  # fmt: skip
