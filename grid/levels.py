"""Levels: what a grid tries first goes up when its time is over, or when it says so (B.8, 721)."""

from __future__ import annotations

from datetime import datetime

from grid.district import District
from grid.ground import GRIDS
from grid.handling import rank
from grid.returns import URGENT, Way
from grid.tickets import State, Ticket
from grid.units import Unit

TRIES = (State.DISPATCHED, State.IN_PROGRESS)
"""Where a grid still has what it was given first."""


def tried_first(district: District, ticket: Ticket, way: Way) -> bool:
    """Whether a grid has it first, by the catalogue, and not because somebody gave it there."""
    category = district.rule(ticket.category, ticket.edition)
    unit = district.units.get(ticket.unit)
    first = len(way.held) == 1 and not way.designated
    return bool(category and category.grid_first and unit and unit.level in GRIDS
                and first and ticket.state in TRIES)  # fmt: skip


def box_ends(district: District, ticket: Ticket, way: Way) -> datetime | None:
    """Until when a grid tries it before it goes up; None where it has not got it first."""
    if way.since is None or not tried_first(district, ticket, way):
        return None
    policies = district.policies
    limit = policies.grid_first_urgent if ticket.sla in URGENT else policies.grid_first
    return district.due(limit, way.since)


def next_level(district: District, ticket: Ticket) -> Unit | None:
    """Who has it then: the lead unit of the catalogue, where that stands higher, or the area above.

    None at the top: there is nobody above the district.
    """
    unit = district.units.get(ticket.unit)
    category = district.rule(ticket.category, ticket.edition)
    if unit is None or category is None:
        return None
    lead = district.unit_for(category, ticket.grid or None)
    if rank(lead) < rank(unit):
        return lead
    above = district.units.get(unit.parent)
    return above if above and above.parent else None


GRASS_ROOTS = ("area", "committee", "enforcement", "patrol")
"""Kinds of units that beneath the district are the grass roots; a department's station is not."""


def grass_roots(unit: Unit) -> bool:
    """Whether a unit is a street's, a community's or a grid's own."""
    return unit.level != "district" and unit.kind in GRASS_ROOTS


def kept_up(district: District, ticket: Ticket, unit: Unit | None) -> str:
    """Why a ticket may not be pushed down to a unit, in Chinese; empty when it may (D18)."""
    category = district.rule(ticket.category, ticket.edition)
    if unit is None or category is None or not category.not_down or not grass_roots(unit):
        return ""
    return f"“{category.name}”在“不得下派”清单里，不能派给{unit.name}，请派给区里的部门。"
