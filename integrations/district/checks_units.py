"""What must be true of the units: one tree, levels in order, no overlap, a patroller a grid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from grid.shapes import Shape, overlap, shape
from grid.units import LEVELS
from integrations.district.draft import Draft
from integrations.district.mistakes import Notes

FILE = "units.csv"
SLIVER = 0.005  # of the smaller area: drawn by hand, neighbours overlap by a hair


def unit_tree(draft: Draft, notes: Notes) -> None:
    """One district at the top, every parent known and higher up, no circle, three to five levels.

    Parents are also completed here (codes that lost their zeros), or emptied where unknown.
    """
    for code, unit in draft.units.things.items():
        parent = draft.units.find(unit.parent)
        if unit.parent and not parent:
            notes.error(FILE, draft.units.lines[code], f"“上级”：没有编码为“{unit.parent}”的单位")
        draft.units.things[code] = replace(unit, parent=parent or unit.parent)
    _circles(draft, notes)
    _levels(draft, notes)
    _tops(draft, notes)


def _circles(draft: Draft, notes: Notes) -> None:
    units = draft.units.things
    for code in units:
        seen, at = {code}, units[code].parent
        while at in units and at not in seen:
            seen.add(at)
            at = units[at].parent
        if at == code:
            notes.error(
                FILE, draft.units.lines[code], f"“{units[code].name}”绕了一圈成了自己的上级"
            )


def _levels(draft: Draft, notes: Notes) -> None:
    units = draft.units.things
    for code, unit in units.items():
        above = units.get(unit.parent)
        if not above:
            continue
        step = LEVELS.index(unit.level) - LEVELS.index(above.level)
        if step < (unit.kind == "area"):
            words = f"“{unit.name}”的级别应低于上级“{above.name}”"
            notes.error(FILE, draft.units.lines[code], words)
        if above.kind != "area" and unit.kind == "area":
            words = f"“{unit.name}”的上级“{above.name}”不是区域"
            notes.error(FILE, draft.units.lines[code], words)
    found = {unit.level for unit in units.values() if unit.kind == "area"}
    if units and len(found) < 3:
        notes.error(FILE, 0, f"区域应有三到五级，现在只有{len(found)}级")


def _tops(draft: Draft, notes: Notes) -> None:
    tops = [unit for unit in draft.units.things.values() if not unit.parent]
    if draft.units.things and not tops:
        notes.error(FILE, 0, "没有最上一级（上级空着的那个单位）")
    for top in tops[1:]:
        words = f"“{top.name}”没有上级；最上一级只能有一个，已经有“{tops[0].name}”"
        notes.error(FILE, draft.units.lines[top.id], words)
    for top in tops[:1]:
        if top.level != "district" or top.kind != "area":
            notes.error(FILE, draft.units.lines[top.id], f"最上一级“{top.name}”的级别应是“区”")
    rest = [unit for unit in draft.units.things.values() if unit.catch_all]
    if draft.units.things and len(rest) != 1:
        words = "应有且只有一个单位的“兜底”写“是”，接不在任何网格里的事"
        notes.warn(FILE, draft.units.lines[rest[1].id] if rest else 0, words)


def grids_have_patrollers(draft: Draft, notes: Notes) -> None:
    """A grid's patroller may also serve one of its micro-grids."""
    units = draft.units.things
    served = {each.unit for each in draft.roster.things.values() if each.role == "patroller"}
    served |= {units[code].parent for code in served if code in units}
    for code, unit in units.items():
        if unit.level == "grid" and unit.kind == "area" and code not in served:
            notes.warn(FILE, draft.units.lines[code], f"网格“{unit.name}”没有巡查员")


def shapes_apart(draft: Draft, notes: Notes) -> None:
    """Areas of the same level and layer may touch but not overlap."""
    groups: dict[tuple[str, str], list[tuple[Shape, int]]] = defaultdict(list)
    for area, line in draft.areas:
        unit = draft.units.things.get(area.of)
        if unit:
            groups[unit.level, unit.layer].append((shape(area), line))
    for group in groups.values():
        for one, two, line in overlapping(group):
            names = [draft.units.things[each].name for each in (one, two)]
            words = f"“{names[1]}”和同级的“{names[0]}”重叠了"
            notes.error("areas.geojson", line, words)


def overlapping(group: list[tuple[Shape, int]]) -> Iterator[tuple[str, str, int]]:
    """Pairs that overlap, with the line of the later; compared from west to east."""
    ordered = sorted(group, key=lambda each: each[0].west)
    open_: list[tuple[Shape, int]] = []
    for two, line in ordered:
        open_ = [each for each in open_ if each[0].east > two.west]
        for one, other_line in open_:
            common = overlap(one, two) if one.of != two.of else 0.0
            if common > SLIVER * min(one.size, two.size):
                first, second = (one, two) if other_line <= line else (two, one)
                yield first.of, second.of, max(line, other_line)
        open_.append((two, line))
