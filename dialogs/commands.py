"""What a flow, a console page or the clock may have done: plain records, done by the door."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """Open a ticket; the result is the new ticket."""

    category: str
    detail: str
    place: dict[str, Any] = field(default_factory=dict)
    slots: tuple[tuple[str, str], ...] = ()
    files: tuple[dict[str, Any], ...] = ()
    privacy: str = "confidential"
    routed: str = ""
    danger: bool = False
    through: str = ""  # a key of entering.THROUGH, where staff enter it for somebody


@dataclass(frozen=True, slots=True)
class JoinTicket:
    """Follow a ticket somebody else has opened; the result is that ticket."""

    number: str


@dataclass(frozen=True, slots=True)
class AddToTicket:
    """Add words or files to one's ticket; the result is the ticket."""

    number: str
    words: str = ""
    files: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class UrgeTicket:
    """Urge; the result is the ticket."""

    number: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawTicket:
    """Withdraw one's report; of a hazard only the person is withdrawn. The result is the ticket."""

    number: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class RateTicket:
    """Answer the survey: solved (yes, partly, no, nobody), satisfied (5 to 1; 0: unsaid)."""

    number: str
    solved: str
    satisfied: int
    reason: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class AnswerTicket:
    """A clerk records the unit's answer; it goes to everyone who follows the ticket."""

    number: str
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class SortTicket:
    """A clerk gives a ticket its category (待人工研判); it is dispatched by the catalogue."""

    number: str
    category: str
    by: str
    place: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AllowMediation:
    """A clerk has looked at a conditional ticket and says why it may be mediated."""

    number: str
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class LeavePhone:
    """Keep a phone number for call-backs; digits only."""

    phone: str


@dataclass(frozen=True, slots=True)
class CallPerson:
    """Put the conversation into the queue for a clerk; the result is a `Queue`."""

    why: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class LeaveQueue:
    """Go on with the bot."""


@dataclass(frozen=True, slots=True)
class RaiseAlert:
    """Danger was heard: tell the people on duty; `page` wakes them, otherwise it waits 60 s."""

    kind: str
    level: str
    words: str
    page: bool


GENTLE = frozenset({"self_harm", "domestic_violence", "violence", "child_danger"})
"""Kinds after which no form follows unasked, only a person (domain rules C.5, E.2)."""


@dataclass(frozen=True, slots=True)
class AnswerAlert:
    """What the resident says of the open alert: safe, danger or mistake."""

    state: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class EraseChat:
    """Erase what was said and is not part of a ticket; `forget` also from now on."""

    forget: bool = False


@dataclass(frozen=True, slots=True)
class CopyMine:
    """A copy of everything kept about the person; the result is its text, sealed, as hex."""


@dataclass(frozen=True, slots=True)
class SetPin:
    """A PIN of four to eight digits without which this screen shows no history."""

    pin: str  # sealed, in hex


@dataclass(frozen=True, slots=True)
class StopSurveys:
    """No more surveys; notices about one's tickets stay unless `everything`."""

    everything: bool = False


@dataclass(frozen=True, slots=True)
class HoldSlot:
    """Hold a mediation time for 30 minutes; the result is the hold's id. Refused when taken."""

    start: datetime
    minutes: int
    persons: tuple[str, ...]  # ids of mediator, then lawyer and judge where wanted


@dataclass(frozen=True, slots=True)
class ApplyMediation:
    """Apply for mediation with a held time; the result is the case."""

    category: str
    facts: str
    claim: str
    other_name: str
    other_reach: str
    hold: str
    start: datetime
    minutes: int
    persons: tuple[str, ...]
    screening: dict[str, Any]
    ticket: str = ""


@dataclass(frozen=True, slots=True)
class Keep:
    """Keep an expired draft's text, or drop it (empty)."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class ReopenTicket:
    """A closed ticket is not solved after all; the result is the ticket. Refused after 15 days."""

    number: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class KeepQuestion:
    """Keep what was asked and which entry answered it; without one it is a gap.

    The result is the row. `text` is empty where nothing said is kept.
    """

    text: str
    category: str = ""
    entry: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class JudgeAnswer:
    """What the resident says of an answer from approved knowledge: yes, no or person."""

    question: int
    verdict: str


@dataclass(frozen=True, slots=True)
class TellTime:
    """A party says whether a session's time suits. Refused when it has changed meanwhile."""

    number: str
    start: str  # of the time as it was shown, ISO
    answer: str  # yes or no
    wish: str = ""
    pick: str = ""  # another start, ISO


@dataclass(frozen=True, slots=True)
class TellConfirm:
    """A party wants the court's confirmation, or not. Refused when the words have changed."""

    number: str
    mark: str  # of the agreement's words, as they were asked about
    answer: str  # yes or no


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """Let a held mediation time go."""

    hold: str
