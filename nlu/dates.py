"""Words for a day: 后天, 下周三, 11月3号, 国庆后第一个工作日."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from nlu.feasts import NAMES, days_off, feast_day, last_workday, nearest, workday
from nlu.numerals import number

N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_OFFSETS = {
    "大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3,
    "寻": -1, "琴": -1, "听": 1,
}  # fmt: skip
_YEARS = {"去年": -1, "明年": 1, "前年": -2, "今年": 0}
_FEAST = "|".join(sorted(NAMES, key=len, reverse=True))
_WEEK = "上上|下下|上|下|这|本"
PATTERN = re.compile(
    rf"(?P<nth>(?P<nthfeast>{_FEAST})(?:假期|放假|长假|假|节)?(?:之|以|"
    rf"过)?后的?第?(?P<k>{N})个?工作日)"
    rf"|(?P<last>(?P<lastfeast>{_FEAST})(?:放假|长假|假期|节)?(?:之|以)?前的?最后[一1]个工作日)"
    rf"|(?P<eve>(?P<evefeast>{_FEAST})节?(?:的)?(?P<evedir>前|后)(?P<evek>一|1|两|二|三)天)"
    rf"|(?P<newyear>大?年初(?P<nyday>[一二三四五六七八九]))"
    rf"|(?P<next>(?:下个?|第?(?P<nk>{N})个)工作日(?:之?后)?)"
    r"|(?P<ymd>(?:(?P<year>\d{4}|[二零〇一三四五六七八九]{4})年|(?P<yword>今年|去年|明年|前年))?的?"
    rf"(?P<month>{N})月份?(?P<day>{N})(?:日|号(?!楼|线|院|门|店|桥|井)|"
    rf"(?![\d\-个楼栋幢单块元年点:])))"
    r"|(?P<iso>(?P<iy>20\d{2})[-/.](?P<im>\d{1,2})[-/.](?P<id>\d{1,2})(?!\d))"
    rf"|(?P<rel>(?P<which>上个?|这个?|本|下个?|当)月(?:的)?(?P<rday>{N})(?:日|号(?!楼|线|院|门|"
    rf"店)))"
    rf"|(?P<week>(?:(?P<shift>{_WEEK})个?)?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天末]|"
    rf"[1-7](?![\d个天年月])))"
    r"|(?P<offset>(?P<which2>大前|大后|前|昨|今|明|后|听|琴|寻)(?P<form>天|日|儿个?|朝|晚|早|夜))"
    rf"|(?P<feast>(?P<fyear>今年|去年|明年|前年)?的?(?P<fname>{_FEAST})(?:那天|当天|当日|"
    rf"节?(?=[早晚上下中我要去来回]|的?[早晚上下中]午)|节?$(?!.)))"
    rf"|(?P<ago>(?P<howmany>{N}|两|半)(?P<unit>天|日|周|个?星期|个?礼拜|个月|年)(?P<dir>以?前|"
    rf"之前|以?后|之后))"
    rf"|(?<=[日号][到至-])(?P<upto>{N})(?:日|号(?!楼|线|院))"
    rf"|(?<![\d月路街巷弄里第-])(?P<mday>{N})号(?=[上下中早晚凌]|[,。!?;\s]|$|"
    rf"[一二三四五六七八九十\d]{{1,3}}[点:]|那天|当天|去|来|到|之前|前|就|开始|以后|晚)"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day found at text[start:end]; `evening` when the word itself says so (昨晚)."""

    start: int
    end: int
    day: date
    part: str = ""  # 早上 or 晚上, when the day word carries it


def days(text: str, today: date) -> list[Day]:
    """All days named in a text, against today."""
    found: list[Day] = []
    for match in PATTERN.finditer(text):
        # 11月3日至5日: the second day is in the month of the first.
        against = found[-1].day if match["upto"] and found else today
        if day := _read(match, text, against):
            found.append(day)
    return found


def _read(match: re.Match[str], text: str, today: date) -> Day | None:
    kind = next((k for k in _READERS if match[k]), "")
    day = _READERS[kind](match, text, today) if kind else None
    if day is None:
        return None
    part = {"晚": "晚上", "夜": "晚上", "早": "早上"}.get(match["form"] or "", "")
    return Day(match.start(), match.end(), day, part)


