"""The roster for its administrator: who works where, leave with a substitute, in and out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response

from console import editions_view as view
from console import roster_view
from console.gate import Form, Gate, NotThere
from console.knowledge_form import EntriesForm
from console.paper import HEADERS, page, see_other
from console.parts import ConsoleParts
from console.rights import Right, acting
from console.sessions import Visitor
from console.tickets import code_of
from grid.calendar import SHANGHAI
from grid.district import District
from grid.editions import ROSTER, PutLines
from grid.events import Actor
from grid.people import Leave, Member
from grid.refused import Refused
from integrations.district import cells
from integrations.district.amending import line_of
from integrations.district.importing import read_lines
from integrations.district.lines import MEMBER, leaves, member_cells, table

LIST = "/staff/roster"
FIELDS = ("姓名", "岗位", "单位", "电话", "擅长", "排班", "语言", "联系渠道", "在岗")
LONGEST = 400


class RosterPages:
    """The list of people, one person, leave, and files in and out."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate

    def join(self, router: APIRouter) -> None:
        """Add the pages' addresses."""
        add = router.add_api_route
        add("/roster", self.listed, methods=["GET"])
        add("/roster/new", self.blank, methods=["GET"])
        add("/roster/new", self.write, methods=["POST"])
        add("/roster/import", self.bring, methods=["POST"])
        add("/roster/export.csv", self.export, methods=["GET"])
        add("/roster/person/{code}", self.person, methods=["GET"])
        add("/roster/person/{code}", self.write, methods=["POST"])
        add("/roster/person/{code}/leave", self.leave, methods=["POST"])
        add("/roster/person/{code}/phone", self.phone, methods=["POST"])

    # -- looking

    def listed(self, request: Request) -> Response:
        """People by words, unit or role; warnings where nobody is there."""
        who = self.gate.visitor(request, Right.ROSTER)
        return self._list(who, dict(request.query_params))

    def _list(self, who: Visitor, query: dict[str, str], **more: Any) -> Response:
        found, district = self._standing()
        values = view.common(self.parts, who, found)
        values |= roster_view.listed(district, query, self._today())
        return page("roster.html", values | more, 409 if more.get("refused") else 200)

    def _standing(self) -> tuple[view.Standing, District]:
        with self.parts.store.read() as work:
            found = view.standing(work, ROSTER, self.parts.clock())
        return found, view.drafted(self.parts, found)

    def _today(self) -> date:
        return self.parts.clock().astimezone(SHANGHAI).date()

    def person(self, request: Request, code: str) -> Response:
        """Somebody with their form and leave."""
        who = self.gate.visitor(request, Right.ROSTER)
        return self._person(who, code)

    def blank(self, request: Request) -> Response:
        """The form of somebody new."""
        who = self.gate.visitor(request, Right.ROSTER)
        return self._person(who, "", {"单位": request.query_params.get("unit", "")[:40]})

    def _person(self, who: Visitor, code: str, typed: dict[str, str] | None = None,
                **more: Any) -> Response:  # fmt: skip
        found, district = self._standing()
        member = district.roster.get(code)
        if code and member is None:
            raise NotThere
        values = view.common(self.parts, who, found) | {
            "code": code,
            "phone": "",
            "booked": self._booked(member),
        }
        values |= roster_view.person(district, member, typed, self._today())
        return page("roster_person.html", values | more, 409 if more.get("refused") else 200)

    def _booked(self, member: Member | None) -> list[date]:
        """Days of leave on which somebody has been booked for a mediation before."""
        now = self.parts.clock()
        if member is None or not member.leaves:
            return []
        until = now + timedelta(days=60)
        with self.parts.store.read() as work:
            taken = work.bookings.taken([member.id], now, until, now)
        days = {at.astimezone(SHANGHAI).date() for _, at in taken}
        return sorted(day for day in days if member.leave_on(day))

    # -- changing

    def write(self, request: Request, form: Form, code: str = "") -> Response:
        """Somebody's line, in force at once."""
        who = self.gate.poster(request, form, Right.ROSTER)
        typed = {name: form.get(name, "").strip()[:LONGEST] for name in FIELDS}
        try:
            new = code or cells.code(form.get("编码", ""))
            if not new:
                raise Refused("请写编码，比如R9001。")
            line = self._line(new, typed)
            words = f"{typed['姓名']}：{form.get('why', '').strip()}" if form.get("why") else ""
            self._put(who, {new: line}, words, {new: form.get("was", "")})
        except (Refused, ValueError) as wrong:
            words = wrong.words if isinstance(wrong, Refused) else f"{wrong}。"
            return self._person(who, code, typed | {"编码": form.get("编码", "")}, refused=words,
                                why=form.get("why", ""))  # fmt: skip
        return see_other(f"{LIST}/person/{new}")

    def _line(self, code: str, typed: dict[str, str]) -> dict[str, str]:
        """The cells as typed; a phone left empty stays as it was, as it is not shown."""
        _, district = self._standing()
        stands = line_of(district, ROSTER, code) or {}
        unit = code_of(typed["单位"], district.units) or typed["单位"]
        phone = typed["电话"] or stands.get("电话", "")
        return {**stands, **typed, "编码": code, "单位": unit, "电话": phone}

    def leave(self, request: Request, code: str, form: Form) -> Response:
        """Leave from a day to a day, with or without a substitute; or the end of one."""
        who = self.gate.poster(request, form, Right.ROSTER)
        _, district = self._standing()
        member = district.roster.get(code)
        if member is None:
            raise NotThere
        try:
            given, words = self._leaves(member, form, district)
            line = member_cells(member) | {"请假": leaves(given)}
            self._put(who, {code: line}, words, {code: form.get("was", "")})
        except Refused as refused:
            return self._person(who, code, refused=refused.words, asked=dict(form))
        return see_other(f"{LIST}/person/{code}")

    def _leaves(
        self, member: Member, form: dict[str, str], district: District
    ) -> tuple[list[Leave], str]:
        """The leaves as they are from now on, and what has happened, in words."""
        today = self._today()
        kept = [one for one in member.leaves if one.last >= today]
        if drop := form.get("drop", ""):
            left = [one for one in kept if str(one.first) != drop]
            return left, f"{member.name}销假（{drop}起的）"
        first, last = (_day(form.get(name, "")) for name in ("first", "last"))
        if first < today:
            raise Refused("请假的开始日期已经过去了，请从今天写起。")
        if last < first:
            raise Refused("结束日期早于开始日期。")
        if any(one.first <= last and first <= one.last for one in kept):
            raise Refused(f"{member.name}这几天已经请过假了，先销假再改。")
        typed = form.get("substitute", "").strip()
        other = code_of(typed, district.roster) if typed else ""
        if typed and other not in district.roster:
            raise Refused("替班人请从列表里选。")
        named = f"，{district.roster[other].name}替班" if other else "，没有人替班"
        new = sorted([*kept, Leave(first, last, other)], key=lambda one: one.first)
        return new, f"{member.name}{first}至{last}请假{named}"

    def _put(self, who: Visitor, lines: dict[str, Any], why: str, was: dict[str, str]) -> None:
        actor = Actor(who.name, acting(who.roles, Right.ROSTER))
        self.parts.do(PutLines(ROSTER, lines, why, was), actor)
        self._saw(who, "published", why)

    def _saw(self, who: Visitor, what: str, words: str) -> None:
        with self.parts.store.begin() as work:
            work.accounts.saw(self.parts.clock(), who.name, what, ROSTER, words[:200])

    def phone(self, request: Request, code: str, form: Form) -> Response:
        """The whole number, once; who saw it is kept."""
        who = self.gate.poster(request, form, Right.ROSTER)
        _, district = self._standing()
        member = district.roster.get(code)
        if member is None:
            raise NotThere
        self._saw(who, "roster", f"{member.id} {member.name}")
        return self._person(who, code, phone=member.phone)

    # -- files

    async def bring(self, request: Request, form: EntriesForm) -> Response:
        """A table, in force at once; it can be taken back."""
        who = self.gate.poster(request, form, Right.ROSTER)
        try:
            _, district = self._standing()
            lines, numbers = read_lines(ROSTER, form["file"], district)
            why = form.get("why", "").strip()
            actor = Actor(who.name, acting(who.roles, Right.ROSTER))
            self.parts.do(PutLines(ROSTER, lines, why, numbers=numbers), actor)
        except Refused as refused:
            return self._list(who, {}, refused=refused.words)
        self._saw(who, "published", f"导入{len(lines)}行：{why}")
        return see_other(f"{LIST}/editions")

    def export(self, request: Request) -> Response:
        """The roster as roster.csv has it, whole numbers and all: that is kept."""
        who = self.gate.visitor(request, Right.ROSTER)
        self._saw(who, "export", "人员表，含电话")
        rows = (member_cells(one) for one in self.parts.district.roster.values())
        headers = {**HEADERS, "Content-Disposition": 'attachment; filename="roster.csv"'}
        return Response(table(MEMBER, rows), 200, headers, "text/csv; charset=utf-8")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("请选请假从哪天到哪天。") from None
