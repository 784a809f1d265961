"""Hot spots as leaders see them: what is hot, what stands behind it, and what a person says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from console.figures_asked import PAGE
from console.figures_table import Cell, Table, heads
from console.words import moment
from grid.district import District
from grid.figures import PEOPLE
from grid.figures_areas import belongs
from grid.hotspots import STATES, explained
from grid.refused import Refused
from integrations.sql.hotspots import OPEN, Hotspots
from integrations.sql.store import Work

LEAST_WHY = 4
MOST, MOST_LOOKED = 50, 20
"""So many are shown, of those to be looked at and of those somebody has looked at."""
_NUMBER = re.compile(r"[0-9]{1,9}")


def hotspots(work: Work, district: District, top: str) -> dict[str, Any]:
    """Those to be looked at, and those somebody has looked at, within an area."""
    kept = Hotspots(work.connection)
    waiting, looked = (
        [_shown(district, row) for row in islice(_inside(district, rows, top), most)]
        for rows, most in ((kept.listed(OPEN), MOST), (kept.listed(""), MOST_LOOKED))
    )
    return {"waiting": waiting, "looked": looked, "states": STATES}


def count_open(work: Work, district: District, top: str) -> int:
    """How many wait for somebody to look."""
    return sum(1 for _ in _inside(district, Hotspots(work.connection).listed(OPEN), top))


def hotspot(work: Work, district: District, number: str, top: str) -> Any:
    """The row of one in an area, by its number as written; None for all others."""
    if not _NUMBER.fullmatch(number):
        return None
    row = Hotspots(work.connection).get(int(number))
    return next(_inside(district, [row] if row else [], top), None)


def _inside(district: District, rows: Iterable[Any], top: str) -> Iterator[Any]:
    """Those whose place lies in an area; what spans several grids is shown to each of them."""
    own, whole = belongs(district, top), top == district.root.id
    for row in rows:
        place = district.places.get(row.place)
        grids = place.candidates if place else (row.place,)
        if whole or any(grid in own for grid in grids):
            yield row


def _shown(district: District, row: Any) -> dict[str, Any]:
    place, unit = district.places.get(row.place), district.units.get(row.place)
    category = district.catalogue.get(row.category)
    return {"row": row, "where": place.name if place else unit.name if unit else row.place,
            "what": category.name if category else "各类事情",
            "why": explained(row.kind, row.reports, row.people, row.usual),
            "few": row.people < PEOPLE, "url": f"{PAGE}/tickets?what=hotspot.{row.id}",
            "state": STATES.get(row.state, row.state)}  # fmt: skip


def table(work: Work, district: District, top: str) -> Table:
    """The same as a table."""
    names = ("地点", "事情", "发现时间", "为什么", "件数", "平常7天", "处理", "理由", "处理时间")
    made, found = Table("hotspots", "热点", heads(*names)), hotspots(work, district, top)
    for one in [*found["waiting"], *found["looked"]]:
        row = one["row"]
        cells = (one["where"], one["what"], moment(row.found), one["why"], str(row.reports),
                 f"{row.usual:.1f}", one["state"], row.why, moment(row.decided))  # fmt: skip
        made.rows.append(tuple(map(Cell, cells)))
    return made


def decide(work: Work, district: District, form: dict[str, str], by: tuple[str, Any]) -> None:
    """Keep what a person says of a hot spot; `by` is who, at what time, in which area."""
    account, (now, top) = by
    row = hotspot(work, district, form.get("row", ""), top)
    if row is None:
        raise Refused("没有这个热点，请刷新页面。")
    state, why = form.get("state", ""), form.get("why", "").strip()[:300]
    if state not in ("known", "false"):
        raise Refused("请选“知道了”或“误报”。")
    if len(why) < LEAST_WHY:
        raise Refused(f"请写一句：准备怎么办，或为什么是误报（至少{LEAST_WHY}个字）。")
    if not Hotspots(work.connection).decide(row.id, state, why, (account, now)):
        raise Refused("刚刚有人处理过了，请刷新页面。")
