"""One cell of a table into a value, forgiving what Excel and offices do; ValueError in Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, time, timedelta

from grid.catalogue import Limit
from grid.people import Hours, Leave

YES = {"是", "有", "√", "1", "y", "yes", "true", "启用", "对"}
NO = {"否", "无", "不", "×", "0", "n", "no", "false", "停用", ""}
LISTED = re.compile(r"[、，,；;|\n]+")
SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)
SPELL = re.compile(r"(\d+)个?(工作)?(分钟|小时|日|天)")
YEARLY = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?")
DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(\s+0?0:00(:00)?)?")
LEAVE = re.compile(r"([\d年月日/.-]+?)(?:[至~到]([\d年月日/.-]+))?(?:\s+([A-Za-z0-9_-]+))?")
WATCH = re.compile(r"(每天|周[一二三四五六日天](?:至周[一二三四五六日天])?)\s*(\S+)")
FROM_TO = re.compile(r"(\d{1,2}:\d{2})[-~至—–]+(\d{1,2}:\d{2})")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
CHANNEL = re.compile(rf"(?i:telegram)[: ]*(\d{{1,20}})|(?i:mail|邮箱)[: ]*({ADDRESS.pattern})")
UNITS = {"分钟": "minute", "小时": "hour", "日": "day", "天": "day"}
WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}


def plain(text: str) -> str:
    """Half width, without spaces at the ends or a spreadsheet's invisible characters."""
    return unicodedata.normalize("NFKC", text).replace("\ufeff", "").replace("\u200b", "").strip()


def listed(text: str) -> tuple[str, ...]:
    """学士街、学士老街 → both, whatever separates them; without repeats."""
    return tuple(dict.fromkeys(part.strip() for part in LISTED.split(text) if part.strip()))


def code(text: str) -> str:
    """A code as it stands; 101.0 loses its decimals, 1.01E+11 is refused."""
    found = plain(text)
    if SCIENTIFIC.fullmatch(found):
        raise ValueError(f"“{text}”被Excel改成了科学计数，请把这一列设为“文本”再重新填写")
    return found.removesuffix(".0") if found.removesuffix(".0").isdigit() else found


def category_code(text: str) -> str:
    """A category's four digits; Excel's 101 is 0101 again."""
    found = code(text)
    if not found.isdigit() or not found.isascii() or not 3 <= len(found) <= 4:
        raise ValueError(f"事项编码“{text}”应是四位数字，比如0101")
    return found.zfill(4)


def skill(text: str) -> str:
    """A category (four digits) or a first-level code (two); lost zeros come back."""
    found = code(text)
    if not found.isdigit() or len(found) > 4:
        raise ValueError(f"擅长“{text}”应是大类两位数字或事项四位数字，比如07、0701")
    return found.zfill(2 if len(found) <= 2 else 4)


def channel(text: str) -> str:
    """Telegram 4711, mail someone@example.org → telegram:4711, mail:someone@example.org."""
    found = plain(text).replace("：", ":")
    if ADDRESS.fullmatch(found):
        return f"mail:{found.lower()}"
    match = CHANNEL.fullmatch(found)
    if not match:
        raise ValueError(f"“{text}”看不懂，请写成“telegram:数字”或者电子邮箱")
    return f"telegram:{match[1]}" if match[1] else f"mail:{match[2].lower()}"


def yes_no(text: str) -> bool:
    found = plain(text).lower()
    if found in YES or found in NO:
        return found in YES
    raise ValueError(f"“{text}”请写“是”或“否”")


def degrees(text: str) -> float | None:
    """A latitude or longitude; empty is None."""
    found = plain(text)
    if not found:
        return None
    try:
        value = float(found)
    except ValueError:
        raise ValueError(f"“{text}”不是数字") from None
    if not -180 <= value <= 180:
        raise ValueError(f"“{text}”不是经纬度")
    return value


