"""What the door is joined from, and the desk of one turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.desk.desk import Desk
from bot.present import Present
from dialogs.dialogue import Dialogue
from grid.district import District
from grid.events import Actor
from integrations.seal import Seal
from integrations.sql.contacts import Contact
from integrations.sql.store import Store, Work
from nlu.heard import Danger, Guess, Heard
from nlu.questions import Hit


class Listener(Protocol):
    """What hears: our own listener, or a Rasa server's."""

    def alarm(self, text: str) -> Danger | None:
        """Words of danger that are not plainly harmless; quick enough for the event loop."""
        ...

    def hear(self, text: str, now: datetime) -> Heard:
        """Everything understood of a text, sent at `now`."""
        ...


@dataclass(slots=True)
class House:
    """What the door is joined from, by build()."""

    store: Store
    listener: Listener
    dialogue: Dialogue
    district: District  # as it was when last looked at; a turn asks `present`
    seal: Seal
    clock: Callable[[], datetime]
    say: Callable[..., str]
    alike: Callable[[str, str], float]
    retention: dict[str, int]
    breath: float = 3.0  # seconds an answer to a fragment is held back, for what may follow
    address: str = ""  # how people reach our pages, without a slash at the end
    known: Callable[[str, Sequence[Guess]], Sequence[Hit]] = lambda text, guesses: ()
    """The entries of approved knowledge that may answer a question."""
    wake: Callable[[], None] = lambda: None  # somebody should look at the outbox
    own: Listener | None = None
    """Our own ear where another server hears: what is said alone goes to no other."""
    present: Present | None = None

    def look(self, work: Work, now: datetime) -> District:
        """The district as this transaction sees it, remembered for what has none."""
        if self.present is not None:
            self.district = self.present(work, now)
        return self.district


def desk_of(
    house: House, work: Work, now: datetime, actor: Actor, row: Contact | None = None
) -> Desk:
    """A desk for one turn."""
    contact, person = (row.contact, row.person) if row else ("", 0)
    files = house.present.files if house.present else None
    return Desk(work, house.look(work, now), now, actor, house.seal, contact, person, house.alike,
                address=house.address, say=house.say, files=files)  # fmt: skip
