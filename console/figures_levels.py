"""The 721 gauge by area, with what was left out and how far a low level was pushed up."""

from __future__ import annotations

from typing import Any

from console.figures_asked import Asked
from console.figures_drawn import stacked
from console.figures_table import Cell, Table, count_cell, heads
from grid.district import District
from grid.figures import FEW
from grid.figures_areas import belongs, inner
from grid.figures_levels import LEFT_OUT, LEVELS, SHARES, Gauge, gauges, level_of, together
from integrations.sql.counting_more import closures
from integrations.sql.store import Work

NOTE = ("只算经过别人核查、没有重办、核查一次通过的结案；按结案时承办单位的级别归档。"
        "严口径：网格／社区、街道、区部门／综合执法；宽口径把社区算进网格。")  # fmt: skip


def levels(work: Work, district: District, asked: Asked) -> dict[str, Any]:
    """The gauge of the area asked for, and a table of those in it."""
    reopen = district.policies.reopen
    found = closures(work.connection, asked.frame(district), reopen)
    groups = gauges(district, found, belongs(district, asked.area))
    whole = together(groups.values())
    left = [(words, whole.out[key], asked.behind(f"level.out.{key}"))
            for key, words in LEFT_OUT.items() if whole.out[key]]  # fmt: skip
    return {"gauge": whole, "few": whole.whole < FEW, "left": left, "days": reopen.days,
            "strict": _drawn(whole, False), "wide": _drawn(whole, True), "shares": SHARES,
            "levels": [(words, whole.solved[key], asked.behind(f"level.{key}"))
                       for key, words in LEVELS.items()],
            "table": _table(district, asked, groups)}  # fmt: skip


def _drawn(gauge: Gauge, wide: bool) -> Any:
    shares = gauge.shares(wide)
    if not shares:
        return ""
    rows = zip(SHARES, shares, strict=True)
    return stacked([(name, share, goal) for (_, name, goal), share in rows])


def _table(district: District, asked: Asked, groups: dict[str, Gauge]) -> Table:
    names = ("片区", "计入", *LEVELS.values(), "严口径7:2:1", "宽口径", "该网格办、往上推的",
             "没有计入")  # fmt: skip
    table = Table("levels", "按片区", heads(*names), note=NOTE)
    for unit in inner(district, asked.area):
        table.rows.append(_row(asked, unit.id, unit.name, groups.get(unit.id, Gauge())))
    if asked.area in groups and asked.area not in {one.id for one in inner(district, asked.area)}:
        table.rows.append(_row(asked, "", "没有位置的", groups[asked.area]))
    return table


def _row(asked: Asked, area: str, name: str, gauge: Gauge) -> tuple[Cell, ...]:
    def url(what: str) -> str:
        return asked.behind(what, area=area) if area else ""

    solved = [count_cell(gauge.solved[key], url(f"level.{key}")) for key in LEVELS]
    return (Cell(name, asked.url("/levels", area=area) if area else ""),
            count_cell(gauge.whole), *solved, Cell(_shares(gauge, False)),
            Cell(_shares(gauge, True)), count_cell(gauge.pushed),
            count_cell(sum(gauge.out.values())))  # fmt: skip


def _shares(gauge: Gauge, wide: bool) -> str:
    shares = gauge.shares(wide)
    return " : ".join(f"{share:.0%}" for share in shares) if shares else "不足10件，不算比例"


def units_of(district: District, level: str) -> frozenset[str]:
    """The units that solve at a level."""
    return frozenset(one.id for one in district.units.values() if level_of(one) == level)
