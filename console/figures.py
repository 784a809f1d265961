"""Figures: rates with definitions, the 721 gauge, returns, hot spots, the bot's funnel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request, Response

from console.figures_asked import CUTS, Asked, asked_of
from console.figures_behind import behind_of, listed
from console.figures_funnel import funnel
from console.figures_hotspots import count_open, decide, hotspots
from console.figures_hotspots import table as hotspot_table
from console.figures_kept import KeptCounts
from console.figures_levels import levels
from console.figures_rates import (
    by_cut,
    by_time,
    changes,
    definitions,
    drawn,
    overview,
    rates_of,
    summary_table,
)
from console.figures_returns import reporting, returns
from console.figures_table import Table, download
from console.figures_whistles import whistles
from console.gate import Form, Gate, NotThere
from console.paper import page, see_other
from console.parts import ConsoleParts
from console.rights import Right
from console.sessions import Visitor
from grid.figures_areas import streets_and_beneath
from grid.figures_lengths import lengths
from grid.figures_period import STEPS
from integrations.sql.counting import answered_of
from integrations.sql.counting_more import mediated, waiting_now
from integrations.sql.store import Work
from mediation.case import BINDING, ENDS

TABS = {"": "概况", "/levels": "721", "/returns": "退单", "/whistles": "吹哨",
        "/hotspots": "热点", "/funnel": "机器人"}  # fmt: skip


class FigurePages:
    """The pages of figures, each table also as CSV."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate
        self.counts = KeptCounts()

    def join(self, router: APIRouter) -> None:
        """Add the pages' addresses."""
        pages: tuple[tuple[str, Callable[..., Response]], ...] = (
            ("", self.rates), ("/levels", self.levels), ("/returns", self.returns),
            ("/whistles", self.whistles), ("/hotspots", self.hotspots), ("/funnel", self.funnel),
            ("/tickets", self.tickets), ("/csv/{name}", self.csv))  # fmt: skip
        for path, act in pages:
            router.add_api_route(f"/figures{path}", act, methods=["GET"])
        router.add_api_route("/figures/hotspots", self.decide, methods=["POST"])

    def _come(self, request: Request) -> tuple[Visitor, Asked]:
        """Who looks, and at what; whoever has no area has no figures."""
        who = self.gate.visitor(request, Right.FIGURES)
        asked = asked_of(self.parts, who, request.query_params)
        if not asked.top:
            raise NotThere
        return who, asked

    def _page(self, tab: str, who: Visitor, asked: Asked, values: Mapping[str, Any]) -> Response:
        """A page of figures with what all of them show."""
        district = self.parts.district
        tabs = {path: name for path, name in TABS.items()
                if path != "/funnel" or who.may(Right.TICKETS)}  # fmt: skip
        categories = [one for one in district.catalogue.values() if one.confidential != "high"]
        own = {"who": who, "asked": asked, "tab": tab, "tabs": tabs, "now": asked.now,
               "here": "figures", "demo": self.parts.demo, "steps": STEPS, "cuts": CUTS,
               "areas": streets_and_beneath(district, asked.top), "categories": categories,
               "units": [one for one in district.units.values() if one.kind != "area"],
               "unit": district.units.get(asked.unit), "area": district.units[asked.area],
               "category": district.catalogue.get(asked.category)}  # fmt: skip
        name = tab.removeprefix("/") or "rates"
        return page(f"figures_{name}.html", own | dict(values))

    def rates(self, request: Request) -> Response:
        """What a leader looks at first: three numbers, last week, every rate with its words."""
        who, asked = self._come(request)
        district = self.parts.district
        with self.parts.store.read() as work:
            found = rates_of(work, district, asked, self.counts)
            values = overview(found, asked) | {
                "first": waiting_now(work.connection, asked.today(district)),
                "changes": changes(work, district, asked.of_today()),
                "taken": lengths(district.calendar,
                                 answered_of(work.connection, asked.frame(district))),
                "hot": count_open(work, district, asked.area),
                "tables": [by_time(found, asked), by_cut(work, district, asked, self.counts)],
                "drawing": drawn(found, asked),
                "mediation": _mediation(work, asked) if _whole(self.parts, asked) else None,
            }  # fmt: skip
        return self._page("", who, asked, values)

    def levels(self, request: Request) -> Response:
        """The 721 gauge."""
        return self._counted("/levels", request, levels)

    def returns(self, request: Request) -> Response:
        """Returned tickets, and what each grid reports."""

        def both(work: Work, district: Any, asked: Asked) -> dict[str, Any]:
            found = returns(work, district, asked)
            return found | {"tables": [*found["tables"], reporting(work, district, asked)]}

        return self._counted("/returns", request, both)

    def whistles(self, request: Request) -> Response:
        """Whistles: how often, who comes in time, who does not."""
        return self._counted("/whistles", request, whistles)

    def funnel(self, request: Request) -> Response:
        """The bot's funnel; of the whole office, not of one area's."""
        self.gate.visitor(request, Right.TICKETS)
        return self._counted("/funnel", request, funnel)

    def _counted(self, tab: str, request: Request,
                 count: Callable[[Work, Any, Asked], dict[str, Any]]) -> Response:  # fmt: skip
        who, asked = self._come(request)
        with self.parts.store.read() as work:
            values = count(work, self.parts.district, asked)
        return self._page(tab, who, asked, values)

    def hotspots(self, request: Request) -> Response:
        """What is hot and nobody has looked at; what somebody has, and why."""
        who, asked = self._come(request)
        with self.parts.store.read() as work:
            values = hotspots(work, self.parts.district, asked.top)
        return self._page("/hotspots", who, asked, values)

    def decide(self, request: Request, form: Form) -> Response:
        """Somebody has looked at a hot spot, or it is none."""
        who = self.gate.poster(request, form, Right.FIGURES)
        asked = asked_of(self.parts, who, {})
        if not asked.top:
            raise NotThere
        with self.parts.store.begin() as work:
            decide(work, self.parts.district, form, (who.name, (asked.now, asked.top)))
            work.accounts.saw(asked.now, who.name, "hotspot", form["row"], form["why"][:300])
        return see_other("/staff/figures/hotspots")

    def tickets(self, request: Request) -> Response:
        """The tickets behind a number."""
        who, asked = self._come(request)
        wanted = behind_of(request.query_params)
        with self.parts.store.read() as work:
            values = listed(self.parts, work, who, asked, wanted)
        return self._page("/tickets", who, asked, values)

    def csv(self, request: Request, name: str) -> Response:
        """One table as a file; nothing in it but numbers and names of units."""
        who, asked = self._come(request)
        with self.parts.store.read() as work:
            found = {one.key: one for one in self._tables(work, who, asked, name)}
        if name not in found:
            raise NotThere
        with self.parts.store.begin() as work:
            work.accounts.saw(asked.now, who.name, "figures", name)
        file = f"{name}-{asked.area}-{asked.period.first}-{asked.period.last}"
        return download(found[name], file)

    def _tables(self, work: Work, who: Visitor, asked: Asked, table: str) -> list[Table]:
        """The tables among which one is wanted; only what it needs is counted."""
        district = self.parts.district
        if table in CUTS:
            return [by_cut(work, district, replace(asked, by=table), self.counts)]
        if table in ("time", "summary"):
            found = rates_of(work, district, asked, self.counts)
            return [by_time(found, asked), summary_table(found, asked)]
        if table == "levels":
            return [levels(work, district, asked)["table"]]
        if table in ("channels", "left") and who.may(Right.TICKETS):
            return list(funnel(work, district, asked)["tables"])
        if table.startswith("whistled_"):
            return list(whistles(work, district, asked)["tables"])
        if table == "hotspots":
            return [hotspot_table(work, district, asked.top)]
        return [definitions(), reporting(work, district, asked),
                *returns(work, district, asked)["tables"]]  # fmt: skip


def _whole(parts: ConsoleParts, asked: Asked) -> bool:
    """Whether nothing narrows the view: mediation is counted for the whole district only."""
    root = parts.district.root.id
    return (asked.area, asked.unit, asked.category) == (root, "", "")


def _mediation(work: Work, asked: Asked) -> dict[str, int]:
    """How many were asked for, agreed on, ended without: counts alone, nothing behind them."""
    found = mediated(work.connection, asked.frame_of_all())
    agreed = sum(n for state, n in found.items() if state in BINDING or state == "agreed_oral")
    ended = sum(n for state, n in found.items() if state in ENDS)
    whole = sum(found.values())
    return {"asked": whole, "agreed": agreed, "ended": ended, "open": whole - agreed - ended}
