"""The roster: who works for the district, in which role, where and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from grid.calendar import SHANGHAI

ROLES = (
    "patroller", "grid_head", "community", "street", "unit_handler", "verifier", "dispatcher",
    "centre_leader", "mediator", "lawyer", "judge", "committee_admin", "hotline_staff", "duty",
    "auxiliary", "volunteer", "supervisor",
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

    def on_duty(self, now: datetime) -> bool:
        """Whether a watch of the duty roster covers `now`; without hours it always does."""
        return not self.hours or any(each.cover(now) for each in self.hours)
