"""What staff order about whistles: plain records of commands, done by the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

Files = tuple[dict[str, Any], ...]
"""Rows for the table of files, already kept."""


@dataclass(frozen=True, slots=True)
class Blow:
    """A street calls units to a place because of tickets. `meet` None: as the kind says.

    `agreed`: the units have said yes to a later time. `street` is whose whistle it is, also when
    a dispatcher blows it for them.
    """

    kind: str
    street: str
    tickets: tuple[str, ...]
    lead: str
    co: tuple[str, ...]
    place: str
    why: str
    meet: datetime | None = None
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class CallUnit:
    """One more unit is called, or one that had been let off after all."""

    whistle: str
    unit: str


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """A unit says that it comes; `for_it`: the street writes it down for a unit that cannot."""

    whistle: str
    unit: str
    for_it: bool = False


@dataclass(frozen=True, slots=True)
class Decline:
    """A unit says why it should not have to come."""

    whistle: str
    unit: str
    why: str


@dataclass(frozen=True, slots=True)
class Rule:
    """The street says whether a unit that declined must come all the same."""

    whistle: str
    unit: str
    come: bool
    why: str


@dataclass(frozen=True, slots=True)
class ReportIn:
    """A unit is there: with a photo or a word; `for_it` as above."""

    whistle: str
    unit: str
    words: str
    files: Files = ()
    for_it: bool = False


@dataclass(frozen=True, slots=True)
class WriteLog:
    """A word in the joint log, by the street or a called unit; `plan`: it is the lead's plan."""

    whistle: str
    unit: str
    words: str
    files: Files = ()
    plan: bool = False


@dataclass(frozen=True, slots=True)
class CallOff:
    """The street takes the whistle back."""

    whistle: str
    why: str


@dataclass(frozen=True, slots=True)
class Conclude:
    """The street writes down what came of it."""

    whistle: str
    words: str


@dataclass(frozen=True, slots=True)
class Judge:
    """One side rates the other (双考核), 1 to 5; of a low mark it says why."""

    whistle: str
    by: str
    about: str
    score: int
    words: str = ""
