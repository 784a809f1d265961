"""A draft looked at, tried on last month's tickets and published; editions compared, taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response

from console import editions_view as view
from console.gate import Form, Gate, NotThere
from console.mapping_view import drawn_draft
from console.paper import page, see_other
from console.parts import ConsoleParts
from console.rights import acting
from console.sessions import Visitor
from grid.calendar import SHANGHAI
from grid.editions import MAP, DropDraft, Edition, Publish, TakeBack, UndoLine
from grid.events import Actor
from grid.refused import Refused
from integrations.district.comparing import Changes, differing, with_edition


class EditionPages:
    """The same for all that has editions."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate

    def join(self, router: APIRouter) -> None:
        """Add the pages' addresses."""
        for path, look, act in (("draft", self.draft, self.settle),
                                ("editions", self.editions, self.back)):  # fmt: skip
            for kind in view.SETUP:
                router.add_api_route(f"/{kind}/{path}", look, methods=["GET"])
                router.add_api_route(f"/{kind}/{path}", act, methods=["POST"])

    def _kind(self, request: Request) -> str:
        return request.url.path.split("/")[2]

    # -- the draft

    def draft(self, request: Request, days: int = 7) -> Response:
        """What the draft changes, and what it would have changed."""
        kind = self._kind(request)
        who = self.gate.visitor(request, view.RIGHT[kind])
        return self._draft(who, kind, days=days if days in view.SPANS else 7)

    def _draft(self, who: Visitor, kind: str, days: int = 7, **more: Any) -> Response:
        now = self.parts.clock()
        with self.parts.store.read() as work:
            found = view.standing(work, kind, now)
            if found.draft is None and not more:
                return see_other(f"/staff/{kind}")
            tried = view.tried(self.parts, work, found, days) if found.draft else {}
        values = view.common(self.parts, who, found)
        names = self._names(kind, values["changed"], view.drafted(self.parts, found))
        day = now.astimezone(SHANGHAI).date().isoformat()
        values |= {"drawn": None} | self._drawn(found)
        values |= {"tried": tried, "names": names, "today": day, "typed": {"why": "", "day": day}}
        return page("edition_draft.html", values | more, 409 if more.get("refused") else 200)

    def _drawn(self, found: view.Standing) -> dict[str, Any]:
        """Of a map, where its borders move and what lies between."""
        if found.kind != MAP or found.draft is None:
            return {}
        with self.parts.store.read() as work:
            return drawn_draft(self.parts, work, found)

    def _names(self, kind: str, changed: Changes, district: Any) -> dict[str, str]:
        return {code: view.NAMES[kind](district, code) for code in changed}

    def settle(self, request: Request, form: Form) -> Response:
        """Publish the draft, drop it, or take one change out of it."""
        kind = self._kind(request)
        who = self.gate.poster(request, form, view.RIGHT[kind])
        act = form.get("act", "")
        try:
            if act == "publish":
                return self._publish(who, kind, form)
            order = (UndoLine(kind, form.get("code", "")) if act == "undo"
                     else DropDraft(kind, form.get("mark", "")))  # fmt: skip
            self._do(who, kind, order)
        except Refused as refused:
            typed = {"why": form.get("why", ""), "day": form.get("day", "")}
            return self._draft(who, kind, refused=refused.words, typed=typed)
        self._saw(who, "edition", kind, f"草稿：{'撤掉一处' if act == 'undo' else '丢掉'}")
        return see_other(f"/staff/{kind}/draft" if act == "undo" else f"/staff/{kind}")

    def _publish(self, who: Visitor, kind: str, form: dict[str, str]) -> Response:
        order = Publish(kind, form.get("mark", ""), form.get("why", ""), _day(form.get("day", "")))
        made: Edition = self._do(who, kind, order)
        self._saw(who, "published", kind, f"第{made.number}版：{made.why}")
        return see_other(f"/staff/{kind}/editions?done={made.number}")

    def _do(self, who: Visitor, kind: str, order: Any) -> Any:
        return self.parts.do(order, Actor(who.name, acting(who.roles, view.RIGHT[kind])))

    def _saw(self, who: Visitor, what: str, kind: str, words: str) -> None:
        with self.parts.store.begin() as work:
            work.accounts.saw(self.parts.clock(), who.name, what, kind, words[:200])

    # -- editions

    def editions(self, request: Request, done: str = "") -> Response:
        """All editions, two of them side by side when asked for."""
        kind = self._kind(request)
        who = self.gate.visitor(request, view.RIGHT[kind])
        query = request.query_params
        told = f"第{done}版发布好了。" if done.isdecimal() else ""
        return self._editions(who, kind, _pair(query.get("from", ""), query.get("to", "")),
                              told=told)  # fmt: skip

    def _editions(self, who: Visitor, kind: str, pair: tuple[int, int] | None = None,
                  **more: Any) -> Response:  # fmt: skip
        now = self.parts.clock()
        with self.parts.store.read() as work:
            found = view.standing(work, kind, now)
        values = view.common(self.parts, who, found)
        values |= {"now": now, "pair": pair, "between": {}, "names": {}}
        if pair:
            values |= self._between(kind, found, pair)
        return page("editions.html", values | more, 409 if more.get("refused") else 200)

    def _between(self, kind: str, found: view.Standing, pair: tuple[int, int]) -> dict[str, Any]:
        """What differs between two editions; 0 are the files."""
        known = {one.number: one for one in found.editions}
        if any(number and number not in known for number in pair):
            raise NotThere
        old, new = (with_edition(self.parts.own_files, known.get(number)) for number in pair)
        codes = {code for number in pair if number for code in known[number].lines}
        between = differing(kind, old, new, codes)
        return {"between": between, "names": self._names(kind, between, new)}

    def back(self, request: Request, form: Form) -> Response:
        """Take an older edition back."""
        kind = self._kind(request)
        who = self.gate.poster(request, form, view.RIGHT[kind])
        numbers = [form.get(name, "") for name in ("number", "newest")]
        try:
            if not all(text.isdecimal() and len(text) < 7 for text in numbers):
                raise Refused("没有可以退回到的这一版。")
            order = TakeBack(kind, int(numbers[0]), int(numbers[1]), form.get("why", ""))
            made: Edition = self._do(who, kind, order)
        except Refused as refused:
            return self._editions(who, kind, refused=refused.words)
        self._saw(who, "took_back", kind, f"第{made.number}版，退回到第{numbers[0]}版：{made.why}")
        return see_other(f"/staff/{kind}/editions?done={made.number}")


def _day(text: str) -> date | None:
    """A day from the form; Refused for what is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(f"生效日期“{text}”看不懂，请从日历里选。") from None


def _pair(one: str, other: str) -> tuple[int, int] | None:
    texts = (one, other)
    if not all(text.isdecimal() and len(text) < 7 for text in texts):
        return None
    return int(one), int(other)
