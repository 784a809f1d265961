"""Pushing up: what a grid tried first goes to the next level, by time or by its own word."""

from __future__ import annotations

from bot.desk.desk import SYSTEM, Desk
from bot.desk.returns import to_centre
from bot.desk.routes import Step, fresh, put, repeated, tell, told
from dialogs.dates import due_words
from followup.due import Due
from grid.asking import asked_of
from grid.duties import PushUp
from grid.events import Actor, Event
from grid.levels import box_ends, next_level
from grid.refused import Refused
from grid.returns import Way, barred, way_of
from grid.tickets import State, Ticket

BOX = "grid_first"
"""The due action of the end of a grid's time."""


def plan_box(desk: Desk, ticket: Ticket, log: list[Event]) -> None:
    """A grid has it first: when its time is over it goes up."""
    if until := box_ends(desk.district, ticket, way_of(log)):
        desk.later(Due(f"{BOX}:{ticket.number}:{until.isoformat()}", BOX, until,
                       about=ticket.number))  # fmt: skip


def over(desk: Desk, due: Due) -> None:
    """The grid's time is over and it is not done: up it goes. A question to the resident stops it.

    Where the time was counted anew meanwhile, its own due action does it.
    """
    ticket = desk.work.tickets.get(due.about)
    if ticket is None:
        return
    until = box_ends(desk.district, ticket, _way(desk, ticket))
    if until is None or until > desk.now:
        return
    if asked_of(desk.work.log.of("ticket", ticket.number)):
        at = desk.district.calendar.add_working_hours(desk.now, 1)
        desk.later(Due(f"{BOX}:{ticket.number}:{at.isoformat()}", BOX, at, about=ticket.number))
        return
    _up(desk, ticket, "网格先办的时间到了，没有办完，上推一级", SYSTEM)


def push_up(desk: Desk, command: PushUp) -> Ticket:
    """A grid says that it cannot do it, and why; it need not wait for its time to be over."""
    if done := repeated(desk, command.number, command.seen, Step("push_up", command.why.strip())):
        return done
    ticket = fresh(desk, command.number, command.seen)
    why = told(command.why, "为什么网格办不了")
    if not command.unit or ticket.unit != command.unit:
        raise Refused(f"工单{ticket.number}现在不在您的网格，不用上推。")
    if box_ends(desk.district, ticket, _way(desk, ticket)) is None:
        raise Refused("只有网格先办的工单可以上推；别的请用“申请退回”，或联系派单员。")
    return _up(desk, ticket, why, desk.actor)


def _up(desk: Desk, ticket: Ticket, why: str, by: Actor) -> Ticket:
    """To the next level; where that one may not have it, the centre says whose it is."""
    unit = next_level(desk.district, ticket)
    way = _way(desk, ticket)
    if unit is None or barred(desk.district, way, unit):
        if ticket.state != State.DISPATCHED:
            return ticket  # signed: the grid goes on, its own date stands
        return to_centre(desk, ticket, Step("coordinate", f"{why}；上一级不能接"), by)
    routed = f"上推给{unit.name}：{why}"[:300]
    data = {"unit": unit.id, "from": ticket.unit, "level": unit.level}
    ticket = put(desk, ticket, Step("push_up", why, data,
                                    {"unit": unit.id, "routed": routed}), by)  # fmt: skip
    category, due = desk.district.catalogue[ticket.category], ticket.answer_due
    when = f"，{due_words(due, category.resolve)}前答复您" if due and due > desk.now else ""
    tell(desk, ticket, desk.say("pushed_up", unit=unit.name, when=when))
    return ticket


def _way(desk: Desk, ticket: Ticket) -> Way:
    return way_of(desk.work.log.of("ticket", ticket.number))
