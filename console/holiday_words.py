"""Holidays as an office has them: the notice's sentences, or a day a line; and what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from grid.calendar import SATURDAY, WorkingCalendar, YearTable
from grid.refused import Refused

AHEAD = timedelta(days=60)  # dates given today reach that far: the longest is a month, once more
FEWEST = 10  # days off of a year; fewer than that is hardly the whole notice
LONGEST_HOLIDAY = 15  # days; more is a slip of the pen
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]")
_DAY = r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日"
_SPAN = re.compile(
    rf"{_DAY}(?:(?:至|到|[-—–～~]+)(?:(\d{{4}})年)?(?:(\d{{1,2}})月)?(\d{{1,2}})日)?"
)
_PIECES = re.compile(r"[。；;\n]|(?<=放假),|(?<=放假)，|(?<=上班)，|(?<=调休)，")


def gap(calendar: WorkingCalendar, now: datetime) -> str:
    """What staff must know while a year they count in has no table; empty otherwise."""
    years = calendar.unknown(now, AHEAD)
    if not years:
        return ""
    named = "、".join(f"{year}年" for year in years)
    return f"{named}的放假安排还没有录入，先按周一至周五算工作日，算到那时候的期限可能不准。"


def read_table(year: int, text: str) -> YearTable:
    """A year's table from the notice's text or from lines; raises Refused naming what is wrong."""
    off: set[date] = set()
    worked: set[date] = set()
    plain = _ISO.sub(r"\1年\2月\3日", _ASIDE.sub("", text).replace(" ", ""))
    for piece in _PIECES.split(plain):
        days = list(_days(year, piece))
        if not days:
            continue
        if ("放假" in piece) == ("上班" in piece):
            raise Refused(f"“{piece[:30]}”没有写清是放假还是上班，请一句只写一种。")
        (off if "放假" in piece else worked).update(days)
    if both := off & worked:
        raise Refused(f"{min(both)}又写放假又写上班，请核对。")
    if not off:
        raise Refused("没有读到放假的日子。可以贴通知原文，或者一行一天：2027-01-01 放假。")
    return YearTable(year, frozenset(off), frozenset(worked))


def _days(year: int, piece: str) -> Iterable[date]:
    for match in _SPAN.finditer(piece):
        first = _date(match[1] or year, match[2], match[3], match[0])
        last = first
        if match[6]:
            last = _date(match[4] or first.year, match[5] or match[2], match[6], match[0])
        length = (last - first).days
        if not 0 <= length < LONGEST_HOLIDAY or {first.year, last.year} != {year}:
            raise Refused(
                f"“{match[0]}”不对：要在{year}年里，先写前一天，一次最多{LONGEST_HOLIDAY}天。"
            )
        yield from (first + timedelta(days=n) for n in range(length + 1))


def _date(year: str | int, month: str, day: str, words: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Refused(f"没有“{words}”这一天，请核对。") from None


def doubts(table: YearTable) -> list[str]:
    """What an administrator had better look at again before it counts."""
    found = []
    if len(table.off) < FEWEST:
        found.append(f"只有{len(table.off)}天假，可能没有写全。")
    odd = [day for day in sorted(table.worked) if day.weekday() < SATURDAY]
    if odd:
        named = "、".join(f"{day.month}月{day.day}日" for day in odd)
        found.append(f"{named}本来就是周一至周五，不用写上班。")
    return found


def spans(days: Iterable[date]) -> str:
    """1月1日至3日、2月5日至11日."""
    rows: list[list[date]] = []
    for day in sorted(days):
        if rows and (day - rows[-1][-1]).days == 1:
            rows[-1].append(day)
        else:
            rows.append([day])
    return "、".join(_span(row) for row in rows)


def _span(row: list[date]) -> str:
    first, last = row[0], row[-1]
    words = f"{first.month}月{first.day}日"
    if len(row) == 1:
        return words
    return f"{words}至{f'{last.month}月' if last.month != first.month else ''}{last.day}日"
