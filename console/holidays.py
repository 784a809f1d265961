"""The table of holidays: which years have one, a year put in without code, dates moved by it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from console.gate import Form, Gate
from console.holiday_words import AHEAD, doubts, gap, read_table, spans
from console.paper import page, see_other
from console.parts import ConsoleParts
from console.rights import Right, acting
from console.sessions import Visitor
from grid.calendar import SHANGHAI, YearTable
from grid.events import Actor
from grid.orders import TakeHolidays
from grid.refused import Refused
from integrations import holidays

SHOWN = 30  # tickets whose dates would move, in the look beforehand
LONGEST = 6000  # characters of a notice


class HolidayPages:
    """What counts as a workday, and by when everything is due."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate

    def join(self, router: APIRouter) -> None:
        """Add the page's addresses."""
        router.add_api_route("/holidays", self.look, methods=["GET"])
        router.add_api_route("/holidays", self.put, methods=["POST"])

    def look(self, request: Request, done: str = "") -> Response:
        """The years there are."""
        who = self.gate.visitor(request, Right.CALENDAR)
        return self._page(who, done=done if done.isdecimal() else "")

    def put(self, request: Request, form: Form) -> Response:
        """A year's table: first what it would change, then for good."""
        who = self.gate.poster(request, form, Right.CALENDAR)
        typed = {"year": form.get("year", "").strip(), "text": form.get("text", "")[:LONGEST]}
        try:
            table = read_table(self._year(typed["year"]), typed["text"])
            if form.get("to") != "keep":
                return self._page(who, typed=typed, **self._preview(table))
            moved = self._keep(who, table)
        except Refused as refused:
            return self._page(who, 409, typed=typed, refused=refused.words)
        return see_other(f"/staff/holidays?done={moved}")

    def _year(self, text: str) -> int:
        now = self.parts.clock().astimezone(SHANGHAI).year
        if not text.isdecimal() or not now <= int(text) <= now + 1:
            raise Refused(f"年份请写{now}或{now + 1}。")
        return int(text)

    def _keep(self, who: Visitor, table: YearTable) -> int:
        """Kept, moved, counted with from now on; other processes read it by themselves."""
        actor = Actor(who.name, acting(who.roles, Right.CALENDAR))
        moved = int(self.parts.do(TakeHolidays(table), actor) or 0)
        self.parts.district.calendar.take(table)
        words = f"放假{len(table.off)}天，调休上班{len(table.worked)}天，改了{moved}件的期限"
        with self.parts.store.begin() as work:
            work.accounts.saw(self.parts.clock(), who.name, "holidays", str(table.year), words)
        return moved

    def _preview(self, table: YearTable) -> dict[str, Any]:
        with self.parts.store.read() as work:
            found = list(holidays.recounts(work, self.parts.district, table))
        moving = [one for one in found if one.moves]
        kept = sum(one.kept for one in found)
        return {"table": table, "off": spans(table.off), "worked": spans(table.worked),
                "doubts": doubts(table), "moving": moving[:SHOWN], "many": len(moving),
                "kept": kept, "known": self._known(table.year)}  # fmt: skip

    def _known(self, year: int) -> bool:
        return year in self.parts.district.calendar.known

    def _page(self, who: Visitor, status: int = 200, **more: Any) -> Response:
        now, calendar = self.parts.clock(), self.parts.district.calendar
        with self.parts.store.read() as work:
            own = {table.year for table in holidays.kept(work)}
        years = [{"year": year, "own": year in own,
                  "off": spans(d for d in calendar.holidays if d.year == year),
                  "worked": spans(d for d in calendar.workdays if d.year == year)}
                 for year in sorted(calendar.known)]  # fmt: skip
        missing = calendar.unknown(now, AHEAD)
        values = {"years": years, "gap": gap(calendar, now), "who": who, "here": "holidays",
                  "now": now, "demo": self.parts.demo, "refused": "", "done": "", "table": None,
                  "typed": {"year": str(missing[0]) if missing else "", "text": ""}}  # fmt: skip
        return page("holidays.html", values | more, status)
