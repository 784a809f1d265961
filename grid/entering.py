"""What staff enter for somebody else, and what a patroller finds: plain records of commands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

THROUGH = {"phone": "来电", "counter": "窗口来访", "letter": "来信", "relative": "亲友代说",
           "talk": "对话中代录", "patrol": "巡查发现",
           "system": "其他系统"}  # fmt: skip
"""Through what a matter came to us; the log keeps it beside who entered it (A13, A18)."""


@dataclass(frozen=True, slots=True)
class Alarmed:
    """Danger in what was entered: an emergency lexicon's kind and level, and the words."""

    kind: str
    level: str
    words: str


@dataclass(frozen=True, slots=True)
class CallForCaller:
    """Somebody on the line is in danger: the people on duty are called before any form is done.

    `once` is the form's own mark, `contact` the conversation where it was told in one.
    """

    danger: Alarmed
    once: str
    contact: str = ""


@dataclass(frozen=True, slots=True)
class EnterReport:
    """A clerk enters what a caller tells, or a grid worker what they found; a ticket comes of it.

    `through` is a key of THROUGH, `phone` the caller's (digits, may be empty), `member` the
    roster's id of who found it. `once` is the form's own mark: a form sent twice is one ticket.
    """

    category: str
    words: str
    through: str
    once: str
    place: dict[str, Any] = field(default_factory=dict)
    contact: str = ""
    phone: str = ""
    name: str = ""
    member: str = ""
    danger: Alarmed | None = None
    dispute: bool = False
