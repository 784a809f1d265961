"""The roster: who works for the district, in which role, where and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from grid.calendar import SHANGHAI

ROLES = (
    "patroller", "grid_head", "community", "street", "unit_handler", "verifier", "dispatcher",
    "centre_leader", "mediator", "lawyer", "judge", "committee_admin", "hotline_staff", "duty",
    "auxiliary", "volunteer", "supervisor", "unit_leader",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody can be booked: weekday 0 (Monday) to 6, "HH:MM" to "HH:MM" Shanghai time.

    An end of "24:00" is midnight; an end before the start is on the next day (a night watch).
    """

    weekday: int
    start: str
    end: str

    def cover(self, at: datetime) -> bool:
        """Whether `at` (aware) lies within."""
        here = at.astimezone(SHANGHAI)
        clock = f"{here:%H:%M}"
        if self.start < self.end:
            return here.weekday() == self.weekday and self.start <= clock < self.end
        night = here if clock >= self.start else here - timedelta(days=1)
        return night.weekday() == self.weekday and not self.end <= clock < self.start


@dataclass(frozen=True, slots=True)
class Leave:
    """Days somebody is not there, both ends counted, and the id of who stands in; "" for nobody."""

    first: date
    last: date
    substitute: str = ""

    def covers(self, day: date) -> bool:
        """Whether they are away on a day."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the roster."""

    id: str
    name: str
    role: str  # one of ROLES
    unit: str  # id of the unit they serve
    phone: str = ""
    skills: tuple[str, ...] = ()  # category codes or first-level codes
    hours: tuple[Hours, ...] = ()  # empty: the calendar's working hours
    languages: tuple[str, ...] = ()
    channel: str = ""  # where notices of a mediation reach them: telegram:4711; empty: by phone
    leaves: tuple[Leave, ...] = ()
    active: bool = True  # somebody who left stays on the roster by name, and is asked no more

    def leave_on(self, day: date) -> Leave | None:
        """The leave that covers a day, if any."""
        return next((leave for leave in self.leaves if leave.covers(day)), None)

    def away(self, day: date) -> bool:
        """Whether nobody can count on them on a day."""
        return not self.active or self.leave_on(day) is not None

    def on_duty(self, now: datetime) -> bool:
        """Whether a watch of the duty roster covers `now`; without hours it always does."""
        return not self.hours or any(each.cover(now) for each in self.hours)
