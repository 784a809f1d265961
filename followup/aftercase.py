"""What must be done later because of what happened to a mediation case."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from followup.due import Due
from followup.quiet import next_allowed
from followup.rules import Rules
from grid.calendar import SHANGHAI
from grid.events import Event
from mediation.agreement import (
    Step,
    confirmation_steps,
    performance_steps,
    relation_checks,
)
from mediation.case import Case

LIMIT_REMINDERS = (timedelta(days=10), timedelta(days=3))  # before it: days 20 and 27 of 30 (C16)
LIMITS = ("limit_remind", "limit_end")
SESSION_SURVEY = timedelta(hours=2)
LATE = {"confirm_remind": timedelta(days=1)}  # past the last day nobody is reminded of it
ASKED_AT = time(10)  # day steps of an agreement are done in the morning


def after_case(
    event: Event, case: Case, contacts: tuple[str, ...], rules: Rules
) -> tuple[Due, ...]:
    """The due actions of one move. `case` is as it is after the move, `contacts` the parties'."""
    if event.kind != "case" or event.after == event.before:
        return ()
    if event.after == "effective":
        return _agreement(event, case, contacts, rules)
    if event.before == "in_session":
        return _process_survey(event, case, contacts, rules)
    return ()


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
