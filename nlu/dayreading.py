"""A word for a day, read against today: 后天, 下周三, 11月3号, 三天前."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from nlu.feasts import is_workday, workday
from nlu.numerals import approximate, number
from nlu.tense import FUTURE, PAST, tense

YEARS = {"去年": -1, "明年": 1, "前年": -2, "今年": 0}
_OFFSETS = {
    "大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3,
    "寻": -1, "琴": -1, "听": 1,
}  # fmt: skip
_IN_LINE = re.compile(r"[排轮叫抽坐]到?$|号[是为]$")
_MONEY = re.compile(r"[元块价费涨米平吨度升斤寸]|比例|视力|版本")
_SHARE = re.compile(r"的(?!时候)|以上|左右|多|业主|住户|面积")
_AHEAD, _SOON = 60, 45  # days of doubt about the year meant


@dataclass(frozen=True, slots=True)
class Word:
    """A match with the text around it and today, as the readers take it."""

    match: re.Match[str]
    text: str
    today: date
    after: bool = False  # today is a day named right before: 10月30号和31号

    def said(self, group: str) -> str:
        """The words of a group, or nothing."""
        return self.match[group] or ""

    def value(self, group: str) -> int:
        """The number in a group; 0 when it is none or a range such as 三四."""
        words = (self.match[group] or "").replace("元", "一")  # 元月
        return 0 if not words or approximate(words) else int(number(words) or 0)

    def tense(self) -> int:
        """Whether the sentence speaks of what was or what will be."""
        return tense(self.text, *self.match.span())

    def behind(self, many: int) -> str:
        """What stands right behind."""
        return self.text[self.match.end() : self.match.end() + many]

    def before(self, many: int) -> str:
        """What stands right before."""
        return self.text[max(0, self.match.start() - many) : self.match.start()]


Got = date | tuple[date, date] | None


def _safe(year: int, month: int, day: int) -> date | None:
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def _months(today: date, shift: int, day: int) -> date | None:
    months = today.year * 12 + today.month - 1 + shift
    return _safe(months // 12, months % 12 + 1, day)


def _next(word: Word) -> Got:
    many = word.value("nk") if word.said("nk") else 1
    if "前" not in word.said("ndir"):
        return workday(word.today, many) if many else None
    day = word.today
    while many > 0:
        day -= timedelta(days=1)
        many -= is_workday(day)
    return day


def _ymd(word: Word) -> Got:
    month, day = word.value("month"), word.value("day")
    if words := word.said("year"):
        year = int(number(words) or 0)
        return _safe(year + 2000 if year < 100 else year, month, day)
    if word.said("yword"):
        return _safe(word.today.year + YEARS[word.said("yword")], month, day)
    return _nearest_year(word, month, day)


def _nearest_year(word: Word, month: int, day: int) -> date | None:
    today = word.today
    shift = 1 if today.month >= 11 and month <= 2 else -1 if today.month <= 2 <= 11 <= month else 0
    found = _safe(today.year + shift, month, day)
    if found and (found - today).days > _SOON and word.tense() == PAST:
        return _safe(found.year - 1, month, day) or found
    if found and (today - found).days > _AHEAD and word.tense() == FUTURE:
        return _safe(found.year + 1, month, day) or found
    return found


def _iso(word: Word) -> Got:
    return _safe(word.value("iy"), word.value("im"), word.value("id"))


def _slash(word: Word) -> Got:
    """6/5 is a day; 3/4的业主 is a share."""
    month, day = word.value("sm"), word.value("sd")
    if month <= day <= 10 and _SHARE.match(word.behind(3)):
        return None
    return _nearest_year(word, month, day)


def _dot(word: Word) -> Got:
    if _MONEY.search(word.before(6)):
        return None
    return _nearest_year(word, word.value("dm"), word.value("dd") or word.value("dd2"))


def _dot_to(word: Word) -> Got:
    """The end of 11.25-11.27 is read against its beginning; by itself it is none."""
    return _nearest_year(word, word.value("tm"), word.value("td")) if word.after else None


def _rel(word: Word) -> Got:
    words = word.said("which")
    shift = {"上": -1, "下": 1}.get(words[0], 0) * (2 if words.startswith("上上") else 1)
    return _months(word.today, shift, word.value("rday"))


def _week(word: Word) -> Got:
    """Weeks begin on Monday. A bare weekday is the next one, or the last if it has happened."""
    words, shift = word.said("wd"), word.said("shift")
    weekday = {"日": 6, "天": 6, "末": 5, "7": 6}.get(words)
    weekday = word.value("wd") - 1 if weekday is None else weekday
    day = word.today + timedelta(days=weekday - word.today.weekday())
    weeks = -shift.count("上") + shift.count("下")
    if not shift and day < word.today and word.tense() != PAST:
        weeks = 1
    if not shift and day > word.today and word.tense() == PAST:
        weeks = -1
    return day + timedelta(weeks=weeks)


def _offset(word: Word) -> Got:
    groups = ("which2", "which3", "which4", "which5", "which6")
    return word.today + timedelta(days=_OFFSETS[next(word.said(g) for g in groups if word.said(g))])


def _ago(word: Word) -> Got:
    back, unit = "前" in word.said("dir"), word.said("unit")
    if word.said("howmany") == "半":
        if not back and word.tense() == PAST:
            return None
        return word.today + timedelta(days=-15 if back else 15) if "月" in unit else None
    many = word.value("howmany") * (-1 if back else 1)
    if many == 0 or (not back and word.tense() == PAST):
        return None  # 十天后告诉我: after something else
    if "月" in unit:
        return _months(word.today, many, word.today.day) or _months(word.today, many, 28)
    return word.today + timedelta(days=many * (1 if unit in ("天", "日") else 7))


def _over(word: Word) -> Got:
    many, unit = word.value("overmany"), word.said("overunit")
    if unit != "天" and word.said("over")[0] != "再" and word.tense() != FUTURE:
        return None  # 过两个月又说 tells a story
    if "月" in unit:
        return _months(word.today, many, word.today.day) or _months(word.today, many, 28)
    return word.today + timedelta(days=many * (1 if unit == "天" else 7)) if many else None


def _mday(word: Word) -> Got:
    """A bare day of the month: this month's, unless the sentence tells otherwise."""
    if _IN_LINE.search(word.before(2)):
        return None
    group = next(g for g in ("mnum", "mnum2", "mnum3", "uday") if word.said(g))
    day = _safe(word.today.year, word.today.month, word.value(group))
    if day and word.after:
        return day if day >= word.today else _months(word.today, 1, day.day)
    if day and group != "uday":
        if day > word.today and word.tense() == PAST:
            return _months(word.today, -1, day.day) or day
        if day < word.today and word.tense() == FUTURE:
            return _months(word.today, 1, day.day) or day
    return day


READERS: dict[str, Callable[[Word], Got]] = {
    "next": _next, "ymd": _ymd, "iso": _iso, "rel": _rel, "week": _week, "offset": _offset,
    "ago": _ago, "over": _over, "upto": _mday, "slash": _slash, "dot": _dot, "dotto": _dot_to,
    "mday": _mday,
}  # fmt: skip
