"""A lawyer or judge says whether they come; in the place of who cannot, another is asked."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import panelists
from bot.desk.desk import Desk
from bot.desk.docket import Docket, load, said_of, save
from bot.desk.panelists import Word
from grid.refused import Refused
from integrations.sql.plain import plain
from mediation import booking, notices, rooms, seats
from mediation.booking import Needs, Slot
from mediation.case import Act, Stage, noted
from mediation.handover import Reply
from mediation.seats import CHAIRS, Seat


def comes(desk: Desk, number: str, member: str = "") -> None:
    """Who is asked says that they will be there; `member` when staff were told so on the phone."""
    docket, seat = _seat(desk, number, member or desk.actor.id)
    _keep(desk, docket, seats.answered(docket.case, seat, Reply.ACCEPTED, ("", desk.now)))
    save(desk, docket)


def cannot_come(desk: Desk, number: str, why: str, member: str = "") -> None:
    """Who is asked cannot come: their time is free again and another of the panel is asked.

    The time stays and the parties are told nothing; the mediator is told who comes now.
    """
    docket, seat = _seat(desk, number, member or desk.actor.id)
    _keep(desk, docket, seats.answered(docket.case, seat, Reply.DECLINED, (why, desk.now)))
    _reseat(desk, docket, seat)
    save(desk, docket)


def rung_up(desk: Desk, number: str, form: dict[str, str]) -> None:
    """Staff rang a member of the panel; an answer given on the phone counts as their own."""
    member, said = form.get("member", ""), form.get("said", "")
    panelists.rung_up(desk, number, member, said)
    if said == "comes":
        comes(desk, number, member)
    elif said == "cannot":
        cannot_come(desk, number, form.get("why", ""), member)


def _seat(desk: Desk, number: str, member: str) -> tuple[Docket, Seat]:
    docket = load(desk, number)
    mine = [one for one in seats.current(docket.case, said_of(docket))
            if one.member == member]  # fmt: skip
    if not mine:
        raise Refused("这场调解没有请您参加。")
    return docket, mine[0]


def _keep(desk: Desk, docket: Docket, seat: Seat) -> None:
    rest = [one for one in said_of(docket) if one.member != seat.member]
    docket.extras = {**docket.extras, "seats": [plain(one) for one in (*rest, seat)]}
    move = "seat_taken" if seat.reply is Reply.ACCEPTED else "seat_declined"
    said = _called(desk, seat.chair, seat.member) + (f"，{seat.why}" if seat.why else "")
    act = Act(desk.actor, desk.now, said, {"member": seat.member})
    desk.happened(noted(docket.case, move, act))


def _called(desk: Desk, chair: str, member: str) -> str:
    return f"{CHAIRS[chair]}{desk.district.roster[member].name}" if member else ""


def _note(desk: Desk, docket: Docket, move: str, why: str) -> None:
    desk.happened(noted(docket.case, move, Act(desk.actor, desk.now, why)))


def _reseat(desk: Desk, docket: Docket, left: Seat) -> None:
    """Book the next free one for the same quarter hours, or leave the chair empty."""
    case, slot = docket.case, docket.case.slot
    assert slot is not None  # who may answer has a time
    member = _booked_instead(desk, docket, left, slot)
    people = [one for one in slot.people if one != left.member]
    case = seats.with_people(case, [*people, *([member] if member else [])], desk.district.roster)
    order = [one for one in (case.mediator, case.lawyer, case.judge) if one]
    docket.case = replace(case, slot=replace(slot, people=tuple(order)))
    if docket.room is not None and docket.case.slot is not None:
        docket.room = rooms.seated_anew(docket.room, docket.case, docket.case.slot)
    if member:
        _note(desk, docket, "seat_asked", _called(desk, left.chair, member))
        _asked(desk, docket, member)
    else:
        _note(desk, docket, "seat_empty", CHAIRS[left.chair])
    gone, instead = _called(desk, left.chair, left.member), _called(desk, left.chair, member)
    said = notices.seat(docket.case, gone, instead)
    panelists.tell(desk, docket, docket.case.mediator, Word("seat", said))


def _asked(desk: Desk, docket: Docket, member: str) -> None:
    """Who comes instead is asked, and reminded where the others are."""
    panelists.ask(desk, docket, member)
    if docket.case.stage is Stage.SCHEDULED:
        panelists.remind(desk, docket, (member,))


def _booked_instead(desk: Desk, docket: Docket, left: Seat, slot: Slot) -> str:
    """The id of who is booked now; empty when nobody else is free."""
    case, bookings = docket.case, desk.work.bookings
    roster = desk.district.roster.values()
    others = seats.others(case, left.chair, roster, said_of(docket))
    until = next((row.until for row in bookings.of(case.number)), None)
    taken = bookings.taken([one.id for one in others], slot.start, slot.end + booking.BUFFER,
                           desk.now)  # fmt: skip
    people = tuple(one for one in slot.people if one != left.member)
    needs = Needs((others,), slot.minutes)
    found = booking.seated(needs, taken, desk.district.calendar, slot.start) or ()
    bookings.free(case.number)
    bookings.hold(case.number, (*people, *found), booking.quarters(slot),
                  until or slot.end, desk.now)  # fmt: skip
    bookings.extend(case.number, until, desk.now)
    return found[0] if found else ""
