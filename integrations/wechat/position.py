"""Positions: Chinese maps, WeChat's among them, show GCJ-02; our grids are drawn in WGS-84."""

from __future__ import annotations

from math import cos, pi, radians, sin, sqrt

AXIS = 6378245.0  # metres, the half axis of the ellipsoid GCJ-02 is computed on (Krasovsky 1940)
BULGE = 0.00669342162296594323  # its eccentricity squared
ROUNDS = 4  # of coming nearer; three leave less than a centimetre


def to_gcj02(lat: float, lng: float) -> tuple[float, float]:
    """A WGS-84 position as Chinese maps show it; the same outside their rectangle of China."""
    if not _shifted(lat, lng):
        return lat, lng
    x, y = lng - 105.0, lat - 35.0
    bend = 1 - BULGE * sin(radians(lat)) ** 2
    metres = AXIS * (1 - BULGE) / (bend * sqrt(bend))
    north = _degrees(_northward(x, y), metres)
    east = _degrees(_eastward(x, y), AXIS / sqrt(bend) * cos(radians(lat)))
    return lat + north, lng + east


def to_wgs84(lat: float, lng: float) -> tuple[float, float]:
    """A position from a Chinese map in WGS-84, found by coming nearer."""
    found = lat, lng
    for _ in range(ROUNDS):
        shown = to_gcj02(*found)
        found = found[0] + lat - shown[0], found[1] + lng - shown[1]
    return found


def _degrees(metres: float, radius: float) -> float:
    """A way on a circle of that radius, both in metres, as an angle."""
    return metres * 180.0 / (radius * pi)


def _shifted(lat: float, lng: float) -> bool:
    return 0.8293 <= lat <= 55.8271 and 72.004 <= lng <= 137.8347


def _ripple(value: float, *waves: tuple[float, float]) -> float:
    """Waves of a height in metres and a length in degrees, at a value."""
    return sum(height * sin(value * pi / length) for height, length in waves) * 2.0 / 3.0


def _northward(x: float, y: float) -> float:
    plain = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    fine = _ripple(x, (20.0, 1 / 6), (20.0, 1 / 2))
    return plain + fine + _ripple(y, (20.0, 1.0), (40.0, 3.0), (160.0, 12.0), (320.0, 30.0))


def _eastward(x: float, y: float) -> float:
    plain = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    fine = _ripple(x, (20.0, 1 / 6), (20.0, 1 / 2))
    return plain + fine + _ripple(x, (20.0, 1.0), (40.0, 3.0), (150.0, 12.0), (300.0, 30.0))
