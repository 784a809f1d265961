"""Why a ticket is with the unit that has it, from the reason kept on the ticket itself."""

from __future__ import annotations

import re

from dialogs.flows.progress import which
from dialogs.lookup import Lookup
from dialogs.talk import Done, Talk
from grid.tickets import Ticket


def why_there(talk: Talk, look: Lookup) -> Done:
    """Tell the reason, and what to do when it is the wrong unit."""
    given = [ticket for ticket in look.mine() if ticket.unit]
    ticket = which(talk, look, given, look.say("which_progress"))
    if ticket is None:
        return Done(look.say("which_none"))
    unit = look.district.units.get(ticket.unit)
    return Done(look.say("why_there", no=ticket.number, what=look.category(ticket.category).name,
                         unit=unit.name if unit else "指挥中心",
                         why=reason(ticket, look)))  # fmt: skip


def reason(ticket: Ticket, look: Lookup) -> str:
    """The kept sentence as its resident reads it; without one, what the catalogue says."""
    unit = look.district.units.get(ticket.unit)
    name = look.category(ticket.category).name
    kept = ticket.routed.strip("；")
    first = kept or f"按派单目录，“{name}”由{unit.name if unit else '指挥中心'}办"
    return re.sub(r"居民(?!委)", "您", first)
