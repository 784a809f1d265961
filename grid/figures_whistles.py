"""Whistles counted: whether the called units answered and came in time, and who did not (B.6)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from grid.figures import Measure, Rate
from grid.whistles import Called

ACK = Measure("whistle_ack", "按时确认率", "在时限里回应的（说了来，或者说了来不了）",
              "叫到的，时限已到或已经回应")  # fmt: skip
COME = Measure("whistle_come", "按时报到率", "到集合时间报到了的",
               "该到的：时间已到或已经报到；街道定了不用来、到时间前撤哨的不算")  # fmt: skip
MEASURES = (ACK, COME)


@dataclass(frozen=True, slots=True)
class Answer:
    """How one called unit answered one whistle; `over` is when that ended."""

    whistle: str
    kind: str
    street: str
    unit: str
    role: str
    ack_due: datetime
    come_due: datetime
    state: str
    acked: datetime | None = None
    arrived: datetime | None = None
    over: datetime | None = None
    off: bool = False  # called off
    score: int | None = None  # the street's of the unit
    back: int | None = None  # the unit's of the street

    def answers(self, now: datetime) -> tuple[bool, bool]:
        """Whether it counts for ACK, and was in time."""
        of = self.acked is not None or self.ack_due <= min(now, self.over or now)
        return of, self.acked is not None and self.acked <= self.ack_due

    def comes(self, now: datetime) -> tuple[bool, bool]:
        """Whether it counts for COME, and was in time."""
        due = self.come_due <= min(now, self.over or now)
        of = self.state != Called.EXCUSED and (self.arrived is not None or due)
        return of, self.arrived is not None and self.arrived <= self.come_due

    def absent(self, now: datetime) -> bool:
        """Whether it should have been there and is not."""
        return self.comes(now)[0] and self.arrived is None


@dataclass(slots=True)
class Answers:
    """Several answers of one unit, or of all."""

    called: int = 0
    lead: int = 0
    excused: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    scores: list[int] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)  # whistles

    def add(self, one: Answer, now: datetime) -> None:
        """Count one more."""
        self.called += 1
        self.lead += one.role == "lead"
        self.excused += one.state == Called.EXCUSED and not one.off
        for measure, (of, got) in ((ACK, one.answers(now)), (COME, one.comes(now))):
            self.counts[f"of.{measure.key}"] += of
            self.counts[f"got.{measure.key}"] += of and got
        if one.absent(now):
            self.absent.append(one.whistle)
        if one.score is not None:
            self.scores.append(one.score)

    def rate(self, measure: Measure) -> Rate:
        """One of MEASURES."""
        return Rate(measure, self.counts[f"got.{measure.key}"], self.counts[f"of.{measure.key}"])


@dataclass(slots=True)
class Blown:
    """The whistles of one street, or of all."""

    kinds: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    off: set[str] = field(default_factory=set)
    scores: list[int] = field(default_factory=list)

    def add(self, one: Answer) -> None:
        """Count one more called unit; a whistle counts once."""
        self.kinds[one.kind].add(one.whistle)
        if one.off:
            self.off.add(one.whistle)
        if one.back is not None:
            self.scores.append(one.back)

    @property
    def all(self) -> int:
        """How many whistles."""
        return sum(len(found) for found in self.kinds.values())


@dataclass(slots=True)
class Report:
    """All whistles blown within a time: by called unit, by street."""

    all: Answers = field(default_factory=Answers)
    blown: Blown = field(default_factory=Blown)
    units: dict[str, Answers] = field(default_factory=lambda: defaultdict(Answers))
    streets: dict[str, Blown] = field(default_factory=lambda: defaultdict(Blown))


def report(found: Iterable[Answer], now: datetime) -> Report:
    """Add up answers."""
    made = Report()
    for one in found:
        for answers in (made.all, made.units[one.unit]):
            answers.add(one, now)
        for blown in (made.blown, made.streets[one.street]):
            blown.add(one)
    return made


def mean(scores: list[int]) -> str:
    """The mean of marks from 1 to 5, with how many there are; a dash without any."""
    return f"{sum(scores) / len(scores):.1f}（{len(scores)}次）" if scores else "—"
