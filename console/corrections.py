"""Corrections on one page: a second person accepts or rejects each before it may teach."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import Row

from console.gate import Form, Gate, NotThere
from console.paper import page, see_other
from console.parts import ConsoleParts
from console.rights import Right
from console.sessions import Visitor
from console.understood import UNDERSTOOD
from console.words import TAUGHT
from grid.refused import Refused
from integrations.sql.store import Work
from nlu.lessons import lesson_text

PAGE = 30
TABS = {"open": "待审", "accepted": "已采用", "rejected": "不采用", "kept": "只作记录"}
DECISIONS = ("accepted", "rejected")
SHORTEST = 2  # characters that can teach anything


class CorrectionPages:
    """The list of corrections, and what is decided on each."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate

    def join(self, router: APIRouter) -> None:
        """Add the pages' addresses."""
        router.add_api_route("/corrections", self.corrections, methods=["GET"])
        router.add_api_route("/corrections/{row}", self.decide, methods=["POST"])

    def corrections(self, request: Request) -> Response:
        """A page of corrections of one state, latest first; the look is written down."""
        who = self.gate.visitor(request, Right.TEACH)
        query = request.query_params
        state = query.get("state", "open")
        number = query.get("page_no", "")
        page_no = min(int(number), 10_000) if number.isdecimal() else 1
        with self.parts.store.begin() as work:
            work.accounts.saw(self.parts.clock(), who.name, "teach", f"corrections:{state}")
        return self._page(who, state if state in TABS else "open", max(1, page_no))

    def _page(self, who: Visitor, state: str, page_no: int = 1, **more: Any) -> Response:
        typed = more.pop("typed", {})
        with self.parts.store.read() as work:
            found = work.corrections.listed([state], page_no, PAGE)
            shown = [{"row": row, "typed": typed.get(row.id, ""), "rivals": _contrary(work, row)}
                     for row in found[:PAGE]]  # fmt: skip
            names = {account.name: account.display for account in work.accounts.all()}
            counts = work.corrections.counts()
        values = {"rows": shown, "state": state, "tabs": TABS, "counts": counts, "names": names,
                  "page_no": page_no, "more": len(found) > PAGE, "who": who, "fields": UNDERSTOOD,
                  "catalogue": self.parts.district.catalogue, "here": "corrections",
                  "model": self.parts.model(), "refused": "", "demo": self.parts.demo}  # fmt: skip
        return page("corrections.html", values | more, 409 if more.get("refused") else 200)

    def decide(self, request: Request, row: int, form: Form) -> Response:
        """Accept or reject; both can be changed later, each time with who and when."""
        who = self.gate.poster(request, form, Right.TEACH)
        state = form.get("list", "open")
        try:
            with self.parts.store.begin() as work:
                self._decided(work, who, row, form)
        except Refused as refused:
            typed = {row: form.get("words", "")}
            return self._page(who, state if state in TABS else "open", refused=refused.words,
                              typed=typed)  # fmt: skip
        return see_other(f"/staff/corrections?state={state if state in TABS else 'open'}")

    def _decided(self, work: Work, who: Visitor, row: int, form: dict[str, str]) -> None:
        found, to, words = work.corrections.get(row), form.get("to", ""), form.get("words", "")
        if found is None:
            raise NotThere
        if to not in DECISIONS or found.state not in ("open", *DECISIONS):
            raise Refused(f"这一条{TAUGHT.get(found.state, '')}，不能这样做。")
        if to == "accepted":
            words = lesson_text(words)
            _teachable(work, who, found, words)
        now, why = self.parts.clock(), lesson_text(form.get("why", ""))[:300]
        values: dict[str, Any] = {"state": to, "decided": now, "decided_by": who.name, "why": why}
        values |= {"text": words} if to == "accepted" else {}
        if not work.corrections.decide(row, form.get("seen", ""), **values):
            raise Refused(f"这一条刚刚有了变化（{TAUGHT.get(found.state, '')}），请看过再定。")
        if to == "accepted":
            work.corrections.replace(work.corrections.rivals(found))
        work.accounts.saw(now, who.name, "teach", f"correction:{row}", f"{TAUGHT[to]} {why}")


def _teachable(work: Work, who: Visitor, row: Row[Any], words: str) -> None:
    """Refused when a correction may not be accepted by this person, or at all."""
    if row.by == who.name:
        raise Refused("自己的更正要请另一位同事来审。")
    if len(words) < SHORTEST:
        raise Refused("进训练的话是空的，请留下能看出是什么事的那几句。")
    if row.contact and work.corrections.guarded([row.contact]):
        raise Refused("这位居民的事涉密或正在调解，原话不能用来训练。")


def _contrary(work: Work, row: Row[Any]) -> list[Row[Any]]:
    """Corrections of the same that say something else."""
    return [other for other in work.corrections.rivals(row) if other.now != row.now]
