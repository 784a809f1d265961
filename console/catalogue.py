"""The dispatch catalogue for its administrator: searched, a rule changed or added, in and out."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from console import editions_view as view
from console.gate import Form, Gate, NotThere
from console.knowledge_form import EntriesForm
from console.paper import HEADERS, page, see_other
from console.parts import ConsoleParts
from console.rights import Right, acting
from console.rulings_view import ruled_of
from console.sessions import Visitor
from grid.district import District
from grid.editions import CATALOGUE, WriteLines, fingerprint
from grid.events import Actor
from grid.refused import Refused
from integrations.district import cells
from integrations.district.amending import line_of
from integrations.district.importing import read_lines
from integrations.district.lines import CATEGORY, category_cells, table
from integrations.district.words import CONFIDENTIAL, HANDLING, MEDIABLE, SLA

LIST = "/staff/catalogue"
LONGEST = 400  # characters of a cell
CHOICES = {"层级": tuple(HANDLING), "时限类别": tuple(SLA), "能否调解": tuple(MEDIABLE),
           "保密": tuple(CONFIDENTIAL)}  # fmt: skip
BLANK = dict.fromkeys(CATEGORY, "") | {
    "层级": "区部门", "时限类别": "N3", "首次联系": "1工作日", "答复时限": "5工作日",
    "追问": "地点", "能否调解": "不可以", "网格先办": "否", "保密": "普通", "启用": "是",
    "不得下派": "否",
}  # fmt: skip


class CataloguePages:
    """The list of rules, one rule, and files in and out."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate

    def join(self, router: APIRouter) -> None:
        """Add the pages' addresses."""
        add = router.add_api_route
        add("/catalogue", self.listed, methods=["GET"])
        add("/catalogue/new", self.blank, methods=["GET"])
        add("/catalogue/new", self.write, methods=["POST"])
        add("/catalogue/rule/{code}", self.rule, methods=["GET"])
        add("/catalogue/rule/{code}", self.write, methods=["POST"])
        add("/catalogue/import", self.bring, methods=["POST"])
        add("/catalogue/export.csv", self.export, methods=["GET"])

    # -- the list

    def listed(self, request: Request, q: str = "", only: str = "") -> Response:
        """The rules, as the draft has them, narrowed by words."""
        who = self.gate.visitor(request, Right.CATALOGUE)
        return self._list(who, q.strip()[:60], only if only in ONLY else "")

    def _list(self, who: Visitor, q: str = "", only: str = "", **more: Any) -> Response:
        found, district = self._standing()
        values = view.common(self.parts, who, found)
        lines = [category_cells(one, district) for one in district.catalogue.values()]
        shown = [line for line in lines if _fits(line, q) and _stands(line, only, values)]
        values |= {"lines": shown, "q": q, "only": only, "onlys": ONLY, "all": len(lines)}
        return page("catalogue.html", values | more, 409 if more.get("refused") else 200)

    def _standing(self) -> tuple[view.Standing, District]:
        with self.parts.store.read() as work:
            found = view.standing(work, CATALOGUE, self.parts.clock())
        return found, view.drafted(self.parts, found)

    # -- one rule

    def rule(self, request: Request, code: str) -> Response:
        """A rule with its form."""
        who = self.gate.visitor(request, Right.CATALOGUE)
        return self._form(who, code)

    def blank(self, request: Request) -> Response:
        """The form of a new rule."""
        return self._form(self.gate.visitor(request, Right.CATALOGUE), "")

    def _form(self, who: Visitor, code: str, typed: dict[str, str] | None = None,
              refused: str = "") -> Response:  # fmt: skip
        found, district = self._standing()
        line = line_of(district, CATALOGUE, code) if code else None
        if code and line is None:
            raise NotThere
        values = view.common(self.parts, who, found) | {
            "code": code, "typed": typed or line or BLANK, "choices": CHOICES,
            "was": fingerprint(line), "leads": _leads(district), "refused": refused,
            "firsts": dict.fromkeys(one.first for one in district.catalogue.values()),
            "asked": [slot.label for slot in district.slots.values()],
        }  # fmt: skip
        with self.parts.store.read() as work:
            values["ruled"] = ruled_of(self.parts, work, code) if code else []
        return page("catalogue_rule.html", values, 409 if refused else 200)

    def write(self, request: Request, form: Form, code: str = "") -> Response:
        """A rule goes into the draft."""
        who = self.gate.poster(request, form, Right.CATALOGUE)
        typed = {name: form.get(name, "").strip()[:LONGEST] for name in CATEGORY}
        try:
            new = code or cells.category_code(typed["编码"])
            line = typed | {"编码": new}
            self._do(who, WriteLines(CATALOGUE, {new: line}, {new: form.get("was", "")}))
        except (Refused, ValueError) as wrong:
            words = wrong.words if isinstance(wrong, Refused) else f"{wrong}。"
            return self._form(who, code, typed, words)
        self._saw(who, f"草稿：事项{new}")
        return see_other(f"{LIST}/draft")

    # -- files

    async def bring(self, request: Request, form: EntriesForm) -> Response:
        """A table into the draft."""
        who = self.gate.poster(request, form, Right.CATALOGUE)
        try:
            _, district = self._standing()
            lines, numbers = read_lines(CATALOGUE, form["file"], district)
            self._do(who, WriteLines(CATALOGUE, lines, numbers=numbers))
        except Refused as refused:
            return self._list(who, refused=refused.words)
        self._saw(who, f"草稿：导入{len(lines)}行")
        return see_other(f"{LIST}/draft")

    def export(self, request: Request) -> Response:
        """The rules in force, as catalogue.csv has them; `draft=1` as the draft has them."""
        self.gate.visitor(request, Right.CATALOGUE)
        district = self.parts.district
        if request.query_params.get("draft") == "1":
            _, district = self._standing()
        rows = (category_cells(one, district) for one in district.catalogue.values())
        headers = {**HEADERS, "Content-Disposition": 'attachment; filename="catalogue.csv"'}
        return Response(table(CATEGORY, rows), 200, headers, "text/csv; charset=utf-8")

    def _do(self, who: Visitor, order: WriteLines) -> None:
        self.parts.do(order, Actor(who.name, acting(who.roles, Right.CATALOGUE)))

    def _saw(self, who: Visitor, words: str) -> None:
        with self.parts.store.begin() as work:
            work.accounts.saw(self.parts.clock(), who.name, "edition", CATALOGUE, words)


ONLY = {"changed": "草稿里改过的", "kept": "不得下派", "grid": "网格先办", "off": "停用的"}


def _stands(line: dict[str, str], only: str, values: dict[str, Any]) -> bool:
    fits = {"changed": line["编码"] in values["changed"], "kept": line["不得下派"] == "是",
            "grid": line["网格先办"] == "是", "off": line["启用"] == "否"}  # fmt: skip
    return fits.get(only, True)


SOUGHT = ("编码", "大类", "事项", "主办单位", "协办单位", "关键词")


def _fits(line: dict[str, str], q: str) -> bool:
    """Whether every word stands somewhere in what people look for."""
    text = "".join(line[name] for name in SOUGHT)
    return all(word in text for word in q.split())


def _leads(district: District) -> list[str]:
    """Every name a lead unit may be called by."""
    desks = [unit for unit in district.units.values() if unit.parent]
    names = [name for unit in desks for name in unit.lead_names]
    names += [unit.name for unit in desks if unit.kind != "area" and not unit.lead_names]
    return sorted(dict.fromkeys(names))
