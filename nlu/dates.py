"""Words for a day against today: 后天, 下周三, 11月3号, 国庆后第一个工作日."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from nlu import dayreading, feastreading
from nlu.datewords import PATTERN
from nlu.dayreading import Word
from nlu.feastreading import YEAR_BEFORE

_READERS = {**dayreading.READERS, **feastreading.READERS}
_PARTS = {"晚": "晚上", "夜": "晚上", "黑": "晚上", "早": "早上", "朝": "早上"}
_LOOSE = {"week", "mday", "upto"}  # kinds that also name a day that comes again and again
_NEAR = 24  # characters to the day that is moved
_SIDE = re.compile(r"(?:[ (,]|也?就是|那天|当天)?")
_LINK = re.compile(r"[到至~—-]")
_THIRD = re.compile(r"(?:月[初头中底末]|[上中下]旬)的?$")  # 月初五号
_MOVED = re.compile(r"[换改挪推调延提约定][迟后前]?[到至成为在]?$")
_BESIDE = re.compile(
    r"(?:(?:[上下中]午|早上?|晚上?|夜里|凌晨|傍晚|半夜)?(?:[\d零一二三四五六七八九十两]{1,3}[点:]"
    r"(?:半|[\d一二三四五六七八九十]{1,3}分?)?)?)?(?:[、和跟及,到至~—-]|或者?)?"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day found at text[start:end], or the days up to `until`."""

    start: int
    end: int
    day: date
    part: str = ""  # 早上 or 晚上, when the day word carries it
    until: date | None = None
    kind: str = ""
    sure: bool = False  # names its week: 上周三

    @property
    def loose(self) -> bool:
        """Whether the words may also mean any such day: 周三, 15号."""
        return self.kind in _LOOSE and not self.sure


def days(text: str, today: date) -> list[Day]:
    """All days named in a text, against today."""
    found: list[Day] = []
    for match in PATTERN.finditer(text):
        against = _against(match, text, found, today)
        day = _read(Word(match, text, against, against != today))
        if day is None:
            continue
        if found and _same_week(text, found[-1], day, match):
            day = replace(
                day, day=found[-1].day + timedelta(days=(day.day - found[-1].day).days % 7)
            )
        if found and (joined := _joined(text, found[-1], day)):
            found[-1] = joined
        else:
            found.append(day)
    return found


def _joined(text: str, one: Day, other: Day) -> Day | None:
    """Two words for one day: 11月25号周三, 两周前的周五; None when they are two days."""
    if _in_week(text, one, other):
        monday = one.day - timedelta(days=one.day.weekday())
        return replace(other, start=one.start, day=monday + timedelta(days=other.day.weekday()))
    if not _same(text, one, other):
        return None
    return replace(other if one.kind in _LOOSE else one, start=one.start, end=other.end)


def _against(match: re.Match[str], text: str, found: list[Day], today: date) -> date:
    """What a bare 5日 is read against: 11月3日至5日, 1月5号没空换8号 are in one month."""
    between = text[found[-1].end : match.start()] if found else None
    if (match["upto"] or match["dotto"]) and between and _LINK.fullmatch(between):
        return found[-1].day
    if (
        (match["mday"] or match["upto"])
        and between
        and len(between) < _NEAR
        and _MOVED.search(between)
    ):
        return max(found[-1].day.replace(day=1), today)  # 提到3号 is before it
    dated = between is not None and found[-1].kind in ("ymd", "rel") and _BESIDE.fullmatch(between)
    return found[-1].day if match["mday"] and dated else today


def _same(text: str, one: Day, other: Day) -> bool:
    """11月25号周三, 明天元旦: one day named twice, side by side."""
    beside = _SIDE.fullmatch(text[one.end : other.start]) is not None
    alike = "week" in (one.kind, other.kind) or one.day == other.day
    return beside and one.kind != other.kind and alike


def _in_week(text: str, one: Day, other: Day) -> bool:
    """两周前的周五: the second names the day of the week that the first is in."""
    return one.kind == "ago" and other.kind == "week" and text[one.end : other.start] == "的"


def _same_week(text: str, one: Day, other: Day, match: re.Match[str]) -> bool:
    """下周六周日 and 下周一到周三: the second weekday is in the week of the first."""
    bare = one.kind == other.kind == "week" and not match["shift"]
    return bare and _BESIDE.fullmatch(text[one.end : other.start]) is not None


def _read(word: Word) -> Day | None:
    match, text = word.match, word.text
    kind = next((k for k in _READERS if match[k]), "")
    got = _READERS[kind](word) if kind else None
    if got is None:
        return None
    day, until = got if isinstance(got, tuple) else (got, None)
    form = match["form3"] or match["form4"] or match["form5"] or match["form6"] or ""
    year = YEAR_BEFORE.search(text, max(0, match.start() - 6), match.start())
    start = year.start() if year and kind in feastreading.READERS else match.start()
    if kind == "mday" and (third := _THIRD.search(text, max(0, start - 3), start)):
        start = third.start()
    return Day(start, match.end(), day, _PARTS.get(form[:1], ""), until, kind, bool(match["shift"]))
