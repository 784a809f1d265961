"""A due action: what must happen, for whom, when; the row is the truth, the rest only ticks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do at `at` (aware UTC). `key` is unique for ever: the same cause adds it once.

    `what` names the effect (survey, survey_reminder, survey_close, nudge, draft_expiry …).
    `contact` is the conversation it becomes a turn of, empty when it concerns no conversation.
    `stale` is after which time it is dropped with a note instead of done late; None: never.
    `moves` lets a row with the same key be moved to a new time (a conversation has one nudge).
    """

    key: str
    what: str
    at: datetime
    contact: str = ""
    about: str = ""  # number of the ticket or case
    data: dict[str, Any] = field(default_factory=dict)
    stale: datetime | None = None
    moves: bool = False
