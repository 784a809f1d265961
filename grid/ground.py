"""Where a position lies: the grid, the place, or outside the district."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from grid.places import Area, Place
from grid.shapes import Shape, shape
from grid.units import Unit

GRIDS = ("grid", "micro_grid")


class Ground:
    """The polygons of a district, ordered so that the smallest that holds a point comes first."""

    def __init__(
        self, areas: Iterable[Area], units: Mapping[str, Unit], places: Mapping[str, Place]
    ) -> None:
        shapes = sorted((shape(area) for area in areas), key=lambda each: each.size)
        self._grids: dict[str, list[Shape]] = {}
        for each in shapes:
            unit = units.get(each.of)
            if unit and unit.level in GRIDS:
                self._grids.setdefault(unit.layer, []).append(each)
        self._places = [each for each in shapes if each.of in places]
        whole = [each for each in shapes if each.of in units]
        outline = [each for each in whole if units[each.of].level == "district"]
        self._whole = outline or whole

    def grid(self, lat: float, lng: float, layer: str) -> str:
        """The id of the smallest grid or micro-grid of `layer` there, or "" for none."""
        return _first(self._grids.get(layer, ()), lat, lng)

    def place(self, lat: float, lng: float) -> str:
        """The id of the smallest place there, or "" for none."""
        return _first(self._places, lat, lng)

    def outside(self, lat: float, lng: float) -> bool:
        """Whether the point is certainly not in the district; without any polygon nothing is."""
        return bool(self._whole) and not _first(self._whole, lat, lng)


def _first(shapes: Iterable[Shape], lat: float, lng: float) -> str:
    return next((each.of for each in shapes if each.holds(lng, lat)), "")
