"""Public holidays, for words like 国庆后第一个工作日."""

from __future__ import annotations

from datetime import date, timedelta

# First and last day off. 2026 as announced by the State Council; other years are the statutory
# days with the length usual since 2025, to be replaced when the year's notice is out.
_OFF: dict[tuple[int, str], tuple[tuple[int, int], tuple[int, int]]] = {
    (2025, "元旦"): ((1, 1), (1, 1)),
    (2025, "春节"): ((1, 28), (2, 4)),
    (2025, "清明"): ((4, 4), (4, 6)),
    (2025, "五一"): ((5, 1), (5, 5)),
    (2025, "端午"): ((5, 31), (6, 2)),
    (2025, "中秋"): ((10, 1), (10, 8)),
    (2025, "国庆"): ((10, 1), (10, 8)),
    (2026, "元旦"): ((1, 1), (1, 3)),
    (2026, "春节"): ((2, 15), (2, 23)),
    (2026, "清明"): ((4, 4), (4, 6)),
    (2026, "五一"): ((5, 1), (5, 5)),
    (2026, "端午"): ((6, 19), (6, 21)),
    (2026, "中秋"): ((9, 25), (9, 27)),
    (2026, "国庆"): ((10, 1), (10, 7)),
    (2027, "春节"): ((2, 5), (2, 12)),
    (2027, "清明"): ((4, 3), (4, 5)),
    (2027, "端午"): ((6, 9), (6, 9)),
    (2027, "中秋"): ((9, 15), (9, 15)),
    (2028, "春节"): ((1, 25), (2, 1)),
    (2028, "端午"): ((5, 28), (5, 28)),
    (2028, "中秋"): ((10, 3), (10, 3)),
}
_USUAL = {
    "元旦": ((1, 1), (1, 1)),
    "清明": ((4, 4), (4, 5)),
    "五一": ((5, 1), (5, 5)),
    "国庆": ((10, 1), (10, 7)),
}
_FEAST_DAY = {
    (2025, "春节"): (1, 29), (2026, "春节"): (2, 17), (2027, "春节"): (2, 6),
    (2028, "春节"): (1, 26),
    (2025, "元宵"): (2, 12), (2026, "元宵"): (3, 3), (2027, "元宵"): (2, 20),
    (2028, "元宵"): (2, 9),
    (2025, "清明"): (4, 4), (2026, "清明"): (4, 5), (2027, "清明"): (4, 5), (2028, "清明"): (4, 4),
    (2025, "端午"): (5, 31),
    (2025, "七夕"): (8, 29), (2026, "七夕"): (8, 19), (2027, "七夕"): (8, 8),
    (2028, "七夕"): (8, 26),
    (2025, "中秋"): (10, 6),
    (2025, "重阳"): (10, 29), (2026, "重阳"): (10, 18), (2027, "重阳"): (10, 8),
    (2028, "重阳"): (10, 26),
    (2025, "冬至"): (12, 21), (2026, "冬至"): (12, 22), (2027, "冬至"): (12, 22),
    (2028, "冬至"): (12, 21),
    (2025, "中元"): (9, 6), (2026, "中元"): (8, 27), (2027, "中元"): (8, 16),
    (2028, "中元"): (9, 3),
}  # fmt: skip
_FIXED = {
    "元旦": (1, 1), "情人节": (2, 14), "妇女节": (3, 8), "五一": (5, 1), "儿童节": (6, 1),
    "国庆": (10, 1), "双十一": (11, 11), "双十二": (12, 12), "平安夜": (12, 24),
    "圣诞": (12, 25), "跨年": (12, 31), "教师节": (9, 10), "植树节": (3, 12), "建军节": (8, 1),
    "青年节": (5, 4), "建党节": (7, 1),
}  # fmt: skip
_SUNDAYS = {"母亲节": (5, 2), "父亲节": (6, 3)}  # month, and which of its Sundays
_LAYUE = 30  # 腊月 of 2025 to 2028 has 29 days: its nth is so many days less n before 春节
_WORKED = {
    date(2025, 1, 26), date(2025, 2, 8), date(2025, 4, 27), date(2025, 9, 28), date(2025, 10, 11),
    date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9),
    date(2026, 9, 20), date(2026, 10, 10),
}  # fmt: skip
_LONG_PAST, _JUST_OVER = 60, 330  # days since a feast, or to it
NAMES = {
    "国庆节": "国庆", "国庆": "国庆", "十一": "国庆", "春节": "春节", "过年": "春节",
    "元旦": "元旦", "中秋节": "中秋", "中秋": "中秋", "端午节": "端午", "端午": "端午",
    "清明节": "清明", "清明": "清明", "五一": "五一", "劳动节": "五一", "大年初一": "春节",
    "除夕": "除夕", "大年三十": "除夕", "年三十": "除夕", "元宵节": "元宵", "元宵": "元宵",
    "正月十五": "元宵", "七夕": "七夕", "七夕节": "七夕", "重阳节": "重阳", "重阳": "重阳",
    "双十一": "双十一", "双11": "双十一", "双十二": "双十二", "六一": "儿童节", "儿童节": "儿童节",
    "三八节": "妇女节", "妇女节": "妇女节", "情人节": "情人节", "圣诞节": "圣诞", "圣诞": "圣诞",
    "元旦节": "元旦", "五一节": "五一", "双12": "双十二", "平安夜": "平安夜", "跨年夜": "跨年",
    "教师节": "教师节", "植树节": "植树节", "建军节": "建军节", "大年夜": "除夕",
    "冬至": "冬至", "中元节": "中元", "七月半": "中元", "青年节": "青年节", "五四": "青年节",
    "建党节": "建党节", "母亲节": "母亲节", "父亲节": "父亲节", "腊八": "腊八", "腊八节": "腊八",
}  # fmt: skip


