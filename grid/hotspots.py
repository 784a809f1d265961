"""Hot spots: more of one kind at one place than that place is used to, in numbers anyone can redo.

The count of the last days is held against the same place's usual number in as many days, taken
from the weeks before. How likely so many are by chance is the tail of a Poisson distribution; a
place that never had any is treated as if it had `FLOOR`, so that one quiet corner with two reports
is no alarm. Several different people must tell of it: one person cannot make a hot spot.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, fsum, lgamma, log

from grid.figures import PEOPLE

WINDOW = timedelta(days=7)
BEFORE = timedelta(days=56)
"""What is usual is learnt from the eight weeks before the window."""
LEAST = 4  # reports in the window
LEAST_PEOPLE = PEOPLE
FLOOR = 0.5  # what is usual at the least, reports in a window
CHANCE = 0.001
CROWD = timedelta(hours=3)
CROWD_PEOPLE = 5
"""So many people telling of one place within hours is a group of people, whatever they tell of."""
REST = {"known": timedelta(days=7), "false": timedelta(days=30)}
"""How long the same place and kind is not shown again after a person has said so."""
AGAIN = 2  # but when there are that many times as many, it is

BURST, GROUP = "burst", "crowd"
STATES = {"open": "等人看", "known": "知道了", "false": "误报"}


@dataclass(frozen=True, slots=True)
class Seen:
    """Reports of one kind at one place: in the window, before it, and of how many people."""

    category: str
    place: str  # id of a place or of a grid
    count: int
    people: int
    before: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Hotspot:
    """What stands out; `usual` is how many there are in such a time otherwise."""

    kind: str
    seen: Seen
    usual: float
    chance: float


@dataclass(frozen=True, slots=True)
class Word:
    """What a person said of an earlier one at the same place of the same kind."""

    state: str
    at: datetime
    count: int


def tail(count: int, mean: float) -> float:
    """How likely `count` or more are where `mean` are usual (Poisson)."""
    if mean <= 0:
        return 0.0 if count else 1.0
    below = fsum(exp(n * log(mean) - mean - lgamma(n + 1)) for n in range(count))
    return max(0.0, 1.0 - below)


def burst(seen: Seen) -> Hotspot | None:
    """Whether there are more than chance explains."""
    if seen.count < LEAST or seen.people < LEAST_PEOPLE:
        return None
    usual = max(FLOOR, seen.before * (WINDOW / BEFORE))
    chance = tail(seen.count, usual)
    return Hotspot(BURST, seen, usual, chance) if chance < CHANCE else None


def crowd(seen: Seen) -> Hotspot | None:
    """Whether a group of people is telling of one place just now."""
    return Hotspot(GROUP, seen, 0.0, 0.0) if seen.people >= CROWD_PEOPLE else None


def resting(word: Word | None, spot: Hotspot, now: datetime) -> bool:
    """Whether a person has dealt with it lately, and it has not doubled since."""
    if word is None or word.state not in REST:
        return False
    return now - word.at < REST[word.state] and spot.seen.count < AGAIN * word.count


def explained(kind: str, count: int, people: int, usual: float) -> str:
    """Why it is shown, in a sentence; few people are not counted out."""
    who = f"{people}人" if people >= LEAST_PEOPLE else "几个人"
    if kind == GROUP:
        return f"{int(CROWD.total_seconds() // 3600)}小时内有{who}反映同一个地方，共{count}件"
    return f"7天内{count}件、{who}；这里平常7天约{usual:.1f}件，碰巧这么多的可能不到千分之一"
