"""How a ticket is handled and checked, as staff read it: dates, what was done, which forms."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from console.parts import ConsoleParts
from dialogs.dates import limit_words
from grid.asking import ASKABLE, asked_of
from grid.events import Event
from grid.handling import (
    HOW,
    Handling,
    check_due,
    handling_of,
    longest,
    sign_due,
    times_left,
    unit_date,
)
from grid.tickets import State, Ticket
from integrations.sql.store import Work


def handling_view(parts: ConsoleParts, work: Work, ticket: Ticket, now: datetime) -> dict[str, Any]:
    """What the page of a ticket shows of its handling, and which of the forms."""
    events = work.log.of("ticket", ticket.number)
    found, date = handling_of(events), unit_date(parts.district, ticket, events)
    rows = work.tickets.files(ticket.number)
    own = [row for row in rows if row.contact.startswith("unit:")]
    checked = [row for row in rows if row.contact.startswith("check:")]
    category = parts.district.catalogue.get(ticket.category)
    facts_wait = parts.district.policies.facts_wait
    since = found.since if ticket.state == State.DISPATCHED else None
    return {
        "files": [row for row in rows if row not in own + checked], "evidence": own,
        "checked": checked, "how_checked": HOW, "facts_wait": limit_words(facts_wait),
        "sign_by": sign_due(parts.district, ticket, since) if since else None,
        "working": ticket.state == State.IN_PROGRESS, "unit_until": date,
        "photo_wanted": bool(category and category.has_place),
        "done_words": found.done.why if found.done else "",
        "done_document": str(found.done.data.get("document", "")) if found.done else "",
        "not_passed": found.failed.why if found.failed else "",
        "checking": ticket.state == State.DONE_PENDING_CHECK,
        "check_by": check_due(parts.district, ticket, found.done.at) if found.done else None,
        "redoing": ticket.state == State.REDO, "wants": _wants(found.wants),
        "asking": asked_of(events),
        "may_ask": ticket.state in ASKABLE and not _asked_before(events) and not found.wants
        and not ticket.contact.startswith(("office:", "phone:")),
        **_extension(parts, ticket, found, (date, now)),
    }  # fmt: skip


def _asked_before(events: list[Event]) -> bool:
    return any(event.move == "ask_resident" for event in events)


def _wants(event: Event | None) -> dict[str, Any] | None:
    """The extension that waits for a decision."""
    if event is None:
        return None
    return {"why": event.why, "until": datetime.fromisoformat(str(event.data["until"]))}


def _extension(
    parts: ConsoleParts, ticket: Ticket, found: Handling, times: tuple[datetime | None, datetime]
) -> dict[str, Any]:
    """Whether more time may be asked for, and until when at the latest."""
    date, now = times
    may = bool(date and ticket.state == State.IN_PROGRESS and now <= date and not found.wants
               and times_left(ticket, found))  # fmt: skip
    latest = longest(parts.district, ticket, date) if date and may else None
    return {"may_extend": may, "latest": latest, "times_left": times_left(ticket, found)}
