"""A ticket: its page, answering, sorting, and who it is from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response

from console.duties_view import desks_of, duties_view
from console.gate import Form, Gate, NotThere
from console.helping_view import helping_view
from console.merging_view import merging_view
from console.paper import page, see_other
from console.parts import ConsoleParts
from console.photos_again import again
from console.rejecting_view import rejecting_view
from console.replies_offered import for_answer, left_out, picked
from console.rights import Right, acting
from console.rulings_view import rulings_view
from console.scope import Scope, once_held, scope_of
from console.sessions import Visitor
from console.similar import of_ticket, similar
from console.suspending_view import suspending_view
from console.ticket_view import hidden, person, whole
from console.veil import veiled
from console.verdicts_view import verdicts_view
from console.way_handling_view import handling_view
from console.way_photos import kept
from console.way_view import way_view
from console.whistles_view import of_ticket as of_ticket_whistles
from console.words import state
from dialogs.commands import AllowMediation, AnswerTicket, SortTicket
from dialogs.looked_up import LookedUp
from grid.district import District
from grid.events import Actor
from grid.refused import Refused
from grid.returns import mark
from grid.tickets import Ticket
from integrations.sql.store import Work

LOOK = (Right.TICKETS, Right.UNIT_TICKETS, Right.CHECK)
LEAST_REASON = 4
LONGEST_ANSWER = 4000


class TicketPages:
    """The page of a ticket."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate

    def join(self, router: APIRouter) -> None:
        """Add the pages' addresses."""
        router.add_api_route("/tickets/{number}", self.ticket, methods=["GET"])
        router.add_api_route("/tickets/{number}/answer", self.answer, methods=["POST"])
        router.add_api_route("/tickets/{number}/sort", self.sort, methods=["POST"])
        router.add_api_route("/tickets/{number}/allow", self.allow, methods=["POST"])
        router.add_api_route("/tickets/{number}/person", self.person, methods=["POST"])

    def scope(self, who: Visitor) -> Scope:
        """Which tickets somebody may see."""
        return scope_of(self.parts.district, who.roles, who.member)

    def acting_for(self, who: Visitor, number: str) -> str:
        """The unit somebody acts for on a ticket."""
        with self.parts.store.read() as work:
            return self.scope(who).acting_for(work.tickets.get(number))

    def _grids(self) -> list[Any]:
        units = self.parts.district.units.values()
        return [u for u in units if u.kind == "area" and u.level in ("grid", "micro_grid")]

    def ticket(self, request: Request, number: str) -> Response:
        """Everything of a ticket; the look is written down."""
        who = self.gate.visitor(request, *LOOK)
        with self.parts.store.begin() as work:
            self._ticket(work, who, number)
            now = self.parts.clock()
            work.accounts.saw(now, who.name, "ticket", number)
            work.notices.look(desks_of(self.parts, who), number, who.name, now)
        return self.shows(who, number, use=request.query_params.get("use", ""))

    def mine(self, who: Visitor, number: str) -> Ticket:
        """The ticket, if this visitor may see it."""
        with self.parts.store.read() as work:
            return self._ticket(work, who, number)

    def _ticket(self, work: Work, who: Visitor, number: str) -> Ticket:
        """Not there for who may not see it; a unit hears of what it had that it has it no more."""
        found, scope = work.tickets.get(number), self.scope(who)
        if found is None:
            raise NotThere
        if scope.holds(found):
            return found
        if once_held(work, scope, found):
            whose = "您的单位" if scope.unit else "您的区域"
            raise Refused(f"工单{number}已经不在{whose}了（{state(found.state)}），不用再办。")
        raise NotThere

    def shows(self, who: Visitor, number: str, lifted: bool = False, **more: Any) -> Response:
        """The page of a ticket, with a refusal and the words typed before where given.

        `lifted` shows a resident's words whole, this once.
        """
        now = self.parts.clock()
        with self.parts.store.read() as work:
            ticket = self._ticket(work, who, number)
            values = whole(self.parts, work, ticket, now) | way_view(self.parts, work, ticket, now)
            values |= handling_view(self.parts, work, ticket, now)
            values |= duties_view(self.parts, work, ticket, now)
            values |= rejecting_view(ticket) | verdicts_view(ticket)
            values |= helping_view(self.parts, work, ticket)
            values |= rulings_view(self.parts, work, ticket)
            values |= suspending_view(self.parts, work, ticket, now)
            values |= merging_view(self.parts, work, who, ticket)
            looks = who.may(Right.CHECK) or who.may(Right.TICKETS)
            values["photos_again"] = again(self.parts, work, ticket) if looks else {}
            values |= of_ticket_whistles(self.parts, work, who, ticket)
            shy = hidden(ticket) or not who.may(Right.TICKETS)
            values["person"] = None if shy else person(self.parts, work, ticket)
            near, photos = self.scope(who).everything, kept(work, who.name, number)
            values["similar"] = similar(self.parts, work, of_ticket(ticket)) if near else []
        values |= {"veiled": False} if lifted else veiled(who, values)
        values |= {"who": who, "now": now, "here": "tickets", "refused": "", "words": "", "why": "",
                   "typed": {}, "lost": "", "mark": mark(ticket), "kept_photos": photos,
                   "allow_why": "", "picked": "", "picked_grid": "", "picked_place": "",
                   "whole_phone": "", "grids": self._grids(),
                   "catalogue": self.parts.district.catalogue, "demo": self.parts.demo}  # fmt: skip
        values["picks"] = for_answer(self.parts, who, ticket)
        values["words"] = picked(values["picks"], more.get("use", ""))
        return page("ticket.html", values | more, 409 if more.get("refused") else 200)

    def answer(self, request: Request, number: str, form: Form) -> Response:
        """Record the unit's answer; everybody who follows the ticket gets it."""
        who = self.gate.poster(request, form, Right.TICKET_ACTS)
        words = form.get("words", "").strip()
        try:
            if len(words) > LONGEST_ANSWER:
                raise Refused(f"答复太长了，最多{LONGEST_ANSWER}字。")
            if left := left_out(words):
                raise Refused(left)
            self._do(who, number, AnswerTicket(number, words, who.name), "answer")
        except Refused as refused:
            return self.shows(who, number, refused=refused.words, words=words)
        return see_other(f"/staff/tickets/{number}")

    def sort(self, request: Request, number: str, form: Form) -> Response:
        """Give an unsorted ticket its category and, where wanted, its grid."""
        who = self.gate.poster(request, form, Right.TICKET_ACTS)
        picked, grid = form.get("category", ""), form.get("grid", "").strip()
        try:
            place = self._place(grid, form.get("place", "").strip()[:300])
            category = code_of(picked, self.parts.district.catalogue)
            self._do(who, number, SortTicket(number, category, who.name, place), "sort")
        except Refused as refused:
            return self.shows(who, number, refused=refused.words, picked=picked, picked_grid=grid,
                              picked_place=form.get("place", ""))  # fmt: skip
        return see_other(f"/staff/tickets/{number}")

    def allow(self, request: Request, number: str, form: Form) -> Response:
        """Say that a conditional dispute may be mediated; the resident is asked."""
        who = self.gate.poster(request, form, Right.TICKET_ACTS)
        why = form.get("allow_why", "").strip()[:300]
        try:
            self._do(who, number, AllowMediation(number, who.name, why), "allow")
        except Refused as refused:
            return self.shows(who, number, refused=refused.words, allow_why=why)
        return see_other(f"/staff/tickets/{number}")

    def _place(self, grid: str, text: str) -> dict[str, Any]:
        """The place for the command; only what was given, and the grid its words name."""
        district = self.parts.district
        code = code_of(grid, district.units) or grid_named(text, district)
        if code and code not in district.units:
            raise Refused("没有这个网格，请从列表里选。")
        return {key: value for key, value in (("grid", code), ("text", text)) if value}

    def _do(self, who: Visitor, number: str, command: Any, act: str) -> None:
        with self.parts.store.begin() as work:
            self._ticket(work, who, number)
            work.accounts.saw(self.parts.clock(), who.name, act, number)
        self.parts.do(command, Actor(who.name, "hotline_staff"))

    def person(self, request: Request, number: str, form: Form) -> Response:
        """Show who the ticket is from, or the whole phone number: once, for a written reason."""
        who = self.gate.poster(request, form, Right.IDENTITY)
        why = form.get("why", "").strip()
        if len(why) < LEAST_REASON:
            words = "看身份和完整电话要写明理由（至少4个字），会记入日志。"
            return self.shows(who, number, refused=words, why=why)
        with self.parts.store.begin() as work:
            found = person(self.parts, work, self._ticket(work, who, number))
            act = "phone" if form.get("what") == "phone" else "identity"
            work.accounts.saw(self.parts.clock(), who.name, act, number, why)
        actor = Actor(who.name, acting(who.roles, Right.IDENTITY))
        self.parts.do(LookedUp(number, who.name, why), actor)
        return self.shows(who, number, person=found, whole_phone=found["phone"])


def code_of(picked: str, known: Mapping[str, Any]) -> str:
    """The code of what was picked from a list (“0101 暴露垃圾”), or of the only one so called."""
    picked = picked.strip()
    code = picked.partition(" ")[0]
    called = [key for key, one in known.items() if one.name == picked]
    return called[0] if code not in known and len(called) == 1 else code


def grid_named(text: str, district: District) -> str:
    """The grid of the longest place name in some words; empty when they leave it open."""
    found = [(len(name), place.grid) for place in district.places.values()
             for name in (place.name, *place.aliases) if name in text]  # fmt: skip
    grids = {grid for length, grid in found if length == max(found)[0]}
    return grids.pop() if len(grids) == 1 else ""
