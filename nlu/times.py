"""Times as people say them, against a given now.

A day without an hour is 00:00; 上午 09:00, 中午 12:00, 下午 14:00, 晚上 19:00; 左右 changes
nothing; what recurs or is vague is no time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone

from nlu.clocks import HOURS, JUST, Clock, clocks, hour_of
from nlu.dates import Day, days
from nlu.heard import Span
from nlu.normal import Normal
from nlu.numerals import approximate, number
from nlu.tense import FUTURE, PAST, recurs, tense

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
_MANY = r"(?:半|\d{1,3}(?:\.\d)?|[一二三四五六七八九十两]{1,3}多?|[俩仨])"
_SOON = re.compile(
    rf"(?:再?过|再等)?(?<![两几数好十\d.大小])(?P<many>{_MANY})(?P<plus>个半|个)?多?(?P<unit>小时|"
    "钟头|分钟|刻钟)"
    r"(?:之?以?(?P<back>前)(?!往|台|面|来|去)|之?以?后(?!面))"
    f"|(?:再|(?<![超不经路通])过|再等)(?P<many2>{_MANY})(?P<plus2>个半|个)?(?P<unit2>小时|钟头|"
    "分钟|刻钟)"
)
_LASTS = re.compile(
    rf"(?:开始|起)[^,。!?;\d一二两三四五六七八九十半]{{0,6}}(?P<many>{_MANY})(?P<plus>个半|"
    "个)?(?P<unit>小时|钟头|分钟)"
)
_WEEKLY = re.compile(r"(?:周|星期|礼拜)一\s*[到至~-]\s*(?:周|星期|礼拜)?[五六日天].*")
_LINK = re.compile(
    r"\s*(?:[以之]?后|开始|起)?(?:一直)?[拖吵闹堵停等漏忙干响唱]?(?:到|至|-|—|~)+\s*(?:第二天|次日|今天|当天)?的?"
)
_GLUE = re.compile(
    r"(?:\([^)]{1,4}\)|\))?(?:的|那天|当天|(?<=夜)里[头厢向]|(?<=[早晚夜朝黑])[黑头夕间里起晨]|(?<=黑)了)?"
    r"[ ,T]?(?:从|大概|大约|差不多|约|是|就是|快|将近|的|上)?"
)
_NEXT_CLAUSE = re.compile(r"[^,。!?;\n]{0,8},(?:就|改)?")
_FROM = re.compile(r"[从自打]$")
_TILL_NOW = re.compile(
    r"(?:开始|起)?(?:一直)?[拖吵闹堵停等漏忙干响唱敲]?[到至](?:现在|目前|如今|这会儿|今(?![天日早晚年朝]))"
)
_VAGUE_BEHIND = re.compile(r"前后(?!门)|(?:左右)?(?:那几天|这几天)")
_UP_TO = re.compile(
    "(?:[熬吵放响跳开闹唱打排等忙干做弄施工播练搞住坐营业]到|那天|有一天|有天|第二天|次日|要到|"
    "一直到|直到|舞到|歌到|不到)$"
)
_UNITS = {"小时": 60, "钟头": 60, "分钟": 1, "刻钟": 15}
_EVENING = 18  # hour from which what is told as past was yesterday
_AFTER_LUNCH = range(1, 5)  # hours that 今早 said before does not hold for
_NEAR = 16  # characters over which a day named before still holds for an hour


@dataclass(frozen=True, slots=True)
class Point:
    """A moment at text[start:end]; `clock` as said, `day` when one was named with it."""

    start: int
    end: int
    moment: datetime
    clock: Clock | None = None
    day: Day | None = None
    until: datetime | None = None
    just: bool = False

    @property
    def loose(self) -> bool:
        """Whether it may be one of many: 周三, 八点; not 昨天, 半小时后."""
        return self.day.loose if self.day else self.clock is not None and not self.just


def times(norm: Normal, now: datetime) -> tuple[Span, ...]:
    """All points and stretches of time in a text; the ends are aware, in Shanghai time."""
    text, now = norm.text, now.astimezone(SHANGHAI)
    spans: list[Span] = []
    points = _points(text, now)
    index = 0
    while index < len(points):
        point = points[index]
        following = points[index + 1] if index + 1 < len(points) else None
        if following and _LINK.fullmatch(text[point.end : following.start]):
            point = replace(point, end=following.end, until=_later(point.moment, following))
            index += 1
        point = _lasting(text, _till_now(text, point, now))
        span, named = (point.start, point.end), point.day is not None
        if not _WEEKLY.fullmatch(text, *span) and not recurs(text, span, point.loose, named):
            spans.append(Span(norm.written(*span), point.moment, point.until))
        index += 1
    return tuple(spans)


def _later(first: datetime, point: Point) -> datetime:
    """The end of a stretch: on the first one's day when it names none, after it in any case."""
    if point.day or point.clock is None:
        return point.until or point.moment
    clock = point.clock
    hour = clock.hour if clock.hour is not None else HOURS[clock.part]
    halves = (0, 12, 24, 36) if not clock.part and hour <= 12 else (0, 24)
    if clock.part:
        hour, more = hour_of(clock, clock.part)
        hour += 24 * more
    midnight = datetime.combine(first.date(), time(), SHANGHAI)
    ends = [midnight + timedelta(hours=hour + half, minutes=clock.minute) for half in halves]
    return next((end for end in ends if end > first), ends[-1])


