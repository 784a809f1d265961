"""Times as people say them, against a given now.

A day without an hour is 00:00; 上午 09:00, 中午 12:00, 下午 14:00, 晚上 19:00; 左右 changes
nothing; what recurs or is vague is no time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone

from nlu.dates import Day, days
from nlu.heard import Span
from nlu.normal import Normal
from nlu.numerals import number

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
_HOURS = {
    "上午": 9, "早上": 9, "早晨": 9, "清早": 9, "清晨": 9, "一早": 9, "早": 9, "午前": 9,
    "中午": 12, "正午": 12, "下午": 14, "午后": 14, "下半天": 14, "傍晚": 19, "晚上": 19,
    "晚间": 19, "夜里": 19, "晚": 19, "夜间": 19, "深夜": 23, "凌晨": 0, "半夜": 0, "后半夜": 0,
    "大半夜": 0, "下昼": 14, "夜晚": 19, "晚黑": 19, "晏昼": 12, "早起": 9, "头晌": 9,
    "后晌": 14, "下晌": 14, "前晌": 9, "晌午": 12,
}  # fmt: skip
_AFTER_NOON = {"下午", "午后", "下昼", "后晌", "下晌"}
_LATE = _AFTER_NOON | {"傍晚", "晚上", "晚间", "夜里", "晚", "夜间", "深夜", "夜晚"}
_PARTS = "|".join(sorted(_HOURS, key=len, reverse=True))
_N = r"(?:\d{1,2}|[零一二三四五六七八九十两]{1,3})"
_CLOCK = re.compile(
    rf"(?P<part>{_PARTS})?(?:的|大概|大约|差不多|约|快)?"
    rf"(?:(?P<hour>{_N})(?:点钟?|时(?![间候代常而刻]))(?:(?P<half>半)|(?P<quarter>[一三])刻|"
    rf"过?(?P<minute>\d{{1,2}}|"
    rf"[零一二三四五]?十?[一二三四五六七八九十])分?(?![\d个点人楼号栋]))?"
    r"|(?P<h24>[01]?\d|2[0-4])[:：](?P<m24>[0-5]\d)(?![\d:])(?::\d\d)?)"
)
_PART_ONLY = re.compile(rf"(?:的)?(?P<part>{_PARTS})")
_HALF_OK = re.compile(
    r"[钟多左前整到至开以就来在准之去见吧,。!?;]|$|\s|会|办|行|可以|过来|怎么|停|有|还|又"
)
_SOON = re.compile(
    r"(?:再?过)?(?P<many>半|\d{1,3}|[一二三四五六七八九十两]{1,3}(?:多)?)(?P<plus>个半|"
    r"个)?(?:多)?(?P<unit>小时|钟头|分钟|刻钟)(?P<dir>之?以?前|之?以?后)"
    r"|(?:再)?过(?P<many2>半|\d{1,3}|[一二三四五六七八九十两]{1,3})(?P<plus2>个半|"
    r"个)?(?P<unit2>小时|钟头|分钟)"
)
_RECURS = re.compile(
    r"(?:每(?:天|日|晚|周|个?星期|个?礼拜|个?月|年|到|逢|次|当|一天|个)|天天|逢|经常|总是|老是|"
    r"平时|一到|日日|夜夜|见天|成天|整天|一般|通常|"
    r"周一(?:到|至)周[五日六]|营业时间|上班时间|规定|不管|无论)[^。!?;\n]{0,16}$"
)
_WEEKLY = re.compile(
    r"(?:周|星期|礼拜)[一二三四五六日天]\s*[到至-]\s*(?:周|星期|礼拜)?[一二三四五六日天].*"
)
_LINK = re.compile(r"\s*(?:到|至|-|—|~|~)+\s*(?:第二天|次日)?(?:的)?")
_VAGUE_BEHIND = re.compile(r"(?:期间|放假|假期|前后)")


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour found at text[start:end]; `sure` when it cannot be anything else (9:30, 三点半)."""

    start: int
    end: int
    part: str
    hour: int | None = None
    minute: int = 0
    sure: bool = True


def times(norm: Normal, now: datetime) -> tuple[Span, ...]:
    """All points and stretches of time in a text; the ends are aware, in Shanghai time."""
    now = now.astimezone(SHANGHAI)
    points = _points(norm.text, now)
    spans: list[Span] = []
    index = 0
    while index < len(points):
        start, end, moment, _ = points[index]
        until = None
        if index + 1 < len(points) and _LINK.fullmatch(norm.text[end : points[index + 1][0]]):
            index += 1
            end, until = points[index][1], _later(moment, points[index])
        text = norm.text[start:end]
        if not _WEEKLY.fullmatch(text) and not _RECURS.search(
            norm.text[max(0, start - 24) : start]
        ):
            spans.append(Span(norm.written(start, end), moment, until))
        index += 1
    return tuple(spans)


Point = tuple[int, int, datetime, bool]  # start, end, moment, whether a day was named


def _later(first: datetime, point: Point) -> datetime:
    """The end of a stretch: on the first one's day when it names none, after it in any case."""
    moment = point[2] if point[3] else datetime.combine(first.date(), point[2].timetz())
    if moment <= first and moment.hour <= 12 and moment + timedelta(hours=12) > first:
        return moment + timedelta(hours=12)
    return moment if moment > first else moment + timedelta(days=1)


