"""Hours of the day as people say them: 三点半, 15:30, 差五分八点, 夜里两点."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlu.numerals import approximate, number

HOURS = {
    "上午": 9, "早上": 9, "早晨": 9, "清早": 9, "清晨": 9, "一早": 9, "早": 9, "午前": 9,
    "中午": 12, "正午": 12, "下午": 14, "午后": 14, "下半天": 14, "傍晚": 19, "晚上": 19,
    "晚间": 19, "夜里": 19, "晚": 19, "夜间": 19, "深夜": 23, "凌晨": 0, "半夜": 0, "后半夜": 0,
    "大半夜": 0, "下昼": 14, "夜晚": 19, "晚黑": 19, "晏昼": 12, "早起": 9, "头晌": 9,
    "后晌": 14, "下晌": 14, "前晌": 9, "晌午": 12, "大清早": 9, "大早上": 9, "一大早": 9,
    "黄昏": 19, "夜头": 19, "晌午头": 12,
    "中午头": 12, "清晨头": 9, "前半夜": 19, "上半夜": 19, "下半夜": 0,
    "上半日": 9, "上半天": 9, "前半天": 9,
    "前半晌": 9, "头半晌": 9, "上半晌": 9, "上昼": 9, "早间": 9, "早晌": 9, "下半日": 14,
    "后半天": 14, "后半晌": 14, "下半晌": 14, "晚半晌": 19, "晚半天": 19, "擦黑": 19,
    "傍黑": 19, "黑夜": 19, "晚夕": 19, "三更半夜": 0, "深更半夜": 0, "半夜三更": 0, "中饭": 12,
    "早浪": 9, "早浪向": 9, "早浪头": 9, "朝早": 9, "头午": 9, "中浪": 12, "中浪向": 12,
    "过晌": 14, "下晡": 14, "夜里厢": 19, "夜里头": 19, "夜里向": 19, "夜快": 19, "夜快头": 19,
    "暗晡": 19, "下黑": 19, "下晚": 19, "下晚儿": 19, "天擦黑": 19,
}  # fmt: skip
_AFTER_NOON = {
    "下午", "午后", "下昼", "后晌", "下晌", "下半天", "下半日", "后半天", "后半晌", "下半晌",
    "过晌", "下晡",
}  # fmt: skip
_NIGHT = {part for part in HOURS if "夜" in part}
_EVENING = {
    "傍晚", "晚上", "晚间", "晚", "夜晚", "黄昏", "晚黑", "晚夕", "晚半晌", "晚半天", "擦黑",
    "傍黑", "暗晡", "下黑", "下晚", "下晚儿", "天擦黑",
}  # fmt: skip
_LATE = _AFTER_NOON | _EVENING | _NIGHT
_NOON = {"中午", "正午", "晏昼", "晌午", "晌午头", "中午头", "中饭", "中浪", "中浪向"}
_PARTS = "|".join(sorted(HOURS, key=len, reverse=True))
_N = r"(?:\d{1,2}|[零〇一二三四五六七八九十两]{1,3})"
_ABOUT = r"(?:大概|大约|差不多|约摸?|将近|快|近|的|从|是|在|,| )?"
_MINUTE = (
    r"(?:过|零)?(?P<minute>\d{2}|[零〇][一二三四五六七八九]|[二三四五]?十[一二三四五六七八九]?|"
    r"(?:\d|[一二两三四五六七八九])(?=分))分?(?!楼(?![上下道里顶])|[\d个点人号栋块元户次])"
)
_BEGIN = rf"(?=[\d零〇一二三四五六七八九十两差{''.join(sorted({part[0] for part in HOURS}))}])"
CLOCK = re.compile(
    rf"{_BEGIN}(?:(?P<part>{_PARTS}){_ABOUT})?"
    rf"(?:差(?P<less>一刻|{_N}分)钟?(?:就|不?到)?(?P<lhour>{_N})点钟?"
    rf"|(?<![\d.])(?P<hour>{_N})(?:点钟?|时(?![间候代常而刻段限装尚效节期光速]))"
    rf"(?:(?P<half>半)|(?P<quarter>[一二三123])刻钟?|"
    rf"(?:还)?差(?P<less2>一刻|{_N}分)|{_MINUTE})?"
    rf"|(?<![\d\-号第:.])(?P<range>{_N})(?=[-~—–到至]{_N}(?:点|时(?!间)))"
    r"|(?<![\d:.])(?P<h24>[01]?\d|2[0-4])(?(part)[:：.]|[:：])(?P<m24>[0-5]\d)(?![\d:元块万米度%])(?::\d\d)?)"
    "(?P<noon> ?[ap]m(?![a-z]))?(?:左右|上下|整(?!个|天|栋|条|修|改)|多(?![少久次])|来钟|"
    "许(?!多))?",
    re.IGNORECASE,
)
_PART_ONLY = re.compile(
    f"{_BEGIN}(?P<part>{_PARTS})(?!餐|饭|高峰|市|茶|班(?!车)"
    "|(?<![大清一]早)(?<=[早晚])(?:点|期|自习|会儿?|些|一点|教|报|操|读|婚|年|辈))"
)
_HALF_OK = re.compile(
    r"[左前整到至开以就来在准去见吧,。!?;]|之(?!间)|$|\s|会|办|行|可以|过来|怎么|停|有|还|又|我|他|她|不"
)
JUST = re.compile(
    "(?:刚(?!好)(?:刚|才)?|方才|才将|将才|头先|啱啱)(?:[在是过到,]|大概|大约|差不多|就|我|也就){0,2}$"
)
_COUNTS = re.compile(r"[有说提讲述共满如第几这那就]$")
_SINGLE = ("早", "晚")


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour at text[start:end]; `sure` when it can hardly be anything else (9:30, 三点半)."""

    start: int
    end: int
    part: str
    hour: int | None = None
    minute: int = 0
    sure: bool = True
    weak: bool = False  # 一点: also "a little", even right behind a day