def _till_now(text: str, point: Point, now: datetime) -> Point:
    """从上周五到现在 ends now; without 从 it tells what still is: 3号到现在没修好."""
    match = _TILL_NOW.match(text, point.end) if point.until is None else None
    if not match or point.moment >= now or not _FROM.search(text, 0, point.start):
        return point
    return replace(point, end=match.end(), until=now.replace(second=0, microsecond=0))


def _lasting(text: str, point: Point) -> Point:
    """九点起三个小时 has an end."""
    match = _LASTS.match(text, point.end) if point.until is None else None
    minutes = _duration(match["many"], match["plus"], match["unit"]) if match else None
    if not match or minutes is None:
        return point
    return replace(point, end=match.end(), until=point.moment + timedelta(minutes=minutes))


def _points(text: str, now: datetime) -> list[Point]:
    named = days(text, now.date())
    said = clocks(text, [(day.start, day.end) for day in named])
    points = _soon(text, now)
    points += [_of_day(day, _clock_of(text, day, said)) for day in named]
    points += _later_parts(text, points, said)
    points += [
        _bare(text, clock, now, named)
        for clock in _bare_clocks(text, named, said)
        if not _within(clock, points)
    ]
    return sorted((p for p in points if not _vague(text, p)), key=lambda p: p.start)


def _later_parts(text: str, points: list[Point], said: list[Clock]) -> list[Point]:
    """明天上午没空,下午来: a later part of the day named before, in the next clause."""
    found: list[Point] = []
    for clock in said:
        last = max((p for p in points if p.end <= clock.start), key=lambda p: p.end, default=None)
        if clock.hour is not None or not last or not last.day or not (last.clock or last.day.part):
            continue
        moment = datetime.combine(last.moment.date(), time(HOURS[clock.part]), SHANGHAI)
        if moment > last.moment and _NEXT_CLAUSE.fullmatch(text, last.end, clock.start):
            found.append(Point(clock.start, clock.end, moment, clock))
    return found


def _vague(text: str, point: Point) -> bool:
    """国庆前后 and 国庆那几天 are no time; 九点前后 is nine."""
    hour = point.clock is not None and point.clock.hour is not None
    return not hour and _VAGUE_BEHIND.match(text, point.end) is not None


def _clock_of(text: str, day: Day, said: list[Clock]) -> Clock | None:
    """The hour that belongs to a day: it stands right behind it."""
    for clock in said:
        if clock.start >= day.end and not clock.weak:
            return clock if _GLUE.fullmatch(text, day.end, clock.start) else None
    return None


