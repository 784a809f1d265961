"""What follows a turn: events and rules become due actions, drafts get their nudge."""

from __future__ import annotations

from bot.desk import (
    calls,
    coding,
    entering,
    merging,
    notices,
    pushing,
    sparing,
    supervising,
    waiting,
    whistling_over,
)
from bot.desk.desk import Desk
from bot.desk.holding import plan_return
from dialogs.run import Conversation
from dialogs.say import Say
from followup.after import Draft, after, draft_dues
from followup.rules import Rules
from grid.events import Event
from grid.returns import GIVES
from grid.tickets import State, Ticket


def plan(desk: Desk, talk: Conversation | None, says: list[Say]) -> None:
    """Write the due actions that this turn's events and its open draft cause."""
    rules = Rules(desk.district.policies, desk.district.calendar)
    merging.carry(desk)
    whistling_over.watch(desk)
    for number in dict.fromkeys(e.about for e in desk.events if e.kind == "ticket"):
        ticket = desk.work.tickets.get(number)
        if ticket is None:
            continue
        if talk is not None and (ticket.secret or ticket.category == sparing.TIP_OFF):
            talk.shy = True  # a reload shows an empty neutral page (domain rules C.5, F)
        events = [e for e in desk.events if e.about == number]
        says += coding.given(desk, ticket, events) if talk is not None else []
        for due in after(events, sparing.about(desk, ticket), rules):
            desk.later(due)
            if due.what == "call_back":
                calls.owe_back(desk, ticket, due.at, _why(events))
        _duties(desk, ticket, events)
    if talk is not None:
        plan_return(desk, talk)
        if any(say.by for say in says):
            calls.spoken(desk)
    if talk is not None and talk.holder == "bot":
        _draft(desk, talk, rules)


def _why(events: list[Event]) -> str:
    """What the resident said of it."""
    return next((e.why for e in events if e.after == State.REDO), "")


def _duties(desk: Desk, ticket: Ticket, events: list[Event]) -> None:
    """What the office owes because of it: calls, notices, a look at the clocks, a push up."""
    moves = {event.move for event in events}
    if "dispatch" in moves:  # what is unsorted has no date yet
        calls.owe_first(desk, ticket)
    if any(event.after == State.FEEDBACK != event.before for event in events):
        calls.answered(desk, ticket)
        entering.ring_with_answer(desk, ticket)
    log = desk.work.log.of("ticket", ticket.number)
    notices.after(desk, ticket, events, log)
    waiting.after(desk, ticket, events)
    if moves & GIVES:
        pushing.plan_box(desk, ticket, log)
    supervising.plan_look(desk, ticket, log)


def _draft(desk: Desk, talk: Conversation, rules: Rules) -> None:
    """A half-told report is nudged once and expires; every word moves both (C8)."""
    run = next((r for r in talk.stack if r.flow == "report"), None)
    if run is None or desk.actor.role != "resident":
        return
    for due in draft_dues(Draft(talk.contact, run.id, desk.now), rules):
        desk.later(due)
