"""A whistle's tickets go another way meanwhile: closed, withdrawn, merged into another."""

from __future__ import annotations

from bot.desk.desk import SYSTEM, Desk
from bot.desk.notices import Word
from bot.desk.whistling_street import call_off
from bot.desk.whistling_told import give, home, named
from followup.due import Due
from grid.tickets import ENDED, State, Ticket
from grid.whistles import Called, Whistle
from grid.whistles_orders import CallOff

TICKET = "whistle_ticket"
"""The due action that looks at the whistle of a ticket that has ended."""
OVER = ENDED | {State.FEEDBACK}
"""Where nobody need meet because of a ticket any more."""


def watch(desk: Desk) -> None:
    """A ticket that has ended is looked at in a turn of its own: a whistle may hang on it."""
    for event in desk.events:
        over = event.kind == "ticket" and event.after != event.before and event.after in OVER
        if over and desk.work.whistles.open_of(event.about):
            key = f"{TICKET}:{event.about}:{desk.now.isoformat()}"
            desk.later(Due(key, TICKET, desk.now, about=event.about))


def ticket_over(desk: Desk, due: Due) -> None:
    """A whistle without tickets left is called off; where units have come, the street concludes.

    One that was merged into another goes on with that one.
    """
    number = desk.work.whistles.open_of(due.about)
    if not number:
        return
    whistle = desk.work.whistles.lock(number)
    tickets = desk.work.tickets.several(whistle.tickets)
    if not whistle.open or any(_goes_on(desk, whistle, one) for one in tickets):
        return
    if any(one.state == Called.ARRIVED for one in whistle.calls):
        words = f"{named(desk, whistle)}：工单都已经有了答复，单位也到场了，请写上结果。"
        give(desk, whistle, Word("whistle_off", words), home(desk, whistle))
        return
    call_off(desk, CallOff(number, "工单已经办结或撤回，不用再去"), SYSTEM)


def _goes_on(desk: Desk, whistle: Whistle, ticket: Ticket) -> bool:
    """Whether there is still something to meet for; also with the one it was merged into."""
    if ticket.state != State.MERGED:
        return ticket.state not in OVER
    parent = desk.work.tickets.get(ticket.parent)
    if parent is None or parent.state in OVER:
        return False
    linked = parent.number in whistle.tickets
    return linked or desk.work.whistles.link(whistle.number, parent.number)
