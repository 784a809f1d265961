"""Until when a mediation should be done, and the one time it may take longer (C16)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from grid.calendar import SHANGHAI, WorkingCalendar
from grid.refused import Refused
from mediation.case import Case

LONGEST = timedelta(days=30)  # an extension at most
DAY_ENDS = time(18)
MEDICAL = "1104"
LABOUR = "09"


@dataclass(frozen=True, slots=True)
class Longer:
    """The mediator asks for more time: until when, why, and which parties said yes or no."""

    until: datetime
    why: str
    asked: datetime
    agreed: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    done: bool = False  # all said yes, the limit has been moved


def asked_for(case: Case, day: str, why: str, now: datetime) -> Longer:
    """A request for a limit on another day (ISO); Refused when day or reason are missing."""
    if case.limit_at is None:
        raise Refused("这件调解还没有受理，不用延长期限。")
    if not why.strip():
        raise Refused("请写明为什么要延长，双方要看过才好决定。", "why")
    try:
        until = datetime.combine(date.fromisoformat(day), DAY_ENDS, SHANGHAI)
    except ValueError:
        raise Refused("请用日历选新的期限。", "until") from None
    if not case.limit_at < until <= case.limit_at + LONGEST:
        raise Refused("新的期限要比原来的晚，最多晚30天。", "until")
    return Longer(until, why.strip()[:300], now)


def told_longer(longer: Longer, party: str, yes: bool) -> Longer:
    """A party's word on it; it may be changed until everybody has agreed."""
    if longer.done:
        raise Refused("期限已经延长了。")
    agreed = tuple(one for one in longer.agreed if one != party)
    refused = tuple(one for one in longer.refused if one != party)
    if yes:
        return replace(longer, agreed=(*agreed, party), refused=refused)
    return replace(longer, agreed=agreed, refused=(*refused, party))


def kind_of(category: str) -> str:
    """Which limit a category has: medical, labour, or that of people's mediation in general."""
    if category == MEDICAL:
        return "medical"
    return "labour" if category.startswith(LABOUR) else "people"


def limit(kind: str, accepted: datetime, calendar: WorkingCalendar) -> datetime:
    """Until when it should be done (0.2 item 9: a table per kind of dispute).

    30 days in general (若干规定 §33); medical committees 30 working days (医疗纠纷预防和处理条例
    §38); labour 15 days, after which arbitration is free (劳动争议调解仲裁法 §14).
    """
    if kind == "medical":
        return calendar.add_workdays(accepted, 30)
    return accepted + timedelta(days=15 if kind == "labour" else 30)


def extend(case: Case, agreed: int, parties: int, until: datetime) -> Case:
    """A later limit, with the consent of every party (C16); Refused otherwise."""
    if case.limit_at is None or until <= case.limit_at:
        raise Refused("新的期限要比原来的晚。", "until")
    if agreed < parties:
        raise Refused("延长期限要每一方都同意，还有人没有确认。", "agree")
    return replace(case, limit_at=until, version=case.version + 1)
