"""How the house runs: channels, queues, what was given up, whom no channel reaches."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from console.gate import Form, Gate, NotThere
from console.holiday_words import gap
from console.paper import page, see_other
from console.parts import ConsoleParts
from console.rights import Right, acting
from console.running_words import (
    SETTLED,
    Figures,
    channel_lines,
    channel_words,
    due_words,
    error_words,
    room,
    troubles,
    year_lines,
)
from console.sessions import Visitor
from grid.events import Actor
from grid.refused import Refused
from integrations.seal import masked_phone
from integrations.sql.store import Work
from integrations.sql.unreached import Unreached, UnreachedList
from integrations.sql.watch import DUE, INBOX, LETTER, Broken, Watch

SHOWN = 20
HOME = "/staff/running"


class RunningPages:
    """One page for who runs the house; of it the hotline sees whom to ring."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate

    def join(self, router: APIRouter) -> None:
        """Add the pages' addresses."""
        router.add_api_route("/running", self.look, methods=["GET"])
        router.add_api_route("/running/letter/{row}/phone", self.phone, methods=["POST"])
        for kind, act in ((DUE, self.due), (INBOX, self.inbox), (LETTER, self.letter)):
            router.add_api_route(f"/running/{kind}/{{row}}", act, methods=["POST"])

    def look(self, request: Request, done: str = "") -> Response:
        """How things stand now."""
        who = self.gate.visitor(request, Right.RUNNING, Right.UNREACHED)
        return self._page(who, done=done == "1")

    def due(self, request: Request, row: int, form: Form) -> Response:
        """A due action given up is tried again, or a person has seen to it."""
        return self._mend(self.gate.poster(request, form, Right.RUNNING), DUE, row, form)

    def inbox(self, request: Request, row: int, form: Form) -> Response:
        """A parked message is tried again, or goes to a person."""
        return self._mend(self.gate.poster(request, form, Right.RUNNING), INBOX, row, form)

    def letter(self, request: Request, row: int, form: Form) -> Response:
        """Somebody was rung about words that did not reach them."""
        return self._mend(self.gate.poster(request, form, Right.UNREACHED), LETTER, row, form)

    def _mend(self, who: Visitor, kind: str, row: int, form: dict[str, str]) -> Response:
        to, why = form.get("to", ""), form.get("why", "")
        right = Right.UNREACHED if kind == LETTER else Right.RUNNING
        actor = Actor(who.name, acting(who.roles, right))
        try:
            self.parts.running.mend(kind, row, to, why, actor)
        except Refused as refused:
            return self._page(who, 409, refused=refused.words, typed={(kind, row): why})
        with self.parts.store.begin() as work:
            work.accounts.saw(self.parts.clock(), who.name, "mend", f"{kind}:{row}",
                              f"{SETTLED.get((kind, to), to)} {why}".strip())  # fmt: skip
        return see_other(f"{HOME}?done=1")

    def phone(self, request: Request, row: int, form: Form) -> Response:
        """The whole number for who is about to ring; why it was looked at is written down."""
        who, why = self.gate.poster(request, form, Right.UNREACHED), form.get("why", "").strip()
        if not why:
            return self._page(who, 409, refused="请先写为什么要看完整电话。")
        with self.parts.store.begin() as work:
            found = UnreachedList(work.connection).one(row)
            if found is None:
                raise NotThere
            about = found.tickets[0] if found.tickets else f"letter:{row}"
            work.accounts.saw(self.parts.clock(), who.name, "phone", about, why[:200])
        return self._page(who, whole=row)

    def _page(self, who: Visitor, status: int = 200, **more: Any) -> Response:
        with self.parts.store.read() as work:
            values = self._house(work, who) if who.may(Right.RUNNING) else {"house": False}
            whole = int(more.pop("whole", 0))
            unreached = [] if not who.may(Right.UNREACHED) else [
                self._person(one, whole) for one in UnreachedList(work.connection).all(SHOWN + 1)
            ]  # fmt: skip
        values |= {"unreached": unreached[:SHOWN], "more_unreached": len(unreached) > SHOWN,
                   "who": who, "here": "running", "refused": "", "done": False, "typed": {},
                   "now": self.parts.clock(), "demo": self.parts.demo}  # fmt: skip
        return page("running.html", values | more, status)

    def _house(self, work: Work, who: Visitor) -> dict[str, Any]:
        now, standing, found = self.parts.clock(), self.parts.running.standing(), self._look(work)
        calendar = self.parts.district.calendar
        names = {one.name: one.display for one in work.accounts.all()}
        settled = [{"at": row.at, "by": names.get(row.actor, row.actor), "why": row.why,
                    "what": SETTLED.get((row.kind, row.move), row.move)}
                   for row in Watch(work.connection).settled()
                   if row.kind != LETTER or who.may(Right.UNREACHED)]  # fmt: skip
        return {"house": True, "s": standing, "f": found,
                "troubles": troubles(standing, found, now),
                "channels": channel_lines(standing, found.traffic), "settled": settled,
                "failed": [_due(one) for one in found.failed[:SHOWN]],
                "parked": [_message(one) for one in found.parked[:SHOWN]],
                "free": room(standing.free), "size": room(found.size), "gap": gap(calendar, now),
                "years": year_lines(calendar, now)}  # fmt: skip

    def _look(self, work: Work) -> Figures:
        now, watch = self.parts.clock(), Watch(work.connection)
        return Figures(watch.traffic(now), watch.unanswered(), watch.late(now),
                       watch.broken(INBOX), watch.broken(DUE), watch.size())  # fmt: skip

    def _person(self, found: Unreached, whole: int) -> dict[str, Any]:
        phone = self.parts.seal.open(found.phone)
        name = found.contact.partition(":")[0]
        return {"letter": found.letter, "at": found.at, "note": found.note,
                "contact": found.contact, "channel": channel_words(name),
                "phone": phone if found.letter == whole else masked_phone(phone),
                "whole": found.letter == whole, "tickets": found.tickets}  # fmt: skip


def _due(found: Broken) -> dict[str, Any]:
    """A due action given up: what, for which ticket or case, and the kind of error."""
    return {"id": found.row.id, "what": due_words(found.row.what), "about": found.row.about,
            "due": found.row.at, "at": found.row.done or found.at,
            "error": error_words(found.error)}  # fmt: skip


def _message(found: Broken) -> dict[str, Any]:
    """A parked message: when and where it came from, never its words."""
    name = found.row.contact.partition(":")[0]
    return {"id": found.row.id, "channel": channel_words(name), "came": found.row.accepted,
            "contact": found.row.contact, "error": error_words(found.error)}  # fmt: skip
