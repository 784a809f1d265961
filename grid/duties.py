"""What staff do so that nothing is forgotten: plain records of commands, done by the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DecideReview:
    """The centre's leader decides on what stayed unsolved; `seen` is `returns.mark` as shown.

    `how` is "uphold" (explained, it stays as it is), "again" (a unit does it once more) or
    "answer" (the centre has done it itself). `words` go to the resident, but for "again", where
    they are the reason staff read.
    """

    number: str
    how: str
    words: str
    unit: str = ""
    supervisor: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class RecordCall:
    """Somebody has tried to reach the resident. `how` is one of `calls.HOW`; `next` when not.

    `member` is the roster's id of who calls, where they have one: never of the unit concerned
    when it is a call back.
    """

    call: int
    how: str
    reached: bool
    words: str
    next: datetime | None = None
    member: str = ""


@dataclass(frozen=True, slots=True)
class FirstContact:
    """A unit has spoken to the resident: at the door, on the spot, by the number it was given."""

    number: str
    unit: str
    how: str
    words: str


@dataclass(frozen=True, slots=True)
class Progress:
    """A unit says how it goes (督考130): `kind` is "plan" (who, what, by when) or "stage".

    A plan is the office's; a stage report goes to the resident.
    """

    number: str
    unit: str
    kind: str
    words: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class PushUp:
    """A grid cannot do it: the next level takes it over."""

    number: str
    unit: str
    why: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Supervise:
    """A supervisor or the leader puts a ticket under supervision: what is wanted, by when."""

    number: str
    level: int
    words: str
    until: datetime | None = None
    seen: str = ""


@dataclass(frozen=True, slots=True)
class HandOver:
    """A clerk goes off duty: whatever talks they hold go to the next."""

    note: str = ""
