"""Mediation cases: inviting the other party, and the hand-over to the mediator on one page."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from console.case_alone import alone_link
from console.case_confirmation import confirmation_shown
from console.case_minutes import minutes_shown
from console.case_notices import notices_shown
from console.case_page import (
    chair_of,
    clock,
    parties_on_time,
    seats_shown,
    signing_shown,
    times_shown,
)
from console.case_reaching import reaching_shown
from console.case_recording import recording_shown
from console.case_view import hand_over, members, pressed
from console.gate import Form, Gate, NotThere
from console.paper import page, see_other
from console.parts import ConsoleParts, Docket
from console.rights import Right
from console.sessions import Visitor
from console.similar import of_ticket, similar
from grid.events import Actor
from grid.refused import Refused
from integrations.sql.plain import record
from mediation.case import Stage
from mediation.handover import CONSENT_WORDS, Reply
from mediation.outcome import Agreement
from mediation.parties import WAYS

OFFICE = {"rung": "打过电话", "tried": "联系过对方", "answered": "登记对方的答复",
          "party_told": "告诉了当事人时间", "assign": "指定调解员",
          "risk_seen": "记了风险", "risk_clear": "风险看过"}  # fmt: skip
INVITABLE = (Stage.INVITING, Stage.ACCEPTED, Stage.MEDIATOR_PENDING)


class CasePages:
    """A case for who invites, and for who mediates."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate

    def join(self, router: APIRouter) -> None:
        """Add the pages' addresses."""
        router.add_api_route("/cases/{number}", self.case, methods=["GET"])
        router.add_api_route("/cases/{number}/invite", self.invite, methods=["POST"])
        router.add_api_route("/cases/{number}/deliver", self.deliver, methods=["POST"])
        router.add_api_route("/cases/{number}/reply", self.reply, methods=["POST"])
        router.add_api_route("/cases/{number}/outcome", self.outcome, methods=["POST"])
        router.add_api_route("/cases/{number}/rung", self.office, methods=["POST"])
        router.add_api_route("/cases/{number}/agreement", self.agreement, methods=["GET"])

    def case(self, request: Request, number: str) -> Response:
        """One case: the hand-over for its panel, the invitation for who delivers it."""
        who = self.gate.visitor(request, Right.CASES, Right.OWN_CASES)
        docket = self._docket(who, number)
        act = "handover" if _on_panel(who, docket.case) else "case"
        with self.parts.store.begin() as work:
            work.accounts.saw(self.parts.clock(), who.name, act, number)
        return self._page(who, number)

    def _docket(self, who: Visitor, number: str) -> Docket:
        """The docket, if the visitor may know of it; nothing tells a stranger that it exists."""
        try:
            docket = self.parts.cases.load(number)
        except Refused:
            raise NotThere from None
        if not (who.may(Right.CASES) or _on_panel(who, docket.case)):
            raise NotThere
        return docket

    def _mine_still(self, who: Visitor, number: str, leaving: bool) -> Docket | None:
        """The docket; None for who left the case with this very button, pressed twice."""
        try:
            return self._docket(who, number)
        except NotThere:
            if leaving:
                return None
            raise

    def _page(self, who: Visitor, number: str, **more: Any) -> Response:
        docket = self._docket(who, number)
        panel = _on_panel(who, docket.case)
        values: dict[str, Any] = {
            "case": docket.case, "offer": docket.offer, "ways": WAYS, "consents": CONSENT_WORDS,
            "parties": [party for _, party in docket.people], "panel": panel,
            "members": members(self.parts.district, docket.case), "who": who, "here": "cases",
            "now": self.parts.clock(), "refused": "", "why": "", "fresh": None, "form": {},
            "demo": self.parts.demo, "invites": who.may(Right.CASES),
            "asked": self._asked(who, docket), "hand": None, "names": self._names(),
            "pressed": pressed(docket), "open": docket.case.stage in INVITABLE,
            "similar": self._similar(who, docket),
        }  # fmt: skip
        if panel:
            values["hand"] = hand_over(self.parts, docket, who.member)
            values["seats"] = seats_shown(self.parts, docket, who)
            values["times"] = times_shown(self.parts, docket, who)
            values["limit"] = clock(docket, self.parts.clock())
            values["on_time"] = parties_on_time(docket, who, self.parts.clock())
            values["signing"] = signing_shown(docket, who, self.parts.clock())
            values["confirm"] = confirmation_shown(self.parts, docket, who)
            values["alone"] = alone_link(self.parts, docket, who)
            values["minutes"] = minutes_shown(self.parts, docket, who)
            values["recorded"] = recording_shown(self.parts, docket, who)
        values["told"] = notices_shown(self.parts, docket, who)
        values |= reaching_shown(self.parts, docket, who)
        return page("case.html", values | more, 409 if more.get("refused") else 200)

    def _similar(self, who: Visitor, docket: Docket) -> list[dict[str, Any]]:
        """Past tickets like the one the case began with, for who may see tickets."""
        number = docket.case.ticket
        if not number or not who.may(Right.TICKETS):
            return []
        with self.parts.store.read() as work:
            ticket = work.tickets.get(number)
            return similar(self.parts, work, of_ticket(ticket)) if ticket else []

    def _names(self) -> dict[str, str]:
        with self.parts.store.read() as work:
            return {account.name: account.display for account in work.accounts.all()}

    def _asked(self, who: Visitor, docket: Docket) -> bool:
        """Whether this visitor still has to say yes or no."""
        offered = docket.offer
        open_still = offered.reply is Reply.OPEN and self.parts.clock() <= offered.until
        return open_still and bool(who.member) and docket.case.mediator == who.member

    # -- inviting the other party

    def invite(self, request: Request, number: str, form: Form) -> Response:
        """Make link and code; they are shown this once and kept as hashes only."""
        who = self.gate.poster(request, form, Right.CASES)
        self._docket(who, number)
        try:
            token, code = self.parts.cases.invite(number, self._actor(who))
        except Refused as refused:
            return self._page(who, number, refused=refused.words)
        self._wrote(who, "invite", number)
        link = f"{self.parts.address}/party/{token}"
        return self._page(who, number, fresh={"link": link, "code": code})

    def deliver(self, request: Request, number: str, form: Form) -> Response:
        """Record how the link or the code reached the other party."""
        who = self.gate.poster(request, form, Right.CASES)
        self._docket(who, number)
        what, how = form.get("what", ""), form.get("how", "")
        try:
            if what not in ("link", "code"):
                raise Refused("请选送达的是链接还是验证码。")
            self.parts.cases.deliver(number, what, how, self._actor(who))
        except Refused as refused:
            return self._page(who, number, refused=refused.words)
        self._wrote(who, "deliver", number, f"{what}：{WAYS.get(how, how)}")
        return see_other(f"/staff/cases/{number}")

    def _actor(self, who: Visitor) -> Actor:
        role = "committee_admin" if "committee_admin" in who.roles else "hotline_staff"
        return Actor(who.name, role)

    def _wrote(self, who: Visitor, act: str, number: str, why: str = "") -> None:
        with self.parts.store.begin() as work:
            work.accounts.saw(self.parts.clock(), who.name, act, number, why)

    # -- the mediator's answer

    def reply(self, request: Request, number: str, form: Form) -> Response:
        """The mediator takes the case, or says why not."""
        who = self.gate.poster(request, form, Right.OWN_CASES)
        if self._mine_still(who, number, form.get("yes") != "1") is None:
            return see_other("/staff/cases")
        yes, why = form.get("yes") == "1", form.get("why", "").strip()[:300]
        try:
            actor = Actor(who.member, "mediator")
            self.parts.cases.mediator_answers(number, yes, why, actor)
        except Refused as refused:
            return self._page(who, number, refused=refused.words, why=why)
        self._wrote(who, "mediator", number, "接受" if yes else f"不能接：{why}")
        return see_other(f"/staff/cases/{number}" if yes else "/staff/cases")

    # -- what the session came to

    def outcome(self, request: Request, number: str, form: Form) -> Response:
        """The mediator records it; what was written stays on the page when it is refused."""
        who = self.gate.poster(request, form, Right.OWN_CASES)
        what = form.get("what", "")
        docket = self._mine_still(who, number, what == "cannot")
        if docket is None:
            return see_other("/staff/cases")
        actor = Actor(who.member, chair_of(who, docket.case) or "mediator")
        try:
            self.parts.cases.records(number, what, dict(form), actor)
        except Refused as refused:
            return self._page(who, number, refused=refused.words, form=dict(form))
        self._wrote(who, "outcome", number, what)
        if what == "cannot":
            return see_other("/staff/cases")  # the case is not theirs any more
        return see_other(f"/staff/cases/{number}{_place(what)}")

    def office(self, request: Request, number: str, form: Form) -> Response:
        """Who presides, or the office, has rung somebody, tried the other party, seen a danger."""
        who = self.gate.poster(request, form, Right.CASES, Right.OWN_CASES)
        docket = self._docket(who, number)
        chair = chair_of(who, docket.case)
        staff = chair != "mediator" and who.may(Right.CASES)
        actor = self._actor(who) if staff else Actor(who.member, chair)
        what = form.get("what", "rung")
        try:
            self.parts.cases.records(number, what if what in OFFICE else "rung", dict(form), actor)
        except Refused as refused:
            return self._page(who, number, refused=refused.words, form=dict(form))
        self._wrote(who, "outcome", number, OFFICE.get(what, OFFICE["rung"]))
        return see_other(f"/staff/cases/{number}")

    def agreement(self, request: Request, number: str) -> Response:
        """The agreement on one sheet, to be printed and signed; for the panel alone."""
        who = self.gate.visitor(request, Right.OWN_CASES)
        docket = self._docket(who, number)
        kept = docket.extras.get("agreement")
        if not kept or not _on_panel(who, docket.case):
            raise NotThere
        self._wrote(who, "handover", number, "打印协议")
        people = [party for _, party in docket.people]
        values = {"it": record(Agreement, kept), "case": docket.case, "people": people,
                  "members": members(self.parts.district, docket.case)}  # fmt: skip
        return page("case_print.html", values)


PLACES = {"time": "#time", "comes": "#time", "heard": "#time", "longer": "#limit",
          "minutes": "#minutes", "sign_longer": "#signing",
          "court_print": "/confirmation"}  # fmt: skip
"""Where on the page the eye goes after a button; the pack is looked at on its own page."""


def _place(what: str) -> str:
    if what.startswith("record_"):
        return "#recording"
    return PLACES.get(what, "#court" if what.startswith("court_") else "#outcome")


def _on_panel(who: Visitor, case: Any) -> bool:
    """Whether the visitor sits on the case's panel."""
    return bool(chair_of(who, case))