def _within(clock: Clock, points: list[Point]) -> bool:
    return any(p.start < clock.end and clock.start < p.end for p in points)


def _of_day(day: Day, clock: Clock | None) -> Point:
    until = datetime.combine(day.until, time(), SHANGHAI) if day.until else None
    end = clock.end if clock else day.end
    return Point(day.start, end, _moment(day.day, day.part, clock), clock, day, until)


def _moment(day: date, part: str, clock: Clock | None) -> datetime:
    """The moment of a clock on a day; 昨晚凌晨两点 is past the midnight of that day."""
    if clock is None:
        return datetime.combine(day, time(HOURS[part] if part else 0), SHANGHAI)
    hour, more = hour_of(clock, clock.part or part)
    if part == "晚上" and clock.part and hour <= 6 and not more:
        more = 1
    at = time(hour, clock.minute)
    return datetime.combine(day + timedelta(days=more), at, SHANGHAI)


def _bare_clocks(text: str, named: list[Day], said: list[Clock]) -> list[Clock]:
    """Hours that count without a day; an unsure one only at either end of a stretch."""
    found: list[Clock] = []
    edge = -1  # the end of the last time before
    for index, clock in enumerate(said):
        edge = max([edge, *(d.end for d in named if d.end <= clock.start)])
        linked = edge >= 0 and _LINK.fullmatch(text[edge : clock.start])
        ahead = said[index + 1] if index + 1 < len(said) else None
        opens = ahead and ahead.hour is not None and _LINK.fullmatch(text[clock.end : ahead.start])
        if clock.hour is not None:
            edge = clock.end
            if linked or ((clock.sure or opens) and not _UP_TO.search(text, 0, clock.start)):
                found.append(clock)
    return found


def _bare(text: str, clock: Clock, now: datetime, named: list[Day]) -> Point:
    last = next((d for d in reversed(named) if d.end <= clock.start), None)
    if last and clock.start - last.end < _NEAR:
        part = "" if last.part == "早上" and clock.hour in _AFTER_LUNCH else last.part
        return Point(clock.start, clock.end, _moment(last.day, part, clock), clock)
    if JUST.search(text, max(0, clock.start - 8), clock.start):
        return Point(clock.start, clock.end, _just(clock, now), clock, just=True)
    moment = _moment(now.date(), "", clock)
    spoken = tense(text, clock.start, clock.end)
    late = not clock.part or moment.hour >= _EVENING
    if spoken == PAST and moment > now and late:
        half = timedelta(hours=12) if not clock.part and moment.hour >= 12 else timedelta(days=1)
        moment -= half
    elif (spoken == PAST and not clock.part and moment + timedelta(hours=12) <= now) or (
        spoken == FUTURE and moment < now and not clock.part and moment.hour < 12
    ):
        moment += timedelta(hours=12)
    return Point(clock.start, clock.end, moment, clock)


def _just(clock: Clock, now: datetime) -> datetime:
    """刚才八点半, told in the evening, is the nearest half past eight before."""
    moment = _moment(now.date(), "", clock)
    step = timedelta(days=1) if clock.part else timedelta(hours=12)
    return moment + (now - moment) // step * step


def _duration(many: str, plus: str | None, unit: str) -> float | None:
    """Minutes; None for 七八分钟."""
    if approximate(many):
        return None
    value = 0.5 if many == "半" else number(many.rstrip("多")) or 0.0
    return (value + (0.5 if plus == "个半" else 0)) * _UNITS[unit]


def _soon(text: str, now: datetime) -> list[Point]:
    points: list[Point] = []
    for match in _SOON.finditer(text):
        many, plus = match["many"] or match["many2"], match["plus"] or match["plus2"]
        minutes = _duration(many, plus, match["unit"] or match["unit2"])
        if minutes is None:
            continue
        moment = now + timedelta(minutes=-minutes if match["back"] else minutes)
        points.append(Point(match.start(), match.end(), moment.replace(second=0, microsecond=0)))
    return points
