"""A whistle (吹哨): a street calls units to the spot; they answer, report in and say what they did.

The kinds and their times are those of domain rules B.6, the two-sided rating (双考核) too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from grid.refused import Refused

KINDS = {"emergency": "应急哨", "joint": "执法哨", "tough": "攻坚哨"}
LOG = "whistle"
"""The kind of a whistle's own log; its joint log (联合日志) are the rows of it."""
ROLES = {"lead": "牵头", "co": "协办"}


class State(StrEnum):
    """Where a whistle stands (B.6)."""

    BLOWN = "blown"
    ACKED = "acked"
    ARRIVED = "arrived"
    HANDLED = "handled"
    RATED = "rated"
    CALLED_OFF = "called_off"


STATES = {
    State.BLOWN: "等各单位确认", State.ACKED: "都确认了，等到场", State.ARRIVED: "都到场了",
    State.HANDLED: "有了结果，等互评", State.RATED: "已经互评，结束", State.CALLED_OFF: "已经撤哨",
}  # fmt: skip

NEXT: dict[State, dict[str, State]] = {
    State.BLOWN: {"call_unit": State.BLOWN, "all_acked": State.ACKED, "all_here": State.ARRIVED,
                  "handle": State.HANDLED, "call_off": State.CALLED_OFF},
    State.ACKED: {"call_unit": State.BLOWN, "not_all": State.BLOWN, "all_here": State.ARRIVED,
                  "handle": State.HANDLED, "call_off": State.CALLED_OFF},
    State.ARRIVED: {"call_unit": State.BLOWN, "handle": State.HANDLED},
    State.HANDLED: {"all_rated": State.RATED},
}  # fmt: skip
"""Every move of a whistle; what is not here is Refused. Those with `all` follow from its units."""

OPEN = (State.BLOWN, State.ACKED, State.ARRIVED)


class Called(StrEnum):
    """Where one called unit stands."""

    CALLED = "called"
    ACKED = "acked"
    DECLINED = "declined"
    EXCUSED = "excused"
    ARRIVED = "arrived"
    ABSENT = "absent"


CALLED_WORDS = {
    Called.CALLED: "还没有确认", Called.ACKED: "已经确认", Called.DECLINED: "说来不了，等街道定",
    Called.EXCUSED: "不用来", Called.ARRIVED: "已经到场", Called.ABSENT: "没有到",
}  # fmt: skip

_C = Called
ANSWERS: dict[Called, dict[str, Called]] = {
    _C.CALLED: {"ack": _C.ACKED, "decline": _C.DECLINED, "arrive": _C.ARRIVED,
                "excuse": _C.EXCUSED, "miss": _C.ABSENT},
    _C.ACKED: {"decline": _C.DECLINED, "arrive": _C.ARRIVED, "excuse": _C.EXCUSED,
               "miss": _C.ABSENT},
    _C.DECLINED: {"insist": _C.ACKED, "excuse": _C.EXCUSED, "arrive": _C.ARRIVED,
                  "miss": _C.ABSENT},
    _C.EXCUSED: {"call": _C.CALLED},
}  # fmt: skip
"""Every move of a called unit. Whom the street did not let off has answered and must come."""

AWAITED = (Called.CALLED, Called.ACKED, Called.DECLINED)
"""Who is still to come: a refusal stops no clock until the street has let them off."""
MOST_TICKETS, MOST_UNITS = 10, 12


@dataclass(frozen=True, slots=True)
class Call:
    """One unit called by a whistle: its part, its clocks, and when it did what."""

    unit: str
    role: str  # lead or co
    at: datetime
    ack_due: datetime
    come_due: datetime
    state: Called = Called.CALLED
    acked: datetime | None = None  # said yes or no
    acked_by: str = ""  # an account
    arrived: datetime | None = None
    arrived_by: str = ""
    why: str = ""  # why it cannot come
    insisted: bool = False  # the street has not let it off
    version: int = 0

    @property
    def awaited(self) -> bool:
        """Whether it is still to come."""
        return self.state in AWAITED

    def late(self, now: datetime) -> bool:
        """Whether something of it is overdue."""
        unanswered = self.state == Called.CALLED and self.ack_due < now
        return self.awaited and (unanswered or self.come_due < now)


