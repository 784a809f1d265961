"""What somebody looks for: a list's address read into values, kind words where that fails."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from console.tickets import code_of
from grid.calendar import SHANGHAI
from grid.district import District
from integrations.sql.grams import folded, phrase

LONGEST, MOST_WORDS = 100, 8  # characters of the box, words in it
ALL = "all"
MARKS = {"sup": "督办的", "urged": "催过的", "redo": "重办过的"}
LIGHTS = {"overdue": "超期的（红灯）", "yellow": "黄灯"}
ORDERS = {"due": "先到期的在前", "new": "新登记的在前"}
_PHONE = re.compile(
    r"(?<![0-9])(?:\+?86[- ]?)?(1[3-9][0-9])[- ]?([0-9]{4})[- ]?([0-9]{4})(?![0-9])"
)
_LANDLINE = re.compile(r"(?<![0-9])(0[0-9]{2,3})[- ]([0-9]{7,8})(?![0-9])")


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; whatever is empty means any. `troubles` say what was not understood."""

    q: str = ""
    state: str = ""  # a state, a list of rows.LISTS, "open", "overdue"; ALL for every state
    cat: str = ""  # a code, or the name of a first level
    unit: str = ""
    grid: str = ""  # an area's id, with all in it
    since: date | None = None
    until: date | None = None
    light: str = ""
    sup: bool = False
    urged: bool = False
    redo: bool = False
    order: str = ""
    after: str = ""
    troubles: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the box that can be looked for."""
        return tuple(word for word in spaced(self.q).split() if phrase(word))[:MOST_WORDS]

    @property
    def vain(self) -> bool:
        """Whether something was typed in which nothing can be looked for."""
        return bool(self.q) and not self.words

    @property
    def stands(self) -> str:
        """Which state is meant: whoever looks for words looks everywhere."""
        return self.state or (ALL if self.q else "open")

    @property
    def ordered(self) -> str:
        """By due date where something is to be done, otherwise the newest first."""
        return self.order or ("new" if self.stands == ALL else "due")

    @property
    def narrowed(self) -> int:
        """How many of the conditions below the box are set."""
        set_ = (self.cat, self.unit, self.grid, self.since, self.until, self.light, self.order)
        return sum(map(bool, (*set_, self.sup, self.urged, self.redo)))

    def address(self, **changes: Any) -> str:
        """The query of the address that asks for this, with changes; without the next page's."""
        asked = replace(self, **{"after": "", "troubles": (), **changes})
        pairs = [(one.name, getattr(asked, one.name)) for one in fields(asked)]
        kept = {ADDRESS.get(name, name): _plain(value) for name, value in pairs if value}
        return urlencode(kept)


ADDRESS = {"since": "from", "until": "to"}


def _plain(value: Any) -> str:
    return "1" if value is True else str(value)


def spaced(q: str) -> str:
    """The box as it is compared; a phone typed with gaps is one word."""
    text = _PHONE.sub(r"\1\2\3", folded(q))
    return _LANDLINE.sub(r"\1\2", text)


def sought_of(query: Mapping[str, str], district: District) -> Sought:
    """What a list's address asks for; what is not understood is left out and said."""
    reading = Reading(query, [])
    q = " ".join((query.get("q", "") or query.get("number", "")).replace("\0", "").split())
    if len(q) > LONGEST:
        reading.troubles.append(f"查找的内容太长，只用了前{LONGEST}个字。")
    first = {one.first for one in district.catalogue.values()}
    since, until = reading.day("from"), reading.day("to")
    if since and until and since > until:
        since, until = until, since
        reading.troubles.append("开始日期晚于结束日期，已经对调。")
    found = Sought(
        q[:LONGEST], query.get("state", "").strip()[:24],
        reading.code("cat", "类别", {**district.catalogue, **dict.fromkeys(first)}),
        reading.code("unit", "单位", district.units),
        reading.code("grid", "网格或区域", district.units),
        since, until, reading.one_of("light", LIGHTS), bool(query.get("sup")),
        bool(query.get("urged")), bool(query.get("redo")),
        reading.one_of("order", ORDERS), query.get("after", "")[:80],
    )  # fmt: skip
    return replace(found, troubles=(*reading.troubles, *_about_words(found)))


def _about_words(found: Sought) -> list[str]:
    if found.vain:
        return [f"“{found.q}”里没有可以查找的字。请输入编号、电话、地点，或者反映的内容。"]
    words = [word for word in spaced(found.q).split() if phrase(word)]
    return [f"词太多了，只用了前{MOST_WORDS}个。"] if len(words) > MOST_WORDS else []


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads fields of an address, collecting what is not understood."""

    query: Mapping[str, str]
    troubles: list[str]

    def day(self, key: str) -> date | None:
        """A day; 2026-11-18, 2026/11/18 or 20261118."""
        typed = folded(self.query.get(key, "")).strip()[:20]
        if not typed:
            return None
        try:
            return date.fromisoformat(typed.replace("/", "-").replace(".", "-"))
        except ValueError:
            self.troubles.append(f"日期“{typed}”看不懂，请写成2026-11-18的样子；这一条没有用上。")
            return None

    def code(self, key: str, what: str, known: Mapping[str, Any]) -> str:
        """A code of what was picked, or of the only one so called."""
        typed = self.query.get(key, "").strip()[:80]
        if not typed or typed in known:
            return typed
        found = code_of(typed, {code: one for code, one in known.items() if one is not None})
        if found in known:
            return found
        self.troubles.append(f"没有叫“{typed}”的{what}，请从列表里选；这一条没有用上。")
        return ""

    def one_of(self, key: str, known: Mapping[str, str]) -> str:
        """One of some words of ours; anything else is nothing."""
        typed = self.query.get(key, "")
        return typed if typed in known else ""


def begins(day: date) -> datetime:
    """The first moment of a day in Shanghai."""
    return datetime.combine(day, time(), SHANGHAI)


def ends(day: date) -> datetime:
    """The first moment after it."""
    return begins(day) + timedelta(days=1) if day < date.max else begins(day)
