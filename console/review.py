"""Alerts taken, and corrections of what was understood: kept, and candidates for training."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from console import rows
from console.duties_view import desks_of, first_of
from console.gate import Form, Gate, NotThere
from console.paper import page, see_other
from console.parts import ConsoleParts
from console.rights import Right
from console.sessions import Visitor
from console.talks import NOBODY, TalkPages
from console.transcript import Reader
from console.understood import UNDERSTOOD, corrected, private
from grid.refused import Refused
from integrations.sql.corrections import Correction
from integrations.sql.store import Work
from nlu.lessons import lesson_text
from nlu.privacy import mask


class ReviewPages:
    """What a clerk does about a message or an alert."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate
        self.talks = TalkPages(parts, gate)

    def join(self, router: APIRouter) -> None:
        """Add the pages' addresses."""
        router.add_api_route("/talk/{contact}/correct", self.correct, methods=["POST"])
        router.add_api_route("/bell", self.bell, methods=["GET"])
        router.add_api_route("/alert/{alert}", self.alert, methods=["POST"])

    def bell(self, request: Request) -> Response:
        """A line for every page while an alert waits to be taken, or a desk was told something."""
        who = self.gate.visitor(request, Right.ALERTS, Right.DUTIES, touch=False)
        with self.parts.store.read() as work:
            told = first_of(work.notices.unseen(desks_of(self.parts, who)))
            alerts = rows.open_alerts(work) if who.may(Right.ALERTS) else []
            return page("bell.html", {"alerts": alerts, "told": len(told)})

    def alert(self, request: Request, alert: int, form: Form) -> Response:
        """Take an alert: nobody else is called for it, and its conversation is opened."""
        who = self.gate.poster(request, form, Right.ALERTS)
        row, mine = self._taken(who, alert)
        if not mine and row.acked_by != who.name:
            words = f"这条警情已经由{self._called(row.acked_by)}接手。"
            return page("words.html", {"words": words, "who": who}, 409)
        kind, _, number = row.contact.partition(":")
        if kind == "office":  # about a ticket, and nobody's conversation
            return see_other(f"/staff/tickets/{number}")
        if not who.may(Right.TALK_ACTS):
            seen = f"/staff/talk/{row.contact}" if who.may(Right.TALKS) else "/staff/"
            return see_other(seen)
        with self.parts.store.read() as work:
            contact = work.contacts.get(row.contact)
        if contact and contact.holder in NOBODY:
            self.talks.act(row.contact, who, "take")
        return see_other(f"/staff/talk/{row.contact}")

    def _called(self, account: str) -> str:
        with self.parts.store.read() as work:
            found = work.accounts.get(account) if account else None
        return found.display if found else "别人"

    def _taken(self, who: Visitor, alert: int) -> tuple[Any, bool]:
        """The alert's row, and whether it was free until now."""
        now = self.parts.clock()
        with self.parts.store.begin() as work:
            mine = rows.acknowledge(work, alert, who.name, now)
            row = work.alerts.get(alert)
            if row is None:
                raise NotThere
            work.accounts.saw(now, who.name, "alert", f"alert:{alert}")
        return row, mine

    def correct(self, request: Request, contact: str, form: Form) -> Response:
        """Correct what was understood of a message; kept with who and when, the ticket stays."""
        who = self.gate.poster(request, form, Right.TALK_ACTS)
        try:
            field, fresh = corrected(form, self.parts.district)
        except Refused as refused:
            return self.talks.shows(who, contact, wrong={**form, "why": refused.words})
        message = form.get("message", "")
        with self.parts.store.begin() as work:
            row = rows.message(work, int(message) if message.isdecimal() else 0, contact)
            if row is None:
                raise NotThere
            self._keep(work, who, row, (field, fresh))
        return see_other(f"/staff/talk/{contact}#m{row.id}")

    def _keep(self, work: Work, who: Visitor, row: Any, fix: tuple[str, str]) -> None:
        field, fresh = fix
        now, district = self.parts.clock(), self.parts.district
        shown = dict(Reader(work, district).heard(row.heard))
        work.corrections.add(Correction(
            field, mask(shown.get(UNDERSTOOD[field], "").partition("；")[0]), fresh,
            lesson_text(row.body.get("text", "")), who.name, now, row.contact, row.id,
            private=private(row.heard or {}, fix, district)))  # fmt: skip
        work.accounts.saw(now, who.name, "correct", row.contact, f"{field}：{fresh}")
