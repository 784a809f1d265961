"""What staff order about a ticket's way between the units: plain records, done by the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from grid.calendar import YearTable


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


@dataclass(frozen=True, slots=True)
class Sign:
    """A unit says that it has a ticket and goes on with it."""

    number: str
    unit: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class ReportDone:
    """A unit says what it has done; `files` are rows for the table of files, already kept.

    `document` is the number of a document, or why there is no photo.
    """

    number: str
    unit: str
    words: str
    files: tuple[dict[str, Any], ...] = ()
    document: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class AskTime:
    """A unit asks for more time, until a day it names."""

    number: str
    unit: str
    until: datetime
    why: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class DecideTime:
    """A dispatcher grants more time, or does not."""

    number: str
    yes: bool
    why: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """Somebody who had no hand in it made sure: passed, with the answer, or not, with why.

    `how` is one of `handling.HOW`; `member` is the roster's id of who checks, where they have one.
    """

    number: str
    passed: bool
    how: str
    words: str
    member: str = ""
    seen: str = ""
    files: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Redispatch:
    """A dispatcher has an unsolved ticket done again: higher up, or with somebody watching."""

    number: str
    unit: str
    why: str
    supervisor: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class AskResident:
    """Staff ask the resident the one question without which nobody can go on."""

    number: str
    question: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class TakeHolidays:
    """The table of a year's holidays has been published: it counts from now on for every date."""

    table: YearTable
