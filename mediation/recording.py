"""Recording a sitting: off, until everybody in it has said yes to this sitting (domain C.9, E10).

S10 §22: the record may take the place of the minutes only with both sides' consent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from grid.calendar import SHANGHAI
from grid.refused import Refused

WORDING = "2026-11"
"""The version of the words of `asked` that people said yes to; a new text needs a new version."""
ANSWERS = {"yes": "同意", "no": "不同意", "withdrawn": "收回了同意"}
HOWS = {"chat": "在对话里", "page": "在自己的页面上", "staff": "在工作台上", "heard": "当面说的"}
"""How an answer came; `heard`: who presides wrote down what was said in the room."""
NOTES = {
    "record_asked": "问在场的人同不同意录音录像",
    "record_yes": "同意录音录像",
    "record_no": "不同意录音录像",
    "record_withdrawn": "收回了对录音录像的同意",
    "record_on": "开始录音录像",
    "record_off": "停止录音录像",
    "record_kept": "登记了录音录像，保管到",
    "record_destroyed": "销毁了录音录像",
}
"""What the log holds of it."""
YEARS = (1, 10, 30)
"""Years a recording is kept, as the file's class says: by agreement, short, long (C.7)."""
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """Who said what, when, to which words, and how. `by`: who wrote it down for them."""

    person: str
    answer: str
    at: datetime
    wording: str
    how: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Recording:
    """Where a recording lies. The house keeps none itself; `keep_until` is an ISO day."""

    id: int
    start: datetime
    place: str
    at: datetime
    by: str
    keep_until: str
    destroyed: datetime | None = None
    destroyed_by: str = ""

    def over(self, today: date) -> bool:
        """Whether its time has come."""
        return self.destroyed is None and date.fromisoformat(self.keep_until) <= today


def said(answers: Sequence[Answer], person: str) -> str:
    """What somebody said last to the words in force; empty for nothing."""
    mine = [one.answer for one in answers if one.person == person and one.wording == WORDING]
    return mine[-1] if mine else ""


def missing(answers: Sequence[Answer], people: Sequence[str]) -> tuple[str, ...]:
    """Who has not said yes, or no longer does; silence is no yes."""
    return tuple(one for one in people if said(answers, one) != "yes")


def may(answers: Sequence[Answer], people: Sequence[str]) -> bool:
    """Whether the sitting may be recorded."""
    return bool(people) and not missing(answers, people)


def answer(answers: Sequence[Answer], given: Answer) -> Answer | None:
    """What is to be written down; None when it was said already. A no after a yes takes it back."""
    if given.answer not in ("yes", "no"):
        raise Refused("请选一项：同意，还是不同意。", "answer")
    before = said(answers, given.person)
    taken = before in ("yes", "withdrawn") and given.answer == "no"
    new = "withdrawn" if taken else given.answer
    if new == before:
        return None
    return Answer(given.person, new, given.at, given.wording, given.how, given.by)


def kept(start: datetime, form: dict[str, str], made: tuple[datetime, str]) -> Recording:
    """A recording as the mediator writes it down; `made`: when, and by whom."""
    place = form.get("place", "").strip()[:LONGEST]
    if not place:
        raise Refused("请写录音录像放在哪里。", "place")
    years = int(form["years"]) if form.get("years", "").isdecimal() else 0
    if years not in YEARS:
        raise Refused("请选保管几年。", "years")
    day = start.astimezone(SHANGHAI).date()
    last = day.replace(year=day.year + years, day=min(day.day, 28))
    return Recording(0, start, place, made[0], made[1], last.isoformat())


# -- words


def asked(when: str) -> str:
    """The question to everybody; its version is WORDING."""
    return (
        f"{when}的调解，调解员想录音录像，用来核对谈了什么。要在场的人全都同意才录，有一个人不同意就不录；"
        "您不同意没有任何不利，调解照样进行。同意以后随时可以收回，收回就停录。"
        "录下的只给调解组核对，谁看过都有记录，到期销毁。请不要自己另外录。您同意吗？"
    )


def noted(answer: str) -> str:
    """For who has answered."""
    if answer == "yes":
        return "记下您同意。大家都同意才录；什么时候想收回，点“不同意录”就行。"
    return "记下您不同意，这一场不录，调解照样进行。"


def all_agreed() -> str:
    """For everybody: it may be recorded."""
    return "在场的人都同意录音录像，开始录的时候会先说一声。想收回，点“不同意录”，马上停。"


def begins() -> str:
    """For everybody: from now on it is recorded."""
    return "现在开始录音录像（大家都同意过）。想停，随时点“不同意录”。"


def stopped() -> str:
    """For everybody: somebody does not agree any more; nobody is named."""
    return "录音录像停了：现在不是所有人都同意。调解照样进行，请大家都不要录。"
