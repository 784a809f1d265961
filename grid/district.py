"""A district as one value: units, places, catalogue, roster, calendar and wording."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property

from grid.calendar import WorkingCalendar
from grid.catalogue import Category, Limit, Slot
from grid.ground import GRIDS, Ground
from grid.people import Member
from grid.places import Area, Place
from grid.policies import Policies
from grid.replies import ReplyTemplate
from grid.routing import Routes
from grid.units import Unit

SPELLS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}


@dataclass(frozen=True)
class District:
    """Everything a city edits without code, read once; only the calendar may learn a new year."""

    name: str
    units: Mapping[str, Unit]
    places: Mapping[str, Place]
    areas: tuple[Area, ...]
    catalogue: Mapping[str, Category]
    roster: Mapping[str, Member]
    calendar: WorkingCalendar
    wording: Mapping[str, str] = field(default_factory=dict)
    phones: Mapping[str, str] = field(default_factory=dict)  # gas, lift, hotline …
    policies: Policies = field(default_factory=Policies)
    slots: Mapping[str, Slot] = field(default_factory=dict)
    replies: Mapping[str, ReplyTemplate] = field(default_factory=dict)
    edition: int = 0  # of the catalogue; 0 is the files' own
    editions: Mapping[int, Mapping[str, Category]] = field(default_factory=dict)
    """The catalogue in all its editions, for tickets opened under an older one."""
    away: Mapping[str, str] = field(default_factory=dict)
    """Who of the roster is not there today, and who stands in; "" for nobody."""

    # units

    @cached_property
    def root(self) -> Unit:
        """The district itself."""
        return next(unit for unit in self.units.values() if not unit.parent)

    @cached_property
    def centre(self) -> Unit:
        """The district's joint command centre; the district itself where there is none."""
        centres = (unit for unit in self.units.values() if unit.kind == "centre")
        return next(centres, self.root)

    @cached_property
    def catch_all(self) -> Unit:
        """The unit that takes what lies in no grid; the centre where none is named."""
        marked = (unit for unit in self.units.values() if unit.catch_all)
        return next(marked, self.centre)

    def children(self, unit_id: str) -> tuple[Unit, ...]:
        """The units directly beneath, areas first, in the order of the file."""
        return self._beneath.get(unit_id, ())

    def chain(self, unit_id: str) -> tuple[Unit, ...]:
        """From the unit up to the district; raises KeyError for an unknown unit."""
        links = [self.units[unit_id]]
        while links[-1].parent:
            links.append(self.units[links[-1].parent])
        return tuple(links)

    # the map

    def grid_at(self, lat: float, lng: float, layer: str = "basic") -> Unit | None:
        """The smallest grid or micro-grid of `layer` that holds the position."""
        return self.units.get(self._ground.grid(lat, lng, layer))

    def place_at(self, lat: float, lng: float) -> Place | None:
        """The smallest place with a polygon (a building before its estate) there."""
        return self.places.get(self._ground.place(lat, lng))

    def outside(self, lat: float, lng: float) -> bool:
        """Whether the position lies in another district (R07); unknown counts as inside."""
        return self._ground.outside(lat, lng)

    def names(self) -> tuple[tuple[str, str, str], ...]:
        """(text, place id, unit id) for the listener: what residents call places and areas.

        A place gives one row per name or alias and grid: a road through five grids five rows, a
        place in no grid one row with unit id "". Areas give rows with place id "" and their own
        id, which may be a street or community; `chain` takes it as it takes a grid. Buildings
        are left out: the listener reads their numbers itself. 光明新村 alone is 光明新村社区, or
        the grids of 光明新村第一网格, where nothing else is called so.
        """
        rows = [row for place in self.places.values() for row in _called(place)]
        areas = [unit for unit in self.units.values() if unit.kind == "area" and unit.parent]
        rows += [(unit.name, "", unit.id) for unit in areas]
        taken = {text for text, _, _ in rows}
        rows += [row for row in _in_short(areas) if row[0] not in taken]
        return tuple(dict.fromkeys(rows))

    # who deals with it, and by when

    def rule(self, code: str, edition: int) -> Category | None:
        """The rule of a category as it stood in an edition of the catalogue; None for no such."""
        return self.editions.get(edition, self.catalogue).get(code) or self.catalogue.get(code)

    def unit_for(self, category: Category, grid_id: str | None) -> Unit:
        """The lead unit. `grid_id` may be any area's id; None or "" when there is no place.

        Without a place: the centre for a category that asks for none, else the catch-all unit.
        """
        if not grid_id:
            return self.catch_all if category.has_place else self.centre
        chain = self.chain(grid_id)
        links = chain[-1:] if category.not_down else chain
        return self._routes.unit(category.lead, links) or self.centre

    def first_unit(self, category: Category, grid_id: str | None) -> Unit:
        """Who tries first: the grid where the category is `grid_first`, else the lead unit."""
        tries = category.grid_first and not category.not_down
        if tries and grid_id and self.units[grid_id].level in GRIDS:
            return self.units[grid_id]
        return self.unit_for(category, grid_id)

    def co_units(self, category: Category, grid_id: str | None) -> tuple[Unit, ...]:
        """The co-units that are units of the district, without the lead."""
        chain = self.chain(grid_id) if grid_id else ()
        lead = self.unit_for(category, grid_id)
        return tuple(each for each in self._routes.co_units(category, chain) if each != lead)

    def deadlines(self, category: Category, opened_at: datetime) -> tuple[datetime, datetime]:
        """When the resident is contacted and when answered, at the latest; both UTC."""
        return self.due(category.respond, opened_at), self.due(category.resolve, opened_at)

    def due(self, limit: Limit, start: datetime) -> datetime:
        """The end of a limit that begins at `start`, on the limit's own calendar; UTC."""
        if limit.calendar == "natural":
            return start.astimezone(UTC) + limit.value * SPELLS[limit.unit]
        if limit.unit == "day":
            return self.calendar.add_workdays(start, limit.value)
        hours = limit.value * SPELLS[limit.unit] / SPELLS["hour"]
        return self.calendar.add_working_hours(start, hours)

    # people

    def members(self, role: str, units: Iterable[Unit]) -> tuple[Member, ...]:
        """Those of a role who serve one of `units` or a department or committee beside them.

        Nearest first when `units` is a chain: the community's mediators before the street's.
        """
        return self._serving(self.at_work, role, units)

    @cached_property
    def at_work(self) -> tuple[Member, ...]:
        """Who is there today: whoever stands in for somebody once more, at that one's place."""
        return tuple(there for each in self.roster.values() if (there := self._there(each)))

    def _there(self, member: Member) -> Member | None:
        if member.id not in self.away:
            return member
        other = self.roster.get(self.away[member.id])
        if other is None or other.id in self.away:
            return None
        return replace(member, id=other.id, name=other.name, phone=other.phone,
                       channel=other.channel, leaves=other.leaves, active=True)  # fmt: skip

    def stands_in(self, member: str) -> frozenset[str]:
        """The units somebody serves today beside their own, for those who are away."""
        away = [self.roster[one] for one, other in self.away.items() if other == member]
        return frozenset(one.unit for one in away if member not in self.away)

    def _serving(
        self, people: Iterable[Member], role: str, units: Iterable[Unit]
    ) -> tuple[Member, ...]:
        wanted = {link: place for place, unit in enumerate(units) for link in self._desks(unit)}
        found = [each for each in people if each.role == role and each.unit in wanted]
        return tuple(sorted(found, key=lambda each: wanted[each.unit]))

    def duty(self, unit: Unit, now: datetime) -> tuple[Member, ...]:
        """Who is on duty now, nearest level first; if nobody is, everybody on the duty roster.

        An alert must never find an empty list while the roster names anyone.
        """
        links = self.chain(unit.id)
        everybody = self._serving(self.roster.values(), "duty", links)
        roster = self.members("duty", links) or everybody
        return tuple(each for each in roster if each.on_duty(now)) or roster

    def _desks(self, unit: Unit) -> list[str]:
        """A unit and what stands beside it without being an area of its own."""
        return [unit.id, *(each.id for each in self.children(unit.id) if each.kind != "area")]

    @cached_property
    def _beneath(self) -> dict[str, tuple[Unit, ...]]:
        found: dict[str, list[Unit]] = {}
        for unit in sorted(self.units.values(), key=lambda each: each.kind != "area"):
            found.setdefault(unit.parent, []).append(unit)
        return {parent: tuple(units) for parent, units in found.items()}

    @cached_property
    def _ground(self) -> Ground:
        return Ground(self.areas, self.units, self.places)

    @cached_property
    def _routes(self) -> Routes:
        return Routes(self.units)


def _called(place: Place) -> list[tuple[str, str, str]]:
    if place.kind == "building":
        return []
    texts = (place.name, *place.aliases)
    return [(text, place.id, grid) for text in texts for grid in place.candidates or ("",)]


_KIND_OF_AREA = re.compile(
    r"(?:社区|村委会)?(?:第?[0-9一二三四五六七八九十]+(?:[-—][0-9]+)?(?:号|综合)?)?微?网格$"
    r"|社区$|居委会$|村委会$"
)
SHORT_NAME = 3  # characters of a name that means an area by itself; 和平 is a word


def _in_short(areas: Iterable[Unit]) -> list[tuple[str, str, str]]:
    """Areas by what stands before 社区 or 第一网格; a grid within an area called so is left out."""
    short = {unit.id: _KIND_OF_AREA.sub("", unit.name) for unit in areas}
    return [(short[unit.id], "", unit.id) for unit in areas
            if SHORT_NAME <= len(short[unit.id]) < len(unit.name)
            and short.get(unit.parent) != short[unit.id]]  # fmt: skip
