"""Whose tickets an account may see: the district's, those of one area, or those its unit holds."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, true

from console.rights import PANEL, Right, allowed
from grid.district import District
from grid.returns import way_of
from grid.tickets import Ticket
from integrations.sql.schema import tickets
from integrations.sql.store import Work


@dataclass(frozen=True, slots=True)
class Scope:
    """Which tickets; without limits all of them."""

    unit: str | None = None  # only what this unit holds; "" holds nothing
    area: frozenset[str] = frozenset()  # ids of an area and of all in it

    @property
    def everything(self) -> bool:
        """Whether there is no limit."""
        return self.unit is None and not self.area

    def holds(self, ticket: Ticket) -> bool:
        """Whether a ticket is within."""
        if self.unit is not None:
            return bool(self.unit) and ticket.unit == self.unit
        return self.everything or ticket.grid in self.area or ticket.unit in self.area

    def where(self) -> ColumnElement[bool]:
        """The same as a condition on the table of tickets."""
        if self.unit is not None:
            return tickets.c.unit == (self.unit or "-")
        if self.everything:
            return true()
        ids = sorted(self.area)
        return or_(tickets.c.grid.in_(ids), tickets.c.unit.in_(ids))

    def reaches(self, district: District, unit_id: str) -> bool:
        """Whether somebody of this scope may give a ticket to a unit.

        One area's dispatcher reaches the area's own units and the district's departments, never
        another area's.
        """
        unit = district.units.get(unit_id)
        if unit is None or self.everything or unit_id in self.area:
            return True
        return unit.kind != "area" and unit.parent == district.root.id


def scope_of(district: District, roles: frozenset[str], member: str) -> Scope:
    """What an account may see, by its roles and the member of the roster whose it is.

    The office sees everything, but for those who sit in one area.
    """
    found = district.roster.get(member)
    if not allowed(roles, Right.TICKETS):
        unit = found.unit if found and allowed(roles, Right.UNIT_TICKETS) else ""
        return Scope(unit=unit)
    if found is None or found.unit not in district.units or found.role in PANEL:
        return Scope()
    area = next(one for one in district.chain(found.unit) if one.kind == "area")
    return Scope() if area == district.root else Scope(area=beneath(district, area.id))


def beneath(district: District, area: str) -> frozenset[str]:
    """An area and every unit in it."""
    found, left = {area}, [area]
    while left:
        inner = [unit.id for unit in district.children(left.pop())]
        found.update(inner)
        left += inner
    return frozenset(found)


def once_held(work: Work, scope: Scope, ticket: Ticket) -> bool:
    """Whether a ticket was this unit's before: it may hear that it is no more."""
    return bool(scope.unit) and scope.unit in way_of(work.log.of("ticket", ticket.number)).held
