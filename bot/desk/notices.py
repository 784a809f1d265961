"""Desks are told what they have to do: on the console, by the channel the roster names, by page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.desk.calling import calm
from bot.desk.desk import Desk
from console.rights import CHECK_ROLES, UNIT_ROLES
from dialogs.dates import time_words
from dialogs.say import Say
from followup.due import Due
from followup.quiet import next_allowed
from followup.rules import Rules
from grid.events import Event
from grid.handling import unit_waits
from grid.people import Member
from grid.returns import GIVES, URGENT, desk_above
from grid.tickets import State, Ticket
from integrations.sql.duties import group_of, told_of

LEADER, SUPERVISOR, HOTLINE = "leader", "supervisor", "hotline"
"""Desks that are no unit; every other desk is a unit's id."""
ROLES = {LEADER: ("centre_leader",), SUPERVISOR: ("supervisor",),
         HOTLINE: ("hotline_staff", "dispatcher")}  # fmt: skip
CHECKERS = "check:"
"""Before the id of a grid or a unit: the desk of those who make sure what is done there."""
UNIT_LEADER = "unit_leader"
GROUP = "group"
"""The due action that looks whether many tell of the same."""
TAKEN = ("sign", "done", "answer")
"""Moves after which nobody need be called about a ticket any more."""
SENT = "duty_word"
"""The due action that puts a notice on its way to one member of the roster."""


@dataclass(frozen=True, slots=True)
class Word:
    """A notice: what it is about (a key of the console's NOTICES), in words, and where to act."""

    what: str
    words: str
    page: str = ""  # where it is not the ticket's own


def give(desk: Desk, ticket: Ticket, word: Word, desks: Iterable[str]) -> None:
    """Tell desks once at this moment; whose channel the roster knows is written to as well."""
    for to in dict.fromkeys(one for one in desks if one):
        key = f"{word.what}:{ticket.number}:{desk.now.isoformat()}:{to}"
        row = {"key": key, "at": desk.now, "desk": to, "ticket": ticket.number,
               "what": word.what, "words": word.words[:300]}  # fmt: skip
        if desk.work.notices.add(row):
            _send_later(desk, ticket, word, row)


def _send_later(desk: Desk, ticket: Ticket, word: Word, row: dict[str, Any]) -> None:
    """By channel or page: at once when it is urgent, otherwise not at night."""
    rules = Rules(desk.district.policies, desk.district.calendar)
    urgent = ticket.sla in URGENT
    at = desk.now if urgent else next_allowed(desk.now, rules.night, rules.calendar)
    key = str(row["key"])
    data = {"words": row["words"], "what": row["what"], "level": ticket.sla, "notice": key}
    data |= {"page": word.page} if word.page else {}
    for member in members(desk, str(row["desk"])):
        if member.channel or urgent:
            desk.later(Due(f"{SENT}:{key}:{member.id}"[:200], SENT, at, about=ticket.number,
                           data={**data, "member": member.id}))  # fmt: skip


def members(desk: Desk, to: str) -> list[Member]:
    """Who sits at a desk: the members of a unit who handle tickets or give them out.

    A unit's leader is written to where there is nobody else, and when a whistle is not answered.
    """
    roster = desk.district.at_work
    if to in ROLES:
        return [one for one in roster if one.role in ROLES[to]]
    if to.startswith(CHECKERS):
        return [one for one in roster if one.role in CHECK_ROLES and _near(desk, one, to)]
    own = [one for one in roster if one.unit == to and one.role in (*UNIT_ROLES, "dispatcher")]
    return [one for one in own if one.role != UNIT_LEADER] or own


def _near(desk: Desk, member: Member, to: str) -> bool:
    """Whether somebody checks what lies there: in their area, or in their grid."""
    units = desk.district.units
    if member.unit not in units:
        return False
    area = next(one for one in desk.district.chain(member.unit) if one.kind == "area")
    return area in desk.district.chain(to.removeprefix(CHECKERS))


