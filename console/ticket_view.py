"""A ticket as staff read it: its facts, its log in words, and the person behind it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from console.parts import ConsoleParts
from console.words import MOVES, spoke, state
from dialogs.flows.kind import OF_PARTIES
from grid.events import Event
from grid.tickets import ENDED, NEXT, State, Ticket
from integrations.sql.store import Work

SORTABLE = "1207"  # 待人工研判
PRIVACY = {"confidential": "对被反映方保密", "anonymous": "匿名", "open": "可以公开身份"}
LEVELS = {
    "grid": "网格",
    "community": "社区",
    "street": "街道",
    "district": "区",
    "enforcement": "执法",
}
LATE_STATES = ENDED | {State.FEEDBACK}
ROLES = {"resident": "居民", "system": "系统", "hotline_staff": "坐席", "mediator": "调解员",
         "dispatcher": "派单员", "committee_admin": "调委会", "centre_leader": "中心负责人",
         "unit_handler": "承办人", "unit_leader": "单位负责人", "grid_head": "网格长",
         "community": "社区", "street": "街道", "patroller": "巡查员", "verifier": "核查员",
         "supervisor": "督导员"}  # fmt: skip


def late(ticket: Ticket, now: datetime) -> bool:
    """Whether the answer is overdue."""
    due = ticket.answer_due
    return bool(due and due < now and ticket.state not in LATE_STATES)


def summary(parts: ConsoleParts, ticket: Ticket, now: datetime) -> dict[str, Any]:
    """What a list shows of a ticket."""
    district = parts.district
    category = district.catalogue.get(ticket.category)
    unit, grid = district.units.get(ticket.unit), district.units.get(ticket.grid)
    return {"t": ticket, "category": category.name if category else ticket.category,
            "first": category.first if category else "", "unit": unit.name if unit else "",
            "grid": grid.name if grid else "", "late": late(ticket, now)}  # fmt: skip


def hidden(ticket: Ticket) -> bool:
    """Whether the person behind the ticket is shown for a typed reason only (J1)."""
    return ticket.secret or ticket.privacy == "anonymous"


def whole(parts: ConsoleParts, work: Work, ticket: Ticket, now: datetime) -> dict[str, Any]:
    """Everything of a ticket but the person."""
    slots = parts.district.slots
    labels = [(slots[key].label if key in slots else key, value) for key, value in ticket.slots]
    return {
        **summary(parts, ticket, now), "slots": labels, "hidden": hidden(ticket),
        "privacy": PRIVACY.get(ticket.privacy, ticket.privacy),
        "level": LEVELS.get(ticket.level, ticket.level),
        "events": [_line(parts, work, one) for one in work.log.of("ticket", ticket.number)],
        "broken": work.log.broken("ticket", ticket.number),
        "added": work.tickets.added(ticket.number), "files": work.tickets.files(ticket.number),
        "followers": len(work.tickets.followers(ticket.number)),
        "dues": work.dues.of(ticket.number),
        "ratings": work.tickets.ratings(ticket.number), "spoke": spoke_for(work, ticket),
        "dispute": is_dispute(work, ticket),
        "may_answer": "answer" in NEXT.get(ticket.state, {}) and ticket.category != SORTABLE,
        "may_allow": may_allow(parts, work, ticket),
        "may_sort": ticket.category == SORTABLE and ticket.state == State.SUBMITTED,
    }  # fmt: skip


def may_allow(parts: ConsoleParts, work: Work, ticket: Ticket) -> bool:
    """Whether the ticket waits for a clerk's word on mediation (B5)."""
    category = parts.district.catalogue.get(ticket.category)
    if category is None or category.mediable != "conditional" or ticket.ended or hidden(ticket):
        return False
    return all(event.move != "allow_mediation" for event in work.log.of("ticket", ticket.number))


def is_dispute(work: Work, ticket: Ticket) -> bool:
    """Whether what the ticket tells was heard as a dispute between parties who can be named."""
    if OF_PARTIES in ticket.routed:
        return True
    told = ((one.incoming.text.strip(), one.heard or {}) for one in work.inbox.of(ticket.contact))
    return any(heard.get("dispute") and text in ticket.detail for text, heard in told if text)


def spoke_for(work: Work, ticket: Ticket) -> list[str]:
    """The words of the ticket that spoke for its category, as they were heard (B7)."""
    for kept in reversed(work.inbox.of(ticket.contact)):
        heard = kept.heard or {}
        guesses = heard.get("guesses") or [{"code": ""}]
        words = [word for word in spoke(heard) if word in ticket.detail]
        if words and guesses[0]["code"] == ticket.category:
            return words
    return []


def person(parts: ConsoleParts, work: Work, ticket: Ticket) -> dict[str, str]:
    """Who the ticket belongs to: what the channel calls them, the conversation, the phone."""
    found = work.contacts.person(int(ticket.person))
    row = work.contacts.get(ticket.contact)
    return {"name": row.name if row else "", "contact": ticket.contact if row else "",
            "phone": parts.seal.open(found.phone)}  # fmt: skip


def _recategorised(parts: ConsoleParts, event: Event) -> str:
    """From which category to which, where a row of the log is about that."""
    both = [parts.district.catalogue.get(str(event.data.get(key, ""))) for key in ("was", "now")]
    names = [one.name for one in both if one]
    return f"{' → '.join(names)}：" if event.move == "correct" and len(names) > 1 else ""


def _line(parts: ConsoleParts, work: Work, event: Event) -> dict[str, Any]:
    """A row of the log; a resident is only called a resident."""
    role = ROLES.get(event.actor.role, event.actor.role)
    account = None
    if event.actor.role not in ("resident", "system"):
        account = work.accounts.get(event.actor.id)
    changed = event.before != event.after and event.after
    unit = parts.district.units.get(str(event.data.get("unit", "")))
    return {"at": event.at, "move": MOVES.get(event.move, event.move),
            "why": _recategorised(parts, event) + event.why,
            "by": f"{role} {account.display}" if account else role,
            "unit": unit.name if unit else "",
            "to": state(event.after) if changed else ""}  # fmt: skip
