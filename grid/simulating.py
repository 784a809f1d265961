"""What a draft would have made of tickets opened lately: a look before it is published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from grid.district import District
from grid.tickets import Ticket
from grid.units import Unit


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a ticket went by the rules in force, and where it would go by others."""

    ticket: Ticket
    before: Unit
    after: Unit
    due_before: datetime
    due_after: datetime
    gone: bool = False  # its category would not be in use

    @property
    def elsewhere(self) -> bool:
        """Whether another unit would have had it first."""
        return self.before != self.after

    @property
    def redated(self) -> bool:
        """Whether its resident would have been promised another date."""
        return self.due_before != self.due_after

    @property
    def differs(self) -> bool:
        """Whether anything would have been otherwise."""
        return self.elsewhere or self.redated or self.gone


def simulate(before: District, after: District, tickets: Iterable[Ticket]) -> list[Outcome]:
    """Tickets with a difference between two states of the district, those elsewhere first.

    Both are asked afresh, so that what staff did by hand later does not blur the comparison;
    tickets no unit has had yet are left out.
    """
    found = [_outcome(before, after, ticket) for ticket in tickets if ticket.unit]
    differing = [one for one in found if one and one.differs]
    return sorted(differing, key=lambda one: (not one.elsewhere, one.ticket.number))


def _outcome(before: District, after: District, ticket: Ticket) -> Outcome | None:
    old, new = before.catalogue.get(ticket.category), after.catalogue.get(ticket.category)
    if old is None or new is None:
        return None
    there = _grids(before, after, ticket)
    if old == new and there[0] == there[1]:
        return None
    return Outcome(ticket, before.first_unit(old, there[0]), after.first_unit(new, there[1]),
                   before.due(old.resolve, ticket.opened), after.due(new.resolve, ticket.opened),
                   gone=old.active and not new.active)  # fmt: skip


def _grids(before: District, after: District, ticket: Ticket) -> tuple[str | None, str | None]:
    """The grid it lay in, and the one its pin would lie in where the maps differ about it."""
    own = ticket.grid if ticket.grid in before.units else None
    if ticket.lat is None or ticket.lng is None:
        return own, own
    old = before.grid_at(ticket.lat, ticket.lng)
    new = after.grid_at(ticket.lat, ticket.lng)
    if old == new:
        return own, own
    return own or (old.id if old else None), new.id if new else None
