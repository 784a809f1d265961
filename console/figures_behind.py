"""The very tickets behind a count, as far as the reader may see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, false, select

from console.figures_asked import Asked
from console.figures_hotspots import hotspot
from console.figures_levels import units_of
from console.figures_rates import name_of
from console.figures_returns import numbers
from console.figures_whistles import behind as behind_whistles
from console.parts import ConsoleParts
from console.rights import Right
from console.scope import scope_of
from console.sessions import Visitor
from console.ticket_view import summary
from console.veil import in_a_list
from grid.district import District
from grid.figures import BY_KEY, OUT
from grid.figures_levels import LEFT_OUT, LEVELS
from integrations.sql import counting
from integrations.sql.counting_more import NOW, behind_now, closed_of
from integrations.sql.hotspots import cases
from integrations.sql.schema import tickets
from integrations.sql.store import Work

PAGE = 50
NO_UNIT = frozenset({"-"})
RATED = ("solved", "satisfied", "net", "answers")
"""Of hidden persons a unit does not learn how they rated, nor that they did."""
NOW_WORDS = {"overdue": "超期没有答复的", "overdue_new": "近7天新超期的", "today": "今天到期的",
             "decide": "等人定的、要重办的"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Behind:
    """What is asked for: a name of a tally or of a page, and a key within it."""

    what: str
    key: str = ""
    page: int = 1

    @property
    def kind(self) -> str:
        """The part before the first dot."""
        return self.what.partition(".")[0]

    @property
    def rest(self) -> str:
        """The part after it."""
        return self.what.partition(".")[2]


def behind_of(query: Mapping[str, str]) -> Behind:
    """What the address asks for."""
    page = query.get("page_no", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    return Behind(query.get("what", "all"), query.get("key", ""), max(1, number))


def listed(parts: ConsoleParts, work: Work, who: Visitor, asked: Asked,
           wanted: Behind) -> dict[str, Any]:  # fmt: skip
    """A page of the list, with how many more there are that the reader may not see."""
    district = parts.district
    every = _query(work, district, asked, wanted)
    scope = scope_of(district, who.roles, who.member)
    mine = select(tickets.c.number).where(tickets.c.number.in_(every), scope.where())
    rated = wanted.rest in RATED and not who.may(Right.TICKETS)
    if rated:
        every = mine = mine.where(tickets.c.secret.is_(False), tickets.c.privacy != "anonymous")
    count = counting.how_many(work.connection, every)
    own = count if scope.everything or rated else counting.how_many(work.connection, mine)
    found = counting.listed(work.connection, mine, PAGE, (wanted.page - 1) * PAGE)
    loaded = [ticket for ticket in map(work.tickets.get, found) if ticket]
    rows = [summary(parts, in_a_list(who, ticket), asked.now) for ticket in loaded]
    return {"rows": rows, "count": count, "unseen": count - own, "title": title(wanted),
            "more": wanted.page * PAGE < own, "wanted": wanted,
            "where": _where(district, asked)}  # fmt: skip


def _query(work: Work, district: District, asked: Asked, wanted: Behind) -> Select[tuple[str]]:
    frame, rest = asked.frame(district), wanted.rest
    if wanted.kind == "now" and rest in NOW:
        return behind_now(asked.today(district), rest)
    if wanted.kind == "level":
        out = rest.partition(".")[2] if rest.startswith("out.") else ""
        return closed_of(frame, out, frozenset() if out else units_of(district, rest) or NO_UNIT)
    if wanted.kind == "returned":
        found = numbers(work, district, asked, rest or wanted.key)
        return select(tickets.c.number).where(tickets.c.number.in_(found))
    if wanted.kind == "whistle":
        return behind_whistles(work, district, asked, (rest, wanted.key))
    if wanted.kind == "hotspot":
        row = hotspot(work, district, rest, asked.top)
        found_at = cases(row.category, row.place, row.since, row.updated) if row else None
        return select(tickets.c.number).where(false()) if found_at is None else found_at
    return counting.behind(frame, wanted.what)


def title(wanted: Behind) -> str:
    """What the list is of, in the words of the definition."""
    kind, rest = wanted.kind, wanted.rest
    if kind in ("of", "got") and rest in BY_KEY:
        measure = BY_KEY[rest]
        side, words = ("分子", measure.got) if kind == "got" else ("分母", measure.of)
        return f"{measure.name}的{side}：{words}"
    if kind == "out":
        return f"没有计入的：{OUT.get(rest, rest)}"
    if kind == "level":
        out = LEFT_OUT.get(rest.removeprefix("out."), "")
        return f"721没有计入的：{out}" if out else f"721：在{LEVELS.get(rest, rest)}解决的"
    back = "退回到报事网格的" if rest else "单位申请退回过的"
    came = "叫了单位没有到的" if rest == "absent" else "吹过哨的"
    others = {"whistle": came, "now": NOW_WORDS.get(rest, rest), "hotspot": "热点背后的工单",
              "base": "受理的（计入各项比率的）", "returned": back}  # fmt: skip
    return others.get(kind, "登记的全部")


def _where(district: District, asked: Asked) -> str:
    """The choices of the page the list comes from."""
    names = [name_of(district, "area", asked.area), asked.period.words]
    names += [name_of(district, "unit", asked.unit)] if asked.unit else []
    names += [name_of(district, "category", asked.category)] if asked.category else []
    return " · ".join(names)
