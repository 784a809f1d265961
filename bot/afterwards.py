"""What follows a turn: events and rules become due actions, drafts get their nudge."""

from __future__ import annotations

from bot.desk.desk import Desk
from dialogs.run import Conversation
from dialogs.say import Say
from followup.after import Draft, after, draft_dues
from followup.rules import Rules
from followup.survey import About
from grid.tickets import Ticket

TIP_OFF = "1203"


def plan(desk: Desk, talk: Conversation | None, says: list[Say]) -> None:
    """Write the due actions that this turn's events and its open draft cause."""
    rules = Rules(desk.district.policies, desk.district.calendar)
    for number in dict.fromkeys(e.about for e in desk.events if e.kind == "ticket"):
        ticket = desk.work.tickets.get(number)
        if ticket is None:
            continue
        if talk is not None and (ticket.secret or ticket.category == TIP_OFF):
            talk.shy = True  # a reload shows an empty neutral page (domain rules C.5, F)
        for due in after(
            [e for e in desk.events if e.about == number], _about(desk, ticket), rules
        ):
            desk.later(due)
    if talk is not None and talk.holder == "bot":
        _draft(desk, talk, rules)


def _about(desk: Desk, ticket: Ticket) -> About:
    person = desk.work.contacts.person(int(ticket.person))
    flags = set() if person.surveys else {"opted_out"}
    if ticket.secret or ticket.category == TIP_OFF:
        flags.add("tip_off")
    waits = not ticket.contact.startswith("office:")
    return About(ticket.number, ticket.contact, ticket.sla, ticket.category, frozenset(flags),
                 redo_count=ticket.redo_count, person_waits=waits)  # fmt: skip


def _draft(desk: Desk, talk: Conversation, rules: Rules) -> None:
    """A half-told report is nudged once and expires; every word moves both (C8)."""
    run = next((r for r in talk.stack if r.flow == "report"), None)
    if run is None or desk.actor.role != "resident":
        return
    for due in draft_dues(Draft(talk.contact, run.id, desk.now), rules):
        desk.later(due)
