"""What the pages of knowledge show: entries in their tabs, usage, gaps grouped, history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row

from grid.calendar import SHANGHAI
from grid.events import Event
from grid.knowledge import STANDING_WORDS, Entry, Standing
from nlu.alike import most_alike

SOON, LATELY = timedelta(days=30), timedelta(days=30)
ALIKE = 0.45  # from here two questions are shown as one
TABS = {"force": "在用", "submitted": "待审核", "draft": "草稿", "soon": "30天内到期",
        "over": "已到期", "ended": "已撤下", "gaps": "答不上的问题"}  # fmt: skip
MOVES = {"write": "写了新版本", "edit": "修改", "submit": "送审", "approve": "审核通过",
         "give_back": "退回修改", "expire": "提前失效", "withdraw": "撤下",
         "replace": "由新版本代替"}  # fmt: skip


def tab_of(entry: Entry, day: date) -> str:
    """The tab a version belongs to; 30天内到期 is shown beside it."""
    if entry.standing in (Standing.DRAFT, Standing.SUBMITTED):
        return str(entry.standing)
    if entry.standing is Standing.APPROVED:
        return "over" if entry.over(day) else "force"
    return "over" if entry.standing is Standing.EXPIRED else "ended"


def ends_soon(entry: Entry, day: date) -> bool:
    """Whether an entry in force ends within a month and no new version waits."""
    until = entry.wording.valid_until
    return entry.in_force(day) and until is not None and until <= day + SOON


def in_tab(entries: Sequence[Entry], tab: str, day: date) -> list[Entry]:
    """The versions a tab shows, those that end first before the others."""
    if tab == "soon":
        found = [one for one in entries if ends_soon(one, day)]
        return sorted(found, key=lambda one: (one.wording.valid_until or date.max, one.number))
    return [one for one in entries if tab_of(one, day) == tab]


def counts(entries: Sequence[Entry], day: date) -> dict[str, int]:
    """How many versions each tab has."""
    return {tab: len(in_tab(entries, tab, day)) for tab in TABS if tab != "gaps"}


def state_words(entry: Entry, day: date) -> tuple[str, str]:
    """A version's state in words and the colour of its tag."""
    if entry.standing is Standing.APPROVED and entry.over(day):
        return "已到期", "red"
    if entry.standing is Standing.APPROVED and not entry.in_force(day):
        return "还没生效", "amber"
    if ends_soon(entry, day):
        return "快到期", "amber"
    colours = {Standing.APPROVED: "green", Standing.SUBMITTED: "amber"}
    return STANDING_WORDS[entry.standing], colours.get(entry.standing, "")


@dataclass(slots=True)
class Gap:
    """Questions without an answer that are much the same; the first words stand for them all."""

    text: str
    category: str
    latest: datetime
    rows: list[int] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def gathered(rows: Sequence[Row[Any]]) -> list[Gap]:
    """Gaps, the most frequent first."""
    found: list[Gap] = []
    for row in rows:
        near = most_alike(row.text, [gap.text for gap in found], 1, ALIKE)
        if not near:
            found.append(Gap(row.text, row.category, row.at))
        gap = found[near[0].at] if near else found[-1]
        gap.rows.append(row.id)
        if row.text != gap.text and row.text not in gap.others:
            gap.others.append(row.text)
    return sorted(found, key=lambda gap: (-len(gap.rows), -gap.latest.timestamp()))


Usage = dict[str, dict[str, int]]
"""How often each entry was said, by what was thought of it; "" are the gaps."""


def asked(usage: Usage) -> int:
    """How many questions there were in all."""
    return sum(sum(found.values()) for found in usage.values())


def times(usage: Usage, number: str) -> int:
    """How often an entry was said lately."""
    return sum(usage.get(number, {}).values())


def doubted(usage: Usage, number: str) -> bool:
    """Whether more residents found an entry useless than useful."""
    found = usage.get(number, {})
    return found.get("no", 0) + found.get("person", 0) > found.get("yes", 0)


def used(usage: Usage, number: str) -> str:
    """How often an entry was said lately, and what was thought of it."""
    found = usage.get(number, {})
    if not found:
        return "没有人问过"
    judged = [f"{words}{found[key]}" for key, words in _VERDICTS.items() if found.get(key)]
    return f"说过{sum(found.values())}次" + (f"（{'，'.join(judged)}）" if judged else "")


_VERDICTS = {"yes": "有用", "no": "没用", "person": "转人工"}


def history(events: Sequence[Event], names: dict[str, str]) -> list[dict[str, Any]]:
    """An entry's log, the latest first; each writing with its words."""
    return [{"at": e.at, "by": names.get(e.actor.id, e.actor.id), "why": e.why,
             "move": MOVES.get(e.move, e.move), "version": e.data.get("version", ""),
             "wording": e.data.get("wording")} for e in reversed(events)]  # fmt: skip


def today(now: datetime) -> date:
    """The day in Shanghai."""
    return now.astimezone(SHANGHAI).date()
