"""Reply templates for who keeps them: written, changed, taken out, in and out as a table."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from console import editions_view as view
from console.gate import Form, Gate, NotThere
from console.knowledge_form import EntriesForm
from console.paper import HEADERS, page, see_other
from console.parts import ConsoleParts
from console.rights import Right, acting
from console.sessions import Visitor
from grid.district import District
from grid.editions import REPLIES, Line, PutLines, fingerprint
from grid.events import Actor
from grid.refused import Refused
from grid.replies import FIELDS, LONGEST
from integrations.district import cells
from integrations.district.amending import line_of
from integrations.district.importing import read_lines
from integrations.district.lines import REPLY, reply_cells, table
from integrations.district.words import REPLY_WHERE

LIST = "/staff/replies"


class ReplyPages:
    """The list of templates, one of them, and files in and out. All hold at once, in editions."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate

    def join(self, router: APIRouter) -> None:
        """Add the pages' addresses."""
        add = router.add_api_route
        add("/replies", self.listed, methods=["GET"])
        add("/replies/new", self.blank, methods=["GET"])
        add("/replies/new", self.write, methods=["POST"])
        add("/replies/one/{code}", self.one, methods=["GET"])
        add("/replies/one/{code}", self.write, methods=["POST"])
        add("/replies/one/{code}/out", self.out, methods=["POST"])
        add("/replies/import", self.bring, methods=["POST"])
        add("/replies/export.csv", self.export, methods=["GET"])

    def listed(self, request: Request) -> Response:
        """All templates."""
        return self._list(self.gate.visitor(request, Right.REPLIES))

    def _list(self, who: Visitor, **more: Any) -> Response:
        found, district = self._standing()
        shown = [(one, reply_cells(one)["用在"], [_kind(district, kind) for kind in one.kinds])
                 for one in district.replies.values()]  # fmt: skip
        values = view.common(self.parts, who, found) | {"replies": shown}
        return page("replies.html", values | more, 409 if more.get("refused") else 200)

    def _standing(self) -> tuple[view.Standing, District]:
        with self.parts.store.read() as work:
            found = view.standing(work, REPLIES, self.parts.clock())
        return found, view.drafted(self.parts, found)

    def one(self, request: Request, code: str) -> Response:
        """One template with its form."""
        return self._one(self.gate.visitor(request, Right.REPLIES), code)

    def blank(self, request: Request) -> Response:
        """The form of a new one."""
        return self._one(self.gate.visitor(request, Right.REPLIES), "")

    def _one(self, who: Visitor, code: str, typed: dict[str, str] | None = None,
             **more: Any) -> Response:  # fmt: skip
        found, district = self._standing()
        line = line_of(district, REPLIES, code)
        if code and line is None:
            raise NotThere
        stands = line or dict.fromkeys(REPLY, "") | {"用在": "、".join(REPLY_WHERE)}
        values = view.common(self.parts, who, found) | {
            "code": code, "was": fingerprint(line), "typed": stands | (typed or {}), "why": "",
            "where": tuple(REPLY_WHERE), "fields": FIELDS, "longest": LONGEST,
            "catalogue": self.parts.district.catalogue,
        }  # fmt: skip
        return page("replies_one.html", values | more, 409 if more.get("refused") else 200)

    def write(self, request: Request, form: Form, code: str = "") -> Response:
        """A template's line, in force at once."""
        who = self.gate.poster(request, form, Right.REPLIES)
        typed = {name: form.get(name, "").strip()[: 2 * LONGEST] for name in REPLY}
        typed["用在"] = "、".join(one for one in REPLY_WHERE if form.get(f"用在{one}"))
        try:
            new = code or cells.code(typed["编码"])
            if not typed["用在"]:
                raise Refused("请选用在哪里。")
            if not new.isascii() or not new.isalnum():
                raise Refused("请写编码，用字母和数字，比如H20。")
            self._put(who, {new: typed | {"编码": new}}, form)
        except (Refused, ValueError) as wrong:
            words = wrong.words if isinstance(wrong, Refused) else f"{wrong}。"
            return self._one(who, code, typed, refused=words, why=form.get("why", ""))
        return see_other(LIST)

    def out(self, request: Request, code: str, form: Form) -> Response:
        """It is offered no more; its edition keeps it, and it can be taken back."""
        who = self.gate.poster(request, form, Right.REPLIES)
        try:
            self._put(who, {code: None}, form)
        except Refused as refused:
            return self._one(who, code, refused=refused.words)
        return see_other(LIST)

    def _put(self, who: Visitor, lines: dict[str, Line | None], form: dict[str, str]) -> None:
        was = {code: form.get("was", "") for code in lines}
        self._do(who, PutLines(REPLIES, lines, form.get("why", ""), was))

    def _do(self, who: Visitor, order: PutLines) -> None:
        self.parts.do(order, Actor(who.name, acting(who.roles, Right.REPLIES)))
        codes = "、".join(order.lines)
        with self.parts.store.begin() as work:
            words = f"{codes}：{order.why.strip()}"[:200]
            work.accounts.saw(self.parts.clock(), who.name, "published", REPLIES, words)

    async def bring(self, request: Request, form: EntriesForm) -> Response:
        """A table, in force at once; it can be taken back."""
        who = self.gate.poster(request, form, Right.REPLIES)
        try:
            _, district = self._standing()
            lines, numbers = read_lines(REPLIES, form["file"], district)
            self._do(who, PutLines(REPLIES, lines, form.get("why", ""), numbers=numbers))
        except Refused as refused:
            return self._list(who, refused=refused.words)
        return see_other(f"{LIST}/editions")

    def export(self, request: Request) -> Response:
        """The templates as replies.csv has them."""
        self.gate.visitor(request, Right.REPLIES)
        rows = (reply_cells(one) for one in self.parts.district.replies.values())
        headers = {**HEADERS, "Content-Disposition": 'attachment; filename="replies.csv"'}
        return Response(table(REPLY, rows), 200, headers, "text/csv; charset=utf-8")


def _kind(district: District, kind: str) -> str:
    """A category, or all of the first two digits, by name."""
    category = district.catalogue.get(kind)
    if category:
        return category.name
    first = (one.first for code, one in district.catalogue.items() if code.startswith(kind))
    return next(first, kind)