def clocks(text: str, taken: list[tuple[int, int]]) -> list[Clock]:
    """All hours and parts of the day outside the stretches already taken by days."""
    found: list[Clock] = []
    edges = [0, *(edge for span in taken for edge in span), len(text)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        for match in CLOCK.finditer(text, start, end):
            if clock := _clock(match, text):
                found.append(clock)
        for match in _PART_ONLY.finditer(text, start, end):
            if not any(c.start <= match.start() < c.end for c in found):
                found.append(Clock(*match.span(), match["part"]))
    return sorted(found, key=lambda c: c.start)


def _clock(match: re.Match[str], text: str) -> Clock | None:
    part = match["part"] or ""
    said = match["hour"] or match["lhour"] or match["range"] or match["h24"]
    hour = number(said)
    if hour is None or hour > 24 or approximate(said):
        return None
    little = said in ("一", "1") and match[0].endswith("点")
    if little and part in _SINGLE:
        return None
    shift = {"am": -12, "pm": 12}.get((match["noon"] or "").strip().lower(), 0)
    hour = hour + shift if 0 <= hour + shift < 24 else hour
    start = match.start() if part else match.start("less" if match["less"] else _which(match))
    start -= int(bool(match["less"]) and not part)  # 差
    total = int(hour) * 60 + _minutes(match)
    sure = _sure(match, text, little)
    return Clock(start, match.end(), part, total // 60 % 25, total % 60, sure, little and not part)


def _which(match: re.Match[str]) -> str:
    return next(name for name in ("hour", "range", "h24", "lhour") if match[name])


def _minutes(match: re.Match[str]) -> int:
    if match["half"]:
        return 30
    if match["m24"]:
        return int(match["m24"])
    if less := match["less"] or match["less2"]:
        return -15 if less == "一刻" else -int(number(less[:-1]) or 0)
    if match["quarter"]:
        return 15 * int(number(match["quarter"]) or 0)
    return int(number(match["minute"]) or 0) if match["minute"] else 0


def _sure(match: re.Match[str], text: str, little: bool) -> bool:
    """三点 alone is an hour only before words like 钟, 左右, 开始; 一点 is mostly 'a little'."""
    exact = ("part", "half", "quarter", "minute", "less", "less2", "h24", "range")
    if any(match[name] for name in exact):
        return True
    if little or _COUNTS.search(text, max(0, match.start() - 2), match.start()):
        return False
    if match[0][-1] in "钟右下整" or JUST.search(text, max(0, match.start() - 8), match.start()):
        return True
    return _HALF_OK.match(text, match.end()) is not None


def hour_of(clock: Clock, part: str) -> tuple[int, int]:
    """Hour 0–23 and days to add, for a clock in a part of the day ("" when none is named)."""
    if clock.hour is None:
        return HOURS[part], 0
    late, hour = part in _LATE, clock.hour
    if hour == 24 or (hour == 12 and late and part not in _AFTER_NOON):
        return 0, 1
    if hour == 12 and part == "凌晨":
        return 0, 0
    if late and hour < 12:
        return _at_night(hour, part)
    if (part in _NOON and hour <= 3) or (not part and 1 <= hour <= 6):
        return hour + 12, 0
    return hour % 24, 0


def _at_night(hour: int, part: str) -> tuple[int, int]:
    """夜里两点 of a day is past its midnight; 半夜 is so by its name."""
    if part in _NIGHT and HOURS[part] == 0:
        return (hour, 0) if hour <= 6 else (hour + 12, 0)
    return (hour, 1) if hour <= 4 and HOURS[part] >= 19 else (hour + 12, 0)
