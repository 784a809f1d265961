"""The list of the morning: what is over its date, each workday until nothing is (0.2, 6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import notices
from bot.desk.desk import Desk
from followup.due import Due
from grid.calendar import SHANGHAI
from integrations.sql.duties import overdue

LIST = "morning"
"""The due action, and what stands for a ticket's number in its notice."""
PAGE = "/staff/tickets?state=overdue"
NAMED = 3  # tickets named, the longest over first
DAY = timedelta(days=1)


def plan(desk: Desk) -> None:
    """Something is over its date: the next workday begins with the list."""
    at = _next(desk)
    desk.later(Due(f"{LIST}:{at.isoformat()}", LIST, at))


def _next(desk: Desk) -> datetime:
    """The beginning of the next working day (08:30 by default)."""
    calendar = desk.district.calendar
    day = desk.now.astimezone(SHANGHAI).date() + DAY
    while not calendar.is_workday(day):
        day += DAY
    return datetime.combine(day, calendar.hours[0][0], SHANGHAI)


def tell(desk: Desk, due: Due) -> None:
    """The leader and who supervises read how many, and which for the longest; again tomorrow."""
    count, longest = overdue(desk.work.connection, desk.now, NAMED)
    oldest = desk.work.tickets.get(longest[0]) if longest else None
    if oldest is None:
        return
    words = f"超期没有办完的{count}件，最久的：{'、'.join(longest)}。办结才销号。"
    whole = replace(oldest, number=LIST, sla="")  # of no single ticket, and no alarm
    notices.give(desk, whole, notices.Word(LIST, words, PAGE),
                 (notices.LEADER, notices.SUPERVISOR))  # fmt: skip
    plan(desk)
