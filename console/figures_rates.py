"""Rates by time, area, unit and category, and what has changed since last week."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Any

from sqlalchemy import Connection

from console.figures_asked import CUTS, Asked
from console.figures_drawn import Step, trend
from console.figures_table import Cell, Table, count_cell, heads, rate_cell, rate_head
from grid.district import District
from grid.figures import BY_KEY, MEASURES, Tally, few_apart, moved, together
from grid.figures_areas import belongs, inner
from grid.figures_period import Period, called, lately
from grid.hotspots import tail
from integrations.sql.counting import Frame
from integrations.sql.counting_more import Moved, registered
from integrations.sql.store import Work

Count = Callable[[Connection, Frame, str], dict[str, Tally]]
"""What counts tallies by a dimension."""
SHOWN = ("contact", "in_time", "closed_due", "solved", "satisfied", "returned")
"""The rates that a row of a long table has room for."""
MORE = 0.05  # what has grown less likely than that by chance is named
LEAST = 3
MOST = 5
SECRET = "secret"
"""Categories whose people nobody may know are one row."""


@dataclass(frozen=True, slots=True)
class Rates:
    """The tallies of a time by day, with as long a time before."""

    days: Mapping[str, Tally]
    period: Period

    def of(self, period: Period) -> Tally:
        """Everything within a shorter time."""
        return together(tally for day, tally in self.days.items()
                        if period.first <= date.fromisoformat(day) <= period.last)  # fmt: skip


def rates_of(work: Work, district: District, asked: Asked, count: Count) -> Rates:
    """Count the time asked for and as long before."""
    both = Period(asked.period.before.first, asked.period.last, "day")
    frame = asked.during(both).frame(district)
    return Rates(count(work.connection, frame, "day"), asked.period)


def overview(rates: Rates, asked: Asked) -> dict[str, Any]:
    """Each rate with its definition, its counts, and what has changed since the time before."""
    now, before = rates.of(asked.period), rates.of(asked.period.before)
    lines = []
    for rate, last in zip(now.rates(), before.rates(), strict=True):
        key = rate.measure.key
        shown = rate.of and not rate.hidden
        lines.append({"rate": rate, "moved": moved(rate, last), "last": last,
                      "got": asked.behind(f"got.{key}") if shown and rate.got else "",
                      "of": asked.behind(f"of.{key}") if shown else ""})  # fmt: skip
    left = [(words, count, asked.behind(f"out.{key}")) for key, words, count in now.left_out()]
    return {"lines": lines, "left": left, "all": now["all"], "base": now["base"],
            "all_before": before["all"], "before": asked.period.before.words,
            "all_url": asked.behind("all"), "base_url": asked.behind("base")}  # fmt: skip


def definitions() -> Table:
    """Every rate's definition, as a table of its own."""
    table = Table("definitions", "指标口径", heads("指标", "分子", "分母", "说明"))
    table.rows = [tuple(map(Cell, (m.name, m.got, m.of, m.note))) for m in MEASURES]
    return table


def summary_table(rates: Rates, asked: Asked) -> Table:
    """The overview as a table, for CSV."""
    names = ("指标", "数值", "分子", "分母", "上一期", "分子的定义", "分母的定义", "说明")
    table = Table("summary", "指标", heads(*names))
    now, before = rates.of(asked.period), rates.of(asked.period.before)
    for rate, last in zip(now.rates(), before.rates(), strict=True):
        m, few = rate.measure, rate.hidden
        row = (m.name, rate.words, "" if few else str(rate.got), "" if few else str(rate.of),
               last.words, m.got, m.of, m.note)  # fmt: skip
        table.rows.append(tuple(map(Cell, row)))
    return table


def by_time(rates: Rates, asked: Asked) -> Table:
    """One row a day, a week or a month."""
    table, parts = _table("time", "按时间", "时间"), list(asked.period.parts())
    tallies = {part.first.isoformat(): rates.of(part) for part in parts}
    few = few_apart(tallies, SHOWN)
    for part in parts:
        first = part.first.isoformat()
        narrow = {"from": first, "to": part.last.isoformat()}
        row = Row(Cell(part.words), tallies[first], narrow, _of(few, first))
        table.rows.append(_row(row, asked))
    return table


def drawn(rates: Rates, asked: Asked) -> Any:
    """The same as a drawing: how much was registered, and how much was answered in time."""
    steps = []
    for part in asked.period.parts():
        tally = rates.of(part)
        steps.append(Step(called(part.first), tally["all"], tally.rate("in_time").share))
    return trend(steps, "登记", "按期答复率")


def _table(key: str, title: str, first: str) -> Table:
    rates = tuple(rate_head(BY_KEY[one].name.partition("（")[0]) for one in SHOWN)
    return Table(key, title, (*heads(first, "登记", "受理"), *rates))


@dataclass(frozen=True, slots=True)
class Row:
    """A row in the making: its name, tally, what narrows a list to it, what is not shown."""

    name: Cell
    tally: Tally
    narrow: Mapping[str, str]
    covered: frozenset[str] = frozenset()


