"""A word for a day by a feast: 国庆后第一个工作日, 春节前一天, 五一期间, 端午节那天."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from nlu.dayreading import YEARS, Got, Word
from nlu.feasts import (
    NAMES,
    around,
    before_new_year,
    days_off,
    feast_day,
    last_workday,
    latest,
    nearest,
    workday,
)
from nlu.numerals import number
from nlu.tense import FUTURE, PAST

YEAR_BEFORE = re.compile(r"(去年|今年|明年|前年|20\d\d年)的?$")
# A feast without 那天 is a day only before words that may follow a day.
_OPEN_FEAST = re.compile(
    r"[我你他她咱就在有没停来去要都还又也想能可不买签开回那小店夜,。!?;\s]|[到至](?!了|来|家)|$"
)
_NO_FEAST = re.compile(r"(?:过|每年|逢|一到|快|临近|像|为了|年年|迎|上次|办|庆祝)个?$")
_FROM_FEAST = re.compile(r"(?:除夕|春节|[三初][一二三四五六七八九十]?|年)[到至]$")
_NO_DAY = ("期间", "快乐", "晚会", "假", "放", "前", "后", "礼", "活动", "路", "街")
_NEVER_BARE = {"十一", "过年", "五一", "六一", "五四"}
_MONTH = 40  # days after the new year for which 初五 alone is of its month
_YEAR = 6  # characters before a feast that may name its year
_BACK = 20  # days since a feast from which what is to come means the next year's


def _feast_year(word: Word, feast: str) -> int:
    """The year a feast word means: named, or by what the sentence speaks of."""
    if named := YEAR_BEFORE.search(word.before(_YEAR)):
        said = named[1]
        return word.today.year + YEARS[said] if said in YEARS else int(said[:4])
    spoken = word.tense()
    if spoken == PAST:
        return latest(feast, word.today)
    day = feast_day(feast, word.today.year)
    if spoken == FUTURE and day and (word.today - day).days > _BACK:
        return word.today.year + 1
    return nearest(feast, word.today)


def _some_feast(word: Word, group: str) -> tuple[str, int]:
    if name := word.said(group):
        return NAMES[name], _feast_year(word, NAMES[name])
    return around(word.today, word.tense() == PAST)


def _nth(word: Word) -> Got:
    off = days_off(*_some_feast(word, "nthfeast"))
    return workday(off[1], word.value("k") or 1) if off else None


def _last(word: Word) -> Got:
    return last_workday(*_some_feast(word, "lastfeast"))


def _feast(word: Word) -> Got:
    name = word.said("fname")
    if word.match["bare"] is not None and not _stands_alone(word, name):
        return None
    return feast_day(NAMES[name], _feast_year(word, NAMES[name]))


def _stands_alone(word: Word, name: str) -> bool:
    """元旦我在家 names a day; 五一路, 过完春节 and 元旦晚会 do not."""
    never = name in _NEVER_BARE and not YEAR_BEFORE.search(word.before(_YEAR))
    if never or _NO_FEAST.search(word.before(4)):
        return False
    if not name.endswith("节") and not _OPEN_FEAST.match(word.behind(1)):
        return False
    return not word.behind(3).startswith(_NO_DAY)


def _eve(word: Word) -> Got:
    feast = NAMES[word.said("evefeast")]
    year, back = _feast_year(word, feast), word.said("evedir") == "前"
    off = days_off(feast, year) if word.said("eveoff") else None
    day = off[0 if back else 1] if off else feast_day(feast, year)
    many = word.value("evek") * (-1 if back else 1)
    return day + timedelta(days=many) if day else None


def _day_of(word: Word) -> Got:
    feast = NAMES[word.said("dayfeast")]
    off = days_off(feast, _feast_year(word, feast))
    if off is None:
        return None
    return off[1] if word.said("dlast") else off[0] + timedelta(days=(word.value("dk") or 1) - 1)


def _during(word: Word) -> Got:
    feast = NAMES[word.said("durfeast")]
    return days_off(feast, _feast_year(word, feast))


def _new_year(word: Word) -> Got:
    """正月初六, 大年初二到初六; 初五 alone only about the new year: other months have one too."""
    first = feast_day("春节", _feast_year(word, "春节"))
    nth = word.value("nyday") or _old_day(word.said("nyday2") or word.said("nyday3"))
    if first is None or (word.said("nyday3") and not _about(word, first)):
        return None
    day, last = first + timedelta(days=nth - 1), _old_day(word.said("nyto"))
    return (day, first + timedelta(days=last - 1)) if last > nth else day


def _about(word: Word, first: date) -> bool:
    """Whether 初五 alone is of the first month: about the new year, or behind 大年三十到."""
    return (
        _FROM_FEAST.search(word.before(6)) is not None
        or -_BACK <= (word.today - first).days <= _MONTH
    )


def _old_year(word: Word) -> Got:
    """腊月二十八 is before the new year; that of 去年 was at the beginning of this one."""
    named = YEAR_BEFORE.search(word.before(_YEAR))
    year = _feast_year(word, "春节") + (1 if named else 0)
    return before_new_year(_old_day(word.said("oyday")), year)


def _old_day(words: str) -> int:
    """初八 is 8, 廿三 is 23; 0 for no words."""
    return int(number(words.lstrip("初").replace("二十", "廿").replace("廿", "二十")) or 0)


READERS: dict[str, Callable[[Word], Got]] = {
    "nth": _nth, "last": _last, "eve": _eve, "dayof": _day_of, "during": _during,
    "newyear": _new_year, "oldyear": _old_year, "feast": _feast,
}  # fmt: skip
