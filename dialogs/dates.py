"""Times in plain words: absolute, with weekday, as people say them (domain rules E.4)."""

from __future__ import annotations

from datetime import datetime

from grid.calendar import SHANGHAI
from grid.catalogue import Limit

_WEEK = "一二三四五六日"


def day_words(at: datetime) -> str:
    """11月24日（周二）, in Shanghai time."""
    local = at.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日（周{_WEEK[local.weekday()]}）"


def clock_words(at: datetime) -> str:
    """下午5点半, 上午9点05分, in Shanghai time."""
    local = at.astimezone(SHANGHAI)
    part = next(word for hour, word in _PARTS if local.hour < hour)
    hour = local.hour - 12 if local.hour > 12 else local.hour
    minute = {0: "", 30: "半"}.get(local.minute, f"{local.minute:02d}分")
    return f"{part}{hour}点{minute}"


_PARTS = ((6, "凌晨"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))


def time_words(at: datetime) -> str:
    """11月24日（周二）下午5点半."""
    return day_words(at) + clock_words(at)


def due_words(at: datetime | None, limit: Limit) -> str:
    """By when: the day alone where days are counted round the clock; 尽快 when there is no date.

    12月18日 is what thirty days mean; the minute at which somebody wrote is of no interest.
    """
    if at is None:
        return "尽快"
    by_day = limit.calendar == "natural" and limit.unit == "day"
    return day_words(at) if by_day else time_words(at)


def limit_words(limit: Limit) -> str:
    """5个工作日, 4个工作小时, 30分钟, 2小时, 15天."""
    if limit.calendar == "working" and limit.unit != "minute":
        return f"{limit.value}个工作{_UNITS[limit.unit].replace('天', '日')}"
    return f"{limit.value}{_UNITS[limit.unit]}"


_UNITS = {"minute": "分钟", "hour": "小时", "day": "天"}


def parsed(text: str) -> datetime:
    """An ISO time as kept among answers."""
    return datetime.fromisoformat(text)
