"""Supervision: when a unit is reminded, when it is put under supervision (domain rules B.8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from grid.district import District
from grid.events import Event
from grid.lights import OVER, TWICE, Timer, moment

LEVELS = {0: "", 1: "催办", 2: "督办", 3: "挂牌督办"}
MOVES = ("nudge", "supervise")
DRIVING = ("sort", "dispatch", "rule", "sign", "plan", "stage", "resolve", "check")
"""Clocks of which whoever has it is reminded on the way; of the resident's only when it is over."""


GRAVE = ("resolve", "answer")
"""Clocks that lead to the third level when as much time again has passed."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be said of a timer now: how much of it is used up, and the level it means."""

    timer: Timer
    share: float
    level: int
    last: bool = False  # the last reminder before it is over: the superior hears of it too

    @property
    def mark(self) -> str:
        """What the log keeps, so that the same is never said twice; a new date is another."""
        return f"{self.timer.name}/{self.timer.due.isoformat()}/{self.share:g}"


def shares(district: District, timer: Timer) -> tuple[float, ...]:
    """The points of a timer at which something is said, in order."""
    before = (district.policies.yellow, *district.policies.nudges)
    own = sorted({share for share in before if 0 < share < OVER})
    after = (OVER, TWICE) if timer.name in GRAVE else (OVER,)
    return (*(own if timer.name in DRIVING else ()), *after)


def steps(
    district: District, running: tuple[Timer, ...], events: Iterable[Event], now: datetime
) -> list[Step]:
    """What is due to be said and was not: of each timer the gravest alone (G.3 row 18).

    The resident's clock is silent where the unit's own says the same.
    """
    said = {str(event.data.get("mark", "")) for event in events if event.move in MOVES}
    found = []
    for timer in running:
        if timer.name == "answer" and any(each.due >= timer.due for each in running
                                          if each.name == "resolve"):  # fmt: skip
            continue
        reached = [s for s in shares(district, timer) if moment(district, timer, s) <= now]
        if reached:
            found.append(_step(district, timer, reached[-1]))
    return [step for step in found if step.mark not in said]


def _step(district: District, timer: Timer, share: float) -> Step:
    if share >= TWICE:
        return Step(timer, share, 3)
    if share >= OVER:
        return Step(timer, share, 2)
    return Step(timer, share, 1, share == max(district.policies.nudges))


def next_moment(district: District, running: tuple[Timer, ...], now: datetime) -> datetime | None:
    """When to look at a ticket again; None when none of its clocks has a point ahead."""
    ahead = (moment(district, timer, share) for timer in running
             for share in shares(district, timer))  # fmt: skip
    return min((at for at in ahead if at > now), default=None)
