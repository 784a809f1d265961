"""Places people name, and the grid each lies in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A named place; `grid` is the unit it lies in, empty when it spans several or none."""

    id: str
    name: str
    grid: str = ""
    aliases: tuple[str, ...] = ()
    kind: str = "estate"  # estate, village, road, school, market, park, landmark, office …
    lat: float | None = None
    lng: float | None = None
    public: bool = False  # public space: what is reported there may be followed by neighbours
    grids: tuple[str, ...] = ()  # the grids it passes through, for what spans several (a road)

    @property
    def candidates(self) -> tuple[str, ...]:
        """The grids it may be in: its own, or those it passes through; none outside all grids."""
        return (self.grid,) if self.grid else self.grids


@dataclass(frozen=True, slots=True)
class Area:
    """A polygon of a unit or a place: rings of (lng, lat) in WGS-84, the first the outer one."""

    of: str  # id of the unit or place
    rings: tuple[tuple[tuple[float, float], ...], ...]
