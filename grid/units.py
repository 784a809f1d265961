"""The units of a district: areas in three to five levels, and departments beside them."""

from __future__ import annotations

from dataclasses import dataclass

LEVELS = ("district", "street", "community", "grid", "micro_grid")

KINDS = ("area", "department", "committee", "enforcement", "patrol", "centre")


@dataclass(frozen=True, slots=True)
class Unit:
    """An area, or a desk beside one: `kind` is one of KINDS.

    `level` is one of LEVELS; a department stands at the level it serves. `layer` tells layers of
    grids apart that may overlap one another (basic, professional …); siblings of one layer may
    not. `catch_all` marks the unit that takes what lies in no grid.
    """

    id: str
    name: str
    level: str
    parent: str = ""  # id of the unit above, empty for the district itself
    kind: str = "area"
    layer: str = "basic"
    phone: str = ""
    lead_names: tuple[str, ...] = ()  # names in the catalogue this unit answers to
    catch_all: bool = False
