"""What must be done later because of what happened: events and the rules make due actions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from followup.due import Due
from followup.quiet import next_allowed
from followup.rules import Rules
from followup.survey import About, never_asked
from grid.events import Event

URGENT = ("E0", "E1")
RELAPSE_DAYS = {
    7: ("0303", "0104", "0302", "0401", "0402", "0403", "0702", "0404", "0406"),
    30: ("0301", "0407", "0901", "0902", "0601", "0602", "0605"),
}
"""Days after closing until “有没有反弹” is asked (D.1).

Seven: group rent, occupation, noise, odour. Thirty: illegal building, rivers, wages, property.
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """A half-told report: whose, of which run, and when they last said something."""

    contact: str
    run: str
    said_at: datetime


def after(events: Iterable[Event], about: About, rules: Rules) -> tuple[Due, ...]:
    """The due actions that events of one ticket cause; adding them twice changes nothing."""
    found: list[Due] = []
    for event in events:
        if event.kind == "ticket" and event.after != event.before:
            found += _after(event, about, rules)
    return tuple(found)


def _after(event: Event, about: About, rules: Rules) -> list[Due]:
    if event.after == "feedback":
        return _asking(event, about, rules)
    if event.after == "redo":
        return [_call_back(event, about, rules)]
    if event.after == "closed":
        return _after_closing(event, about, rules)
    return []


def _asking(event: Event, about: About, rules: Rules) -> list[Due]:
    """Survey, reminder and close (D.1, 0.2 item 4); who is never asked is only closed."""
    policies, number, turn = rules.policies, about.number, about.redo_count
    if why := never_asked(about):
        at, said = event.at + policies.survey_after, {"turn": turn, "why": why}
        return [Due(f"survey_close:{number}:{turn}", "survey_close", at, "", number, said)]
    asked, data = survey_at(event.at, about, rules), {"turn": turn}
    key = f"survey_reminder:{number}:{turn}"
    again = next_allowed(asked + policies.survey_reminder, rules.polite, rules.calendar, key)
    close = asked + policies.survey_close
    plan = (("survey", asked), ("survey_reminder", again), ("survey_close", close))
    stale = {"survey": close, "survey_reminder": close}
    call = Due(f"survey_call:{number}:{turn}", "survey_call", asked + policies.survey_call,
               about=number, data=data, stale=close)  # fmt: skip
    return [
        *(Due(f"{what}:{number}:{turn}", what, at, about.contact, number, data, stale.get(what))
          for what, at in plan), call,
    ]  # fmt: skip


def survey_at(answered: datetime, about: About, rules: Rules) -> datetime:
    """A day after the answer, E0/E1 two hours after the person is safe; never at quiet times."""
    policies = rules.policies
    at = answered + policies.survey_after
    if about.sla in URGENT:
        at = max(answered, (about.safe_at or answered) + policies.survey_after_safe)
    key = f"survey:{about.number}:{about.redo_count}"
    return next_allowed(at, rules.polite, rules.calendar, key)


def _call_back(event: Event, about: About, rules: Rules) -> Due:
    """By when a person not of the handling unit must have called (D.4): a deadline of staff."""
    by = rules.calendar.add_workdays(event.at, 1)
    if about.sla in URGENT:
        by = event.at + timedelta(hours=2)
    key = f"call_back:{about.number}:{about.redo_count}"
    return Due(key, "call_back", by, about=about.number, data={"turn": about.redo_count})


def _after_closing(event: Event, about: About, rules: Rules) -> list[Due]:
    """The archive after quiet weeks, and for some categories the question whether it came back."""
    stamp = event.at.isoformat()
    archive = event.at + rules.policies.archive
    found = [Due(f"archive:{about.number}:{stamp}", "archive", archive, about=about.number)]
    days = next((n for n, codes in RELAPSE_DAYS.items() if about.category in codes), 0)
    if days and not never_asked(about):
        key = f"relapse_check:{about.number}:{stamp}"
        at = event.at + timedelta(days=days)
        at = next_allowed(at, rules.polite, rules.calendar, key)
        stale = at + timedelta(days=7)
        found.append(Due(key, "relapse_check", at, about.contact, about.number, stale=stale))
    return found


def draft_dues(draft: Draft, rules: Rules) -> tuple[Due, ...]:
    """The one nudge of a silent draft, its expiry, and the purge of the kept text (B.3).

    All move when the person says something; after the expiry only the purge is left.
    """
    policies = rules.policies
    expiry = draft.said_at + policies.draft_expiry
    purge = expiry + policies.draft_purge
    nudge = next_allowed(draft.said_at + policies.draft_reminder, rules.polite, rules.calendar)
    plan: list[tuple[str, datetime, datetime | None]]
    plan = [("draft_expiry", expiry, None), ("draft_purge", purge, None)]
    if nudge < expiry:
        plan.insert(0, ("nudge", nudge, expiry))
    data = {"run": draft.run}
    return tuple(
        Due(f"{what}:{draft.contact}:{draft.run}", what, at, draft.contact, "", data, stale, True)
        for what, at, stale in plan
    )


_WANTED = {"survey": "feedback", "survey_reminder": "feedback", "survey_close": "feedback",
           "survey_call": "feedback", "relapse_check": "closed", "archive": "closed"}  # fmt: skip
"""The state in which a ticket's due action makes sense."""


def still_wanted(due: Due, state: str, turn: int) -> str:
    """Why a ticket's due action no longer makes sense (a note), empty when it does.

    `state` is the ticket's, `turn` its redo_count: an answer stops the reminders by itself.
    """
    wanted = _WANTED.get(due.what)
    if wanted and state != wanted:
        return "工单状态已变，不再需要"
    if "turn" in due.data and due.data["turn"] != turn:
        return "已重新办理，不再需要"
    return ""
