"""What the console is given by build(): plain callables, so that it need not know the door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from console.running_parts import RunningParts
from dialogs.incoming import Incoming
from grid.district import District
from grid.events import Actor
from grid.knowledge import Tried
from grid.refused import Refused
from integrations.seal import Seal
from integrations.sql.store import Store
from mediation.case import Case
from mediation.handover import Offer
from mediation.parties import Party
from mediation.rooms import Room
from nlu.heard import Heard


class Docket(Protocol):
    """A mediation case with everything that belongs to it, as the desk loads it."""

    case: Case
    offer: Offer
    people: list[tuple[int, Party]]
    room: Room | None
    extras: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CaseActs:
    """What staff do with a mediation case; each raises Refused in words."""

    load: Callable[[str], Docket]
    invite: Callable[[str, Actor], tuple[str, str]]
    """Number, who: a fresh link token and code, shown once."""
    deliver: Callable[[str, str, str, Actor], Any]
    """Number, "link" or "code", the way (a key of parties.WAYS), who."""
    mediator_answers: Callable[[str, bool, str, Actor], Any]
    """Number, yes or no, why not, who (the member's id, role mediator)."""
    records: Callable[[str, str, dict[str, str], Actor], Any]
    """Number, what (agreement, failed, signed, advance), the form, who: what a session came to."""


def no_photos(content: bytes) -> dict[str, Any]:
    """Where no files can be kept."""
    raise Refused("这里收不了照片。")


@dataclass(frozen=True, slots=True)
class ConsoleParts:
    """The console's surroundings. `take` and `do` are the door's; `clock` is the bot's clock."""

    store: Store
    present: Callable[[], District]
    """The district as it is: what was published has changed it."""
    seal: Seal
    clock: Callable[[], datetime]
    take: Callable[[Incoming], Any]
    do: Callable[[Any, Actor], Any]
    cases: CaseActs
    file_path: Callable[[str], Path]
    """Where a kept file lies, by its hash."""
    address: str = ""
    """How residents reach the web server, without a slash at the end."""
    demo: bool = False
    """Demo accounts on loopback: the second factor is left out, the clock can be moved."""
    move_clock: Callable[[timedelta], None] | None = None
    """Move the demo's clock forward by that much."""
    watch: Callable[[], datetime] | None = field(default=None)
    """Real time for sessions, locks and one-time codes, when `clock` can be moved."""
    model: Callable[[], str] = str
    """Which model hears, in a sentence for who reviews corrections; empty when nobody says."""

    keep_photo: Callable[[bytes], dict[str, Any]] = no_photos
    """Clean and keep a photo of staff; its hash, mime and size. Raises Refused for what is none."""

    try_out: Callable[[str], Tried] = lambda text: Tried(())
    """What the bot would answer to a sentence; nothing of it is kept."""

    hear: Callable[[str], Heard] = lambda text: Heard(text=text)
    """What is understood of words a clerk types for a caller."""

    say: Callable[..., str] = lambda key, **named: ""
    """The approved wording by its key, for what a clerk reads out."""

    files: District | None = None
    """The district as its files have it, without what was published here."""

    running: RunningParts = field(default_factory=RunningParts)
    """How the process stands, for who runs the house."""

    @property
    def district(self) -> District:
        """The district as it is now."""
        return self.present()

    @property
    def own_files(self) -> District:
        """The district of its files alone, beneath every edition."""
        return self.files or self.present()

    def real_time(self) -> datetime:
        """The time by which sessions end and codes are valid."""
        return (self.watch or self.clock)()