def deliver(desk: Desk, due: Due) -> bool:
    """Write to a member's channel; False when there is none, and a page must do."""
    member = desk.district.roster.get(str(due.data["member"]))
    if member is None or not member.channel:
        return False
    page = f"{desk.address}{due.data.get('page') or f'/staff/tickets/{due.about}'}"
    words = f"{due.data['words']}\n{page}" if desk.address else str(due.data["words"])
    desk.work.outbox.add(member.channel, Say(words, kind="notice"), desk.now, None)
    desk.work.notices.told(str(due.data["notice"]), 1)
    return True


# -- what happened, and who is told of it


def after(desk: Desk, ticket: Ticket, events: Iterable[Event], log: list[Event]) -> None:
    """Tell the desks what this turn's moves mean for them."""
    for event in events:
        if event.move in TAKEN:
            calm(desk, ticket.number)
        if event.move in ("dispatch", "join"):
            desk.later(Due(f"{GROUP}:{ticket.number}:{event.at.isoformat()}", GROUP, desk.now,
                           about=ticket.number))  # fmt: skip
        if event.move in GIVES:
            give(desk, ticket, Word("new", _given(desk, ticket, log)), (ticket.unit,))
        elif event.move == "urge":
            words = (
                f"{ticket.number}（{_what(desk, ticket)}）居民第{ticket.urges}次催办，请尽快办。"
            )
            give(desk, ticket, Word("urged", words), (holder(ticket), SUPERVISOR))
        elif event.after == State.REDO and event.before != State.REDO:
            words = f"{ticket.number}（{_what(desk, ticket)}）居民说没有解决，要重办。"
            give(desk, ticket, Word("unsolved", words), (ticket.unit, HOTLINE))
        elif event.after == State.REVIEW and event.before != State.REVIEW:
            _for_the_leader(desk, ticket)


def group(desk: Desk, due: Due) -> None:
    """Many tell of the same kind in one grid within a day: the leader hears of it, once (B.7)."""
    policies, since = desk.district.policies, desk.now - timedelta(days=1)
    ticket = desk.work.tickets.get(due.about)
    if ticket is None or not ticket.grid or ticket.secret:
        return
    found = group_of(desk.work.connection, ticket, since)
    if found.tickets < policies.group_tickets and found.people < policies.group_people:
        return
    first = desk.work.tickets.get(found.first)
    if first is None or told_of(desk.work.connection, first.number, "group"):
        return
    what = _what(desk, ticket)
    words = f"一天内同一网格有{found.tickets}件“{what}”，共{found.people}人。"
    give(desk, first, Word("group", words), (LEADER, HOTLINE))


def _for_the_leader(desk: Desk, ticket: Ticket) -> None:
    by = f"{time_words(ticket.answer_due)}前" if ticket.answer_due else "尽快"
    words = f"{ticket.number}（{_what(desk, ticket)}）重办过还是没有解决，请您{by}定。"
    give(desk, ticket, Word("review", words), (LEADER, SUPERVISOR))


def holder(ticket: Ticket) -> str:
    """The unit that has something to do about it now."""
    working = (State.DISPATCHED, State.IN_PROGRESS, State.RETURN_PENDING, State.DONE_PENDING_CHECK)
    return ticket.unit if ticket.state in working else HOTLINE


def _given(desk: Desk, ticket: Ticket, log: list[Event]) -> str:
    """A unit has a ticket: which, and by when what is to be done."""
    waits = unit_waits(desk.district, ticket, log)
    dates = "，".join(f"{time_words(at)}前{what}" for what, at in waits)
    again = "重办" if ticket.redo_count else "新"
    return f"{again}工单{ticket.number}（{_what(desk, ticket)}），{dates}。"


def _what(desk: Desk, ticket: Ticket) -> str:
    category = desk.district.catalogue.get(ticket.category)
    return category.name if category else ticket.category


def above(desk: Desk, ticket: Ticket) -> str:
    """The desk over the unit that has a ticket."""
    found = desk_above(desk.district, ticket.unit)
    return HOTLINE if found == desk.district.centre else found.id