def limit(text: str) -> Limit:
    """2工作小时, 1个工作日, 30分钟, 60天."""
    match = SPELL.fullmatch(plain(text).replace(" ", ""))
    if not match:
        raise ValueError(f"时限“{text}”看不懂，请写成“2工作小时”“1工作日”“24小时”“30天”")
    number, working, unit = match.groups()
    if working and unit != "分钟" and int(number) == 0:
        raise ValueError(f"时限“{text}”不能是零")
    return Limit(int(number), UNITS[unit], "working" if working else "natural")


def spell(text: str) -> timedelta:
    """A length of natural time: 30分钟, 24小时, 15天."""
    found = limit(text)
    if found.calendar == "working":
        raise ValueError(f"“{text}”这里只能写自然时间，比如“24小时”")
    return timedelta(**{f"{found.unit}s": found.value})


def every_year(text: str) -> date:
    """6月7日, 06-07: a day of every year, kept as one of the year 2000."""
    match = YEARLY.fullmatch(plain(text))
    if not match:
        raise ValueError(f"日子“{text}”看不懂，请写成6月7日")
    return day(f"2000-{match[1]}-{match[2]}")


def day(text: str) -> date:
    """2026/1/1, 2026-01-01, 2026年1月1日."""
    match = DATE.fullmatch(plain(text))
    if not match:
        raise ValueError(f"日期“{text}”看不懂，请写成2026-01-01")
    try:
        return date(*(int(part) for part in match.groups()[:3]))
    except ValueError:
        raise ValueError(f"没有“{text}”这一天") from None


def chosen(names: Mapping[str, str], text: str) -> str:
    """The value of a word that must be one of `names` (or one of their values)."""
    found = plain(text)
    if found in names:
        return names[found]
    if found in names.values():
        return found
    raise ValueError(f"“{text}”应是其中之一：{'、'.join(names)}")


def leaves(text: str) -> tuple[Leave, ...]:
    """2026-11-25至2026-11-28 R0003、2026-12-01: days off, and who stands in."""
    return tuple(_leave(part) for part in listed(text))


def _leave(text: str) -> Leave:
    match = LEAVE.fullmatch(plain(text))
    if not match:
        raise ValueError(f"请假“{text}”看不懂，请写成“2026-11-25至2026-11-28 R0003”")
    first = day(match[1])
    last = day(match[2]) if match[2] else first
    if last < first:
        raise ValueError(f"请假“{text}”的结束日期早于开始日期")
    return Leave(first, last, match[3] or "")


def from_to(text: str) -> tuple[str, str]:
    """08:30-12:00 → its two ends, two digits each."""
    match = FROM_TO.fullmatch(plain(text).replace(" ", ""))
    if not match:
        raise ValueError(f"时段“{text}”看不懂，请写成08:30-12:00")
    ends = [end.rjust(5, "0") for end in match.groups()]
    if any(end > "24:00" or end[3:] > "59" for end in ends):
        raise ValueError(f"时段“{text}”里没有这样的钟点")
    return ends[0], ends[1]


def clock(text: str) -> tuple[time, time]:
    """08:30-12:00 as two times of the day."""
    start, end = from_to(text)
    return time.fromisoformat(start), time.fromisoformat("00:00" if end == "24:00" else end)


def watches(text: str) -> tuple[Hours, ...]:
    """周一至周五 09:00-11:30、周二 18:30-20:30 → one Hours a day."""
    return tuple(hours for part in listed(text) for hours in _watch(part))


def _watch(part: str) -> list[Hours]:
    match = WATCH.fullmatch(plain(part))
    if not match:
        raise ValueError(f"排班“{part}”看不懂，请写成“周一至周五 09:00-11:30”")
    start, end = from_to(match[2])
    return [Hours(weekday, start, end) for weekday in _weekdays(match[1])]


def _weekdays(text: str) -> list[int]:
    if text == "每天":
        return list(range(7))
    first, last = WEEKDAYS[text[1]], WEEKDAYS[text[-1]]
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]