def _row(row: Row, asked: Asked) -> tuple[Cell, ...]:
    """The cells of a row; without anything to narrow by, nothing leads anywhere."""

    def url(what: str) -> str:
        return asked.behind(what, **row.narrow) if row.narrow else ""

    cells = [rate_cell(row.tally.rate(one, one in row.covered), url(f"got.{one}"), url(f"of.{one}"))
             for one in SHOWN]  # fmt: skip
    return (row.name, count_cell(row.tally["all"], url("all")),
            count_cell(row.tally["base"], url("base")), *cells)  # fmt: skip


def by_cut(work: Work, district: District, asked: Asked, count: Count) -> Table:
    """One row an area, a unit or a category, the largest first."""
    found: Mapping[str, Tally] = count(work.connection, asked.frame(district), asked.by)
    if asked.by == "area":
        return _by_area(district, asked, found)
    if asked.by == "category":
        found = _secrets_together(district, found)
    table, few = _table(asked.by, CUTS[asked.by], CUTS[asked.by][1:]), few_apart(found, SHOWN)
    for key, tally in sorted(found.items(), key=lambda one: (-one[1]["all"], one[0])):
        narrow = {asked.by: key} if key and key != SECRET else {}
        name = Cell(name_of(district, asked.by, key))
        table.rows.append(_row(Row(name, tally, narrow, _of(few, key)), asked))
    return table


def _of(few: set[tuple[str, str]], row: str) -> frozenset[str]:
    return frozenset(key for name, key in few if name == row)


def _by_area(district: District, asked: Asked, found: Mapping[str, Tally]) -> Table:
    """The areas directly beneath, and what has no place."""
    table, where = _table("area", "按片区", "片区"), belongs(district, asked.area)
    units = {unit.id: unit for unit in inner(district, asked.area)}
    groups: dict[str, list[Tally]] = {key: [] for key in units}
    for key, tally in found.items():
        home = where.get(key, "")
        groups.setdefault(home if home in units else "", []).append(tally)
    tallies = {key: together(group) for key, group in groups.items()}
    few = few_apart(tallies, SHOWN)
    for key, tally in tallies.items():
        unit = units.get(key)
        name = Cell(unit.name, asked.url(area=key)) if unit else Cell("没有位置，由区里的单位办的")
        narrow = {"area": key} if unit else {}
        table.rows.append(_row(Row(name, tally, narrow, _of(few, key)), asked))
    return table


def _secrets_together(district: District, found: Mapping[str, Tally]) -> dict[str, Tally]:
    """Categories that are confidential are shown as one: few people stand behind each."""
    groups: dict[str, list[Tally]] = defaultdict(list)
    for code, tally in found.items():
        category = district.catalogue.get(code)
        high = category is not None and category.confidential == "high"
        groups[SECRET if high else code].append(tally)
    return {key: together(tallies) for key, tallies in groups.items()}


def name_of(district: District, by: str, key: str) -> str:
    """What a unit, an area or a category is called."""
    if key == SECRET:
        return "身份严格保密的各类（合计）"
    if by == "category":
        category = district.catalogue.get(key)
        return category.name if category else key
    unit = district.units.get(key)
    return unit.name if unit else key or "还没有分派"


# -- what has changed since last week


def changes(work: Work, district: District, asked: Asked) -> dict[str, Any]:
    """What came in these seven days and the seven before, and what has grown."""
    week = lately(asked.period.last, 7)
    week = Period(week.first, week.last, "week")
    both = Period(week.before.first, week.last, "day")
    frame = asked.during(both).frame(district)
    rows = registered(work.connection, frame, week.start)
    return {"now": sum(one.now for one in rows), "before": sum(one.before for one in rows),
            "week": week.words, "last_week": week.before.words,
            "grown": _grown(district, asked.during(week), rows),
            "now_url": asked.during(week).behind("all")}  # fmt: skip


def _grown(district: District, asked: Asked, rows: Iterable[Moved]) -> list[dict[str, Any]]:
    """Categories and areas with more than last week explains, the least likely first."""
    where = belongs(district, asked.area)
    now: Counter[tuple[str, str]] = Counter()
    before: Counter[tuple[str, str]] = Counter()
    for one in rows:
        category = district.catalogue.get(one.category)
        hidden = category is None or category.confidential == "high"
        keys = ("category", "" if hidden else one.category), ("area", where.get(one.area, ""))
        for key in keys:
            now[key] += one.now
            before[key] += one.before
    found = []
    for (by, name), count in now.items():
        last = before[by, name]
        chance = tail(count, max(2, last) + sqrt(max(2, last)))
        if name and name != asked.area and count >= LEAST and chance < MORE:
            row = {"name": name_of(district, by, name), "now": count, "before": last,
                   "url": asked.behind("all", **{by: name})}  # fmt: skip
            found.append((chance, name, row))
    return [row for _, _, row in sorted(found, key=lambda one: one[:2])[:MOST]]
