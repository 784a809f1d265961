"""A mediator cannot take a case: another who is free at the same time is asked instead."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import panelists
from bot.desk.desk import Desk
from bot.desk.docket import Docket
from followup.due import Due
from mediation import booking, handover, panel
from mediation.booking import Needs, Slot
from mediation.case import Act, noted
from mediation.panel import Ties, Wanted


def another(desk: Desk, docket: Docket) -> bool:
    """Offer the case to the next mediator at its time; False when nobody else is free."""
    case, slot = docket.case, docket.case.slot
    found = _free(desk, docket, slot) if slot else ""
    if slot is None or not found:
        return False
    declined = [*docket.extras.get("declined", ()), case.mediator]
    docket.extras = {**docket.extras, "declined": declined}
    people = (found, *(one for one in slot.people if one != case.mediator))
    docket.case = replace(case, mediator=found, slot=replace(slot, people=people))
    docket.offer = handover.offer(docket.case, found, desk.now)
    docket.case = replace(docket.case, held_until=docket.offer.until)
    _book(desk, docket, people)
    name = desk.district.roster[found].name
    desk.happened(noted(docket.case, "seat_asked", Act(desk.actor, desk.now, f"调解员{name}")))
    panelists.ask(desk, docket, found)
    return True


def _free(desk: Desk, docket: Docket, slot: Slot) -> str:
    """The best mediator who has not been asked before and is free then; empty for nobody."""
    case = docket.case
    out = frozenset({*docket.extras.get("declined", ()), case.mediator})
    ticket = desk.work.tickets.get(case.ticket) if case.ticket else None
    near = tuple(u.id for u in desk.district.chain(ticket.grid)) if ticket and ticket.grid else ()
    wanted = Wanted(case.category, near, ties=Ties(objected=out))
    others = panel.candidates(desk.district.roster.values(), "mediator", wanted)
    taken = desk.work.bookings.taken([one.id for one in others], slot.start,
                                     slot.end + booking.BUFFER, desk.now)  # fmt: skip
    needs = Needs((others,), slot.minutes)
    seated = booking.seated(needs, taken, desk.district.calendar, slot.start)
    return seated[0] if seated else ""


def _book(desk: Desk, docket: Docket, people: tuple[str, ...]) -> None:
    """The time is held for the new panel, as long as the new mediator has for an answer."""
    number, slot, until = docket.case.number, docket.case.slot, docket.offer.until
    assert slot is not None  # looked at before
    desk.work.bookings.free(number)
    desk.work.bookings.hold(number, people, booking.quarters(slot), until, desk.now)
    desk.later(Due(f"case_expiry:{number}", "case_expiry", until, about=number, moves=True))
