"""Editions of what a city edits without code: drafted, published from a day on, taken back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any

from grid.calendar import SHANGHAI
from grid.events import Actor, Event
from grid.refused import Refused

CATALOGUE, ROSTER, MAP, REPLIES = "catalogue", "roster", "map", "replies"
KINDS = {CATALOGUE: "派单目录", ROSTER: "人员", MAP: "网格图", REPLIES: "常用回复"}
AT_ONCE = (ROSTER, REPLIES)
"""Kinds whose lines hold as soon as they are written; the others are tried first."""
LEAST_REASON, LONGEST_REASON = 4, 400
CHANGED = "刚刚有别人改过这里，请看过现在的内容再操作。"

Line = Mapping[str, Any]
"""One line as an office writes it: the cells of a table, or a feature of the map."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What differs from the district's files, whole: an edition needs no other to be read.

    `lines` are by code; None takes a line out. A draft has no `published`; `seen` counts its
    changes, so that nobody publishes what has changed meanwhile. An edition holds from `begins`
    until a later one begins; edition 0 are the files themselves.
    """

    kind: str
    number: int
    lines: Mapping[str, Line | None] = field(default_factory=dict)
    writers: tuple[str, ...] = ()
    begins: datetime | None = None
    published: datetime | None = None
    by: str = ""
    why: str = ""
    took_back: int | None = None  # the number of the edition whose lines these are again
    seen: int = 0

    @property
    def mark(self) -> str:
        """What a form was shown of a draft; another one means that somebody changed it since."""
        return f"{self.number}.{self.seen}"


@dataclass(frozen=True, slots=True)
class WriteLines:
    """Change lines in the draft of a kind; the first change begins it.

    `was` are the lines as the form showed them (`fingerprint`); empty where nothing was shown.
    """

    kind: str
    lines: Mapping[str, Line | None]
    was: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)  # of the lines in a file


@dataclass(frozen=True, slots=True)
class PutLines:
    """Change lines at once: draft and publication in one, for what cannot wait (a leave)."""

    kind: str
    lines: Mapping[str, Line | None]
    why: str
    was: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UndoLine:
    """A line of the draft becomes again what it is in the newest edition."""

    kind: str
    code: str


@dataclass(frozen=True, slots=True)
class DropDraft:
    """The draft goes, with everything in it."""

    kind: str
    mark: str


@dataclass(frozen=True, slots=True)
class Publish:
    """The draft as it was seen becomes an edition, from a day on; today means at once."""

    kind: str
    mark: str
    why: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class TakeBack:
    """An older edition's lines hold again at once, as a new edition; `newest` is what was seen."""

    kind: str
    number: int
    newest: int
    why: str


def fingerprint(line: Line | None) -> str:
    """A line in short: two that say the same have the same."""
    if line is None:
        return ""
    text = json.dumps(line, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def in_force(editions: Iterable[Edition], now: datetime) -> Edition | None:
    """The edition that holds now: the latest of those that have begun; None: the files'."""
    begun = (one for one in editions if one.begins and one.begins <= now)
    return max(begun, key=lambda one: one.number, default=None)


def draft_of(kind: str, newest: Edition | None) -> Edition:
    """An empty draft on top of the newest edition, or of the files."""
    return Edition(kind, newest.number + 1 if newest else 1, dict(newest.lines) if newest else {})


def written(draft: Edition, lines: Mapping[str, Line | None], by: str) -> Edition:
    """The draft with lines changed."""
    writers = tuple(dict.fromkeys((*draft.writers, by)))
    return replace(draft, lines={**draft.lines, **lines}, writers=writers, seen=draft.seen + 1)


def published(
    draft: Edition, order: Publish, newest: Edition | None, by: tuple[Actor, datetime]
) -> Edition:
    """The draft as an edition; raises Refused without a reason or for a day that is over."""
    actor, now = by
    if draft.mark != order.mark:
        raise Refused(CHANGED)
    begins = _begins(order.day, now)
    if newest and newest.begins and begins < newest.begins:
        day = newest.begins.astimezone(SHANGHAI)
        raise Refused(f"第{newest.number}版要到{day:%Y-%m-%d}才生效，新的一版不能比它早；"
                      "要马上换，请先退回到更早的一版。")  # fmt: skip
    return replace(draft, published=now, begins=begins, by=actor.id, why=_reason(order.why),
                   seen=draft.seen + 1)  # fmt: skip


def taken_back(order: TakeBack, editions: Sequence[Edition], by: tuple[Actor, datetime]) -> Edition:
    """The new edition with an older one's lines, from now on; 0 are the files as they came."""
    actor, now = by
    newest = max((one.number for one in editions), default=0)
    if order.newest != newest:
        raise Refused(CHANGED)
    lines = {one.number: one.lines for one in editions} | {0: {}}
    if order.number not in lines or order.number == newest:
        raise Refused("没有可以退回到的这一版。")
    return Edition(order.kind, newest + 1, dict(lines[order.number]), (actor.id,), now, now,
                   actor.id, _reason(order.why), order.number, 1)  # fmt: skip


def _begins(day: date | None, now: datetime) -> datetime:
    """Midnight of the day in Shanghai; today is now, and a day gone by is refused."""
    today = now.astimezone(SHANGHAI).date()
    if day is None or day == today:
        return now
    if day < today:
        raise Refused(
            f"生效日期{day}已经过去了。已经登记的工单按登记时的规则办，新的规则最早从今天起用。"
        )
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def _reason(why: str) -> str:
    if len(why.strip()) < LEAST_REASON:
        raise Refused(f"请写明为什么改（至少{LEAST_REASON}个字），会记入日志。")
    return why.strip()[:LONGEST_REASON]


def event_of(
    edition: Edition, move: str, by: tuple[Actor, datetime], data: dict[str, Any]
) -> Event:
    """The row of the log: what was in force on any day can be shown from these."""
    actor, now = by
    begins = edition.begins.isoformat() if edition.begins else ""
    return Event("edition", edition.kind, move, now, actor, "", str(edition.number), edition.why,
                 {"number": edition.number, "begins": begins, **data})  # fmt: skip