@dataclass(frozen=True, slots=True)
class Whistle:
    """Units called to a place because of one or several tickets. `street` is whose it is."""

    number: str
    kind: str  # one of KINDS
    street: str
    by: str  # the account that blew it
    at: datetime
    place: str
    meet: datetime
    why: str
    tickets: tuple[str, ...]
    calls: tuple[Call, ...]
    plan_due: datetime | None = None  # of a tough one: by when the lead unit has a plan
    planned: datetime | None = None
    state: State = State.BLOWN
    result: str = ""
    ended: datetime | None = None  # handled or called off
    version: int = 0

    @property
    def open(self) -> bool:
        """Whether units are still called by it."""
        return self.state in OPEN

    @property
    def lead(self) -> str:
        """The unit that leads."""
        return next(one.unit for one in self.calls if one.role == "lead")

    def call_of(self, unit: str) -> Call:
        """The call of a unit; Refused when there is none."""
        found = next((one for one in self.calls if one.unit == unit), None)
        if found is None:
            raise Refused(f"{self.number}没有叫这个单位。")
        return found

    def with_call(self, call: Call) -> Whistle:
        """The same with one unit's call changed, or added."""
        if all(one.unit != call.unit for one in self.calls):
            return replace(self, calls=(*self.calls, call))
        same = (call if one.unit == call.unit else one for one in self.calls)
        return replace(self, calls=tuple(same))


def moved(whistle: Whistle, move: str, **changes: Any) -> Whistle:
    """The whistle after a move; Refused in words when the table has none."""
    to = NEXT.get(whistle.state, {}).get(move)
    if to is None:
        raise Refused(f"{whistle.number}{STATES[whistle.state]}，现在不能这样做。")
    return replace(whistle, state=to, **changes)


def answered(call: Call, move: str, **changes: Any) -> Call:
    """A unit's call after a move; Refused in words when the table has none."""
    to = ANSWERS.get(call.state, {}).get(move)
    if to is None:
        raise Refused(f"这个单位{CALLED_WORDS[call.state]}，现在不能这样做。")
    return replace(call, state=to, **changes)


def settled(whistle: Whistle) -> Whistle:
    """The whistle as the calls let it stand: all have answered, all are there."""
    live = [one for one in whistle.calls if one.state != Called.EXCUSED]
    if not whistle.open or not live:
        return whistle
    if all(one.state == Called.ARRIVED for one in live) and whistle.state != State.ARRIVED:
        return moved(whistle, "all_here")
    coming = all(one.state in (Called.ACKED, Called.ARRIVED) for one in live)
    if coming == (whistle.state == State.BLOWN) and whistle.state != State.ARRIVED:
        return moved(whistle, "all_acked" if coming else "not_all")
    return whistle


# -- the rating of both sides (双考核)


@dataclass(frozen=True, slots=True)
class Judged:
    """What one side says of the other: 1 (bad) to 5 (good)."""

    by: str
    about: str
    score: int
    words: str
    at: datetime


def to_judge(whistle: Whistle) -> tuple[tuple[str, str], ...]:
    """Who rates whom once it is handled: the street each unit, each unit the street's call."""
    units = [one.unit for one in whistle.calls if one.state in (Called.ARRIVED, Called.ABSENT)]
    both = (((whistle.street, unit), (unit, whistle.street)) for unit in units)
    return tuple(pair for pairs in both for pair in pairs)


def unjudged(whistle: Whistle, done: Iterable[Judged]) -> set[tuple[str, str]]:
    """The pairs of which nothing has been said yet."""
    return set(to_judge(whistle)) - {(one.by, one.about) for one in done}
