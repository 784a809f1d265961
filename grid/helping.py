"""Co-units (协办): the unit that leads asks others for their part, and waits for what they say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from grid.catalogue import Limit
from grid.district import District
from grid.events import Event
from grid.policies import Policies
from grid.returns import GIVES, URGENT
from grid.tickets import State, Ticket
from grid.units import Unit

MAY_ASK = (State.DISPATCHED, State.IN_PROGRESS)
"""Where a unit has a ticket that it may need others for."""


@dataclass(frozen=True, slots=True)
class AskHelp:
    """The unit that has a ticket asks another for its part; `words` are what that one reads."""

    number: str
    unit: str
    helper: str
    words: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class GiveHelp:
    """The other one says what it has done, or why it cannot."""

    number: str
    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class DropHelp:
    """The unit that leads needs it no more."""

    number: str
    unit: str
    helper: str
    why: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Help:
    """One unit asked for its part, and what it said."""

    unit: str
    asked: Event
    answer: Event | None = None
    dropped: bool = False

    @property
    def open(self) -> bool:
        """Whether it is still waited for."""
        return self.answer is None and not self.dropped


def helps_of(events: Iterable[Event]) -> tuple[Help, ...]:
    """Who was asked, from the log; when another unit gets it nobody is waited for any more."""
    found: dict[str, Help] = {}
    for event in events:
        unit = str(event.data.get("helper", ""))
        if event.move in GIVES:
            found = {one: replace(each, dropped=each.open) for one, each in found.items()}
        elif event.move == "co_asked":
            found[unit] = Help(unit, event)
        elif event.move == "co_replied" and unit in found:
            found[unit] = Help(unit, found[unit].asked, event)
        elif event.move == "co_dropped" and unit in found:
            found[unit] = Help(unit, found[unit].asked, dropped=True)
    return tuple(found.values())


def help_due(policies: Policies, sla: str) -> Limit:
    """By when a co-unit has said its part (B.8)."""
    return policies.help_urgent if sla in URGENT else policies.help


def no_helper(district: District, ticket: Ticket, unit: Unit | None) -> str:
    """Why a unit may not be asked, in Chinese; empty when it may.

    A grid whose own people reported it, or who returned it, may well help (B.5).
    """
    if ticket.secret:
        return "身份严格保密的，不能找别的单位协办；确有需要，请联系中心。"
    if ticket.state not in MAY_ASK:
        return f"工单{ticket.number}现在不用找单位协办。"
    if unit is None or unit == district.root:
        return "没有这个单位，请从列表里选。"
    if unit.id == ticket.unit:
        return "这件事就在您的单位，请选别的单位。"
    return ""