def _int(words: str) -> int:
    value = number(words)
    return int(value) if value is not None else 0


def _safe(year: int, month: int, day: int) -> date | None:
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def _nth(match: re.Match[str], text: str, today: date) -> date | None:
    feast = NAMES[match["nthfeast"]]
    off = days_off(feast, nearest(feast, today))
    return workday(off[1], _int(match["k"])) if off else None


def _next(match: re.Match[str], text: str, today: date) -> date | None:
    return workday(today, _int(match["nk"]) if match["nk"] else 1)


def _ymd(match: re.Match[str], text: str, today: date) -> date | None:
    month, day = _int(match["month"]), _int(match["day"])
    if match["year"]:
        return _safe(_int(match["year"]), month, day)
    shift = _YEARS.get(match["yword"] or "")
    if shift is None:
        shift = (
            1 if today.month >= 11 and month <= 2 else -1 if today.month <= 2 <= 11 <= month else 0
        )
    return _safe(today.year + shift, month, day)


def _iso(match: re.Match[str], text: str, today: date) -> date | None:
    return _safe(int(match["iy"]), int(match["im"]), int(match["id"]))


def _rel(match: re.Match[str], text: str, today: date) -> date | None:
    shift = {"上": -1, "下": 1}.get(match["which"][0], 0)
    months = today.year * 12 + today.month - 1 + shift
    return _safe(months // 12, months % 12 + 1, _int(match["rday"]))


def _week(match: re.Match[str], text: str, today: date) -> date | None:
    """Weeks begin on Monday. A bare weekday that is past means the next, unless it has happened."""
    weekday = {"日": 6, "天": 6, "末": 5, "7": 6}.get(match["wd"])
    weekday = _int(match["wd"]) - 1 if weekday is None else weekday
    shift = match["shift"] or ""
    day = today + timedelta(days=weekday - today.weekday())
    weeks = -shift.count("上") + shift.count("下")
    if (
        not shift
        and day < today
        and not re.match(r"[^,。!?]{0,8}(?:了|过|到现在|起|开始|就)", text[match.end() :])
    ):
        weeks = 1
    return day + timedelta(weeks=weeks)


def _offset(match: re.Match[str], text: str, today: date) -> date | None:
    if match["which2"] == "前" and match["form"] in ("朝", "夜"):
        return None
    return today + timedelta(days=_OFFSETS[match["which2"]])


def _feast(match: re.Match[str], text: str, today: date) -> date | None:
    feast = NAMES[match["fname"]]
    shift = _YEARS.get(match["fyear"] or "")
    return feast_day(feast, nearest(feast, today) if shift is None else today.year + shift)


def _eve(match: re.Match[str], text: str, today: date) -> date | None:
    feast = NAMES[match["evefeast"]]
    day = feast_day(feast, nearest(feast, today))
    many = _int(match["evek"]) * (-1 if match["evedir"] == "前" else 1)
    return day + timedelta(days=many) if day else None


def _last(match: re.Match[str], text: str, today: date) -> date | None:
    feast = NAMES[match["lastfeast"]]
    return last_workday(feast, nearest(feast, today))


def _new_year(match: re.Match[str], text: str, today: date) -> date | None:
    first = feast_day("春节", nearest("春节", today))
    return first + timedelta(days=_int(match["nyday"]) - 1) if first else None


def _ago(match: re.Match[str], text: str, today: date) -> date | None:
    if match["howmany"] == "半":
        return None
    many = _int(match["howmany"]) * (-1 if "前" in match["dir"] else 1)
    if match["unit"] in ("天", "日"):
        return today + timedelta(days=many)
    if "月" in match["unit"]:
        months = today.year * 12 + today.month - 1 + many
        year, month = months // 12, months % 12 + 1
        return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))
    if match["unit"] == "年":
        return None
    return today + timedelta(weeks=many)


def _mday(match: re.Match[str], text: str, today: date) -> date | None:
    return _safe(today.year, today.month, _int(match["mday"] or match["upto"]))


_READERS = {
    "nth": _nth, "next": _next, "ymd": _ymd, "iso": _iso, "rel": _rel, "week": _week,
    "offset": _offset, "feast": _feast, "eve": _eve, "last": _last,
    "newyear": _new_year, "ago": _ago, "mday": _mday, "upto": _mday,
}  # fmt: skip
