"""The 721 gauge: at which level matters were really solved, by area (domain rules B.12, A.1).

Counted is only what somebody other than the handler has checked and what has stayed solved: no
redo, no failed check, not closed against the resident's word. So a low level gains nothing by
closing early: what comes back is not counted, and shown as left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from grid.district import District
from grid.figures import FEW
from grid.ground import GRIDS
from grid.units import Unit

LEVELS = {"grid": "网格", "community": "社区（村）", "street": "街道（镇）", "district": "区部门",
          "enforcement": "综合执法"}  # fmt: skip
SHARES = (("grid", "网格内", 0.7), ("up", "上级网格联动", 0.2), ("enforcement", "综合执法", 0.1))
"""The three parts with their goals: 70, 20 and 10 in a hundred (吴江's account)."""
LEFT_OUT = {
    "unchecked": "没有经过核查的（坐席直接录入答复）",
    "redone": "居民说没解决、重办过的",
    "failed": "有一次核查没通过的",
    "upheld": "居民不认可、中心说明后结案的",
}
ENFORCEMENT = "执法"


@dataclass(frozen=True, slots=True)
class Closure:
    """So many closed tickets of an area, of one unit: why not counted, and if still reopenable."""

    area: str
    unit: str
    level: str  # where the catalogue expects it to be solved
    out: str  # a key of LEFT_OUT, or empty
    young: bool
    count: int


@dataclass(slots=True)
class Gauge:
    """The closures of one area by the level at which they were solved."""

    solved: Counter[str] = field(default_factory=Counter)
    expected: Counter[tuple[str, str]] = field(default_factory=Counter)
    out: Counter[str] = field(default_factory=Counter)
    young: int = 0

    def add(self, closure: Closure, level: str) -> None:
        """Count some more."""
        if closure.out:
            self.out[closure.out] += closure.count
            return
        self.solved[level] += closure.count
        self.expected[closure.level, level] += closure.count
        self.young += closure.count if closure.young else 0

    @property
    def whole(self) -> int:
        """How many are counted."""
        return sum(self.solved.values())

    def parts(self, wide: bool = False) -> tuple[int, int, int]:
        """Of the grid, of the levels above, of enforcement; wide: communities with the grids."""
        low = self.solved["grid"] + (self.solved["community"] if wide else 0)
        last = self.solved["enforcement"]
        return low, self.whole - low - last, last

    def shares(self, wide: bool = False) -> tuple[float, ...]:
        """The same as shares of the whole; none where too few are counted."""
        return tuple(part / self.whole for part in self.parts(wide)) if self.whole >= FEW else ()

    @property
    def pushed(self) -> int:
        """How many the catalogue expects at a grid and a level above solved."""
        return sum(count for (expected, level), count in self.expected.items()
                   if expected == "grid" and level != "grid")  # fmt: skip


def level_of(unit: Unit | None) -> str:
    """The level at which a unit solves, a key of LEVELS."""
    if unit is None:
        return "district"
    if unit.kind == "enforcement" or any(ENFORCEMENT in name for name in unit.lead_names):
        return "enforcement"
    return "grid" if unit.level in GRIDS else unit.level


def gauges(
    district: District, closures: Iterable[Closure], beneath: Mapping[str, str]
) -> dict[str, Gauge]:
    """One gauge a key; `beneath` says to which key the areas of the closures belong."""
    found: dict[str, Gauge] = {}
    for closure in closures:
        key = beneath.get(closure.area, "")
        level = level_of(district.units.get(closure.unit))
        found.setdefault(key, Gauge()).add(closure, level)
    return found


def together(all_of: Iterable[Gauge]) -> Gauge:
    """Several areas as one."""
    whole = Gauge()
    for one in all_of:
        whole.solved.update(one.solved)
        whole.expected.update(one.expected)
        whole.out.update(one.out)
        whole.young += one.young
    return whole
