"""What another system enters for somebody: a plain record of the command, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from grid.entering import Alarmed
from grid.refused import Refused
from grid.tickets import Ticket


@dataclass(frozen=True, slots=True)
class Sender:
    """Whom a report is from, as far as the other system says; every field may be empty."""

    account: str = ""  # their id over there
    phone: str = ""  # digits
    name: str = ""


@dataclass(frozen=True, slots=True)
class SystemReport:
    """Another system enters what somebody told it; a `Filed` comes of it.

    `key` is the name of the key it was sent with, `own` the system's own number for it (may be
    empty), `why` the reason for the category, `danger` what was heard or picked, `strong` whether
    it wakes the people on duty at once.
    """

    key: str
    own: str
    category: str
    words: str
    why: str = ""
    place: dict[str, Any] = field(default_factory=dict)
    slots: tuple[tuple[str, str], ...] = ()
    sender: Sender = field(default_factory=Sender)
    danger: Alarmed | None = None
    strong: bool = False
    dispute: bool = False


@dataclass(frozen=True, slots=True)
class SystemAlarm:
    """Danger in a report that could not be taken: the people on duty hear of it all the same."""

    report: SystemReport


@dataclass(frozen=True, slots=True)
class Filed:
    """The ticket, and whether it is new; a report sent twice is one ticket."""

    ticket: Ticket
    fresh: bool


class OtherMatter(Refused):
    """The system's own number stands for another report already."""
