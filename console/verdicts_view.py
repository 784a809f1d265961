"""Which forms a ticket's page has for what residents say by telephone, and for another look."""

from __future__ import annotations

from typing import Any

from followup.survey import QUESTIONS, Solved
from grid.tickets import State, Ticket

STARS = {"0": "没有问", **QUESTIONS[1].options}
VERDICTS = {key: words for key, words in QUESTIONS[0].options.items() if key != Solved.NOBODY}


def verdicts_view(ticket: Ticket) -> dict[str, Any]:
    """Which of the forms a ticket's page has; of a closed one only what is bad can be told."""
    closed = ticket.state == State.CLOSED
    told = {key: words for key, words in VERDICTS.items() if not closed or key != Solved.YES}
    asked = closed or ticket.state == State.FEEDBACK
    return {"verdicts": told, "stars": STARS, "may_reinspect": closed,
            "may_record": asked and not ticket.contact.startswith("office:")}  # fmt: skip
