"""Lights: how much of its time a ticket has used up, on each of its clocks (domain rules B.10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from grid.asking import asked_of, worked
from grid.district import District
from grid.events import Event
from grid.handling import check_due, handling_of, sign_due, unit_date
from grid.returns import URGENT, pace
from grid.tickets import ENDED, State, Ticket

GREEN, YELLOW, RED = "green", "yellow", "red"
OVER = 1.0
TWICE = 2.0  # the time used up once more
TIMERS = {"sort": "研判分类", "dispatch": "派单", "rule": "裁定由谁承办", "sign": "签收",
          "plan": "研究部署", "stage": "反馈阶段情况", "resolve": "办结", "check": "核查",
          "answer": "答复居民"}  # fmt: skip
ANSWERED = ENDED | {State.FEEDBACK, State.REVIEW}
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Timer:
    """One clock of a ticket: what must be done (a key of TIMERS), since when and by when."""

    name: str
    start: datetime
    due: datetime
    natural: bool = False  # runs round the clock, otherwise on working time


def timers(district: District, ticket: Ticket, events: list[Event]) -> tuple[Timer, ...]:
    """The clocks that run now. A suspended ticket has none; the resident's never stops."""
    if ticket.state in ANSWERED or ticket.state == State.SUSPENDED:
        return ()
    found, category = handling_of(events), district.rule(ticket.category, ticket.edition)
    urgent = ticket.sla in URGENT
    if asked_of(events) and not urgent:
        return ()  # the clocks stand until the resident has answered
    round_the_clock = bool(category and category.resolve.calendar == "natural")
    own = _of_the_office(district, ticket, events)
    if ticket.state == State.DISPATCHED and found.since:
        own.append(Timer("sign", found.since, sign_due(district, ticket, found.since), urgent))
    if ticket.state == State.DONE_PENDING_CHECK and found.done:
        at = found.done.at
        own.append(Timer("check", at, check_due(district, ticket, at), urgent))
    date = unit_date(district, ticket, events)
    if date and found.since and ticket.state != State.DONE_PENDING_CHECK:
        own += _of_130(district, ticket, events, Timer("resolve", found.since, date))
        own.append(Timer("resolve", found.since, date, round_the_clock))
    if ticket.answer_due:
        own.append(Timer("answer", _begun(ticket, events), ticket.answer_due, round_the_clock))
    return tuple(own)


def _of_the_office(district: District, ticket: Ticket, events: list[Event]) -> list[Timer]:
    """What no unit has waits for the office: sorted, given to a unit, ruled on (B.1, B.5)."""
    own, urgent = pace(district.policies, ticket.sla), ticket.sla in URGENT
    waits = {
        State.SUBMITTED: ("sort", district.policies.sort),
        State.ACCEPTED: ("dispatch", own.dispatch),
        State.REDO: ("dispatch", own.dispatch),
        State.COORDINATING: ("rule", own.rule),
    }
    since = [each.at for each in events if each.before != each.after == ticket.state]
    if ticket.state not in waits or not since:
        return []
    name, limit = waits[ticket.state]
    return [Timer(name, since[-1], district.due(limit, since[-1]), urgent)]


def _of_130(district: District, ticket: Ticket, events: list[Event], whole: Timer) -> list[Timer]:
    """Planned within a day, a word within three, where it takes longer than that (B.9)."""
    policies, urgent = district.policies, ticket.sla in URGENT
    limits = {"plan": policies.plan_urgent if urgent else policies.plan,
              "stage": policies.stage_urgent if urgent else policies.stage}  # fmt: skip
    said = {event.move for event in events if event.at >= whole.start}
    dues = {name: district.due(limit, whole.start) for name, limit in limits.items()}
    return [Timer(name, whole.start, due, urgent) for name, due in dues.items()
            if name not in said and due < whole.due]  # fmt: skip


def _begun(ticket: Ticket, events: list[Event]) -> datetime:
    """When the resident's time began: at the report, or when it was taken up again."""
    again = [e.at for e in events if e.before != e.after and e.after == State.REDO]
    return again[-1] if again else ticket.opened


def moment(district: District, timer: Timer, share: float) -> datetime:
    """When a share of a timer's time is used up, on its own calendar; beyond 1 natural time."""
    if share == OVER:
        return timer.due
    if timer.natural or share > OVER:
        return timer.start + (timer.due - timer.start) * share
    hours = worked(district.calendar, timer.start, timer.due) / HOUR
    return district.calendar.add_working_hours(timer.start, hours * share)


def light(district: District, timer: Timer, now: datetime) -> str:
    """The colour of one clock, computed from its times: a dead scheduler shows no wrong one."""
    if now >= timer.due:
        return RED
    return YELLOW if now >= moment(district, timer, district.policies.yellow) else GREEN


def worst(district: District, ticket: Ticket, events: list[Event], now: datetime) -> str:
    """The colour of a ticket: that of its worst clock; empty where none runs."""
    found = {light(district, each, now) for each in timers(district, ticket, events)}
    return next((colour for colour in (RED, YELLOW, GREEN) if colour in found), "")
