"""A map somebody uploads, as lines for a draft; and the map in force as GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import cos, radians
from typing import Any

from grid.district import District
from grid.editions import Line, fingerprint
from grid.ground import Ground
from grid.places import Area, Place
from grid.refused import Refused
from grid.shapes import Shape, crossed, shape
from integrations.district.checks_units import overlapping as pairs
from integrations.district.draft import Draft, Table
from integrations.district.map import areas_in
from integrations.district.mistakes import Notes
from integrations.district.sheet import text_in

FILE = "areas.geojson"
DEGREE = 111.32  # kilometres of a degree of latitude
FAR = 0.5  # degrees beyond the district's own map that nobody means
MOST = 5  # mistakes that are told at once
CORNERS = 3000  # of one polygon; more is no border anybody drew
Lines = dict[str, Line | None]


def read_map(raw: bytes, district: District) -> Lines:
    """The areas of a GeoJSON file by code; raises Refused with the number of each bad feature."""
    notes, draft = Notes(), Draft()
    draft.units = Table("units.csv", dict(district.units), {})
    draft.places = Table("places.csv", dict(district.places), {})
    text = text_in(raw, FILE, notes)
    if text is not None:
        areas_in(text, draft, notes)
    told = [f"第{one.line}行：{one.words}" if one in notes.roots else one.words
            for one in notes.errors]  # fmt: skip
    told += _odd(district, [area for area, _ in draft.areas])
    if not told and not draft.areas:
        told = ["文件里一个图形也没有"]
    if told:
        more = f"；还有{len(told) - MOST}处" if len(told) > MOST else ""
        raise Refused(f"没有导入：{'；'.join(told[:MOST])}{more}。")
    return {code: _line([area for area, _ in draft.areas if area.of == code])
            for code in dict.fromkeys(area.of for area, _ in draft.areas)}  # fmt: skip


def _odd(district: District, areas: Sequence[Area]) -> list[str]:
    """What a polygon cannot be, though it can be read."""
    own = [shape(area) for area in district.areas]
    return [f"“{_named(district, area.of)}”的范围{words}" for area in areas
            if (words := _wrong(area, own))]  # fmt: skip


def _wrong(area: Area, own: Sequence[Shape]) -> str:
    if sum(map(len, area.rings)) > CORNERS:
        return f"超过{CORNERS}个点，请先简化"
    found = shape(area)
    if crossed(found):
        return "自己和自己交叉了（像8字形），请重新画"
    if found.size <= 0:
        return "没有面积"
    if own and _far(found, own):
        return "离本区太远，是不是经度和纬度写反了，或者是别处的地图"
    return ""


def _far(one: Shape, own: Sequence[Shape]) -> bool:
    west, east = min(s.west for s in own) - FAR, max(s.east for s in own) + FAR
    south, north = min(s.south for s in own) - FAR, max(s.north for s in own) + FAR
    return one.east < west or one.west > east or one.north < south or one.south > north


def _named(district: District, code: str) -> str:
    known: Any = district.units.get(code) or district.places.get(code)
    return known.name if known else code


def _line(areas: Iterable[Area]) -> dict[str, Any]:
    return {"polygons": [[[list(point) for point in ring] for ring in a.rings] for a in areas]}


def map_line(district: District, code: str) -> dict[str, Any] | None:
    """The polygons of a unit or a place; None without any."""
    found = [area for area in district.areas if area.of == code]
    return _line(found) if found else None


def areas_of(code: str, line: Line | None) -> list[Area]:
    """A line's polygons."""
    return [Area(code, tuple(tuple((x, y) for x, y in ring) for ring in polygon))
            for polygon in (line or {}).get("polygons", ())]  # fmt: skip


def overlapping(district: District, kept: Sequence[Area], fresh: Sequence[Area]) -> list[str]:
    """Areas of one level and layer that overlap, where one of the two is new; in words."""
    groups: dict[tuple[str, str], list[tuple[Shape, int]]] = {}
    new = {area.of for area in fresh}
    for n, area in enumerate((*kept, *fresh)):
        if unit := district.units.get(area.of):
            groups.setdefault((unit.level, unit.layer), []).append((shape(area), n))
    found = [(one, two) for group in groups.values() for one, two, _ in pairs(group)]
    return [f"“{_named(district, two)}”和同级的“{_named(district, one)}”重叠了"
            for one, two in found if {one, two} & new]  # fmt: skip


def replaced(district: District, areas: Sequence[Area]) -> District:
    """The district with another map; places go with the ground they stand on.

    A place whose grid was written otherwise than its position lies stays as somebody wrote it.
    """
    old = Ground(district.areas, district.units, {})
    new = Ground(areas, district.units, {})
    places = {code: _moved(place, old, new) for code, place in district.places.items()}
    return replace(district, areas=tuple(areas), places=places)


def _moved(place: Place, old: Ground, new: Ground) -> Place:
    if place.lat is None or place.lng is None or not place.grid:
        return place
    now = new.grid(place.lat, place.lng, "basic")
    if not now or now == place.grid or old.grid(place.lat, place.lng, "basic") != place.grid:
        return place
    return replace(place, grid=now)


def extent(line: Mapping[str, Any] | None) -> dict[str, str] | None:
    """How large an area is, in words that differ when its border does."""
    if line is None:
        return None
    shapes = [shape(area) for area in areas_of("", line)]
    corners = sum(len(one.edges) for one in shapes)
    size = sum(one.size * DEGREE**2 * cos(radians(one.south)) for one in shapes)
    return {"范围": f"{size:.2f}平方公里，{corners}个点，图形码{fingerprint(line)[:4]}"}


def geojson(district: District) -> str:
    """The map in force, as areas.geojson has it."""
    features = []
    for code in dict.fromkeys(area.of for area in district.areas):
        polygons = (map_line(district, code) or {})["polygons"]
        one = len(polygons) == 1
        shown = {"type": "Polygon" if one else "MultiPolygon",
                 "coordinates": polygons[0] if one else polygons}  # fmt: skip
        names = {"编码": code, "名称": _named(district, code)}
        features.append({"type": "Feature", "properties": names, "geometry": shown})
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in features)
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'
