"""Who is not asked whether it helped (D.6): what is known of the ticket and of who told it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from bot.desk import entering
from bot.desk.desk import Desk
from dialogs.commands import StopSurveys
from dialogs.dates import parsed
from dialogs.hear_again import HearAgain
from dialogs.young import is_child
from followup.survey import About
from grid.tickets import Ticket
from integrations.sql.duties import SURVEY

TIP_OFF = "1203"
DANGERS = {"domestic_violence": "violence", "self_harm": "self_harm", "child_danger": "minor"}
LONG_AGO = timedelta(days=30)  # before the ticket: what was heard then is another matter
AGAIN = timedelta(days=7)
_HURT = re.compile(
    r"(?<!没)(?<!没有)(?<!没有人)(?<!没人)(?<!无人)(?<!无)"
    r"(?:受伤|伤亡|死了|死亡|身亡|没气了|重伤|骨折|昏迷|流血|烧伤|烫伤)"
)


def about(desk: Desk, ticket: Ticket) -> About:
    """What the rules of the survey need to know of a ticket and its person."""
    waits = not ticket.contact.startswith(("office:", f"{entering.NO_CHANNEL}:"))
    return About(ticket.number, ticket.contact, ticket.sla, ticket.category,
                 frozenset(_flags(desk, ticket)), redo_count=ticket.redo_count,
                 redo_max=desk.district.policies.redo_max, person_waits=waits)  # fmt: skip


def _flags(desk: Desk, ticket: Ticket) -> Iterator[str]:
    if not desk.work.contacts.person(int(ticket.person)).surveys:
        yield "opted_out"
    if ticket.secret or ticket.category == TIP_OFF:
        yield "tip_off"
    kinds = desk.work.alerts.heard_of(ticket.contact, ticket.opened - LONG_AGO)
    yield from {DANGERS[kind] for kind in kinds if kind in DANGERS}
    if ticket.sla == "E0" and _HURT.search(ticket.detail):
        yield "injury"
    yield from _talked(desk, ticket)
    if ticket.parent and _child_again(desk, ticket):
        yield "child_again"


def _talked(desk: Desk, ticket: Ticket) -> Iterator[str]:
    """What their conversation tells: a child, or so abusive lately that the bot rested."""
    row: Any = desk.work.contacts.get(ticket.contact)
    talk = row.talk if row else {}
    if talk.get("young") or is_child(ticket.detail):
        yield "minor"
    until = str(talk.get("quiet_until", ""))
    if until and desk.now - parsed(until) < AGAIN:
        yield "abuse_review"


def _child_again(desk: Desk, ticket: Ticket) -> bool:
    """The same person told of the same matter before, within seven days."""
    others = desk.work.tickets.of_person(int(ticket.person))
    return any(
        one.parent == ticket.parent
        and one.number < ticket.number
        and ticket.opened - one.opened <= AGAIN
        for one in others
    )


def stop_surveys(desk: Desk, command: StopSurveys) -> None:
    """No more surveys, nor calls about them; with `everything` no notices either."""
    values = {"surveys": False} | ({"notices": False} if command.everything else {})
    desk.work.contacts.save_person(desk.person, **values)
    for ticket in desk.work.tickets.of_person(desk.person):
        if int(ticket.person) == desk.person:
            desk.work.calls.settle(ticket.number, (SURVEY,), "stopped")


def hear_again(desk: Desk, command: HearAgain) -> None:
    """Surveys and notices are wanted after all."""
    desk.work.contacts.save_person(desk.person, surveys=True, notices=True)
