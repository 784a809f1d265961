"""What is to be done: what desks were told, calls owed, held talks, what is under supervision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response

from console import rows
from console.duties_view import by_ticket, colour, desks_of, first_of
from console.gate import Form, Gate
from console.helping_view import wanted_of
from console.knowledge_view import in_tab, today
from console.paper import page, see_other
from console.parts import ConsoleParts
from console.rights import Right, acting, allowed
from console.scope import scope_of
from console.sessions import Visitor
from console.ticket_view import summary
from console.veil import shown
from grid.duties import HandOver
from grid.events import Actor
from grid.knowledge import Entry
from integrations.sql.duties import BACK, FIRST, SURVEY
from integrations.sql.store import Work

MOST = 100


class DutyPages:
    """The page of duties, and the bell that tells of them."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate

    def join(self, router: APIRouter) -> None:
        """Add the pages' addresses."""
        router.add_api_route("/duties", self.duties, methods=["GET"])
        router.add_api_route("/duties/seen", self.seen, methods=["POST"])
        router.add_api_route("/duties/hand_over", self.hand_over, methods=["POST"])

    def duties(self, request: Request) -> Response:
        """Everything that waits for this visitor, what is late in red."""
        live = "live" in request.query_params
        who = self.gate.visitor(request, Right.DUTIES, touch=not live)
        now = self.parts.clock()
        with self.parts.store.read() as work:
            told = list(first_of(work.notices.unseen(desks_of(self.parts, who))).values())
            values: dict[str, Any] = {
                "notices": told, "told": self._told(work, told),
                "calls": self._calls(work, BACK) if who.may(Right.CALLS) else [],
                "firsts": self._calls(work, FIRST) if who.may(Right.CALLS) else [],
                "asks": self._calls(work, SURVEY) if who.may(Right.CALLS) else [],
                "held": self._held(work, who), "watched": self._watched(work, who, now),
                "reviews": self._reviews(work, who, now),
                "helps": wanted_of(self.parts, work, who),
                "ending": self._ending(work, who, now),
            }  # fmt: skip
        values |= {"who": who, "now": now, "here": "duties", "demo": self.parts.demo,
                   "asked_for": {one["number"] for one in values["helps"]}}  # fmt: skip
        return page("duties_live.html" if live else "duties.html", values)

    def _told(self, work: Work, notices: list[Any]) -> list[dict[str, Any]]:
        """What is new, by ticket; of one that has ended the state is said."""
        found = [(*each, work.tickets.get(each[0].ticket)) for each in by_ticket(notices)]
        return [{"last": last, "before": before, "ended": t.state if t and t.ended else ""}
                for last, before, t in found]  # fmt: skip

    def _calls(self, work: Work, kind: str) -> list[dict[str, Any]]:
        """Calls owed, the next first; each with its ticket."""
        found = ((row, work.tickets.get(row.ticket)) for row in work.calls.owed(kind, most=MOST))
        return [{"row": row, "category": self._category(ticket.category), "t": ticket,
                 "at": row.next or row.by} for row, ticket in found if ticket]  # fmt: skip

    def _category(self, code: str) -> str:
        found = self.parts.district.catalogue.get(code)
        return found.name if found else code

    def _held(self, work: Work, who: Visitor) -> list[Any]:
        """The talks this clerk holds."""
        if not who.may(Right.TALK_ACTS):
            return []
        return [row for row in work.contacts.taken() if row.holder == who.name]

    def _watched(self, work: Work, who: Visitor, now: datetime) -> list[dict[str, Any]]:
        """Open tickets under supervision or urged, the gravest first: left by closing alone."""
        if not (who.may(Right.SUPERVISE) or who.may(Right.UNIT_TICKETS)):
            return []
        return self._rows(work, who, "watched", now)

    def _reviews(self, work: Work, who: Visitor, now: datetime) -> list[dict[str, Any]]:
        if not (who.may(Right.ARBITRATE) or who.may(Right.SUPERVISE)):
            return []
        return self._rows(work, who, "review", now)

    def _ending(self, work: Work, who: Visitor, now: datetime) -> list[Entry]:
        """Entries of knowledge that end within a month, for who may write them anew."""
        if not who.may(Right.KNOWLEDGE_WRITE):
            return []
        found = in_tab(work.knowledge.listed(), "soon", today(now))
        if allowed(who.roles - {"unit_handler"}, Right.KNOWLEDGE_WRITE):
            return found
        member = self.parts.district.roster.get(who.member)
        return [entry for entry in found if member and entry.wording.unit == member.unit]

    def _rows(self, work: Work, who: Visitor, state: str, now: datetime) -> list[dict[str, Any]]:
        scope = scope_of(self.parts.district, who.roles, who.member)
        found = rows.wanted_tickets(work, rows.Wanted(state, scope=scope), now, MOST)
        return [{**summary(self.parts, shown(who, one), now),
                 "light": colour(self.parts, work, one, now)} for one in found]  # fmt: skip

    def seen(self, request: Request, form: Form) -> Response:
        """Everything that was told has been read."""
        who = self.gate.poster(request, form, Right.DUTIES)
        now = self.parts.clock()
        with self.parts.store.begin() as work:
            work.notices.look(desks_of(self.parts, who), form.get("ticket", ""), who.name, now)
            work.accounts.saw(now, who.name, "noticed", form.get("ticket", ""))
        return see_other("/staff/duties")

    def hand_over(self, request: Request, form: Form) -> Response:
        """The clerk's shift ends: all talks they hold go to the next."""
        who = self.gate.poster(request, form, Right.TALK_ACTS)
        note = form.get("words", "").strip()[:200]
        with self.parts.store.begin() as work:
            work.accounts.saw(self.parts.clock(), who.name, "hand_over", "", note)
        self.parts.do(HandOver(note), Actor(who.name, acting(who.roles, Right.TALK_ACTS)))
        return see_other("/staff/duties")
