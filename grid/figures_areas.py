"""Figures by area: which areas stand beneath one, and to which of them a grid belongs."""

from __future__ import annotations

from grid.district import District
from grid.units import Unit


def inner(district: District, area: str) -> tuple[Unit, ...]:
    """The areas directly beneath; the area itself where it has none."""
    own = district.units[area]
    return tuple(one for one in district.children(area) if one.kind == "area") or (own,)


def belongs(district: District, area: str) -> dict[str, str]:
    """Every unit in an area, and which of the areas directly beneath it lies in.

    A desk beside the area itself (a department of the district) belongs to the area.
    """
    found = {area: area}
    for unit in inner(district, area):
        left = [unit.id]
        while left:
            one = left.pop()
            found[one] = unit.id
            left += [each.id for each in district.children(one)]
    for beside in district.children(area):
        found.setdefault(beside.id, area)
    return found


def within(district: District, area: str) -> frozenset[str]:
    """An area and every unit in it; empty for the whole district, which has no limits."""
    return frozenset() if area == district.root.id else frozenset(belongs(district, area))


def streets_and_beneath(district: District, top: str) -> tuple[tuple[int, Unit], ...]:
    """An area and the areas in it with their depth, as a list to choose from."""
    found: list[tuple[int, Unit]] = []

    def add(unit: Unit, depth: int) -> None:
        found.append((depth, unit))
        for each in district.children(unit.id):
            if each.kind == "area" and each.level != "micro_grid":
                add(each, depth + 1)

    add(district.units[top], 0)
    return tuple(found)
