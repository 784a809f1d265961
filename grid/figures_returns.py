"""Returned tickets: who gave back to whom, why, hours lost, and which rule had led there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from grid.district import District
from grid.events import Event
from grid.ground import GRIDS
from grid.hotspots import tail
from grid.returns import GIVES, own_grids

FIRST = "grid"
"""In a rule: whichever grid it lies in tries it first."""
OUTCOMES = {"approved": "同意退回", "denied": "不同意退回", "centre": "交中心裁定",
            "open": "还没有定"}  # fmt: skip
WEEKS_BEFORE = 2  # times four weeks, from which what is usual is taken
FELL = 0.5  # less than that share of what is usual …
LIKELY = 0.05  # … and less likely than that by chance


@dataclass(frozen=True, slots=True)
class Bounce:
    """One request to return: of which unit, where it went then, how long nobody worked on it."""

    ticket: str
    unit: str
    reason: str
    got: datetime  # when the unit got it
    asked: datetime
    category: str
    by_rule: bool  # the catalogue sent it there, not a person
    by_grid: bool = False  # as the grid that tries it first
    outcome: str = "open"
    ended: datetime | None = None  # somebody else has it, or the unit has to keep it
    to: str = ""
    home: bool = False  # it came back to the grid that reported it

    def hours(self, now: datetime) -> float:
        """Hours lost: from when the unit got it until another has it; natural time."""
        return ((self.ended or now) - self.got).total_seconds() / 3600


@dataclass(slots=True)
class _Reader:
    """Reads a ticket's log row by row; a bounce is open until somebody else has the ticket."""

    district: District
    category: str
    bounces: list[Bounce] = field(default_factory=list)
    unit: str = ""
    got: datetime | None = None
    by_rule: bool = False
    reporter: str = ""

    def read(self, event: Event) -> None:
        last = self.bounces[-1] if self.bounces else None
        if event.move == "submit":
            self.reporter = event.actor.id
        elif event.move == "request_return":
            self._asked(event)
        elif last and event.move == "deny_return":
            self.bounces[-1] = replace(last, outcome="denied", ended=event.at, to=last.unit)
        elif last and not last.ended and event.move in ("approve_return", "auto", "coordinate"):
            outcome = "approved" if event.move == "approve_return" else "centre"
            self.bounces[-1] = replace(last, outcome=outcome)
        elif event.move in GIVES:
            self._given(event, last)

    def _asked(self, event: Event) -> None:
        unit, reason = (str(event.data.get(key, "")) for key in ("from", "reason"))
        self.bounces.append(Bounce(
            event.about, unit or self.unit, reason, self.got or event.at, event.at, self.category,
            self.by_rule, self._first()))  # fmt: skip

    def _first(self) -> bool:
        unit = self.district.units.get(self.unit)
        return unit is not None and unit.level in GRIDS

    def _given(self, event: Event, last: Bounce | None) -> None:
        self.unit, self.got = str(event.data.get("unit", "")), event.at
        self.by_rule = event.actor.role == "system"
        if last and not last.ended:
            home = self.unit in own_grids(self.district, self.reporter)
            self.bounces[-1] = replace(last, ended=event.at, to=self.unit, home=home)


def bounces(district: District, category: str, log: Iterable[Event]) -> list[Bounce]:
    """Every return of a ticket, from its log, oldest first; `category` is what it is now."""
    events = list(log)
    was = next((str(e.data.get("was", "")) for e in events if e.move == "correct"), "")
    reader = _Reader(district, was or category)
    for event in events:
        reader.read(event)
        if event.move == "correct":
            reader.category = str(event.data.get("now", reader.category))
    return reader.bounces


@dataclass(slots=True)
class Returns:
    """Several returns of one unit, one pair, one rule."""

    asked: int = 0
    hours: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    tickets: list[str] = field(default_factory=list)

    def add(self, bounce: Bounce, now: datetime) -> None:
        """Count one more."""
        self.asked += 1
        self.hours += bounce.hours(now)
        self.outcomes[bounce.outcome] += 1
        self.reasons[bounce.reason] += 1
        self.tickets.append(bounce.ticket)


@dataclass(slots=True)
class Report:
    """All returns of a time: by unit, by pair, by the rule that had sent them there."""

    all: Returns = field(default_factory=Returns)
    units: dict[str, Returns] = field(default_factory=lambda: defaultdict(Returns))
    pairs: dict[tuple[str, str], Returns] = field(default_factory=lambda: defaultdict(Returns))
    rules: dict[tuple[str, str], Returns] = field(default_factory=lambda: defaultdict(Returns))
    home: list[str] = field(default_factory=list)


def report(found: Iterable[Bounce], now: datetime) -> Report:
    """Add up returns; a rule is a category and whom the catalogue gave it to."""
    made = Report()
    for one in found:
        groups = [made.all, made.units[one.unit]]
        if one.to and one.to != one.unit:
            groups.append(made.pairs[one.unit, one.to])
        if one.by_rule and one.outcome != "denied":
            groups.append(made.rules[one.category, FIRST if one.by_grid else one.unit])
        for group in groups:
            group.add(one, now)
        if one.home:
            made.home.append(one.ticket)
    return made


@dataclass(frozen=True, slots=True)
class Trend:
    """Reports from a grid: of these four weeks and of the eight before, by whom."""

    grid: str
    now: int
    before: int
    staff_now: int
    staff_before: int

    @property
    def usual(self) -> float:
        """What its own people report in four weeks otherwise."""
        return self.staff_before / WEEKS_BEFORE

    @property
    def fell(self) -> bool:
        """Whether its own people report so much less that chance hardly explains it."""
        if self.staff_now >= FELL * self.usual:
            return False
        return 1 - tail(self.staff_now + 1, self.usual) < LIKELY
