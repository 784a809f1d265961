"""Suspending (挂账): what can only be done once something has come that nobody can hurry (B.3).

The resident's date becomes the day on which it is looked at again: nothing truer can be promised,
and the old date stays in the log. In 按原期限答复率 such a ticket is never in time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from grid.calendar import SHANGHAI
from grid.district import District
from grid.events import Event
from grid.tickets import State, Ticket

WAITS = {
    "season": "等季节、天气",
    "works": "等工程施工",
    "law": "等诉讼、鉴定等法律程序",
}
"""What may be waited for (B.3); that a unit is short of hands is none of it."""


@dataclass(frozen=True, slots=True)
class AskSuspension:
    """A unit asks for it: `wait` is a key of WAITS, `plan` what happens when it has come.

    `until` is the day on which it is looked at again at the latest.
    """

    number: str
    unit: str
    wait: str
    plan: str
    until: datetime | None
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Suspend:
    """The centre's leader suspends a ticket; the resident reads what is waited for and the plan."""

    number: str
    wait: str
    plan: str
    until: datetime | None
    seen: str = ""


@dataclass(frozen=True, slots=True)
class DenySuspension:
    """The leader says no: the unit goes on, its time unchanged."""

    number: str
    why: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Resume:
    """What was waited for is there: the unit goes on, with its whole time."""

    number: str
    why: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a ticket's log tells of suspending it: asked for and not decided, or suspended."""

    asked: Event | None = None
    held: Event | None = None


def waiting_of(events: Iterable[Event]) -> Waiting:
    """How it stands, from the log, oldest first."""
    asked = held = None
    for event in events:
        if event.move == "request_suspension":
            asked = event
        elif event.move == "suspend":
            asked, held = None, event
        elif event.move == "deny_suspension" or event.before != event.after:
            asked, held = None, None
    return Waiting(asked, held)


def day_of(at: datetime, district: District) -> datetime:
    """The end of work on the day that was picked."""
    local = at.astimezone(SHANGHAI)
    return datetime.combine(local.date(), district.calendar.hours[-1][1], SHANGHAI)


def unfit(
    district: District, ticket: Ticket, wanted: AskSuspension | Suspend, now: datetime
) -> str:
    """Why a ticket may not be suspended so, in Chinese; empty when it may."""
    if ticket.state != State.IN_PROGRESS:
        return "签收以后、正在办的工单才能挂账。"
    if ticket.sla == "E0":
        return "危急的事不能挂账：先排险，险情除了再谈别的。"
    if wanted.wait not in WAITS:
        return "请选要等什么。人手不够、正忙都不能挂账。"
    longest = district.policies.suspend_max
    if wanted.until is None or not now < wanted.until <= now + longest:
        return f"请写哪天再看一次，最晚是{longest.days}天以内。"
    return ""
