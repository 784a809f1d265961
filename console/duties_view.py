"""What is owed about a ticket, as staff read it: clocks, calls, decisions, supervision, levels."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from console.parts import ConsoleParts
from console.rights import Right
from console.scope import beneath, scope_of
from console.sessions import Visitor
from grid.levels import box_ends, next_level
from grid.lights import TIMERS, light, timers, worst
from grid.returns import way_of
from grid.supervision import LEVELS
from grid.tickets import State, Ticket
from integrations.sql.duties import BACK, FIRST, OWED, SURVEY
from integrations.sql.store import Work

CHECKERS = "check:"  # as bot/desk/notices.py calls the desk of those who check
KINDS = {FIRST: "首次联系", BACK: "回电", SURVEY: "电话回访"}
HOW = {"phone": "打电话", "chat": "在对话里", "visit": "上门、当面"}
RESULTS = {"reached": "已经联系上", "given_up": "多次没有打通", "answered": "已随答复联系",
           "replaced": "和后面的一起打", "rated": "居民已经评价", "over": "评价的时间已过",
           "stopped": "本人不要评价"}  # fmt: skip
DECISIONS = {"again": "再办一次", "answer": "中心已经办好，给出新的答复",
             "uphold": "已依法办到位，说明后办结"}  # fmt: skip


def duties_view(parts: ConsoleParts, work: Work, ticket: Ticket, now: datetime) -> dict[str, Any]:
    """What the page of a ticket shows of what is owed, and which of the forms."""
    district, events = parts.district, work.log.of("ticket", ticket.number)
    running = timers(district, ticket, events)
    way = way_of(events)
    box = box_ends(district, ticket, way)
    above = next_level(district, ticket) if box else None
    return {
        "clocks": [(TIMERS[each.name], each.due, light(district, each, now)) for each in running],
        "calls_of": _calls(work, ticket.number), "kinds_of_calls": KINDS, "ways_of_calls": HOW,
        "reviewing": ticket.state == State.REVIEW, "decisions": DECISIONS,
        "box_ends": box, "next_level": above.name if above else "",
        "supervised": LEVELS.get(ticket.supervised, ""),
        "may_supervise": not ticket.ended and ticket.state != State.FEEDBACK,
        "notices_of": work.notices.of(ticket.number), "desks": desk_names(parts),
    }  # fmt: skip


def _calls(work: Work, number: str) -> list[dict[str, Any]]:
    return [{"row": row, "kind": KINDS.get(row.kind, row.kind), "owed": row.state == OWED,
             "result": RESULTS.get(row.state, ""), "attempts": work.calls.attempts(row.id)}
            for row in work.calls.of(number)]  # fmt: skip


def colour(parts: ConsoleParts, work: Work, ticket: Ticket, now: datetime) -> str:
    """The light of a ticket in a list."""
    return worst(parts.district, ticket, work.log.of("ticket", ticket.number), now)


def desks_of(parts: ConsoleParts, who: Visitor) -> tuple[str, ...]:
    """The desks somebody sits at: what those are told, they are told."""
    own = {"centre_leader": "leader", "supervisor": "supervisor"}
    found = [desk for role, desk in own.items() if role in who.roles]
    member = parts.district.roster.get(who.member)
    office = who.roles & {"hotline_staff", "dispatcher"}
    if office and (member is None or member.unit == parts.district.centre.id):
        found += ["hotline", parts.district.centre.id]
    elif member and (who.may(Right.UNIT_TICKETS) or office):
        found += [member.unit, *sorted(parts.district.stands_in(member.id))]
    elif member and who.may(Right.CHECK):
        found += _checked(parts, who)
    return tuple(found)


def _checked(parts: ConsoleParts, who: Visitor) -> list[str]:
    """The desks of who makes sure of what is done: one for each unit and grid they look after."""
    scope = scope_of(parts.district, who.roles, who.member)
    units = scope.area or beneath(parts.district, parts.district.root.id)
    return [f"{CHECKERS}{unit}" for unit in sorted(units)] if scope.checks else []


def desk_names(parts: ConsoleParts) -> dict[str, str]:
    """What desks are called."""
    named = {"leader": "中心负责人", "supervisor": "督导员", "hotline": "热线和派单"}
    units = parts.district.units.values()
    checks = {f"{CHECKERS}{unit.id}": f"{unit.name}的核查员" for unit in units}
    return {**{unit.id: unit.name for unit in units}, **checks, **named}


def first_of(rows: Iterable[Any]) -> dict[str, Any]:
    """The latest of each ticket and kind; the same told again is one line."""
    found: dict[str, Any] = {}
    for row in rows:
        found.setdefault(f"{row.ticket}/{row.what}", row)
    return found


def by_ticket(rows: Iterable[Any]) -> list[tuple[Any, list[Any]]]:
    """What was told of each ticket in one place: the latest, and what was told before it."""
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.ticket, []).append(row)
    return [(told[0], told[1:]) for told in found.values()]
