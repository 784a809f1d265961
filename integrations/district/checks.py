"""What must agree between the files of a district, and what had better."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from grid.catalogue import Category
from grid.ground import GRIDS, Ground
from grid.levels import grass_roots
from grid.places import Place
from grid.routing import Routes
from grid.staffing import unfit
from integrations.district.checks_units import grids_have_patrollers, shapes_apart, unit_tree
from integrations.district.draft import Draft
from integrations.district.mistakes import Notes
from integrations.district.words import STANDARD

HOLIDAYS_A_YEAR = 10  # fewer days off than this in a year's table: it is not complete


def leads(draft: Draft, notes: Notes) -> None:
    """Every category in use has a unit."""
    routes = Routes(draft.units.things)
    for code, category in draft.catalogue.things.items():
        if not category.active:
            continue
        line = draft.catalogue.lines[code]
        if not category.lead:
            notes.error("catalogue.csv", line, f"事项{code}“{category.name}”没有主办单位")
        elif not routes.knows(category.lead):
            words = (
                f"事项{code}的主办单位“{category.lead}”在units.csv里没有单位对应（看“派单名称”）"
            )
            notes.error("catalogue.csv", line, words)
        else:
            _kept_up(draft, category, line, notes)


def _kept_up(draft: Draft, category: Category, line: int, notes: Notes) -> None:
    """What must not be pushed down belongs to a department of the district (D18)."""
    if not category.not_down:
        return
    root = next((unit for unit in draft.units.things.values() if not unit.parent), None)
    lead = root and Routes(draft.units.things).unit(category.lead, (root,))
    if not lead or grass_roots(lead):
        words = f"事项{category.code}写了“不得下派”，主办单位“{category.lead}”却不是区里的部门"
        notes.error("catalogue.csv", line, words)
    if category.grid_first:
        notes.error("catalogue.csv", line, f"事项{category.code}不能又“不得下派”又“网格先办”")


def stand_ins(draft: Draft, notes: Notes) -> None:
    """Whoever stands in for somebody on leave can."""
    for code, member in draft.roster.things.items():
        if words := unfit(draft.roster.things, member):
            notes.warn("roster.csv", draft.roster.lines[code], words)


def standard_categories(draft: Draft, notes: Notes) -> None:
    """A category of the standard catalogue that is missing would leave its residents without."""
    if not draft.catalogue.things:
        if not any(each.file == "catalogue.csv" for each in notes.errors):
            notes.error("catalogue.csv", 0, "一个事项也没有")
        return
    codes = [f"{first}{n:02d}" for first, count in STANDARD.items() for n in range(1, count + 1)]
    missing = [code for code in codes if code not in draft.catalogue.things]
    if missing:
        notes.warn("catalogue.csv", 0, f"标准目录里的这些事项没有写：{'、'.join(missing)}")
    for code, category in draft.catalogue.things.items():
        for other in category.confusable:
            if other not in draft.catalogue.things:
                line = draft.catalogue.lines[code]
                notes.warn("catalogue.csv", line, f"“易混事项”{other}不在目录里")


def aliases(draft: Draft, notes: Notes) -> None:
    """An alias means one place only; two places may share a name if they lie apart."""
    names: dict[str, list[Place]] = {}
    for place in draft.places.things.values():
        names.setdefault(place.name, []).append(place)
    taken: dict[str, Place] = {}
    for code, place in draft.places.things.items():
        line = draft.places.lines[code]
        same = names[place.name][0]
        if same is not place and set(same.candidates) == set(place.candidates):
            first = draft.places.lines[same.id]
            notes.error(
                "places.csv", line, f"同一个网格里有两个“{place.name}”，另一个在第{first}行"
            )
        for alias in place.aliases:
            other = taken.setdefault(alias, place)
            others = [each for each in (other, *names.get(alias, ())) if each is not place]
            if others:
                first = draft.places.lines[others[0].id]
                notes.error("places.csv", line, f"别名“{alias}”重复，第{first}行的地点也叫这个")


def places_in_grids(draft: Draft, notes: Notes) -> None:
    """Puts places without a grid into the one they stand in; warns of those in none."""
    ground = Ground((area for area, _ in draft.areas), draft.units.things, {})
    for code, place in draft.places.things.items():
        line, where = draft.places.lines[code], _grid(ground, place)
        wrong = [each for each in place.candidates if draft.units.things[each].level not in GRIDS]
        if wrong:
            notes.error("places.csv", line, f"“网格”：{wrong[0]}不是网格")
        elif not place.candidates and where:
            draft.places.things[code] = replace(place, grid=where)
        elif not place.candidates:
            notes.warn("places.csv", line, f"“{place.name}”不在任何网格里，报来的事会转给兜底单位")
        elif where and place.grid and where not in _beneath(draft, place.grid):
            words = f"“{place.name}”写的是网格{place.grid}，坐标却在{where}里"
            notes.warn("places.csv", line, words)


def _grid(ground: Ground, place: Place) -> str:
    if place.lat is None or place.lng is None:
        return ""
    return ground.grid(place.lat, place.lng, "basic")


def _beneath(draft: Draft, grid: str) -> set[str]:
    """The grid, its micro-grids, and for a micro-grid the grid above: all agree with it."""
    units = draft.units.things
    return {grid, units[grid].parent, *(each.id for each in units.values() if each.parent == grid)}


def years(draft: Draft, notes: Notes, today: date | None) -> None:
    """Each year that is counted in needs its table of holidays."""
    known = {day.year for day in draft.days}
    wanted = {today.year, today.year + (today.month == 12)} if today else set()
    if known:
        wanted |= set(range(min(known), max(known) + 1))
    else:
        notes.warn("calendar.csv", 0, "一天假期都没有写，所有年份只按周一至周五算工作日")
    for year in sorted(wanted - known):
        notes.warn("calendar.csv", 0, f"没有{year}年的放假安排，这一年只按周一至周五算工作日")
    for year in sorted(known):
        off = sum(day.year == year and not worked for day, worked in draft.days.items())
        if off < HOLIDAYS_A_YEAR:
            notes.warn("calendar.csv", 0, f"{year}年只写了{off}天假，可能没有写全")


CHECKS = (
    unit_tree, grids_have_patrollers, shapes_apart, leads, standard_categories, aliases,
    places_in_grids, stand_ins,
)  # fmt: skip
