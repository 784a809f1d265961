"""What a session came to: the agreement's words, who assents to them, and whether it is kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime

from grid.refused import Refused
from mediation.case import Case

KINDS = {"written": "书面协议", "oral": "口头协议"}
WRITTEN_ONLY = ("09",)  # labour (劳动争议调解仲裁法 §14)
KEPT = {"yes": "已经履行", "part": "只履行了一部分", "no": "没有履行"}
LONGEST = 5000  # characters of an agreement
SHORTEST = 10
BLANK = "）：\n2. 申请人：\n3. 履行方式："
"""What the beginning ends with, as long as nobody has written anything into it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the mediator enters. `keep_by` is the day by which it is to be performed, ISO."""

    words: str
    kind: str
    keep_by: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The words as they stand now; `assents` and `objections` belong to these words alone.

    Assent in the chat is to the draft, never a signature (0.2 item 8). Keys are parties' ids.
    """

    words: str
    kind: str
    reached: datetime
    keep_by: str = ""
    effective: datetime | None = None
    assents: tuple[str, ...] = ()
    objections: tuple[tuple[str, ...], ...] = ()  # party, what is wrong
    kept: tuple[tuple[str, ...], ...] = ()  # party, key of KEPT

    @property
    def mark(self) -> str:
        """What the words are known by: any edit gives another mark and voids assents (C.6)."""
        return hashlib.sha256(f"{self.kind}|{self.keep_by}|{self.words}".encode()).hexdigest()[:16]

    @property
    def fingerprint(self) -> str:
        """The mark in groups of four, as it is read out and printed."""
        return " ".join(self.mark[n : n + 4] for n in range(0, len(self.mark), 4))

    @property
    def day(self) -> date | None:
        """By when it is to be performed."""
        return date.fromisoformat(self.keep_by) if self.keep_by else None

    def said_kept(self, party: str) -> str:
        """What a party said last of the performance: a key of KEPT, or empty."""
        return next((one[1] for one in reversed(self.kept) if one[0] == party), "")

    def objection(self, party: str) -> str:
        """What a party finds wrong with these words; empty when nothing."""
        return next((one[1] for one in reversed(self.objections) if one[0] == party), "")


def first_words(case: Case, other: str) -> str:
    """What an agreement begins from, so that nothing told before is typed again.

    Facts both sides may know and the wish; no share of responsibility is ever drafted (C.6).
    """
    return (
        f"事情：{case.facts}\n"
        f"申请人希望：{case.claim}\n"
        "双方自愿达成如下协议：\n"
        f"1. 对方（{other}{BLANK}\n"
    )


def written_down(case: Case, draft: Draft, now: datetime) -> Agreement:
    """The agreement as the mediator records it; Refused when something is missing."""
    words = draft.words.replace("\r\n", "\n").strip()
    if draft.kind not in KINDS:
        raise Refused("请选是书面协议还是口头协议。", "kind")
    if not SHORTEST <= len(words) <= LONGEST:
        raise Refused(f"请写清协议内容（{SHORTEST}到{LONGEST}个字）。", "words")
    if words.endswith(BLANK):
        raise Refused("协议内容还没有写：请写明谁、做什么、什么时候做完。", "words")
    if draft.kind == "oral" and case.category.startswith(WRITTEN_ONLY):
        raise Refused("劳动争议的协议要写成书面的。", "kind")
    return Agreement(words, draft.kind, now, _day(draft.keep_by, now))


def _day(keep_by: str, now: datetime) -> str:
    if not keep_by:
        return ""
    try:
        day = date.fromisoformat(keep_by)
    except ValueError:
        raise Refused("履行日期写得不对，请用日历选。", "keep_by") from None
    if day < now.date():
        raise Refused("履行日期已经过了，请再看一下。", "keep_by")
    return day.isoformat()


def assented(agreement: Agreement, party: str, mark: str) -> Agreement:
    """The party says that these words are right; Refused when they have changed since."""
    _same(agreement, mark)
    if party in agreement.assents:
        return agreement
    rest = tuple(one for one in agreement.objections if one[0] != party)
    return replace(agreement, assents=(*agreement.assents, party), objections=rest)


def objected(agreement: Agreement, party: str, mark: str, what: str) -> Agreement:
    """The party says what is wrong; an assent given before is taken back by it."""
    _same(agreement, mark)
    if not what.strip():
        raise Refused("请写一下哪里不对，调解员好改。", "what")
    assents = tuple(one for one in agreement.assents if one != party)
    said = (*agreement.objections, (party, what.strip()[:500]))
    return replace(agreement, assents=assents, objections=said)


def _same(agreement: Agreement, mark: str) -> None:
    if mark != agreement.mark:
        raise Refused("协议内容刚刚改过，请先看一遍新的内容，再确认。", "mark")


def told_kept(agreement: Agreement, party: str, answer: str) -> Agreement:
    """A party tells whether it was performed."""
    if answer not in KEPT:
        raise Refused("请选一项：已经履行、只履行了一部分，还是没有履行。", "kept")
    return replace(agreement, kept=(*agreement.kept, (party, answer)))
