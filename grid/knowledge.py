"""Approved knowledge: what may be said to a question about rules and services, word for word."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from urllib.parse import urlsplit

from grid.events import Actor, Event
from grid.refused import Refused


class Standing(StrEnum):
    """Where a version of an entry stands; only an approved one is ever said."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


STANDING_WORDS = {
    Standing.DRAFT: "草稿",
    Standing.SUBMITTED: "等待审核",
    Standing.APPROVED: "已审核",
    Standing.EXPIRED: "已失效",
    Standing.WITHDRAWN: "已撤下",
    Standing.REPLACED: "已有新版",
}

_S = Standing
NEXT: dict[Standing, dict[str, Standing]] = {
    _S.DRAFT: {"edit": _S.DRAFT, "submit": _S.SUBMITTED, "withdraw": _S.WITHDRAWN},
    _S.SUBMITTED: {"approve": _S.APPROVED, "give_back": _S.DRAFT, "withdraw": _S.WITHDRAWN},
    _S.APPROVED: {"expire": _S.EXPIRED, "withdraw": _S.WITHDRAWN, "replace": _S.REPLACED},
}
"""Every move there is. What was approved is never edited: a new version takes its place."""

LONGEST_ANSWER, LONGEST_WORDING, MOST_WORDINGS = 600, 60, 30
LEAST_REASON = 4  # characters


@dataclass(frozen=True, slots=True)
class Wording:
    """What an editor writes: the questions, the one answer, and what it rests on."""

    title: str
    questions: tuple[str, ...]
    answer: str
    source: str  # the document's name
    document: str  # its number; empty where it has none
    unit: str  # id of the unit that owns it
    office: str  # whom to ask: name, phone, hours
    valid_from: date
    valid_until: date | None = None
    link: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of an entry; `number` (K0007) stays, `version` counts from 1.

    `writers` are the accounts that wrote, changed or submitted it: none of them approves it.
    `seen` counts the moves, so that nobody decides on what has changed meanwhile.
    """

    number: str
    version: int
    wording: Wording
    standing: Standing
    writers: tuple[str, ...]
    written: datetime
    approver: str = ""
    approved: datetime | None = None
    seen: int = 1

    def in_force(self, day: date) -> bool:
        """Whether it may be said on a day: approved, begun and not over."""
        return (
            self.standing is _S.APPROVED and self.wording.valid_from <= day and not self.over(day)
        )

    def over(self, day: date) -> bool:
        """Whether its time has run out."""
        return self.wording.valid_until is not None and self.wording.valid_until < day


@dataclass(frozen=True, slots=True)
class WriteEntry:
    """Write a new entry, change a draft, or begin a new version of an approved one."""

    wording: Wording
    number: str = ""
    seen: int = 0  # of the draft that is changed


@dataclass(frozen=True, slots=True)
class MoveEntry:
    """Submit, approve, give_back, expire or withdraw a version as it was `seen`."""

    number: str
    version: int
    move: str
    why: str = ""
    seen: int = 0


@dataclass(frozen=True, slots=True)
class BringEntries:
    """Entries from a file: a number (empty for a new one) and a wording each.

    They are submitted in the name of who brings them; somebody else approves.
    """

    rows: tuple[tuple[str, Wording], ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """What the bot would say to a sentence, with buttons, and the entries that came near."""

    says: tuple[str, ...]
    buttons: tuple[tuple[str, ...], ...] = ()
    near: tuple[tuple[str, float], ...] = ()
    known: bool = False  # it is answered, or asked about, from knowledge


@dataclass(frozen=True, slots=True)
class SettleGap:
    """Questions without an answer have been seen to: written about, or none of our business."""

    rows: tuple[int, ...]


def moved(entry: Entry, move: str, actor: Actor, at: datetime) -> tuple[Entry, Event]:
    """The entry after a move and its row of the log; raises Refused in words.

    A second person approves: never one of the writers (features B6, G5).
    """
    to = NEXT.get(entry.standing, {}).get(move)
    if to is None:
        raise Refused(f"{entry.number}现在是“{STANDING_WORDS[entry.standing]}”，不能这样做。")
    after = replace(entry, standing=to, seen=entry.seen + 1)
    if move == "approve":
        after = _approved(after, actor, at)
    elif move == "submit":
        after = replace(after, writers=with_writer(entry.writers, actor.id))
    data = {"version": entry.version}
    return after, Event("entry", entry.number, move, at, actor, entry.standing, to, "", data)


def reasoned(move: str, why: str) -> str:
    """The reason as the log keeps it; raises Refused where one is needed and missing."""
    if move in _WITH_REASON and len(why.strip()) < LEAST_REASON:
        raise Refused(f"请写明原因（至少{LEAST_REASON}个字），会记入日志。")
    return why.strip()[:400]


_WITH_REASON = ("give_back", "expire", "withdraw")


def _approved(entry: Entry, actor: Actor, at: datetime) -> Entry:
    if actor.id in entry.writers:
        raise Refused("自己写过、改过的条目，要请另一位同事来审核。")
    return replace(entry, approver=actor.id, approved=at)


def with_writer(writers: Collection[str], name: str) -> tuple[str, ...]:
    """The writers with one more, each once."""
    return tuple(dict.fromkeys([*writers, name]))


def checked(wording: Wording, units: Collection[str], categories: Collection[str]) -> Wording:
    """The wording, if it can be said to residents; raises Refused with what is missing."""
    for wrong, words in _faults(wording):
        if wrong:
            raise Refused(words)
    if wording.unit not in units:
        raise Refused("请从列表里选负责的单位。")
    if unknown := [code for code in wording.categories if code not in categories]:
        raise Refused(f"没有这个事项：{'、'.join(unknown)}。")
    return wording


def _faults(w: Wording) -> tuple[tuple[bool, str], ...]:
    long = [q for q in w.questions if len(q) > LONGEST_WORDING]
    over = w.valid_until is not None and w.valid_until < w.valid_from
    link = bool(w.link) and (urlsplit(w.link).scheme != "https" or not urlsplit(w.link).netloc)
    return (
        (not w.title, "请写标题。"),
        (not w.questions, "请至少写一种问法，一行一种。"),
        (bool(long), f"问法每行最多{LONGEST_WORDING}个字。"),
        (len(w.questions) > MOST_WORDINGS, f"问法最多{MOST_WORDINGS}种。"),
        (not w.answer, "请写答案。"),
        (len(w.answer) > LONGEST_ANSWER, f"答案最多{LONGEST_ANSWER}个字，长的请分成几条。"),
        (not w.source, "请写依据的文件名称；没有依据的话不能对居民说。"),
        (not w.office, "请写居民还可以问谁（单位、电话、时间）。"),
        (over, "失效日期早于生效日期。"),
        (link, "网址要以 https:// 开头。"),
    )
