"""What falls due after an agreement: judicial confirmation and performance (C15, C.8); thin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from grid.calendar import WorkingCalendar

SAFE_DAYS = 29  # told to people; the law counts 30 from the day after (民诉法 §205)
CONFIRM_REMINDERS = (15, 5, 0)  # days before the last one
PERFORMANCE = ((-3, "remind_payer"), (1, "ask_both"), (7, "call"), (15, "urge"), (30, "routes"))
NOT_CONFIRMABLE = ("0704",)  # identity relations: marriage, parentage, adoption (C.4)
NEAR = ("0701", "0702", "0703", "0704", "0705")  # family and neighbours: looked at again at 90 days


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do on a day, in Shanghai's calendar."""

    day: date
    what: str


def safe_last_day(effective: date) -> date:
    """The last day we tell people for the joint application."""
    return effective + timedelta(days=SAFE_DAYS)


def legal_last_day(effective: date, calendar: WorkingCalendar) -> date:
    """The thirtieth day, the first workday after when it is none (民法典 §§201, 203)."""
    last = effective + timedelta(days=30)
    while not calendar.is_workday(last):
        last += timedelta(days=1)
    return last


def last_day(effective: date, calendar: WorkingCalendar) -> date:
    """The day named to people: the safe last day, the first workday after when it is none.

    Never later than the law's: that counts one day more before it looks for a workday.
    """
    last = safe_last_day(effective)
    while not calendar.is_workday(last):
        last += timedelta(days=1)
    return last


def confirmable(category: str) -> bool:
    """Whether a court can confirm such an agreement at all."""
    return category not in NOT_CONFIRMABLE


def confirmation_steps(effective: date, calendar: WorkingCalendar) -> tuple[Step, ...]:
    """The reminders of the joint application; one that falls on a holiday comes before it."""
    last, found = last_day(effective, calendar), []
    for before in CONFIRM_REMINDERS:
        day = last - timedelta(days=before)
        while day in calendar.holidays:
            day -= timedelta(days=1)
        found.append(Step(day, "confirm_remind"))
    return tuple(dict.fromkeys(found))


def performance_steps(due: date) -> tuple[Step, ...]:
    """What is done around one due date of performance."""
    return tuple(Step(due + timedelta(days=n), what) for n, what in PERFORMANCE)


def relation_checks(effective: date, category: str) -> tuple[Step, ...]:
    """Whether they still get on: after 30 days, family and neighbours after 90 too."""
    days = (30, 90) if category in NEAR else (30,)
    return tuple(Step(effective + timedelta(days=n), "relation_check") for n in days)
