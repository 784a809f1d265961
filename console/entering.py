"""Entering a matter for a caller, or what a grid worker found: heard first, then filled in."""

from __future__ import annotations

import secrets
from typing import Any

from fastapi import APIRouter, Request, Response

from console.entering_form import filled, heard_of, spot_of
from console.gate import Form, Gate, NotThere
from console.paper import page
from console.parts import ConsoleParts
from console.rights import Right, acting
from console.scope import scope_of
from console.sessions import Visitor
from console.tickets import code_of, grid_named
from console.words import moment
from grid.entering import THROUGH, Alarmed, CallForCaller, EnterReport
from grid.events import Actor
from grid.refused import Refused
from grid.tickets import Ticket
from nlu.heard import Heard

LONGEST = 2000
FIELDS = ("once", "contact", "alarmed", "through", "words", "danger", "category", "name",
          "placeless")  # fmt: skip
NO_PLACE = (
    "还没有写地点，去办的人会找不到。请再问一句在哪里；"
    "实在问不到，勾选“问不到地点”再登记，先由区里的人看。"
)
OFFICE = ("phone", "counter", "letter", "relative")


class EnteringPages:
    """The form, what was understood of the words, and the receipt."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate

    def join(self, router: APIRouter) -> None:
        """Add the pages' addresses."""
        router.add_api_route("/enter", self.empty, methods=["GET"])
        router.add_api_route("/enter", self.send, methods=["POST"])

    def empty(self, request: Request, contact: str = "") -> Response:
        """The first step: through what it came, and the words."""
        who = self.gate.visitor(request, Right.ENTER)
        self._talk(who, contact)
        typed = {"contact": contact, "once": secrets.token_hex(8)}
        return self.shows(who, typed)

    def send(self, request: Request, form: Form) -> Response:
        """Hear the words, or register what was filled in."""
        who = self.gate.poster(request, form, Right.ENTER)
        self._talk(who, form.get("contact", ""))
        words = form.get("words", "").strip()[:LONGEST]
        heard = heard_of(self.parts, words)
        try:
            if not words:
                raise Refused("请先写下反映的事，用来电人自己的话就行。")
            self._page_at_once(who, form, heard)
            if form.get("step") != "enter":
                return self.shows(who, form, heard)
            ticket = self._enter(who, form, heard)
        except Refused as refused:
            return self.shows(who, form, heard if words else None, refused=refused.words)
        return self._receipt(who, ticket, form)

    def _talk(self, who: Visitor, contact: str) -> None:
        """A conversation is named only by who may see it, and only one there is."""
        if not contact:
            return
        with self.parts.store.read() as work:
            if not who.may(Right.TALKS) or work.contacts.get(contact) is None:
                raise NotThere

    def shows(
        self, who: Visitor, form: Form, heard: Heard | None = None, refused: str = ""
    ) -> Response:
        """The form: empty, or with what was understood."""
        district = self.parts.district
        values: dict[str, Any] = {
            "typed": {**dict.fromkeys(FIELDS, ""), **form},
            "found": filled(self.parts, form, heard) if heard else None,
            "ways": {} if self._patrols(who) else {key: THROUGH[key] for key in OFFICE},
            "grids": [u for u in district.units.values() if u.level in ("grid", "micro_grid")],
            "catalogue": district.catalogue, "who": who, "here": "enter", "refused": refused,
            "demo": self.parts.demo,
        }  # fmt: skip
        return page("enter.html", values, 409 if refused else 200)

    def _patrols(self, who: Visitor) -> bool:
        """Grid workers enter what they found themselves; the office enters for others."""
        return not who.may(Right.TICKETS)

    def _through(self, who: Visitor, form: Form) -> str:
        if self._patrols(who):
            return "patrol"
        return "talk" if form.get("contact") else form.get("through", "")

    def _page_at_once(self, who: Visitor, form: Form, heard: Heard) -> None:
        """Strong danger calls the people on duty with the first step, once."""
        danger = heard.danger
        if danger is None or form.get("alarmed") == danger.kind:
            return
        if not danger.strong and form.get("danger") != "yes":
            return
        told = Alarmed(danger.kind, danger.level, danger.words)
        order = CallForCaller(told, form.get("once", ""), form.get("contact", ""))
        self.parts.do(order, self._actor(who))
        form["alarmed"] = danger.kind

    def _enter(self, who: Visitor, form: Form, heard: Heard) -> Ticket:
        if heard.danger and not form.get("alarmed") and form.get("danger") != "no":
            raise Refused("听起来可能有危险。请先问清楚现在有没有人有危险，再选一项。")
        through, category = self._through(who, form), self._category(form)
        command = EnterReport(
            category, form.get("words", "").strip(), through, form.get("once", ""),
            self._place(form, category), form.get("contact", ""), _phone(form.get("phone", "")),
            form.get("name", "").strip(), who.member if through == "patrol" else "",
            dispute=heard.dispute)  # fmt: skip
        ticket: Ticket = self.parts.do(command, self._actor(who))
        with self.parts.store.begin() as work:
            work.accounts.saw(self.parts.clock(), who.name, "enter", ticket.number)
        return ticket

    def _actor(self, who: Visitor) -> Actor:
        clerk = "hotline_staff"
        return Actor(who.name, clerk if clerk in who.roles else acting(who.roles, Right.ENTER))

    def _category(self, form: Form) -> str:
        """What was typed counts before what was ticked; one of them is wanted."""
        catalogue = self.parts.district.catalogue
        typed = form.get("category", "").strip()
        if not typed and not form.get("guess"):
            raise Refused("请选是哪一类；说不准的，选“先登记，稍后研判”。")
        if not typed:
            return form["guess"]
        code = code_of(typed, catalogue)
        if code not in catalogue:
            raise Refused("没有这个类别，请从列表里选，或留空以后研判。")
        return code

    def _place(self, form: Form, category: str) -> dict[str, Any]:
        """The place the words name; a grid that was picked counts before.

        Refused where the kind has one and nothing says where: unless the caller cannot tell.
        """
        district, text = self.parts.district, form.get("place", "").strip()[:300]
        grid = code_of(form.get("grid", ""), district.units)
        if grid and grid not in district.units:
            raise Refused("没有这个网格，请从列表里选。")
        held_up = not (form.get("placeless") or form.get("alarmed"))  # danger waits for nothing
        if held_up and district.catalogue[category].has_place and not (text or grid):
            raise Refused(NO_PLACE)
        place = spot_of(self.parts, text) if text else {}
        own = grid or place.get("grid", "") or grid_named(text, district)
        return {**place, "text": text, "grid": own} if text or own else {}

    def _receipt(self, who: Visitor, ticket: Ticket, form: Form) -> Response:
        """What to read out to the caller, and where the ticket is."""
        district = self.parts.district
        category, unit = district.catalogue[ticket.category], district.units.get(ticket.unit)
        scope = scope_of(district, who.roles, who.member)
        values = {"t": ticket, "category": category.name, "unit": unit.name if unit else "",
                  "contact_due": moment(ticket.contact_due), "here": "enter", "who": who,
                  "answer_due": moment(ticket.answer_due), "found": not form.get("contact"),
                  "patrols": self._patrols(who), "reach": ticket.contact.startswith("phone:"),
                  "may_see": scope.holds(ticket), "contact": form.get("contact", ""),
                  "placeless": category.has_place and not ticket.place,
                  "safety": self._safety(form), "demo": self.parts.demo}  # fmt: skip
        return page("entered.html", values)

    def _safety(self, form: Form) -> str:
        kind = form.get("alarmed", "")
        return self.parts.say(f"safety.{kind}") if kind else ""


def _phone(typed: str) -> str:
    """Digits of a number; Refused when it is none."""
    digits = "".join(c for c in typed if c.isdigit())
    if typed.strip() and not 7 <= len(digits) <= 15:
        raise Refused("电话号码看起来不对，请再核对一遍；没有就留空。")
    return digits
