"""What to do with a due action now: do it, put it off, or drop it with a note."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from followup.cap import COUNTED, frees_at
from followup.due import Due
from followup.quiet import next_allowed
from followup.rules import POLITE_KINDS, Rules

LATE = timedelta(hours=12)
RESPREAD_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Verdict:
    """`at` is the new time of what is put off: write it into the row; `note` is for the log."""

    do: Literal["do", "defer", "drop"]
    at: datetime | None = None
    note: str = ""


def verdict(due: Due, now: datetime, rules: Rules, sent: Iterable[datetime] = ()) -> Verdict:
    """Judge one row that is due (G.3 row 18: after a night or nine days without a scheduler).

    `sent` are the times of surveys and reminders of this person (the cap). What is stale is
    dropped; what may not be said now is put off, dropped only if it would be stale by then;
    surveys half a day late are spread over an hour instead of leaving all at once.
    """
    if due.stale is not None and now > due.stale:
        return Verdict("drop", note="已过时，不再发送")
    at = _earliest(due, now, rules, sent)
    if at <= now:
        return Verdict("do")
    if due.stale is not None and at > due.stale:
        return Verdict("drop", note="等到可以发的时候已过时，不再发送")
    return Verdict("defer", at, "免打扰时间、次数上限或错峰，顺延")


def _earliest(due: Due, now: datetime, rules: Rules, sent: Iterable[datetime]) -> datetime:
    at = now
    if due.what in POLITE_KINDS and now - due.at > LATE:
        at += timedelta(minutes=_minutes(due.key))
    if due.what in COUNTED:
        at = max(at, frees_at(sent, now, rules.policies))
    return next_allowed(at, rules.quiet_for(due.what), rules.calendar, due.key)


def _minutes(key: str) -> int:
    return 1 + hashlib.sha256(key.encode()).digest()[0] % RESPREAD_MINUTES
