"""One turn's desk: the transaction, who acts, the time, and the events that have happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dialogs.wording import speaker
from followup.due import Due
from grid.district import District
from grid.events import Actor, Event
from integrations.seal import Seal
from integrations.sql.store import Work


@dataclass(slots=True)
class Desk:
    """What a command may use. `contact` and `person` are empty when no resident is concerned."""

    work: Work
    district: District
    now: datetime
    actor: Actor
    seal: Seal
    contact: str = ""
    person: int = 0
    alike: Callable[[str, str], float] = lambda a, b: 0.0
    address: str = ""  # how people reach our pages
    say: Callable[..., str] = field(default_factory=lambda: speaker({}, {}))  # wording by key
    files: District | None = None  # the district without its editions
    events: list[Event] = field(default_factory=list)

    def happened(self, event: Event) -> None:
        """Write the log and remember the event for what follows."""
        self.work.log.append(event)
        self.events.append(event)

    def later(self, due: Due) -> None:
        """Plan a due action."""
        self.work.dues.add(due)

    def tell(self, contact: str, key: str, event: str, data: dict[str, Any]) -> None:
        """Another contact is told in a turn of its own (one conversation a turn)."""
        if contact and contact.partition(":")[0] != "office":
            self.later(Due(key, "tell", self.now, contact, str(data.get("no", "")),
                           {"event": event, "data": data}))  # fmt: skip


SYSTEM = Actor("system", "system")
