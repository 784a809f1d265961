"""Whistles as staff read them: who is called, by when, the joint log, and which of the forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement

from console.parts import ConsoleParts
from console.rights import Right
from console.scope import Scope, scope_of
from console.sessions import Visitor
from console.whistles_log import JointLog, doorless, name_of
from console.words import moment, span
from grid.district import District
from grid.tickets import NEXT, Ticket
from grid.whistles import Call, Called, Judged, State, Whistle, unjudged
from grid.whistles_clocks import opens
from integrations.sql.store import Work
from integrations.sql.whistles import mine


@dataclass(frozen=True, slots=True)
class Seat:
    """Where somebody sits towards whistles: the unit they answer for, what they may see."""

    unit: str  # empty for the office
    scope: Scope
    blows: bool

    def sees(self, whistle: Whistle, tickets: Iterable[Ticket]) -> bool:
        """Whether a whistle is for them: theirs, calling them, or about what they hold."""
        if self.scope.everything:
            return True
        own = self.units or self.scope.area
        named = {whistle.street, *(one.unit for one in whistle.calls)}
        return bool(own & named) or any(self.scope.holds(one) for one in tickets)

    def runs(self, whistle: Whistle) -> bool:
        """Whether they act for the street whose whistle it is."""
        if self.unit:
            return self.blows and whistle.street in self.units
        return self.blows and (self.scope.everything or whistle.street in self.scope.area)

    def where(self) -> ColumnElement[bool]:
        """What they see, as a condition on the table."""
        return mine(None if self.scope.unit is None else self.units, self.scope.area)

    @property
    def units(self) -> frozenset[str]:
        """The own unit and those somebody stands in for today; none for the office."""
        return frozenset({self.unit, *self.scope.also} - {""})

    def call_in(self, whistle: Whistle) -> Call | None:
        """The call they answer for: that of their own unit before one they stand in for."""
        found = [one for one in whistle.calls if one.unit in self.units]
        return min(found, key=lambda one: one.unit != self.unit, default=None)


def seat_of(parts: ConsoleParts, who: Visitor) -> Seat:
    """Where a visitor sits."""
    scope = scope_of(parts.district, who.roles, who.member)
    return Seat(scope.unit or "", scope, who.may(Right.BLOW))


def seen_by(parts: ConsoleParts, work: Work, who: Visitor, number: str) -> bool:
    """Whether a whistle, and its photos, are for a visitor."""
    found = work.whistles.get(number) if who.may(Right.WHISTLES) else None
    tickets = work.tickets.several(found.tickets) if found else []
    return found is not None and seat_of(parts, who).sees(found, tickets)


def public_place(district: District, ticket: Ticket) -> str:
    """Where it is, as everybody may know it: never a door."""
    place, grid = district.places.get(ticket.place_id), district.units.get(ticket.grid)
    return place.name if place else grid.name if grid else ""


def ticket_rows(parts: ConsoleParts, seat: Seat, tickets: Iterable[Ticket]) -> list[dict[str, Any]]:
    """The tickets of a whistle: what, where and how they stand, nothing of who told it."""
    catalogue = parts.district.catalogue
    return [{"number": one.number, "state": one.state, "mine": seat.scope.holds(one),
             "category": catalogue[one.category].name if one.category in catalogue else "",
             "place": public_place(parts.district, one)} for one in tickets]  # fmt: skip


def without_door(whistle: Whistle, tickets: Iterable[Ticket]) -> Whistle:
    """A whistle as called units read it: who became anonymous later has no door here either."""
    hides = list(tickets)
    return replace(whistle, place=doorless(hides, whistle.place), why=doorless(hides, whistle.why),
                   result=doorless(hides, whistle.result))  # fmt: skip


def listed(
    parts: ConsoleParts, work: Work, seat: Seat, found: Iterable[Whistle]
) -> list[dict[str, Any]]:
    """Whistles for a list, each with what this visitor has to do next."""
    now, whistles = parts.clock(), list(found)
    numbers = {number for one in whistles for number in one.tickets}
    known = {one.number: one for one in work.tickets.several(sorted(numbers))}
    shown = [without_door(one, (known[number] for number in one.tickets)) for one in whistles]
    return [{"w": one, "late": one.open and any(call.late(now) for call in one.calls),
             "street": name_of(parts.district, one.street),
             "units": [(name_of(parts.district, call.unit), call) for call in one.calls],
             "mine": seat.call_in(one),
             } for one in shown]  # fmt: skip


def whistle_view(parts: ConsoleParts, work: Work, who: Visitor, whistle: Whistle) -> dict[str, Any]:
    """What the page of a whistle shows, and which of its forms."""
    seat, tickets = seat_of(parts, who), work.tickets.several(whistle.tickets)
    runs, whistle = seat.runs(whistle), without_door(whistle, tickets)
    judged = work.whistles.judged(whistle.number)
    units = [one.unit for one in whistle.calls if one.awaited] if runs and whistle.open else []
    busy = work.whistles.elsewhere(units, whistle.number)
    return {
        "w": whistle, "runs": runs, "now": parts.clock(),
        "street": name_of(parts.district, whistle.street),
        "calls": [_call(parts, one, busy.get(one.unit, ())) for one in whistle.calls],
        "tickets": ticket_rows(parts, seat, tickets),
        "log": JointLog(parts, work, tickets).lines(whistle.number),
        "to_judge": _to_judge(parts, whistle, judged, (seat, runs)),
        "judged": _judged(parts, who, whistle, (seat, runs, judged)),
        "notices": work.notices.of(whistle.number) if runs or who.may(Right.TICKETS) else [],
        **_forms(whistle, seat, runs),
    }  # fmt: skip


def _forms(whistle: Whistle, seat: Seat, runs: bool) -> dict[str, Any]:
    """Which of the forms a visitor is offered."""
    own = seat.call_in(whistle)
    over = whistle.state in (State.RATED, State.CALLED_OFF)
    leads = own is not None and own.role == "lead"
    return {"own": own, "opens": opens(whistle, own) if own else None,
            "may_log": (runs or own is not None) and not over,
            "may_plan": leads and whistle.open and whistle.kind == "tough",
            "someone_here": any(one.state == Called.ARRIVED for one in whistle.calls)}  # fmt: skip


def _call(parts: ConsoleParts, call: Call, busy: Sequence[str]) -> dict[str, Any]:
    """A called unit with what the street wants to know of it; `busy`: other whistles it is at."""
    unit = parts.district.units.get(call.unit)
    people = [one for one in parts.district.roster.values() if one.unit == call.unit]
    leaders = "、".join(one.name for one in people if one.role == "unit_leader")
    facts = [_when("回应", call.acked, call.ack_due), _when("报到", call.arrived, call.come_due),
             "街道定了要来" if call.insisted else "",
             f"同时还被{'、'.join(busy)}叫着" if busy else "",
             f"电话{unit.phone}" if unit and unit.phone else "",
             f"负责人{leaders}" if leaders else ""]  # fmt: skip
    return {"c": call, "name": unit.name if unit else call.unit, "nobody": not people,
            "facts": [one for one in facts if one]}  # fmt: skip


def _when(what: str, at: datetime | None, due: datetime) -> str:
    """When something was done, and how late."""
    if at is None:
        return ""
    return f"{moment(at)}{what}" + (f"（晚了{span(at - due)}）" if at > due else "")


def sides_of(whistle: Whistle, seat: Seat, runs: bool) -> set[str]:
    """On whose side somebody sits: a called unit's, the street's, or neither."""
    own = seat.call_in(whistle)
    return ({own.unit} if own else set()) | ({whistle.street} if runs else set())


def _to_judge(
    parts: ConsoleParts, whistle: Whistle, judged: list[Judged], who: tuple[Seat, bool]
) -> list[tuple[str, str, str]]:
    """Whom this visitor still has to rate: for whom, whom, and their name."""
    seat, runs = who
    if whistle.state != State.HANDLED:
        return []
    sides = sides_of(whistle, seat, runs)
    left = unjudged(whistle, judged)
    return [(by, about, name_of(parts.district, about))
            for by, about in sorted(left) if by in sides]  # fmt: skip


def _judged(
    parts: ConsoleParts, who: Visitor, whistle: Whistle, known: tuple[Seat, bool, list[Judged]]
) -> list[dict[str, Any]]:
    """What was said of whom: each side reads the other's word once it has said its own."""
    seat, runs, judged = known
    done = {(one.by, one.about) for one in judged}
    sides = sides_of(whistle, seat, runs)
    office = who.may(Right.TICKETS) and not runs

    def shows(one: Judged) -> bool:
        both = (one.about, one.by) in done or whistle.state == State.RATED
        return office or one.by in sides or (one.about in sides and both)

    return [{"by": name_of(parts.district, one.by), "about": name_of(parts.district, one.about),
             "score": one.score, "words": one.words} for one in judged if shows(one)]  # fmt: skip


def of_ticket(parts: ConsoleParts, work: Work, who: Visitor, ticket: Ticket) -> dict[str, Any]:
    """What the page of a ticket shows of its whistles."""
    seat = seat_of(parts, who)
    found = work.whistles.of_ticket(ticket.number) if who.may(Right.WHISTLES) else []
    free = blowable(ticket) and not any(one.open for one in found)
    return {"whistles": listed(parts, work, seat, found), "may_blow": seat.blows and free}


def blowable(ticket: Ticket) -> bool:
    """Whether a whistle can be blown for a ticket as it stands."""
    return "whistle" in NEXT.get(ticket.state, {}) and not ticket.secret