def days_off(feast: str, year: int) -> tuple[date, date] | None:
    """First and last day off of a feast in a year; None when not known."""
    span = _OFF.get((year, feast)) or _USUAL.get(feast)
    return (date(year, *span[0]), date(year, *span[1])) if span else None


def feast_day(feast: str, year: int) -> date | None:
    """The day itself, e.g. the first day of the Spring Festival; 除夕 is the day before."""
    if feast == "除夕":
        new_year = feast_day("春节", year)
        return new_year - timedelta(days=1) if new_year else None
    if feast == "腊八":
        return before_new_year(8, year)
    if feast in _SUNDAYS:
        return _sunday(year, *_SUNDAYS[feast])
    if (year, feast) in _FEAST_DAY:
        return date(year, *_FEAST_DAY[(year, feast)])
    if feast in _FIXED:
        return date(year, *_FIXED[feast])
    off = days_off(feast, year)
    return off[0] if off else None


def before_new_year(nth: int, year: int) -> date | None:
    """The nth of the twelfth month of the old calendar, 腊月, before the new year of a year."""
    new_year = feast_day("春节", year)
    return new_year - timedelta(days=_LAYUE - nth) if new_year and nth < _LAYUE else None


def _sunday(year: int, month: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=6 - first.weekday() + 7 * (nth - 1))


def last_workday(feast: str, year: int) -> date | None:
    """The last working day before the days off of a feast."""
    off = days_off(feast, year)
    if off is None:
        return None
    day = off[0] - timedelta(days=1)
    while not is_workday(day):
        day -= timedelta(days=1)
    return day


def nearest(feast: str, today: date) -> int:
    """The year meant by a bare feast: this year's, or next year's when this one is long past."""
    this = feast_day(feast, today.year)
    if this and (this - today).days > _JUST_OVER:
        return today.year - 1
    return today.year + 1 if this and (today - this).days > _LONG_PAST else today.year


def latest(feast: str, today: date) -> int:
    """The year of the last time a feast was."""
    this = feast_day(feast, today.year)
    return today.year - 1 if this and this > today else today.year


def around(today: date, over: bool) -> tuple[str, int]:
    """The feast that 节后 and 节前 mean: the next one, or, when it is over, the last."""
    known = [
        (off[0], feast, year)
        for year in (today.year - 1, today.year, today.year + 1)
        for feast in ("元旦", "春节", "清明", "五一", "端午", "中秋", "国庆")
        if (off := days_off(feast, year))
    ]
    passed = [one for one in known if one[0] <= today]
    _, feast, year = max(passed) if over and passed else min(o for o in known if _ends(o) >= today)
    return feast, year


def _ends(known: tuple[date, str, int]) -> date:
    off = days_off(known[1], known[2])
    return off[1] if off else known[0]


def is_workday(day: date) -> bool:
    """True on working days, those moved to a weekend included."""
    if day in _WORKED:
        return True
    for feast in ("元旦", "春节", "清明", "五一", "端午", "中秋", "国庆"):
        off = days_off(feast, day.year)
        if off and off[0] <= day <= off[1]:
            return False
    return day.weekday() < 5


def workday(after: date, nth: int) -> date:
    """The nth working day after a date."""
    day = after
    while nth > 0:
        day += timedelta(days=1)
        nth -= is_workday(day)
    return day
