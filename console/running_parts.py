"""What the page of the running house is given by build(): how its one process stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from grid.events import Actor


@dataclass(frozen=True, slots=True)
class Engine:
    """Who understands: the model, since when, what is wrong; the encoder; a Rasa server's count."""

    model: str = ""  # empty: keywords alone
    since: datetime | None = None
    trouble: str = ""
    encoder: bool = False
    rasa: dict[str, int] = field(default_factory=dict)  # asked, answered, failed, skipped


@dataclass(frozen=True, slots=True)
class Standing:
    """One process and its folder, as they stand."""

    channels: dict[str, str] = field(default_factory=dict)  # name → what its platform refuses
    spool: bool = False  # messages wait in the file because the store was down
    broken: bool = False  # neither store nor spool took a message
    free: int = -1  # bytes free where the files lie; negative: not known
    engine: Engine = Engine()
    backup: datetime | None = None
    offset: timedelta = timedelta(0)
    version: str = ""
    started: datetime | None = None
    errors: int = 0  # logged since the start


def nothing_mended(kind: str, row: int, to: str, why: str, actor: Actor) -> None:
    """Where nobody mends."""


@dataclass(frozen=True, slots=True)
class RunningParts:
    """How the process stands, and what staff may do about what it gave up."""

    standing: Callable[[], Standing] = Standing
    mend: Callable[[str, int, str, str, Actor], None] = nothing_mended
    """Kind and row, what is done (again, by_hand, person, rung), why, who. Raises Refused."""