def _points(text: str, now: datetime) -> list[Point]:
    named = days(text, now.date())
    clocks = _clocks(text)
    points: list[Point] = [*_soon(text, now)]
    used: set[Clock] = set()
    for day in named:
        clock = next((c for c in clocks if _glue(text, day, c)), None)
        if clock:
            used.add(clock)
        points.append((day.start, clock.end if clock else day.end, _moment(day, clock), True))
    last: Day | None = None
    for clock in clocks:
        last = next((d for d in reversed(named) if d.start < clock.start), None)
        if clock not in used and clock.hour is not None and clock.sure and not _in(clock, points):
            carried = last if last and clock.start - last.end < 16 else None
            points.append((clock.start, clock.end, _bare(clock, carried, now), False))
    return sorted((p for p in points if not _vague(text, p)), key=lambda p: p[0])


def _glue(text: str, day: Day, clock: Clock) -> bool:
    if clock.start < day.end:  # 昨晚十一点: the clock has read 晚 as its own
        return bool(day.part) and clock.start == day.end - 1 and clock.hour is not None
    return text[day.end : clock.start] in ("", "的", " ", ",")


def _in(clock: Clock, points: list[Point]) -> bool:
    return any(start <= clock.start < end for start, end, _, _ in points)


def _vague(text: str, point: Point) -> bool:
    return _VAGUE_BEHIND.match(text, point[1]) is not None


def _clocks(text: str) -> list[Clock]:
    found: list[Clock] = []
    for match in _CLOCK.finditer(text):
        if clock := _clock(match, text):
            found.append(clock)
    for match in _PART_ONLY.finditer(text):
        if not any(c.start <= match.start() < c.end for c in found):
            found.append(Clock(match.start("part"), match.end(), match["part"], None, 0))
    return sorted(found, key=lambda c: c.start)


def _clock(match: re.Match[str], text: str) -> Clock | None:
    part = match["part"] or ""
    if match["h24"]:
        return Clock(match.start(), match.end(), part, int(match["h24"]), int(match["m24"]))
    hour = number(match["hour"])
    if hour is None or hour > 24:
        return None
    minute = 30 if match["half"] else 15 * int(number(match["quarter"] or "零") or 0)
    minute = int(number(match["minute"]) or 0) if match["minute"] else minute
    exact = bool(part or match["half"] or match["quarter"] or match["minute"])
    sure = exact or (
        "有一" not in text[match.start() - 1 : match.start() + 1] and _plain(match, text)
    )
    return Clock(match.start(), match.end(), part, int(hour), minute, sure)


def _plain(match: re.Match[str], text: str) -> bool:
    """三点 alone is an hour only before words like 钟, 左右, 开始; 一点 is mostly 'a little'."""
    if match["hour"] in ("一", "1") and "钟" not in match[0]:
        return False
    return match[0].endswith("钟") or _HALF_OK.match(text, match.end()) is not None


def _hour(clock: Clock, part: str) -> tuple[int, int]:
    """Hour 0–23 and days to add."""
    if clock.hour is None:
        return _HOURS[part], 0
    late, hour = part in _LATE, clock.hour
    if hour == 24 or (hour == 12 and (late or "半夜" in part) and part not in _AFTER_NOON):
        return 0, 1
    if late and hour < 12:
        return (hour, 1) if hour <= 4 and _HOURS[part] >= 19 else (hour + 12, 0)
    if part in ("中午", "正午", "晏昼") and hour <= 3:
        return hour + 12, 0
    if not part and 1 <= hour <= 6 and clock.sure:
        return hour + 12, 0
    return hour % 24, 0


def _moment(day: Day, clock: Clock | None) -> datetime:
    if clock is None:
        hour = _HOURS[day.part] if day.part else 0
        return datetime.combine(day.day, time(hour), SHANGHAI)
    part = clock.part or day.part
    hour, more = (_HOURS[part], 0) if clock.hour is None else _hour(clock, part)
    return datetime.combine(day.day + timedelta(days=more), time(hour, clock.minute), SHANGHAI)


def _bare(clock: Clock, day: Day | None, now: datetime) -> datetime:
    part = clock.part or (day.part if day else "")
    hour, more = _hour(clock, part)
    on = day.day if day else now.date()
    return datetime.combine(on + timedelta(days=more), time(hour, clock.minute), SHANGHAI)


def _soon(text: str, now: datetime) -> list[Point]:
    points: list[Point] = []
    for match in _SOON.finditer(text):
        many, plus = match["many"] or match["many2"], match["plus"] or match["plus2"] or ""
        value = 0.5 if many == "半" else number(many.rstrip("多")) or 0.0
        value += 0.5 if plus == "个半" else 0
        unit = match["unit"] or match["unit2"]
        minutes = value * {"小时": 60, "钟头": 60, "分钟": 1, "刻钟": 15}[unit]
        back = "前" in (match["dir"] or "")
        moment = now + timedelta(minutes=-minutes if back else minutes)
        points.append((match.start(), match.end(), moment.replace(second=0, microsecond=0), True))
    return points
