"""The mediator adjourns a session or moves it: another time at which the panel is free."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.desk import newtimes, panelists, risks, signing
from bot.desk.desk import Desk
from bot.desk.docket import Docket, presided, said_of, save, step
from bot.desk.following import agreement_of, parties_of, say
from bot.desk.panelists import Word
from followup.due import Due
from followup.reminders import KINDS
from grid.calendar import SHANGHAI
from grid.refused import Refused
from integrations.sql.plain import plain
from integrations.sql.times import Times
from mediation import booking, notices, risk, seats, words
from mediation.case import Case, Stage
from mediation.handover import waits_for_time
from mediation.rooms import EARLY

AGAIN = (Stage.AGREED_ORAL, Stage.AGREEMENT_DRAFT, Stage.SIGNING)
"""Stages in which words lie before the parties; they may meet over them once more."""


def another_time(desk: Desk, number: str, form: dict[str, str]) -> None:
    """Adjourn (once it has begun) or move a session.

    `start` is ISO, empty: it is found later; `agreed`: both parties have said that they can.
    """
    docket = presided(desk, number)
    if risks.is_open(docket):
        raise Refused(risk.STOPPED)
    start = form.get("by_hand") or form.get("start", "")
    slot, before = _found(desk, docket, start) if start else None, docket.case
    if not waits_for_time(docket.case, docket.offer):
        _off(desk, docket, form.get("why", ""), slot is None)
    elif slot is None:
        raise Refused("请选一个新的时间。", "start")
    if slot is not None:
        _on(desk, docket, slot)
        newtimes.ask_parties(desk, docket, form.get("agreed") == "1")
        _tell_panel(desk, docket, before)
    save(desk, docket)


def _tell_panel(desk: Desk, docket: Docket, before: Case) -> None:
    """Who stays on the panel hears of the time, who is new is asked, who is not needed let go."""
    was, now = notices.panel(before), notices.panel(docket.case)
    for member in now:
        panelists.ask(desk, docket, member, moved=member in was)
    for member in was:
        if member not in now:
            said = notices.let_go(docket.case)
            panelists.tell(desk, docket, member, Word("let_go", said))


def _found(desk: Desk, docket: Docket, start: str) -> booking.Slot:
    """The slot of that start; Refused when it cannot be."""
    try:
        at = datetime.fromisoformat(start)
    except ValueError:
        raise Refused("时间写得不对，请重新选。", "start") from None
    at = at if at.tzinfo else at.replace(tzinfo=SHANGHAI)  # typed by hand: the town's time
    if docket.case.slot is not None and docket.case.slot.start == at:
        raise Refused("现在约的就是这个时间，请另选一个。", "start")
    slot = Times(desk.work, desk.district, desk.now).at(docket.case, said_of(docket), at)
    if slot is None:
        raise Refused(
            "这个时间约不了：有人不空，或者不在可约的时间里（整刻钟开始，至少提前一天）。请另选一个。",
            "start",
        )
    if docket.case.limit_at and slot.end > docket.case.limit_at:
        raise Refused("这个时间过了调解期限，要先请双方同意延长期限。", "start")
    return slot


def _off(desk: Desk, docket: Docket, why: str, tell: bool) -> None:
    """The old time is off: adjourned when the session has begun, else being moved."""
    if not why.strip():
        raise Refused("请写一下为什么另约时间。", "why")
    slot, drafted = docket.case.slot, docket.case.stage in AGAIN
    begun = slot is not None and desk.now >= slot.start - EARLY
    if begun and docket.case.stage is Stage.SCHEDULED:
        step(desk, docket, Stage.IN_SESSION, desk.actor)
    moved = docket.case.stage is Stage.SCHEDULED
    step(desk, docket, Stage.RESCHEDULING if moved else Stage.ADJOURNED, desk.actor,
         why.strip()[:300])  # fmt: skip
    if drafted:
        _reopen(desk, docket)
    number = docket.case.number
    desk.work.bookings.free(number)
    desk.work.dues.cancel(desk.now, "时间已改", about=number, whats=KINDS)
    docket.case = replace(docket.case, slot=None)
    if tell:
        _tell_off(desk, docket, words.meet_again() if drafted else words.adjourned(begun))
        if moved:
            panelists.tell_all(desk, docket, Word("off", notices.off(docket.case)))


def _reopen(desk: Desk, docket: Docket) -> None:
    """They meet over words that are not in force: nobody has assented to them any more."""
    signing.end(desk, docket.case.number)
    agreement = agreement_of(docket)
    if agreement is not None:
        open_again = replace(agreement, assents=(), objections=())
        docket.extras = {**docket.extras, "agreement": plain(open_again)}


def _tell_off(desk: Desk, docket: Docket, said: str) -> None:
    for party in parties_of(docket):
        say(desk, party, f"off:{docket.case.version}", said)


def _on(desk: Desk, docket: Docket, slot: booking.Slot) -> None:
    """Book the slot for good; the room's links and the parties follow in a turn of their own."""
    number, bookings = docket.case.number, desk.work.bookings
    bookings.hold(number, slot.people, booking.quarters(slot), slot.end, desk.now)
    bookings.extend(number, None, desk.now)
    case = seats.with_people(docket.case, slot.people, desk.district.roster)
    docket.case = replace(case, slot=slot)
    docket.extras = {**docket.extras, "seats": []}  # everybody is asked anew for this time
    step(desk, docket, Stage.SCHEDULED, desk.actor)
    key = f"case_room:{number}:{docket.case.version}"
    desk.later(Due(key, "case_room", desk.now, about=number))
