"""Danger heard or seen while a mediation runs: nobody sits down together until a person has looked.

人民调解法 §25; domain rules C.1 (C10) and C.5: no mediation for 72 hours after a word of suicide.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from grid.refused import Refused
from mediation.case import BINDING, ENDS, Case

KINDS = {
    "violence": "说到有人动手或威胁",
    "domestic_violence": "说到家里有人动手",
    "self_harm": "说到不想活",
    "child_danger": "说到孩子有危险",
    "seen": "调解员看到有激化的危险",
}
"""What stops a mediation; all but the last are heard in what a party says."""
SEEN = "seen"
REST = timedelta(hours=72)  # after a word of suicide (C.5)
GRACE = timedelta(minutes=30)  # in which it may turn out to be a mistake
NOTES = {
    "risk_heard": "说到人身危险，先不见面",
    "risk_seen": "有激化的危险，先不见面",
    "risk_mistake": "当事人说是说错了，没有危险",
    "risk_cleared": "风险看过，可以继续",
}
"""What the log holds of it: nothing of what was said."""
STOPPED = "有人身危险没有看过，先不安排见面、不联系对方。看过以后，请在“风险”一栏写明可以继续。"
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Risk:
    """One danger: of what kind, told by which party (empty: seen by the mediator)."""

    at: datetime
    kind: str  # a key of KINDS
    party: str = ""
    words: str = ""  # the mediator's own
    cleared: datetime | None = None
    cleared_by: str = ""
    why: str = ""

    @property
    def open(self) -> bool:
        """Whether no person has said that it may go on."""
        return self.cleared is None


def may_halt(case: Case) -> bool:
    """Whether there is anything left that would bring the parties together."""
    return case.stage not in ENDS | BINDING


def stops_at(case: Case, now: datetime) -> datetime:
    """When the session is called off unless it was a mistake: well before anybody sets out."""
    if case.slot is None:
        return now + GRACE
    return max(now, min(now + GRACE, case.slot.start - 2 * GRACE))


def cleared(risk: Risk, by: str, why: str, now: datetime) -> Risk:
    """A person has looked and says why it may go on; Refused without a reason, or too soon."""
    if not risk.open:
        raise Refused("这个风险已经看过了。")
    if not why.strip():
        raise Refused("请写一下看到的情况，为什么可以继续。", "why")
    if risk.kind == "self_harm" and now < risk.at + REST:
        raise Refused("说到不想活以后，72小时内不安排调解，先由专人陪着。")
    return replace(risk, cleared=now, cleared_by=by, why=why.strip()[:LONGEST])
