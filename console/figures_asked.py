"""What somebody wants to see figures of: time, area, unit, category, and cut in which way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from console.figures_wrong import wrong_in
from console.parts import ConsoleParts
from console.rights import Right
from console.scope import scope_of
from console.sessions import Visitor
from grid.calendar import SHANGHAI
from grid.district import District
from grid.figures_areas import belongs, within
from grid.figures_period import Period, period_of
from integrations.sql.counting import Frame

CUTS = {"area": "按片区", "unit": "按承办单位", "category": "按事项"}
PAGE = "/staff/figures"


@dataclass(frozen=True, slots=True)
class Asked:
    """A page of figures as it was asked for; `top` is the largest area the reader may see."""

    period: Period
    now: datetime
    top: str
    area: str
    unit: str = ""
    category: str = ""
    by: str = "area"
    wrong: tuple[str, ...] = ()  # what was asked for and not followed, in sentences

    @property
    def today_there(self) -> date:
        """The day it is in Shanghai."""
        return self.now.astimezone(SHANGHAI).date()

    def frame(self, district: District) -> Frame:
        """Which tickets are counted."""
        period = self.period
        return Frame(period.start, period.until, self.now, within(district, self.area),
                     self.unit, self.category)  # fmt: skip

    def frame_of_all(self) -> Frame:
        """The same time, wherever it was."""
        return Frame(self.period.start, self.period.until, self.now)

    def of_today(self) -> Asked:
        """The same place, today."""
        today = self.today_there
        return replace(self, period=Period(today, today, "day"))

    def today(self, district: District) -> Frame:
        """The same place, whatever is open until the end of today."""
        return self.of_today().frame(district)

    def url(self, path: str = "", **more: str) -> str:
        """A page of figures with the same choices, or narrower ones."""
        own = {"from": self.period.first.isoformat(), "to": self.period.last.isoformat(),
               "step": self.period.step, "area": self.area, "unit": self.unit,
               "category": self.category, "by": self.by} | more  # fmt: skip
        return f"{PAGE}{path}?{urlencode({k: v for k, v in own.items() if v})}"

    def behind(self, what: str, **more: str) -> str:
        """The list of the tickets behind a count."""
        return self.url("/tickets", what=what, **more)

    def during(self, period: Period) -> Asked:
        """The same of another time."""
        return replace(self, period=period)


def asked_of(parts: ConsoleParts, who: Visitor, query: Mapping[str, str]) -> Asked:
    """What the address asks for, within what the reader may see."""
    district, now = parts.district, parts.clock()
    today = now.astimezone(SHANGHAI).date()
    period = period_of(query.get("from", ""), query.get("to", ""), query.get("step", ""), today)
    top = top_of(parts, who)
    area = _typed(query, "area")
    category = district.catalogue.get(_typed(query, "category"))
    by = query.get("by", "")
    asked = Asked(
        period, now, top, area if area in areas_in(district, top) else top,
        _unit(query.get("unit", "").strip(), district),
        category.code if category and category.confidential != "high" else "",
        by if by in CUTS else "area")  # fmt: skip
    return replace(asked, wrong=wrong_in(query, asked, district))


def _unit(typed: str, district: District) -> str:
    """The unit typed by its code or its name; empty when there is none, or more than one."""
    code = typed.partition(" ")[0]
    if not typed or code in district.units:
        return code
    working = [one for one in district.units.values() if one.kind != "area"]
    named = [one.id for one in working if one.name == typed]
    named = named or [one.id for one in working if typed in one.name]
    return named[0] if len(named) == 1 else ""


def _typed(query: Mapping[str, str], name: str) -> str:
    """The code at the beginning of what was picked from a list."""
    return query.get(name, "").strip().partition(" ")[0]


def areas_in(district: District, top: str) -> frozenset[str]:
    """An area and every area in it; nothing where the reader has none."""
    if top not in district.units:
        return frozenset()
    return frozenset(one for one in belongs(district, top) if district.units[one].kind == "area")


def top_of(parts: ConsoleParts, who: Visitor) -> str:
    """The area whose figures somebody reads: the district's, or the one they sit in."""
    district = parts.district
    member = district.roster.get(who.member)
    whole = who.may(Right.TICKETS) and not scope_of(district, who.roles, who.member).area
    if whole or member is None or member.unit not in district.units:
        return district.root.id if who.may(Right.TICKETS) else ""
    return next(one.id for one in district.chain(member.unit) if one.kind == "area")
