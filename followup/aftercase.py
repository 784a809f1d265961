"""What must be done later because of what happened to a mediation case."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from followup.due import Due
from followup.quiet import next_allowed
from followup.reminders import session_reminders
from followup.rules import Rules
from grid.calendar import SHANGHAI
from grid.events import Event
from mediation.agreement import (
    Step,
    confirmation_steps,
    performance_steps,
    relation_checks,
)
from mediation.booking import Slot
from mediation.case import Case

LIMIT_REMINDERS = (timedelta(days=10), timedelta(days=3))  # before it: days 20 and 27 of 30 (C16)
LIMITS = ("limit_remind", "limit_end")
SESSION_SURVEY = timedelta(hours=2)
LATE = {"confirm_remind": timedelta(days=1)}  # past the last day nobody is reminded of it
ASKED_AT = time(10)  # day steps of an agreement are done in the morning


def hold_due(contact: str, slot: Slot, until: datetime) -> Due:
    """The end of a time kept while somebody still chooses; the case need not exist yet."""
    data = {"start": slot.start.isoformat(), "people": list(slot.people)}
    key = f"hold_expiry:{contact}:{slot.start.isoformat()}:{until.isoformat()}"
    return Due(key, "hold_expiry", until, contact, data=data)


def after_case(
    event: Event, case: Case, contacts: tuple[str, ...], rules: Rules
) -> tuple[Due, ...]:
    """The due actions of one move. `case` is as it is after the move, `contacts` the parties'."""
    if event.kind != "case" or event.after == event.before:
        return ()
    if event.after == "inviting":
        return _confirming(case)
    if event.after == "accepted":
        return limit_dues(case)
    if event.after == "scheduled":
        return _reminders(event, case, contacts, rules)
    if event.after == "effective":
        return _agreement(event, case, contacts, rules)
    if event.before == "in_session":
        return _process_survey(event, case, contacts, rules)
    return ()


def _confirming(case: Case) -> tuple[Due, ...]:
    """The end of the time the other party and the panel have to confirm."""
    if case.slot is None or case.held_until is None:
        return ()
    start = case.slot.start.isoformat()
    key = f"confirm_expiry:{case.number}:{start}:{case.held_until.isoformat()}"
    data = {"start": start}
    return (Due(key, "confirm_expiry", case.held_until, case.contact, case.number, data),)


def limit_dues(case: Case) -> tuple[Due, ...]:
    """Staff are reminded before the limit; it ends the case unless all agreed to go on (C16)."""
    if case.limit_at is None:
        return ()
    until = case.limit_at
    stamp = until.isoformat()
    plan: list[tuple[str, datetime, datetime | None]]
    plan = [("limit_remind", until - before, until) for before in LIMIT_REMINDERS]
    plan.append(("limit_end", until, None))
    return tuple(
        Due(f"{what}:{case.number}:{at.isoformat()}", what, at, "", case.number,
            {"limit": stamp}, stale)
        for what, at, stale in plan
    )  # fmt: skip


def _reminders(
    event: Event, case: Case, contacts: tuple[str, ...], rules: Rules
) -> tuple[Due, ...]:
    if case.slot is None:
        return ()
    start = case.slot.start.isoformat()
    return tuple(
        Due(f"{one.what}:{case.number}:{start}:{contact}", one.what, one.at, contact,
            case.number, {"start": start}, one.stale)
        for one in session_reminders(case.slot, event.at, rules)
        for contact in contacts
    )  # fmt: skip


def _process_survey(
    event: Event, case: Case, contacts: tuple[str, ...], rules: Rules
) -> tuple[Due, ...]:
    """Each party alone, two hours after: was anybody pressed to agree? (D.1)"""
    found = []
    for contact in contacts:
        key = f"session_survey:{case.number}:{event.at.isoformat()}:{contact}"
        at = next_allowed(event.at + SESSION_SURVEY, rules.polite, rules.calendar, key)
        stale = at + timedelta(days=15)
        found.append(Due(key, "session_survey", at, contact, case.number, stale=stale))
    return tuple(found)


def _agreement(
    event: Event, case: Case, contacts: tuple[str, ...], rules: Rules
) -> tuple[Due, ...]:
    """Whether they still get on (C.8)."""
    effective = event.at.astimezone(SHANGHAI).date()
    steps = relation_checks(effective, case.category)
    return tuple(_day_due(step, case, contact, rules) for step in steps for contact in contacts)


def confirm_dues(case: Case, effective: date, rules: Rules) -> tuple[Due, ...]:
    """The reminders to apply to the court together (C15); both parties hear each."""
    steps = confirmation_steps(effective, rules.calendar)
    return tuple(_day_due(step, case, "", rules) for step in steps)


def performance_dues(
    case: Case, contacts: tuple[str, ...], day: date, rules: Rules
) -> tuple[Due, ...]:
    """What is done around the day by which an agreement is to be performed (C.8).

    The mediator's call is staff's own: their page shows it, nobody is written to.
    """
    steps = [step for step in performance_steps(day) if step.what in KEEPING]
    return tuple(_day_due(step, case, contact, rules) for step in steps for contact in contacts)


KEEPING = ("remind_payer", "ask_both", "urge", "routes")
"""Kinds of due actions that fall away once it has been performed."""


def _day_due(step: Step, case: Case, contact: str, rules: Rules) -> Due:
    key = f"{step.what}:{case.number}:{step.day.isoformat()}:{contact}"
    at = next_allowed(_morning(step.day), rules.polite, rules.calendar, key)
    stale = _morning(step.day) + LATE.get(step.what, timedelta(days=7))
    return Due(key, step.what, at, contact, case.number, {"day": step.day.isoformat()}, stale)


def _morning(day: date) -> datetime:
    return datetime.combine(day, ASKED_AT, SHANGHAI).astimezone(UTC)


def still_wanted_by_case(due: Due, case: Case) -> str:
    """Why a case's due action no longer makes sense (a note), empty when it does.

    Reminders are for one time: after a change of time those of the old one fall away (G.3 row 26).
    """
    start = case.slot.start.isoformat() if case.slot else ""
    if due.what.startswith("reminder") and (
        case.stage != "scheduled" or due.data["start"] != start
    ):
        return "时间已改或已取消，不再提醒"
    if due.what == "confirm_expiry" and (case.stage != "inviting" or due.data["start"] != start):
        return "已经定下来或已结束，不再需要"
    stamp = case.limit_at.isoformat() if case.limit_at else ""
    if due.what.startswith("limit") and due.data["limit"] != stamp:
        return "期限已延长"
    return ""
