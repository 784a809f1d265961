"""Asking whether it helped: the questions, who is never asked, and what an answer leads to."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from grid.calendar import WorkingCalendar

REDO_MAX = 2
EDITABLE = timedelta(hours=24)  # 0.2 item 4: one respondent, until then
BAD = 2  # the two lowest of five are a bad rating (政务服务好差评)


class Solved(StrEnum):
    """The first fact: is it solved?"""

    YES = "solved"
    PARTLY = "partly"
    NO = "unsolved"
    NOBODY = "uncontacted"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the survey; `options` maps stored values to what the buttons say."""

    key: str
    words: str
    options: Mapping[str, str]


QUESTIONS = (
    Question(
        "solved",
        "这件事解决了吗？",
        {
            Solved.YES: "已解决",
            Solved.PARTLY: "部分解决",
            Solved.NO: "没解决",
            Solved.NOBODY: "没人联系过我",
        },
    ),
    Question(
        "satisfied",
        "对办理满意吗？",
        {"5": "非常满意", "4": "满意", "3": "基本满意", "2": "不满意", "1": "非常不满意"},
    ),
    Question(
        "reason",
        "主要是哪里不好？也可以用自己的话说。",
        {
            "no_contact": "没联系我",
            "manner": "态度不好",
            "not_there": "没到现场",
            "only_words": "只解释没办",
            "slow": "拖太久",
            "unfair": "结果不合理",
            "other": "其他",
        },
    ),
)
"""Three at most, solved before satisfied; the reason only after a bad one (D.2)."""

FORCED = Question(
    "forced", "调解的时候，有没有人逼您同意？", {"no": "没有", "yes": "有", "unsure": "说不好"}
)
"""Asked of each party alone after a mediation; anything but a no alerts the 司法所."""


@dataclass(frozen=True, slots=True)
class About:
    """What the rules need to know of a ticket and its person; nothing of what was said.

    `flags`: violence, self_harm, minor, tip_off, injury, abuse_review, opted_out, child_again
    (second child ticket of the same person within seven days).
    """

    number: str
    contact: str
    sla: str = "N3"
    category: str = ""
    flags: frozenset[str] = frozenset()
    safe_at: datetime | None = None  # E0/E1: when the person was safe
    redo_count: int = 0
    redo_max: int = REDO_MAX  # so often it is done again; then the centre's leader decides
    person_waits: bool = True  # False when nobody can be asked (found by a patroller)


NEVER = {
    "violence": "家庭暴力",
    "self_harm": "轻生",
    "minor": "未成年人",
    "tip_off": "举报",
    "injury": "有人伤亡",
    "abuse_review": "辱骂待复核",
    "opted_out": "本人退订",
    "child_again": "七天内同一人的第二件并案",
}
"""Never surveyed (D.6), with the reason staff read."""

NEVER_CATEGORIES = {"0706": "家庭暴力"}
NEVER_SLA = {"J": "举报"}


def never_asked(about: About) -> str:
    """Why this person is not asked, in Chinese; empty when they may be."""
    by_flag = next((words for flag, words in NEVER.items() if flag in about.flags), "")
    by_kind = NEVER_CATEGORIES.get(about.category) or NEVER_SLA.get(about.sla)
    nobody = "" if about.person_waits else "没有可以询问的诉求人"
    return by_flag or by_kind or nobody


def rung(about: About, watched: bool, share: float) -> bool:
    """Whether who does not answer is rung: what was urgent, redone or watched, and a share."""
    if about.sla in ("E0", "E1") or about.redo_count or watched:
        return True
    first = int.from_bytes(hashlib.sha256(about.number.encode()).digest()[:4], "big")
    return first % 100 < round(share * 100)


@dataclass(frozen=True, slots=True)
class Answer:
    """Two facts kept apart: solved and satisfied (1 to 5); either may be missing."""

    solved: Solved | None = None
    satisfied: int | None = None
    reasons: tuple[str, ...] = ()
    words: str = ""

    @property
    def unsolved(self) -> bool:
        """Part solved counts as unsolved (0.2 item 3)."""
        return self.solved is not None and self.solved is not Solved.YES

    @property
    def unhappy(self) -> bool:
        """One of the two lowest ratings."""
        return self.satisfied is not None and self.satisfied <= BAD


class Result(StrEnum):
    """What an answer leads to."""

    ASK_ON = "ask_on"  # a fact is still missing
    CLOSE = "close"  # after 24 hours, in which the answer may be changed
    REDO = "redo"  # at once, with a call back by a person not of the unit
    CALL_BACK = "call_back"  # solved but unhappy: no redo
    REVIEW = "review"  # unsolved for the third time: centre reviewer, supervision step 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result, how it counts, and until when what follows must be done."""

    result: Result
    counts: str = ""  # satisfied, unsatisfied; empty while asking on
    acts_at: datetime | None = None
    call_by: datetime | None = None
    data: Mapping[str, int] = field(default_factory=dict)


def judge(answer: Answer, about: About, now: datetime, calendar: WorkingCalendar) -> Outcome:
    """What an answer leads to (D.4 with 0.2 items 3 and 4). Unsolved wins over any stars."""
    if answer.unsolved:
        third = about.redo_count >= about.redo_max
        result = Result.REVIEW if third else Result.REDO
        data = {"supervise": 3} if third else {"redo_count": about.redo_count + 1}
        return Outcome(result, "unsatisfied", now, call_by(about, now, calendar), data)
    if answer.solved is None or answer.satisfied is None:
        return Outcome(Result.ASK_ON)
    if answer.unhappy:
        return Outcome(Result.CALL_BACK, "unsatisfied", now, call_by(about, now, calendar))
    return Outcome(Result.CLOSE, "satisfied", now + EDITABLE)


def next_question(answer: Answer) -> Question | None:
    """The first question not answered yet; the reason only when something was bad."""
    solved, satisfied, reason = QUESTIONS
    if answer.solved is None:
        return solved
    if answer.satisfied is None:
        return satisfied
    bad = answer.unsolved or answer.unhappy
    return reason if bad and not answer.reasons else None


def call_by(about: About, now: datetime, calendar: WorkingCalendar) -> datetime:
    """A person not of the handling unit calls within a workday, E0/E1 within two hours."""
    if about.sla in ("E0", "E1"):
        return now + timedelta(hours=2)
    return calendar.add_workdays(now, 1)
