"""The report on returned tickets: units, pairs, reasons, rules, and whether grids report less."""

from __future__ import annotations

from typing import Any

from console.figures_asked import Asked
from console.figures_table import Cell, Table, count_cell, heads
from grid.district import District
from grid.figures_areas import belongs
from grid.figures_returns import (
    FIRST,
    OUTCOMES,
    WEEKS_BEFORE,
    Bounce,
    Report,
    Returns,
    Trend,
    bounces,
    report,
)
from grid.returns import REASONS
from integrations.sql.counting_more import returned, trends
from integrations.sql.store import Work

HOURS = "从派到该单位，到别的单位接手（或不同意退回）为止，按自然小时算；还没有定的算到现在。"
REPORTS = ("最近四周和再往前八周的平均（每四周）相比；网格员、网格长自己报的少了一半以上的，"
           "请问一问为什么。")  # fmt: skip


def returns(work: Work, district: District, asked: Asked) -> dict[str, Any]:
    """Everything returned within the time asked for."""
    every = _asked_for(work, district, asked)
    made = report(every, asked.now)
    reasons = [(REASONS.get(key, key or "没有写"), count)
               for key, count in made.all.reasons.most_common()]  # fmt: skip
    return {"report": made, "reasons": reasons, "outcomes": OUTCOMES,
            "hours": round(made.all.hours), "home": made.home,
            "home_url": asked.behind("returned.home"), "url": asked.behind("returned"),
            "tables": [_units(district, asked, made), _pairs(district, made),
                       _rules(district, made)]}  # fmt: skip


def _asked_for(work: Work, district: District, asked: Asked) -> list[Bounce]:
    """The returns of the time, the unit and the category chosen; counted and listed alike."""
    found = returned(work.connection, asked.frame(district))
    every = (one for _, category, log in found for one in bounces(district, category, log))
    return [one for one in every if asked.period.start <= one.asked < asked.period.until
            and (not asked.unit or one.unit == asked.unit)
            and (not asked.category or one.category == asked.category)]  # fmt: skip


def _called(district: District, unit: str) -> str:
    found = district.units.get(unit)
    return found.name if found else unit


def _units(district: District, asked: Asked, made: Report) -> Table:
    names = ("单位", "申请退回", *OUTCOMES.values(), "耽误小时", "每件平均", "理由")
    table = Table("returned_units", "按退单的单位", heads(*names), note=HOURS)
    for unit, own in _most(made.units):
        table.rows.append((
            Cell(_called(district, unit)),
            count_cell(own.asked, asked.behind("returned", by="unit", key=unit)),
            *(count_cell(own.outcomes[key]) for key in OUTCOMES), *_hours(own),
            Cell(_reasons(own))))  # fmt: skip
    return table


def _pairs(district: District, made: Report) -> Table:
    names = ("退单单位", "后来给了", "件数", "耽误小时", "每件平均", "理由")
    table = Table("returned_pairs", "从哪个单位到哪个单位", heads(*names))
    for (before, after), own in _most(made.pairs):
        table.rows.append((Cell(_called(district, before)), Cell(_called(district, after)),
                           count_cell(own.asked), *_hours(own), Cell(_reasons(own))))  # fmt: skip
    return table


def _rules(district: District, made: Report) -> Table:
    note = "派单目录自动派过去、后来没有留在那里的。同一条反复退，多半要改目录。"
    names = ("目录里的事项", "目录派给", "退回件数", "耽误小时", "每件平均")
    table = Table("returned_rules", "派单目录的哪一条", heads(*names), note=note)
    for (code, unit), own in _most(made.rules):
        category = district.catalogue.get(code)
        table.rows.append((Cell(f"{code} {category.name}" if category else code),
                           Cell("所在网格先办" if unit == FIRST else _called(district, unit)),
                           count_cell(own.asked),
                           *_hours(own)))  # fmt: skip
    return table


def _most(groups: dict[Any, Returns]) -> list[tuple[Any, Returns]]:
    return sorted(groups.items(), key=lambda one: (-one[1].asked, -one[1].hours, str(one[0])))


def _hours(own: Returns) -> tuple[Cell, Cell]:
    return Cell(f"{own.hours:.0f}"), Cell(f"{own.hours / own.asked:.1f}")


def _reasons(own: Returns) -> str:
    return "、".join(f"{REASONS.get(key, key)}{n}" for key, n in own.reasons.most_common() if key)


def reporting(work: Work, district: District, asked: Asked) -> Table:
    """Reports of each grid now and usually; those whose own people fell silent come first."""
    names = ("网格", "最近四周登记", "平常四周", "其中自己报的", "平常自己报的", "提醒")
    table = Table("reporting", "各网格上报的多少", heads(*names), note=REPORTS)
    own = set(belongs(district, asked.area))
    found = [one for one in trends(work.connection, asked.frame(district)) if one.grid in own]
    for one in sorted(found, key=lambda each: (not each.fell, -each.usual, each.grid)):
        table.rows.append(_trend(district, one))
    return table


def _trend(district: District, one: Trend) -> tuple[Cell, ...]:
    alarm = Cell("自己报的明显少了", tone="red") if one.fell else Cell("")
    usual = f"{one.before / WEEKS_BEFORE:.1f}"
    return (Cell(_called(district, one.grid)), count_cell(one.now), Cell(usual),
            count_cell(one.staff_now), Cell(f"{one.usual:.1f}"), alarm)  # fmt: skip


def numbers(work: Work, district: District, asked: Asked, key: str) -> list[str]:
    """The tickets a unit asked to return, or that came home; "" for all."""
    every = _asked_for(work, district, asked)
    return sorted({one.ticket for one in every
                   if (one.home if key == "home" else not key or one.unit == key)})  # fmt: skip
