"""Which forms a ticket's page has for not accepting it, and for handing it to those who rescue."""

from __future__ import annotations

from typing import Any

from grid.rejecting import GROUNDS, OF_HAZARDS, RESCUE, may
from grid.returns import URGENT
from grid.tickets import Ticket


def rejecting_view(ticket: Ticket) -> dict[str, Any]:
    """The reasons that may hold for it, and to whom an emergency is handed."""
    grounds = {key: one for key, one in GROUNDS.items()
               if key in OF_HAZARDS or ticket.sla not in URGENT}  # fmt: skip
    return {"may_reject": may(ticket, "reject"), "grounds": grounds, "rescue": RESCUE,
            "may_rescue": may(ticket, "emergency_transfer")}  # fmt: skip
