"""What a ticket's page shows of suspending it, and which of the forms."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from console.parts import ConsoleParts
from grid.calendar import SHANGHAI
from grid.events import Event
from grid.suspending import WAITS, waiting_of
from grid.tickets import State, Ticket
from integrations.sql.store import Work


def suspending_view(
    parts: ConsoleParts, work: Work, ticket: Ticket, now: datetime
) -> dict[str, Any]:
    """What a unit has asked for, what is waited for, and until when it may be at the latest."""
    found = waiting_of(work.log.of("ticket", ticket.number))
    latest = now + parts.district.policies.suspend_max
    return {
        "wait_asked": _told(found.asked), "wait_held": _told(found.held), "waits": WAITS,
        "may_suspend": ticket.state == State.IN_PROGRESS and ticket.sla != "E0",
        "suspended": ticket.state == State.SUSPENDED,
        "suspend_latest": latest.astimezone(SHANGHAI).date(),
    }  # fmt: skip


def _told(event: Event | None) -> dict[str, Any] | None:
    """A row of the log in words."""
    if event is None:
        return None
    until = datetime.fromisoformat(str(event.data["until"]))
    wait = str(event.data.get("wait", ""))
    return {"wait": wait, "what": WAITS.get(wait, wait), "plan": event.why, "until": until,
            "day": until.astimezone(SHANGHAI).date().isoformat()}  # fmt: skip
