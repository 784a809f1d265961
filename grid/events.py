"""What happened to a ticket or a case: one row of the append-only log."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it and in which role: a person's or an account's id, never a name."""

    id: str
    role: str  # resident, patroller, clerk, mediator, system …


@dataclass(frozen=True, slots=True)
class Event:
    """One move. `kind` is "ticket", "case" or "whistle".

    Of what the house gave up it is "due", "inbox" or "letter".
    `data` is small plain JSON (evidence, reasons).
    """

    kind: str
    about: str  # the number of the ticket or case
    move: str  # submit, accept, join, answer, redo, close …
    at: datetime
    actor: Actor
    before: str = ""  # state before
    after: str = ""  # state after
    why: str = ""
    data: dict[str, Any] = field(default_factory=dict)


def chained(event: Event, seq: int, prev: str) -> str:
    """The hash of a log row: SHA-256 over the row before and everything in this one."""
    row = [prev, seq, event.kind, event.about, event.move, event.at.isoformat()]
    row += [event.actor.id, event.actor.role, event.before, event.after, event.why, event.data]
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
