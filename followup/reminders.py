"""When the people of a booked session are reminded (domain rules C.9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from followup.quiet import Quiet, is_quiet, next_allowed
from followup.rules import Rules
from grid.calendar import SHANGHAI
from mediation.booking import Slot

APART = timedelta(minutes=10)
AHEAD = timedelta(hours=2)
EVENING = time(20, 30)
MORNING = time(9)
KINDS = ("reminder_day", "reminder_hour", "reminder_link")


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: `what` is reminder_day, reminder_hour or reminder_link."""

    what: str
    at: datetime
    stale: datetime


def session_reminders(slot: Slot, booked: datetime, rules: Rules) -> tuple[Reminder, ...]:
    """The reminders of a slot confirmed at `booked`: a day, an hour and ten minutes before.

    What has passed at booking is left out, and never do two come within ten minutes: the later
    one stays. The link ignores quiet hours (0.2 item 5).
    """
    _, hour, link = rules.policies.reminders
    planned = (
        Reminder("reminder_day", _day_before(slot, booked, rules), slot.start - hour),
        Reminder("reminder_hour", next_allowed(slot.start - hour, rules.night, rules.calendar),
                 slot.start - link),
        Reminder("reminder_link", slot.start - link, slot.end),
    )  # fmt: skip
    coming = [one for one in planned if booked < one.at < one.stale]
    kept = [one for one in coming if one.what == "reminder_link" or one.at >= booked + APART]
    return tuple(
        one for n, one in enumerate(kept) if n + 1 == len(kept) or kept[n + 1].at - one.at >= APART
    )


def _day_before(slot: Slot, booked: datetime, rules: Rules) -> datetime:
    """The day's reminder: a day before, or when that is quiet at 20:30 before.

    When that evening has passed at booking: at the next 09:00, if that is two hours ahead.
    """
    at = slot.start - rules.policies.reminders[0]
    if not is_quiet(at, Quiet(rules.policies.quiet, holidays=False), rules.calendar):
        return at
    evening = _clock_before(at, EVENING)
    if evening > booked:
        return evening
    morning = _clock_before(at + timedelta(days=1), MORNING)
    return morning if slot.start - morning >= AHEAD else evening


def _clock_before(at: datetime, clock: time) -> datetime:
    """The last time it was `clock` in Shanghai, `at` included."""
    local = at.astimezone(SHANGHAI)
    found = datetime.combine(local.date(), clock, SHANGHAI)
    return (found if found <= local else found - timedelta(days=1)).astimezone(UTC)
