"""What a flow may see: small read-only ports, remembered within one turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from grid.catalogue import Category
from grid.district import District
from grid.knowledge import Entry
from grid.tickets import Ticket


@dataclass(frozen=True, slots=True)
class SlotChoice:
    """A time at which everybody wanted is free."""

    start: datetime
    minutes: int
    persons: tuple[str, ...]
    label: str  # 11月24日（周二）下午2点

    def to_json(self) -> dict[str, Any]:
        """As kept among the answers."""
        return {"start": self.start.isoformat(), "minutes": self.minutes,
                "persons": list(self.persons), "label": self.label}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Queue:
    """How the wait for a person stands: place in the queue, or when somebody is there again."""

    position: int
    open: bool
    opens: datetime | None = None


@dataclass(frozen=True, slots=True)
class Me:
    """What is known of the person behind the conversation."""

    phone: str = ""  # masked
    tickets: int = 0
    since: datetime | None = None
    pin: bool = False
    surveys: bool = True


class Seen(Protocol):
    """The store, as far as flows may look; every method is answered from the turn's transaction."""

    def mine(self) -> Sequence[Ticket]:
        """The person's own and followed tickets, newest first."""
        ...

    def ticket(self, number: str) -> Ticket | None:
        """One of the person's tickets by its full number, or by its last four digits."""
        ...

    def twin(self, category: str, grid: str, place_id: str) -> Ticket | None:
        """An open ticket of somebody else about the same thing in the same public space."""
        ...

    def slots(
        self, category: str, roles: tuple[str, ...], skip: int, about: tuple[str, str] = ("", "")
    ) -> Sequence[SlotChoice]:
        """The next times at which a mediator and those roles are free; `skip` pages on.

        `about`: the ticket and the other party, to whom none of them may be tied.
        """
        ...

    def rests(self, category: str, number: str, name: str) -> datetime | None:
        """Until when the other party of a dispute is left in peace after a no; None: it is not."""
        ...

    def cases(self) -> Sequence[Mapping[str, Any]]:
        """The person's mediation cases, newest first: number, state words, time."""
        ...

    def cleared(self, number: str) -> bool:
        """Whether a clerk has said that this ticket may be mediated."""
        ...

    def verdict(self, number: str) -> str:
        """What the person has said of the present answer to a ticket: solved, …; "" for nothing."""
        ...

    def queue(self) -> Queue:
        """How long the wait for a person is."""
        ...

    def entry(self, number: str) -> Entry | None:
        """The version of an entry of knowledge that is in force now; None when none is."""
        ...

    def me(self) -> Me:
        """What is known of the person."""
        ...

    def messages(self) -> int:
        """How many of the contact's messages are kept; counts them all, so only when asked."""
        ...


@dataclass(slots=True)
class Lookup:
    """One turn's view of the world."""

    now: datetime
    district: District
    seen: Seen
    say: Callable[..., str]  # wording by key, with its values by name
    retention: Mapping[str, int] = field(default_factory=dict)  # days, by kind
    _kept: dict[str, Any] = field(default_factory=dict)

    def once(self, key: str, look: Callable[[], Any]) -> Any:
        """Remember a look within the turn: flows run several times a turn."""
        if key not in self._kept:
            self._kept[key] = look()
        return self._kept[key]

    def forget(self) -> None:
        """Drop what was remembered, after commands have changed the world."""
        self._kept.clear()

    def mine(self) -> Sequence[Ticket]:
        """The person's tickets, newest first."""
        return self.once("mine", self.seen.mine)  # type: ignore[no-any-return]

    def open_tickets(self) -> list[Ticket]:
        """Those of the person's tickets still on their way."""
        return [t for t in self.mine() if not t.ended]

    def entry(self, number: str) -> Entry | None:
        """The version of an entry of knowledge that is in force now; None when none is."""
        return self.once(f"entry:{number}", lambda: self.seen.entry(number))  # type: ignore[no-any-return]

    def category(self, code: str) -> Category:
        """The catalogue's row; an unknown code (a retired one) is 1207."""
        rows = self.district.catalogue
        return rows.get(code) or rows["1207"]

    def near(self, one: str, other: str) -> bool:
        """Whether the catalogue says of two kinds that they are taken for each other."""
        return other in self.category(one).confusable or one in self.category(other).confusable

    def twin(self, category: str, place: Mapping[str, Any]) -> Ticket | None:
        """A public twin of what is being reported, if the catalogue allows one to be shown."""
        grid, spot = str(place.get("grid", "")), str(place.get("place", ""))
        key = f"twin:{category}:{grid}:{spot}"
        return self.once(key, lambda: self.seen.twin(category, grid, spot))  # type: ignore[no-any-return]
