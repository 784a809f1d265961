"""Districts shaped like those of the articles: their numbers, with invented names.

Numbers marked "assumed" are in no article; a city replaces names and numbers by its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from departments import Row, of_community, of_district, of_street, unit
from made_up import DEPARTMENTS, FIRST, SECOND, TRADES
from people import Roster


@dataclass(frozen=True)
class Preset:
    """How many of everything a district has, and who works in a grid."""

    folder: str
    code: str
    name: str
    streets: int
    street_kind: str
    communities: int
    grids: int
    micro_grids: int = 0
    professional: int = 0  # grids of a layer of their own
    crew: tuple[str, ...] = ("巡查员", "网格长")
    groups: bool = False  # a mediation group in every town, village and grid
    mediators: int = 0  # in these groups
    trades: int = 0  # committees for one trade each


PRESETS = (
    Preset(  # 1 centre + 8 towns + 356 villages + 899 basic and 160 professional grids
        "wujiang", "WJ", "澜汀区", 8, "镇", 356, 899, professional=160,
    ),
    Preset(  # 9 streets, 239 grids, "1+2+N": a patroller, two auxiliaries, N volunteers
        "zhongshan", "ZS", "岑海区", 9, "街道", communities=54, grids=239,  # 54 assumed
        crew=("巡查员", "辅警", "辅警", "志愿者", "志愿者", "志愿者", "网格长"),  # N = 3 assumed
    ),
    Preset(  # five levels: micro-grid, grid, community, street, district; numbers assumed
        "jianye", "JY", "槐洲区", 6, "街道", communities=60, grids=300, micro_grids=1200,
    ),
    Preset(  # 14 towns; 887 groups on three levels: 14 + 218 + 655 (split assumed), 1,925 people
        "wuzhong", "WZ", "沐泽区", 14, "镇", communities=218, grids=655, groups=True,
        mediators=1925, trades=13,
    ),
)  # fmt: skip


@dataclass
class Land:
    """The areas of a preset as they are laid out: codes with the codes of their parents."""

    names: dict[str, str] = field(default_factory=dict)
    streets: list[str] = field(default_factory=list)
    communities: list[str] = field(default_factory=list)
    grids: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def add(self, row: Row) -> str:
        self.rows.append(row)
        self.names[str(row[0])] = str(row[1])
        return str(row[0])


def tables(preset: Preset) -> dict[str, list[Row]]:
    """Rows by file name."""
    land = laid_out(preset)
    return {
        "units.csv": land.rows + desks(preset, land),
        "places.csv": places(land),
        "roster.csv": roster(preset, land),
    }


def laid_out(preset: Preset) -> Land:
    land = Land()
    land.add(unit(preset.code, preset.name, "区", ""))
    for number in range(preset.streets):
        code, name = f"{preset.code}{number + 1:02d}", named(number * 31 + 7) + preset.street_kind
        leads = "街道办事处、街道(乡镇)"
        land.streets.append(land.add(unit(code, name, "街道", preset.code, leads=leads)))
    for number, (street, nth) in enumerate(spread(preset.communities, land.streets)):
        code = f"{street}{nth:02d}"
        name = named(number) + ("村" if preset.street_kind == "镇" and number % 3 else "社区")
        leads = "社区居委会、村民委员会"
        land.communities.append(land.add(unit(code, name, "社区", street, leads=leads)))
    _grids(preset, land)
    return land


def _grids(preset: Preset, land: Land) -> None:
    for community, nth in spread(preset.grids, land.communities):
        code, name = f"{community}{nth:02d}", f"{land.names[community]}第{nth}网格"
        land.grids.append(land.add(unit(code, name, "网格", community)))
    for grid, nth in spread(preset.micro_grids, land.grids):
        name = f"{land.names[grid].removesuffix('网格')}-{nth}微网格"
        land.add(unit(f"{grid}{nth:02d}", name, "微网格", grid))
    for street, nth in spread(preset.professional, land.streets):
        code, name = f"{street}X{nth:02d}", f"{land.names[street]}专业网格{nth}"
        land.grids.append(land.add(unit(code, name, "网格", street, layer="专业")))


def desks(preset: Preset, land: Land) -> list[Row]:
    """Departments, the patrol and enforcement lines, and the committees."""
    rows = of_district(preset.code)
    for street in land.streets:
        name = land.names[street]
        rows += of_street(street, name)
        rows.append(unit(f"{street}D", f"{name}巡查队", "街道", street, kind="巡查队伍"))
    rows += [of_community(code, land.names[code]) for code in land.communities]
    if preset.groups:
        rows += [
            unit(f"{code}T", f"{land.names[code]}调解小组", "网格", code, kind="委员会",
                 leads="社区人民调解委员会")
            for code in land.grids
        ]  # fmt: skip
    for number, trade in enumerate(TRADES[: preset.trades], 1):
        name = f"区{trade}纠纷人民调解委员会"
        rows.append(unit(f"HY{number:02d}", name, "区", preset.code, kind="委员会"))
    return rows


def places(land: Land) -> list[Row]:
    """One made-up estate a community, in its first grid."""
    first: dict[str, str] = {}
    parents = {str(row[0]): str(row[3]) for row in land.rows}
    for grid in land.grids:
        first.setdefault(parents[grid], grid)
    return [
        (f"P{number:04d}", f"{land.names[code][:2]}新苑", "", first[code], "小区", "", "", "否")
        for number, code in enumerate(land.communities, 1)
    ]


def roster(preset: Preset, land: Land) -> list[Row]:
    people = Roster("R")
    for grid in land.grids:
        for role in preset.crew:
            people.add(role, grid)
    groups = [f"{code}T" for code in (*land.streets, *land.communities)]
    if preset.groups:
        groups += [f"{code}T" for code in land.grids]
    for group, _ in spread(preset.mediators or len(groups), groups):
        people.add("调解员", group)
    for number in range(1, len(DEPARTMENTS) + 1):
        people.add("承办人", f"BM{number:02d}")
    for role in ("派单员", "核查员", "中心领导", "热线坐席", "值班"):
        people.add(role, "ZX01")
    people.add("巡查员", "JD01")
    return people.rows


def spread(count: int, over: list[str]) -> list[tuple[str, int]]:
    """`count` things dealt evenly: the owner of each and its number, from 1, with that owner."""
    each, rest = divmod(count, len(over))
    dealt = (each + (at < rest) for at in range(len(over)))
    return [(owner, n + 1) for owner, many in zip(over, dealt, strict=True) for n in range(many)]


def named(number: int) -> str:
    """The invented name of that number; the first 900 differ."""
    return FIRST[number % len(FIRST)] + SECOND[(number + number // len(FIRST)) % len(SECOND)]
