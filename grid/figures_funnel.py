"""The bot's funnel: what became of conversations, where people stopped, how long they waited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from grid.figures import FEW


@dataclass(slots=True)
class Funnel:
    """The visits of one channel; `waits` are seconds until a person came."""

    visits: int = 0
    turns: int = 0
    missed: int = 0  # turns not understood
    lost: int = 0  # visits with any such turn
    reports: int = 0  # visits in which something was being reported
    cards: int = 0  # … up to the summary card
    confirmed: int = 0  # … and submitted
    corrected: int = 0  # cards on which something was put right
    queued: int = 0  # visits in which a person was wanted
    waits: list[float] = field(default_factory=list)
    left: Counter[tuple[str, str]] = field(default_factory=Counter)  # flow, question
    tickets: int = 0
    resorted: int = 0  # tickets of which staff put the category right

    def add(self, other: Funnel) -> None:
        """Count another channel's to these."""
        for name in ("visits", "turns", "missed", "lost", "reports", "cards", "confirmed",
                     "corrected", "queued", "tickets", "resorted"):  # fmt: skip
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.waits += other.waits
        self.left.update(other.left)

    @property
    def alone(self) -> int:
        """Visits the bot dealt with alone."""
        return self.visits - self.queued

    @property
    def never_came(self) -> int:
        """Visits in which a person was wanted and nobody came."""
        return self.queued - len(self.waits)


def share(part: int, whole: int) -> str:
    """A share, or the counts where there are too few."""
    if not whole:
        return "—"
    return f"{part}/{whole}" if whole < FEW else f"{part / whole:.1%}"


def waited(waits: Sequence[float]) -> tuple[float, float] | None:
    """The middle wait and the one nine in ten do not exceed, in seconds; None without any."""
    if not waits:
        return None
    ordered = sorted(waits)
    return median(ordered), ordered[min(len(ordered) - 1, int(0.9 * len(ordered)))]
