"""Public holidays, for words like 国庆后第一个工作日."""

from __future__ import annotations

from datetime import date, timedelta

# First and last day off. 2026 as announced by the State Council; other years are the statutory
# days with the length usual since 2025, to be replaced when the year's notice is out.
_OFF: dict[tuple[int, str], tuple[tuple[int, int], tuple[int, int]]] = {
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
_FEAST_DAY = {(2026, "春节"): (2, 17), (2027, "春节"): (2, 6), (2028, "春节"): (1, 26)}
_WORKED = {
    date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9),
    date(2026, 9, 20), date(2026, 10, 10),
}  # fmt: skip
NAMES = {
    "国庆节": "国庆", "国庆": "国庆", "十一": "国庆", "春节": "春节", "过年": "春节",
    "元旦": "元旦", "中秋节": "中秋", "中秋": "中秋", "端午节": "端午", "端午": "端午",
    "清明节": "清明", "清明": "清明", "五一": "五一", "劳动节": "五一", "大年初一": "春节",
    "除夕": "除夕", "大年三十": "除夕",
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
    if (year, feast) in _FEAST_DAY:
        return date(year, *_FEAST_DAY[(year, feast)])
    off = days_off(feast, year)
    return off[0] if off else None


def nearest(feast: str, today: date) -> int:
    """The year meant by a bare feast: this year's, or next year's when this one is long past."""
    this = feast_day(feast, today.year)
    return today.year + 1 if this and (today - this).days > 60 else today.year


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
