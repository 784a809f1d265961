"""The presiding mediator's own page: what each side says alone, offers side by side, round table.

Nobody else opens it: not lawyer or judge of the panel, not the office, not who takes over (E17).
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from console.case_page import chair_of
from console.gate import Form, Gate, NotThere
from console.paper import page, see_other
from console.parts import ConsoleParts, Docket
from console.rights import Right
from console.sessions import Visitor
from grid.events import Actor
from grid.refused import Refused
from integrations.sql.plain import record
from mediation import alone
from mediation.alone import CARRY, LONGEST, OFFER, TABLE, RoundTable, Word
from mediation.handover import Reply
from mediation.parties import Party

ACTS = ("alone_say", "alone_offer", "carry_ask", "carry_send", "table_ask", "table_say",
        "table_end")  # fmt: skip
NO_CHANNEL = ("", "office", "phone")
CARRIES = {"": "等本人答复", "yes": "本人说可以转告", "no": "本人说不要转告"}


def presides(who: Visitor, docket: Docket) -> bool:
    """Whether the visitor is the mediator who took the case: the only one who reads it."""
    taken = docket.offer.reply is Reply.ACCEPTED
    return taken and chair_of(who, docket.case) == "mediator"


def alone_link(parts: ConsoleParts, docket: Docket, who: Visitor) -> dict[str, Any] | None:
    """For the case's page: how much is unread, nothing of what it says."""
    if not presides(who, docket):
        return None
    with parts.store.read() as work:
        unread = work.private.unseen(docket.case.number, who.member)
    return {"unread": unread}


class AlonePages:
    """The page and its buttons."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate

    def join(self, router: APIRouter) -> None:
        """Add the page's addresses."""
        router.add_api_route("/cases/{number}/alone", self.show, methods=["GET"])
        router.add_api_route("/cases/{number}/alone", self.does, methods=["POST"])

    def show(self, request: Request, number: str) -> Response:
        """The page; what is on it counts as read."""
        who = self.gate.visitor(request, Right.OWN_CASES)
        docket = self._docket(who, number)
        response = self._page(who, docket)
        with self.parts.store.begin() as work:
            work.accounts.saw(self.parts.clock(), who.name, "alone", number)
            work.private.seen(number, who.member, self.parts.clock())
        return response

    def _docket(self, who: Visitor, number: str) -> Docket:
        """The docket, for who presides; nothing tells anybody else that there is a page."""
        try:
            docket = self.parts.cases.load(number)
        except Refused:
            raise NotThere from None
        if not presides(who, docket):
            raise NotThere
        return docket

    def does(self, request: Request, number: str, form: Form) -> Response:
        """A button; what was written stays on the page when it is refused."""
        who = self.gate.poster(request, form, Right.OWN_CASES)
        docket = self._docket(who, number)
        what = form.get("what", "")
        try:
            if what not in ACTS:
                raise Refused("请选一项。", "what")
            self.parts.cases.records(number, what, dict(form), Actor(who.member, "mediator"))
        except Refused as refused:
            return self._page(who, docket, refused.words, dict(form))
        with self.parts.store.begin() as work:
            work.accounts.saw(self.parts.clock(), who.name, "alone", number, what)
        return see_other(f"/staff/cases/{number}/alone#{_place(dict(form))}")

    def _page(
        self, who: Visitor, docket: Docket, refused: str = "", form: dict[str, str] | None = None
    ) -> Response:
        with self.parts.store.read() as work:
            words = work.private.of(docket.case.number, who.member, self.parts.seal)
        people = [party for _, party in docket.people]
        values = {
            "who": who, "here": "cases", "now": self.parts.clock(), "demo": self.parts.demo,
            "case": docket.case, "refused": refused, "form": form or {}, "most": LONGEST,
            "sides": [_side(docket, party, words) for party in people],
            "table": _table(docket, people, words), "carries": CARRIES,
        }  # fmt: skip
        return page("case_alone.html", values, 409 if refused else 200)


def _side(docket: Docket, party: Party, words: list[Word]) -> dict[str, Any]:
    """One side: its thread, its offers with the newest first, and what may be done."""
    mine = [one for one in words if one.party == party.id]
    taken = docket.offer.reply is Reply.ACCEPTED
    return {
        "id": party.id, "key": party.id.rpartition(":")[2], "name": party.called,
        "reach": party.reach, "open": alone.may_speak(docket.case, taken, party),
        "talks": party.contact.partition(":")[0] not in NO_CHANNEL,
        "thread": [one for one in mine if one.kind != OFFER],
        "offers": [one for one in reversed(mine) if one.kind == OFFER],
        "carry": CARRY,
    }  # fmt: skip


def _table(docket: Docket, people: list[Party], words: list[Word]) -> dict[str, Any]:
    kept = docket.extras.get("table")
    table = record(RoundTable, kept) if kept else None
    ids = [one.id for one in people]
    names = {one.id: one.called for one in people}
    said = {"yes": "愿意", "no": "不愿意", "": "还没答复"}
    return {
        "asked": table is not None and not table.ended,
        "open": table is not None and table.open(ids),
        "ended": bool(table and table.ended),
        "said": [(names[one], said[table.of(one)]) for one in ids] if table else [],
        "words": [(one, names.get(one.by, "您")) for one in words if one.kind == TABLE],
    }  # fmt: skip


def _place(form: dict[str, str]) -> str:
    if form.get("what", "").startswith("table"):
        return "table"
    return "side-" + form.get("party", "").rpartition(":")[2] if form.get("party") else "top"
