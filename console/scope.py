"""Whose tickets an account may see: the district's, those of one area, or those its unit holds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, or_, true

from console.rights import PANEL, Right, allowed
from grid.district import District
from grid.returns import way_of
from grid.tickets import State, Ticket
from integrations.sql.schema import tickets
from integrations.sql.store import Work


@dataclass(frozen=True, slots=True)
class Scope:
    """Which tickets; without limits all of them."""

    unit: str | None = None  # only what this unit holds; "" holds nothing
    also: frozenset[str] = frozenset()  # units somebody stands in for today
    area: frozenset[str] = frozenset()  # ids of an area and of all in it
    checks: bool = False  # only what waits to be checked

    @property
    def everything(self) -> bool:
        """Whether there is no limit."""
        return self.unit is None and not self.area and not self.checks

    def holds(self, ticket: Ticket) -> bool:
        """Whether a ticket is within."""
        if self.unit is not None:
            return bool(self.unit) and ticket.unit in (self.unit, *self.also)
        if self.checks and ticket.state != State.DONE_PENDING_CHECK:
            return False
        return not self.area or ticket.grid in self.area or ticket.unit in self.area

    def where(self) -> ColumnElement[bool]:
        """The same as a condition on the table of tickets."""
        if self.unit is not None:
            return tickets.c.unit.in_(sorted({self.unit or "-", *self.also}))
        ids = sorted(self.area)
        near = or_(tickets.c.grid.in_(ids), tickets.c.unit.in_(ids)) if ids else true()
        return and_(near, tickets.c.state == str(State.DONE_PENDING_CHECK)) if self.checks else near

    def acting_for(self, ticket: Ticket | None) -> str:
        """The unit somebody acts for on a ticket: their own, or the one they stand in for."""
        return ticket.unit if ticket and ticket.unit in self.also else self.unit or ""

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
    if found and not found.active:
        return Scope(unit="")
    if not allowed(roles, Right.TICKETS):
        if found and allowed(roles, Right.CHECK) and not allowed(roles, Right.UNIT_TICKETS):
            return replace(_area_of(district, found.unit), checks=True)
        unit = found.unit if found and allowed(roles, Right.UNIT_TICKETS) else ""
        return Scope(unit=unit, also=district.stands_in(member) if unit else frozenset())
    if found is None or found.unit not in district.units or found.role in PANEL:
        return Scope()
    return _area_of(district, found.unit)


def _area_of(district: District, unit: str) -> Scope:
    """The area a unit lies in; of the district's own units, everything."""
    area = next(one for one in district.chain(unit) if one.kind == "area")
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
    """Whether a ticket was this unit's or this area's before: they may hear that it is no more."""
    own = scope.area | scope.also | ({scope.unit} if scope.unit else set())
    return bool(own) and not own.isdisjoint(way_of(work.log.of("ticket", ticket.number)).held)
