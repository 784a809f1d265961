"""The map drawn: the grids as they are, and where a draft draws another border."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from console.editions_view import Standing, drafted
from console.parts import ConsoleParts
from grid.district import District
from grid.editions import MAP
from grid.ground import GRIDS
from grid.places import Area
from grid.tickets import Ticket
from integrations.district.amending import line_of
from integrations.district.comparing import with_edition
from integrations.district.maps import areas_of
from integrations.sql.store import Work

WIDE = 640  # units of the drawing
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Sheet:
    """How degrees become units of the drawing."""

    west: float
    north: float
    scale: float
    squeeze: float  # a degree of longitude is shorter than one of latitude

    def at(self, lng: float, lat: float) -> tuple[float, float]:
        """Where a point is drawn."""
        x = (lng - self.west) * self.squeeze * self.scale
        return round(x, 1), round((self.north - lat) * self.scale, 1)

    def path(self, area: Area) -> str:
        """A polygon with its holes, as SVG writes it."""
        rings = (" L".join(f"{x},{y}" for x, y in (self.at(*point) for point in ring))
                 for ring in area.rings)  # fmt: skip
        return " ".join(f"M{ring}Z" for ring in rings)


def sheet_of(areas: Iterable[Area]) -> tuple[Sheet, float]:
    """The sheet on which all of them fit, and how high it is."""
    points = [point for area in areas for ring in area.rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    squeeze = cos(radians((south + north) / 2))
    scale = WIDE / max((east - west) * squeeze, 1e-6)
    return Sheet(west, north, scale, squeeze), round((north - south) * scale, 1)


def drawn(district: District, old: Iterable[Area] = (), pins: Iterable[Ticket] = ()
          ) -> dict[str, Any]:  # fmt: skip
    """The grids of a district, borders that were, and tickets where they lie."""
    grids = [area for area in district.areas
             if (unit := district.units.get(area.of)) and unit.level in GRIDS]  # fmt: skip
    old = list(old)
    if not grids and not old:
        return {"paths": [], "old": [], "pins": [], "high": 0, "wide": WIDE}
    named = {area.of for area in old}
    near = [*old, *(area for area in grids if area.of in named)]
    sheet, high = sheet_of(near or grids)
    dots = [sheet.at(one.lng, one.lat) for one in pins
            if one.lat is not None and one.lng is not None]  # fmt: skip
    return {"paths": [(sheet.path(area), district.units[area.of].name) for area in grids],
            "old": [sheet.path(area) for area in old], "pins": dots, "high": high,
            "wide": WIDE}  # fmt: skip


def drawn_draft(parts: ConsoleParts, work: Work, found: Standing) -> dict[str, Any]:
    """The draft's map, the borders it moves, and open tickets that would lie elsewhere."""
    before, after = with_edition(parts.own_files, found.newest), drafted(parts, found)
    changed = {code for code in (found.draft.lines if found.draft else ())
               if line_of(before, MAP, code) != line_of(after, MAP, code)}  # fmt: skip
    old = [area for code in changed for area in areas_of(code, line_of(before, MAP, code))]
    lying = [one for one in (_lying(before, after, ticket) for ticket in work.tickets.pinned())
             if one]  # fmt: skip
    moved = [code for code, place in after.places.items() if place != before.places.get(code)]
    return {
        "drawn": drawn(after, old, [one["t"] for one in lying]),
        "lying": lying[:SHOWN],
        "many": len(lying),
        "places": [_place(before, after, code) for code in moved],
    }


def _lying(before: District, after: District, ticket: Ticket) -> dict[str, Any] | None:
    """An open ticket whose pin the draft puts into another grid."""
    if ticket.lat is None or ticket.lng is None:
        return None
    old, new = (one.grid_at(ticket.lat, ticket.lng) for one in (before, after))
    if old == new:
        return None
    return {"t": ticket, "old": old.name if old else "不在任何网格",
            "new": new.name if new else "不在任何网格"}  # fmt: skip


def _place(before: District, after: District, code: str) -> str:
    """A place that comes into another grid."""
    old, new = before.places[code], after.places[code]
    was, now = (after.units[one.grid].name for one in (old, new))
    return f"{new.name}：{was} → {now}"
