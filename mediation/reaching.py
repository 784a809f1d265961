"""Reaching the other party: three tries on three workdays, only then it counts as not reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from grid.calendar import SHANGHAI, WorkingCalendar

TRIES = 3  # on as many workdays (domain rules C.3)
WHATS = {"none": "没有联系上", "link": "送达了链接", "code": "送达了验证码",
         "yes": "说愿意调解", "no": "说不愿意调解"}  # fmt: skip
"""What came of a try; delivering the invitation is one."""

NOTES = {
    "tried": "联系对方",
    "time_off": "没等到大家都答复，留的时间放开了",
    "unassigned": "没有调解员接手，等指定",
    "assigned": "指定了调解员",
    "objected": "有一方要求换调解员",
    "attends": "怎么参加",
    "party_told": "告诉了当事人时间",
}
"""What the log holds of everybody being waited for."""


@dataclass(frozen=True, slots=True)
class Try:
    """One try: when, who of the staff, how (a key of parties.WAYS), what came of it."""

    at: datetime
    by: str
    how: str
    what: str  # a key of WHATS


def days(tries: Sequence[Try], calendar: WorkingCalendar) -> tuple[date, ...]:
    """The workdays on which it was tried; what is tried on a day off counts for the next one."""
    return tuple(sorted({_workday(one.at, calendar) for one in tries}))


def _workday(at: datetime, calendar: WorkingCalendar) -> date:
    day = at.astimezone(SHANGHAI).date()
    while not calendar.is_workday(day):
        day += timedelta(days=1)
    return day


def over_at(tries: Sequence[Try], calendar: WorkingCalendar) -> datetime | None:
    """Until when an answer is waited for after the last try needed; None while more are needed."""
    if len(days(tries, calendar)) < TRIES:
        return None
    third = days(tries, calendar)[TRIES - 1]
    last = next(one.at for one in tries if _workday(one.at, calendar) == third)
    return calendar.add_workdays(last, 1)


def wanted_today(tries: Sequence[Try], now: datetime, calendar: WorkingCalendar) -> bool:
    """Whether somebody should try today."""
    tried, today = days(tries, calendar), now.astimezone(SHANGHAI).date()
    return calendar.is_workday(today) and len(tried) < TRIES and today not in tried
