"""What staff order about a ticket's way between the units: plain records, done by the door."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RequestReturn:
    """A unit asks to be rid of a ticket it holds; `seen` is `returns.mark` of what was looked at.

    `reason` is one of `returns.REASONS`, `words` the law or the row of the duty list, `better`
    the id of the unit whose it is, where the reason names one.
    """

    number: str
    unit: str
    reason: str
    words: str
    better: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A dispatcher gives a ticket that nobody holds, or that a unit returns, to another unit."""

    number: str
    unit: str
    why: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class DenyReturn:
    """A dispatcher says no to a return: the unit goes on, its time unchanged."""

    number: str
    why: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Coordinate:
    """A dispatcher leaves it to the centre to say whose a ticket is."""

    number: str
    why: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Designate:
    """The centre says who does it, after hearing the units; it binds, and nobody returns it."""

    number: str
    unit: str
    present: str  # who was heard
    why: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class ChangeCategory:
    """A clerk puts the category of a dispatched ticket right; unit and dates follow it."""

    number: str
    category: str
    why: str
    seen: str = ""
