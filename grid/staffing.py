"""Where nobody is there: grids and units whose people are all on leave, today and soon."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from grid.district import District
from grid.people import Member
from grid.units import Unit

HANDLES = ("unit_handler", "unit_leader", "community", "street", "grid_head", "patroller")
AHEAD = 14  # days looked at


@dataclass(frozen=True, slots=True)
class Gap:
    """A unit without anybody, from a day to a day."""

    unit: Unit
    first: date
    last: date
    never: bool = False  # nobody was ever on its roster


def gaps(district: District, today: date, days: int = AHEAD) -> tuple[Gap, ...]:
    """Units without anybody within the next days: grids always, others if they have people."""
    crew = _crews(district)
    found: list[Gap] = []
    for unit in district.units.values():
        members = crew.get(unit.id, [])
        if not members and unit.level == "grid" and unit.kind == "area":
            found.append(Gap(unit, today, today, never=True))
        elif members:
            found += _of(district, unit, members, [today + timedelta(n) for n in range(days)])
    return tuple(found)


def unfit(roster: Mapping[str, Member], member: Member, today: date = date.min) -> str:
    """Why somebody named for a member's leave cannot stand in, in Chinese; empty when all can.

    Leave that is over is let be: whoever stood in then may have left since.
    """
    for leave in member.leaves:
        other = roster.get(leave.substitute)
        if not leave.substitute or leave.last < today:
            continue
        if other is None or other.id == member.id or not other.active:
            return f"替班人“{leave.substitute}”不在人员里"
        if other.role != member.role:
            return f"替班人{other.name}的岗位不一样，替不了"
        if any(one.first <= leave.last and leave.first <= one.last for one in other.leaves):
            return f"替班人{other.name}那几天自己也请假"
    return ""


def _crews(district: District) -> dict[str, list[Member]]:
    """Who handles what where; who serves a micro-grid serves the grid it lies in as well."""
    crews: dict[str, list[Member]] = {}
    for member in district.roster.values():
        unit = district.units.get(member.unit)
        if unit is None or member.role not in HANDLES or not member.active:
            continue
        crews.setdefault(unit.id, []).append(member)
        if unit.level == "micro_grid":
            crews.setdefault(unit.parent, []).append(member)
    return crews


def _of(district: District, unit: Unit, members: Iterable[Member], days: list[date]) -> list[Gap]:
    """The first stretch of days on which nobody of a unit is there, and nobody stands in."""
    empty = [day for day in days if not any(_there(district, one, day) for one in members)]
    if not empty:
        return []
    last = empty[0]
    while last + timedelta(1) in empty:
        last += timedelta(1)
    return [Gap(unit, empty[0], last)]


def _there(district: District, member: Member, day: date) -> bool:
    leave = member.leave_on(day)
    other = district.roster.get(leave.substitute) if leave else member
    return bool(other and not other.away(day))
