"""Polygons on the map: what lies inside, how large, and by how much two overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from grid.places import Area

Point = tuple[float, float]  # (lng, lat)
Edge = tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class Shape:
    """An area made ready for many questions: its edges and the box around them."""

    of: str
    edges: tuple[Edge, ...]
    west: float
    south: float
    east: float
    north: float
    size: float  # square degrees; only ever compared

    def holds(self, lng: float, lat: float) -> bool:
        """Whether the point lies inside (even-odd rule, so holes are outside).

        Of areas that share a border, exactly one holds a point on it, save at the outer rim.
        """
        if not (self.west <= lng <= self.east and self.south <= lat <= self.north):
            return False
        return sum(_passes(edge, lng, lat) for edge in self.edges) % 2 == 1

    def meets(self, other: Shape) -> bool:
        """Whether the boxes of the two overlap: cheap, and a must for overlapping."""
        aside = self.west >= other.east or other.west >= self.east
        return not (aside or self.south >= other.north or other.south >= self.north)


def shape(area: Area) -> Shape:
    """The shape of an area; raises ValueError when it has fewer than three corners."""
    edges = tuple(edge for ring in area.rings for edge in _edges(ring))
    if len(edges) < 3:
        raise ValueError("a polygon needs three corners")
    lngs = [start[0] for start, _ in edges]
    lats = [start[1] for start, _ in edges]
    outer = abs(_signed(area.rings[0]))
    holes = sum(abs(_signed(ring)) for ring in area.rings[1:])
    return Shape(area.of, edges, min(lngs), min(lats), max(lngs), max(lats), outer - holes)


def overlap(one: Shape, two: Shape) -> float:
    """The size of what both cover, in square degrees.

    The plane is cut into strips at every corner and crossing; within a strip no edges cross, so
    the common width at half height times the height is exact.
    """
    if not one.meets(two):
        return 0.0
    low, high = max(one.south, two.south), min(one.north, two.north)
    cuts = {low, high}
    cuts.update(lat for edge in one.edges + two.edges for _, lat in edge if low < lat < high)
    cuts.update(lat for lat in _crossings(one, two) if low < lat < high)
    lats = sorted(cuts)
    return sum(
        (top - bottom) * _common(_inside(one, (bottom + top) / 2), _inside(two, (bottom + top) / 2))
        for bottom, top in pairwise(lats)
    )


def crossed(one: Shape) -> bool:
    """Whether the outline crosses itself; edges are swept from west to east."""
    edges = sorted(one.edges, key=lambda edge: min(edge[0][0], edge[1][0]))
    open_: list[Edge] = []
    for edge in edges:
        west = min(edge[0][0], edge[1][0])
        open_ = [each for each in open_ if max(each[0][0], each[1][0]) >= west]
        if any(_through(edge, each) for each in open_):
            return True
        open_.append(edge)
    return False


def _through(one: Edge, two: Edge) -> bool:
    """Whether two edges cross within both, not merely touch at an end."""
    sides = [_side(*one, point) * _side(*one, other) for point, other in (two,)]
    sides += [_side(*two, point) * _side(*two, other) for point, other in (one,)]
    return all(side < 0 for side in sides)


def _side(start: Point, end: Point, point: Point) -> float:
    """Above zero on the left of a line, below on the right."""
    (ax, ay), (bx, by), (px, py) = start, end, point
    return (bx - ax) * (py - ay) - (by - ay) * (px - ax)


def _edges(ring: Iterable[Point]) -> list[Edge]:
    points = list(ring)
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return [(start, end) for start, end in pairs if start != end]


def _signed(ring: tuple[Point, ...]) -> float:
    """The shoelace formula, moved to the first corner so that degrees lose no digits."""
    x0, y0 = ring[0]
    near = [(x - x0, y - y0) for x, y in ring]
    pairs = zip(near, near[1:] + near[:1], strict=True)
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs) / 2


def _passes(edge: Edge, lng: float, lat: float) -> bool:
    """Whether a ray from the point to the east crosses the edge; its lower end counts."""
    (ax, ay), (bx, by) = edge if edge[0][1] <= edge[1][1] else (edge[1], edge[0])
    if not ay <= lat < by:
        return False
    return ax + (lat - ay) * (bx - ax) / (by - ay) > lng


def _inside(one: Shape, lat: float) -> list[tuple[float, float]]:
    """The stretches of longitude inside `one` at a latitude no corner lies on."""
    crossed = sorted(
        ax + (lat - ay) * (bx - ax) / (by - ay)
        for (ax, ay), (bx, by) in one.edges
        if min(ay, by) < lat < max(ay, by)
    )
    return list(zip(crossed[::2], crossed[1::2], strict=False))


def _common(some: list[tuple[float, float]], others: list[tuple[float, float]]) -> float:
    return sum(max(0.0, min(b, d) - max(a, c)) for a, b in some for c, d in others)


def _crossings(one: Shape, two: Shape) -> list[float]:
    """Latitudes at which an edge of one crosses an edge of the other."""
    found = (_crossing(a, b) for a in one.edges for b in two.edges)
    return [lat for lat in found if lat is not None]


def _crossing(one: Edge, two: Edge) -> float | None:
    (ax, ay), (bx, by) = one
    (cx, cy), (dx, dy) = two
    across = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
    if across == 0:
        return None
    along = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / across
    other = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / across
    return ay + along * (by - ay) if 0 <= along <= 1 and 0 <= other <= 1 else None
