"""The record of a sitting (调解笔录): what a file must hold before it is closed (§27; C.7, C12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from grid.refused import Refused

FIELDS = {
    "place": "地点（线上的写各方在哪里）",
    "present": "参加的人、身份怎么核对的",
    "told": "告知权利义务、问过要不要回避",
    "said": "双方怎么说",
    "disputed": "争议在哪里",
    "undisputed": "双方都认可的事实",
    "plan": "提过的方案",
    "result": "结果；没谈成的写原因、告诉了哪些途径",
}
"""What is written down, in the order of the printed form."""
NEEDED = ("place", "present", "said", "result")
SHARED = "undisputed"
"""The one part that may go to a court: offers are no evidence later (§15; S10 §§18, 29)."""
NOTES = {"minutes": "写了调解笔录", "absent": "没有到场", "waited": "等着，调解员没有到"}
"""What the log holds of a sitting, or of one that was none."""
LONGEST = 3000
MISSING = "归档前要先写调解笔录（在“调解笔录”一栏）。"


@dataclass(frozen=True, slots=True)
class Minutes:
    """One sitting's record; a later one of the same sitting takes its place."""

    start: str  # of the sitting, ISO
    at: datetime
    by: str
    parts: tuple[tuple[str, ...], ...]  # a key of FIELDS, words

    def part(self, key: str) -> str:
        """What was written there; empty for nothing."""
        return next((words for name, words in self.parts if name == key), "")


def written(form: Mapping[str, str], start: str, made: tuple[datetime, str]) -> Minutes:
    """A record as it was entered; `made`: when, by whom. Refused when something needed is empty."""
    parts = [(key, form.get(key, "").replace("\r\n", "\n").strip()[:LONGEST]) for key in FIELDS]
    for key, words in parts:
        if key in NEEDED and not words:
            raise Refused(f"请写一下：{FIELDS[key]}。", key)
    return Minutes(start, made[0], made[1], tuple(parts))


def with_new(kept: Sequence[Minutes], new: Minutes) -> tuple[Minutes, ...]:
    """All records of a case, oldest sitting first."""
    rest = (one for one in kept if one.start != new.start)
    return tuple(sorted((*rest, new), key=lambda one: one.start))
