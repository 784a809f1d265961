"""The one page a mediator sees before saying yes: the whole case, in the order it is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from grid.events import Event
from grid.refused import Refused
from mediation import alone, confirmation, minutes, reaching, recording, risk
from mediation.booking import DEFAULTS, confirm_until
from mediation.case import CHINESE, END_REASONS, NOTES, Case, Stage
from mediation.parties import ATTENDS, Consent, Party

CONSENT_WORDS = {
    Consent.INVITED: "还没答复",
    Consent.ACCEPTED: "同意调解",
    Consent.DECLINED: "不愿意",
    Consent.WITHDRAWN: "撤回了同意",
}


ASIDE = ("panel_told", "panel_ring")
"""What has a place of its own on the page."""


class Reply(StrEnum):
    """What the mediator said to the case."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Side:
    """A party as the mediator reads it."""

    role: str
    name: str
    reach: str
    consent: str
    wish: str = ""
    attends: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Extras:
    """What the case itself does not hold: files (names), risks, what was promised to whom."""

    files: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    promised: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandOver:
    """The page: facts, both sides, timeline, files, risks, promises (feature E16)."""

    case: str
    topic: str
    facts: str
    sides: tuple[Side, ...]
    timeline: tuple[Line, ...]
    extras: Extras
    starts: datetime | None
    minutes: int


@dataclass(frozen=True, slots=True)
class Offer:
    """The case offered to a member of the panel, with a time limit."""

    case: str
    member: str
    until: datetime
    reply: Reply = Reply.OPEN
    why: str = ""
    answered_at: datetime | None = None


KNOWN = (NOTES | confirmation.NOTES | alone.NOTES | recording.NOTES | risk.NOTES
         | reaching.NOTES | minutes.NOTES)  # fmt: skip


def compose(
    case: Case, parties: Sequence[Party], events: Sequence[Event], extras: Extras
) -> HandOver:
    """The page of a case; the applicant's claim stands on the applicant's side only."""
    sides = tuple(
        Side(
            party.role,
            party.name,
            party.reach,
            CONSENT_WORDS[party.consent],
            case.claim if party.role == "applicant" else "",
            ATTENDS.get(party.attends, ""),
        )
        for party in sorted(parties, key=lambda one: one.role != "applicant")
    )
    told = (event for event in events if event.about == case.number and event.move not in ASIDE)
    steps = tuple(Line(event.at, _line(event)) for event in told)
    starts = case.slot.start if case.slot else None
    minutes = case.slot.minutes if case.slot else 0
    return HandOver(case.number, case.topic, case.facts, sides, steps, extras, starts, minutes)


def _line(event: Event) -> str:
    known = event.after in set(Stage) and event.after != event.before
    words = CHINESE[Stage(event.after)] if known else KNOWN.get(event.move, event.move)
    why = END_REASONS.get(event.why, event.why)
    return f"{words}：{why}" if why else words


def offer(case: Case, member: str, now: datetime) -> Offer:
    """Offer the case: 24 hours, ending two hours before the session at the latest.

    Where no time is left, whoever takes it finds one.
    """
    until = confirm_until(case.slot, now) if case.slot else now + DEFAULTS.confirm
    return Offer(case.number, member, until)


def answered(offered: Offer, yes: bool, now: datetime, why: str = "") -> Offer:
    """Accept or decline; a no says why, so that the next one is chosen better."""
    if offered.reply is not Reply.OPEN or now > offered.until:
        raise Refused("这件调解已经不用您答复了，可能已经超过时间或转给了别人。")
    if not yes and not why.strip():
        raise Refused("请简单说一下为什么不能接，方便换一位合适的同志。", "why")
    said = Reply.ACCEPTED if yes else Reply.DECLINED
    return replace(offered, reply=said, why=why.strip(), answered_at=now)


def waits_for_time(case: Case, offered: Offer) -> bool:
    """Whether who presides has a time to find: off, or let go before all had said yes."""
    if case.stage is Stage.MEDIATOR_PENDING:
        return case.slot is None and offered.reply is Reply.ACCEPTED
    return case.stage in (Stage.ADJOURNED, Stage.RESCHEDULING)
