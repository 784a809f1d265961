"""The numbers of the office's rules; a district may set its own in policies.yaml.

The defaults are those of the domain reference (parts A.1, B, C.9, D and J), which names the law
or the city each was taken from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta

from grid.catalogue import Limit

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
GRID_FIRST = Limit(4, "hour", "working")
GRID_FIRST_URGENT = Limit(30, "minute", "natural")


@dataclass(frozen=True, slots=True)
class Policies:
    """Every limit that is the district's to decide. Spells are natural time unless a Limit."""

    # talking
    quiet: tuple[tuple[time, time], ...] = ((time(21), time(9)), (time(12), time(14)))
    slots_max: int = 3  # questions asked about a problem; staff ask the rest
    sure: float = 0.75  # category confidence from which nothing is asked
    sure_margin: float = 0.15
    unsure: float = 0.45  # below: one clarifying question, then a clerk
    draft_reminder: timedelta = 2 * HOUR
    draft_expiry: timedelta = 24 * HOUR
    draft_purge: timedelta = 7 * DAY
    # tickets
    grid_first: Limit = GRID_FIRST
    grid_first_urgent: Limit = GRID_FIRST_URGENT
    return_max: int = 2
    redo_max: int = 2
    yellow: float = 0.6
    nudges: tuple[float, ...] = (0.6, 0.9)
    reopen: timedelta = 15 * DAY
    archive: timedelta = 30 * DAY
    merge_radius: int = 100  # metres
    merge_window: timedelta = 72 * HOUR
    merge_likeness: float = 0.75
    group_tickets: int = 5  # in 24 hours: told to the duty leader
    group_people: int = 10
    # follow-up
    survey_after: timedelta = 24 * HOUR
    survey_after_safe: timedelta = 2 * HOUR
    survey_reminder: timedelta = 72 * HOUR
    survey_close: timedelta = 15 * DAY
    call_tries: int = 3
    proactive_max: int = 3  # surveys and their reminders per person …
    proactive_window: timedelta = 7 * DAY  # … within this
    # mediation
    booking_lead: timedelta = 24 * HOUR
    booking_lead_agreed: timedelta = 2 * HOUR
    booking_horizon: timedelta = 15 * DAY
    hold: timedelta = 30 * MINUTE
    confirm: timedelta = 24 * HOUR
    reminders: tuple[timedelta, ...] = (24 * HOUR, HOUR, 10 * MINUTE)  # before a session
    reschedule_max: int = 2
    reschedule_until: timedelta = 2 * HOUR
    no_show_wait: timedelta = 15 * MINUTE
    mediation_limit: timedelta = 30 * DAY
    confirmation_limit: timedelta = 30 * DAY  # to apply to the court, 人民调解法 §33
    # accounts
    login_tries: int = 5
    lock: timedelta = 15 * MINUTE
    idle: timedelta = 15 * MINUTE
