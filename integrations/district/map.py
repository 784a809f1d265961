"""areas.geojson: the polygons of units and places."""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import Any

from grid.places import Area
from integrations.district import cells
from integrations.district.draft import Draft
from integrations.district.mistakes import Notes
from integrations.district.sheet import decoded

FILE = "areas.geojson"
Ring = tuple[tuple[float, float], ...]


def areas(folder: Path, draft: Draft, notes: Notes) -> None:
    """Reads the polygons, if there are any; needs units and places first."""
    path = folder / FILE
    text = decoded(path, notes) if path.exists() else None
    if text is not None:
        areas_in(text, draft, notes)


def areas_in(text: str, draft: Draft, notes: Notes) -> None:
    """Reads the polygons of a GeoJSON text; what is wrong goes to the notes by feature."""
    try:
        features = list(json.loads(text)["features"])
    except json.JSONDecodeError as wrong:
        notes.unread(FILE, wrong.lineno, "这一行不合GeoJSON格式，请检查括号、引号和逗号")
        return
    except (KeyError, TypeError, RecursionError):
        notes.unread(FILE, 1, "应是GeoJSON的FeatureCollection")
        return
    for number, feature in enumerate(features, 1):
        _feature(feature, text, number, (draft, notes))


def _feature(feature: Any, text: str, number: int, into: tuple[Draft, Notes]) -> None:
    draft, notes = into
    try:
        written = str(feature["properties"]["编码"])
        code = cells.code(written)
        found = [Area(_known(draft, code), rings) for rings in _polygons(feature["geometry"])]
    except (KeyError, TypeError):
        notes.error(FILE, _line(text, "", number), f"第{number}个图形缺少“编码”或坐标")
        return
    except ValueError as wrong:
        notes.error(FILE, _line(text, written, number), f"第{number}个图形：{wrong}")
        return
    draft.areas += [(area, _line(text, written, number)) for area in found]


def _known(draft: Draft, code: str) -> str:
    found = draft.units.find(code) or draft.places.find(code)
    if not found:
        raise ValueError(f"没有编码为“{code}”的单位或地点")
    return found


def _polygons(geometry: dict[str, Any]) -> Iterator[tuple[Ring, ...]]:
    kinds = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}
    if geometry["type"] not in kinds:
        raise ValueError(f"图形应是Polygon或MultiPolygon，不能是{geometry['type']}")
    for polygon in kinds[geometry["type"]]:
        yield tuple(_ring(ring) for ring in polygon)


def _ring(points: list[list[float]]) -> Ring:
    ring = tuple(_point(point) for point in points)
    if len(set(ring)) < 3:
        raise ValueError("一圈至少要有三个不同的点")
    if any(abs(lng) > 180 or abs(lat) > 90 for lng, lat in ring):
        raise ValueError("坐标应先写经度再写纬度")
    return ring


def _point(point: list[float]) -> tuple[float, float]:
    try:
        found = float(point[0]), float(point[1])
    except (ValueError, IndexError):
        raise ValueError("坐标应是两个数字，先经度后纬度") from None
    if not all(map(isfinite, found)):
        raise ValueError("坐标应是两个数字，先经度后纬度")
    return found


def _line(text: str, code: str, number: int) -> int:
    """The line of a feature: where its code stands, else where its count of "Feature" falls."""
    at = text.find(f'"{code}"') if code else -1
    if at < 0:
        parts = text.split('"Feature"')
        at = len('"Feature"'.join(parts[:number]))
    return text.count("\n", 0, at) + 1
