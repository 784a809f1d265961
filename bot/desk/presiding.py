"""A mediator cannot take a case: the next one is asked, at the same time or without one."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import panelists, ties
from bot.desk.desk import SYSTEM, Desk
from bot.desk.docket import Docket, load, save
from followup.due import Due
from grid.calendar import SHANGHAI
from grid.people import Member
from grid.refused import Refused
from mediation import booking, handover, panel
from mediation.booking import Needs, Slot
from mediation.case import ENDS, Act, noted
from mediation.handover import Reply
from mediation.panel import Wanted
from mediation.parties import DELIVERERS

MOST = 3  # mediators asked one after the other; then the committee names one (S10 §10)


def another(desk: Desk, docket: Docket) -> bool:
    """Offer the case to the next mediator at its time; False when nobody else is free."""
    case, slot = docket.case, docket.case.slot
    found = _free(desk, docket, slot) if slot else ""
    if slot is None or not found:
        return False
    people = (found, *(one for one in slot.people if one != case.mediator))
    docket.case = replace(case, slot=replace(slot, people=people))
    _offer(desk, docket, found, case.mediator)
    docket.case = replace(docket.case, held_until=docket.offer.until)
    _book(desk, docket, people)
    return True


def next_one(desk: Desk, docket: Docket) -> None:
    """Offer a case without a time to the next mediator; after three the office names one."""
    asked = {*docket.extras.get("declined", ()), docket.case.mediator}
    found = next((one.id for one in _others(desk, docket)), "") if len(asked) < MOST else ""
    if found:
        _offer(desk, docket, found, docket.case.mediator)
        plan(desk, docket)
        return
    docket.extras = {**docket.extras, "unassigned": True}
    desk.happened(noted(docket.case, "unassigned", Act(SYSTEM, desk.now)))


def offer_anew(desk: Desk, docket: Docket) -> None:
    """Everybody else has said yes and the time is gone: the mediator has a day to say so too."""
    docket.offer = handover.offer(docket.case, docket.case.mediator, desk.now)
    plan(desk, docket)
    panelists.ask(desk, docket, docket.case.mediator)


def assign(desk: Desk, number: str, form: dict[str, str]) -> None:
    """The committee names a mediator (S10 §10); who has a tie to the matter is refused."""
    docket = load(desk, number)
    if desk.actor.role not in DELIVERERS - {"mediator"}:
        raise Refused("由调委会或工作人员指定。")
    if docket.case.stage in ENDS or not docket.extras.get("unassigned"):
        raise Refused("这件调解现在不用指定调解员，请刷新后再看一下。")
    member = desk.district.roster.get(form.get("member", ""))
    if member is None or member.role != "mediator":
        raise Refused("请选一位调解员。", "member")
    why = panel.conflict(member, ties.of_docket(desk, docket))
    if why:
        raise Refused(f"{member.name}不合适：{why}。请选另一位。", "member")
    docket.extras = {**docket.extras, "unassigned": False}
    _offer(desk, docket, member.id, "")
    plan(desk, docket)
    save(desk, docket)


def plan(desk: Desk, docket: Docket) -> None:
    """When the offer is over, the next one is asked."""
    number, until = docket.case.number, docket.offer.until
    desk.later(Due(f"case_expiry:{number}", "case_expiry", until, about=number, moves=True))


def _offer(desk: Desk, docket: Docket, member: str, before: str) -> None:
    if before:
        declined = [*docket.extras.get("declined", ()), before]
        docket.extras = {**docket.extras, "declined": declined}
    docket.case = replace(docket.case, mediator=member)
    docket.offer = handover.offer(docket.case, member, desk.now)
    name = desk.district.roster[member].name
    move = "seat_asked" if before else "assigned"
    desk.happened(noted(docket.case, move, Act(desk.actor, desk.now, f"调解员{name}")))
    panelists.ask(desk, docket, member)


def _others(desk: Desk, docket: Docket) -> tuple[Member, ...]:
    """Mediators who have not been asked yet and have no tie to the matter, best first."""
    case = docket.case
    ticket = desk.work.tickets.get(case.ticket) if case.ticket else None
    near = tuple(u.id for u in desk.district.chain(ticket.grid)) if ticket and ticket.grid else ()
    known = ties.of_docket(desk, docket)
    out = {*known.objected, *docket.extras.get("declined", ()), case.mediator}
    wanted = Wanted(case.category, near, ties=replace(known, objected=frozenset(out)),
                    load=desk.work.cases.load())  # fmt: skip
    today = desk.now.astimezone(SHANGHAI).date()
    here = (one for one in desk.district.roster.values() if not one.away(today))
    return panel.candidates(here, "mediator", wanted)


def _free(desk: Desk, docket: Docket, slot: Slot) -> str:
    """The best of them who is free then; empty for nobody."""
    others = _others(desk, docket)
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
    plan(desk, docket)


def silent(docket: Docket) -> bool:
    """Whether the mediator has said nothing yet."""
    return docket.offer.reply is Reply.OPEN
