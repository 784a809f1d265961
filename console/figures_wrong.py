"""What was asked for and cannot be had: said above the figures, which are of something else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from grid.district import District
from grid.figures_period import MOST, STEPS

if TYPE_CHECKING:
    from console.figures_asked import Asked

SHOWN = 30  # characters of what was typed that are said again


def wrong_in(query: Mapping[str, str], asked: Asked, district: District) -> tuple[str, ...]:
    """One sentence a filter that was not followed, each with what is shown instead."""
    return (*_dates(query, asked), *_filters(query, asked, district))


def _filters(query: Mapping[str, str], asked: Asked, district: District) -> Iterator[str]:
    top = district.units[asked.top].name if asked.top in district.units else ""
    followed = {
        "area": (asked.area, "片区", f"下面是{top}的"),
        "unit": (asked.unit, "承办单位", "下面是全部单位的"),
        "category": (asked.category, "事项", "下面是全部事项的"),
    }
    for name, (taken, label, instead) in followed.items():
        typed = query.get(name, "").strip()
        elsewhere = name == "area" and typed.partition(" ")[0] != taken
        if typed and (elsewhere or not taken):
            yield f"没有可选的{label}“{_short(typed)}”，{instead}。请从列表里选。"


def _dates(query: Mapping[str, str], asked: Asked) -> Iterator[str]:
    period, today = asked.period, asked.today_there
    typed = {name: query.get(name, "").strip() for name in ("from", "to")}
    days = {name: _day(text) for name, text in typed.items() if text}
    for name, day in days.items():
        if day is None:
            yield f"日期“{_short(typed[name])}”看不懂，要像2026-11-01；下面是{period.words}的。"
        elif day > today:
            yield f"{typed[name]}还没到，下面算到今天。"
    if (step := query.get("step", "")) and step not in STEPS:
        yield f"没有“{_short(step)}”这种分法，下面{STEPS[period.step]}。"
    first, last = days.get("from"), days.get("to")
    if first and last and first > last:
        yield "起止日期写反了，已经对调。"
    elif first and first < period.first:
        most = f"{STEPS[period.step]}最多看{MOST[period.step]}天"
        yield f"时间太长，{most}，下面从{period.first}算起。"


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
