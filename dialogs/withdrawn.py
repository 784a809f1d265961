"""A ticket just withdrawn is kept as it was told, in case its teller changes their mind."""

from __future__ import annotations

from datetime import datetime

from dialogs.run import JSON, Conversation, Run
from grid.tickets import Ticket

NUMBER = "withdrawn"  # beside the kept report: the number it had


def keep(talk: Conversation, ticket: Ticket, now: datetime) -> None:
    """Keep it like a report that was not submitted; nothing where nothing is to be kept."""
    if talk.forgetful:
        return
    talk.runs += 1
    run = Run(id=f"r{talk.runs:x}", flow="report", said=_told(ticket), started=now.isoformat())
    run.given["privacy"] = ["", ticket.privacy, "asked"]
    talk.dropped = {"run": run.to_json(), "at": now.isoformat(), NUMBER: ticket.number}


def _told(ticket: Ticket) -> JSON:
    """What a ticket tells, as a report begins with it."""
    said: JSON = {**dict(ticket.slots), "detail": ticket.detail,
                  "guesses": [[ticket.category, 1.0]]}  # fmt: skip
    if ticket.grid:
        said["place"] = {"text": ticket.place, "place": ticket.place_id, "grid": ticket.grid,
                         "lat": ticket.lat, "lng": ticket.lng, "how": "named"}  # fmt: skip
    return said
