"""What a case's page shows of its session: who comes, another time, and the time limit."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from console.accounts import demo_name
from console.parts import ConsoleParts, Docket
from console.sessions import Visitor
from grid.calendar import SHANGHAI
from integrations.sql.plain import record
from integrations.sql.times import Times
from mediation import seats
from mediation.booking import Slot
from mediation.case import BINDING, ENDS, Case, Stage
from mediation.handover import Reply, waits_for_time
from mediation.limits import LONGEST, Longer
from mediation.newtime import NewTime
from mediation.parties import Party
from mediation.rooms import EARLY
from mediation.seats import CHAIRS, SEAT_REPLIES, Seat
from mediation.signing import LONGEST as LONGEST_SIGNING
from mediation.signing import Signing
from mediation.words import moment

DRAFTED = (Stage.AGREED_ORAL, Stage.AGREEMENT_DRAFT, Stage.SIGNING)
MOVABLE = (Stage.SCHEDULED, Stage.IN_SESSION, Stage.ADJOURNED, Stage.RESCHEDULING, *DRAFTED)
FROM_DAY = 20
"""From this many days on the limit is pointed out (C16: days 20 and 27 of 30)."""
NEAR = LONGEST.days - FROM_DAY


def chair_of(who: Visitor, case: Case) -> str:
    """The chair a visitor has on the case's panel; empty when they have none."""
    chairs = {"mediator": case.mediator, "lawyer": case.lawyer, "judge": case.judge}
    mine = (role for role, member in chairs.items() if role in who.roles and member == who.member)
    return next(mine, "") if who.member else ""


def _said(kept: list[dict[str, Any]]) -> list[Seat]:
    return [record(Seat, one) for one in kept]


def waits_for(line: dict[str, Any], who: Visitor, now: datetime) -> bool:
    """Whether a case of the list waits for this visitor's word."""
    case, offer, chair = line["case"], line["offered"], chair_of(who, line["case"])
    if chair == "mediator":
        open_still = offer["reply"] == Reply.OPEN and case.stage in seats.ANSWERS
        return open_still and now <= datetime.fromisoformat(offer["until"])
    mine = [one for one in seats.current(case, _said(line["seats"])) if one.member == who.member]
    return bool(mine) and mine[0].reply is Reply.OPEN and seats.may_answer(case, now)


def seats_shown(parts: ConsoleParts, docket: Docket, who: Visitor) -> dict[str, Any]:
    """Lawyer and judge with what they said; `mine` is the visitor's own seat, if it is asked."""
    said, roster = _said(docket.extras.get("seats", [])), parts.district.roster
    now = seats.current(docket.case, said)
    gone = [one for one in said if one.reply is Reply.DECLINED]
    mine = next((one for one in now if one.member == who.member), None)
    open_still = seats.may_answer(docket.case, parts.clock())
    lines = [{"chair": CHAIRS[one.chair], "name": roster[one.member].name, "reply": one.reply,
              "words": SEAT_REPLIES[one.reply], "why": one.why,
              "account": demo_name(parts.district, one.member)}
             for one in (*gone, *now) if one.member in roster]  # fmt: skip
    over = docket.case.stage in ENDS
    empty = [CHAIRS[one.chair] for one in gone if not (over or getattr(docket.case, one.chair))]
    return {"lines": lines, "mine": mine if open_still else None, "empty": empty,
            "taken": mine is not None and mine.reply is Reply.ACCEPTED}  # fmt: skip


def times_shown(parts: ConsoleParts, docket: Docket, who: Visitor) -> dict[str, Any] | None:
    """Times to choose from, for the mediator of a session that may be moved."""
    case, now = docket.case, parts.clock()
    waits = waits_for_time(case, docket.offer)
    if case.mediator != who.member or not (waits or case.stage in MOVABLE):
        return None
    with parts.store.read() as work:
        free = _free(Times(work, parts.district, now), docket)
    begun = case.stage is Stage.IN_SESSION or (
        case.slot is not None and now >= case.slot.start - EARLY)  # fmt: skip
    names = [[parts.district.roster[one].name for one in slot.people] for slot in free]
    return {"free": list(zip(free, names, strict=True)), "begun": begun,
            "off": waits, "first": case.stage is Stage.MEDIATOR_PENDING,
            "again": case.stage in DRAFTED, "picks": _picks(docket)}  # fmt: skip


def _free(times: Times, docket: Docket) -> list[Slot]:
    """Times at which the panel is free, those first that a party would like."""
    case, said = docket.case, _said(docket.extras.get("seats", []))
    wished = [times.at(case, said, datetime.fromisoformat(start)) for start in _picks(docket)]
    first = [slot for slot in wished if slot is not None]
    starts = {slot.start for slot in first}
    return [*first, *(slot for slot in times.free(case, said) if slot.start not in starts)]


def _picks(docket: Docket) -> dict[str, str]:
    """Starts the parties would like instead of the last time, and who would."""
    new = new_time(docket)
    names = {p.id: p.called for _, p in docket.people}
    now = docket.case.slot.start if docket.case.slot else None
    given = [(datetime.fromisoformat(one.pick), one.party) for one in new.said
             if one.pick] if new else []  # fmt: skip
    return {at.astimezone(UTC).isoformat(): names[who] for at, who in given if at != now}


def new_time(docket: Docket) -> NewTime | None:
    """What the parties were asked about the last time, or said of it by themselves."""
    kept = docket.extras.get("time")
    return record(NewTime, kept) if kept else None


def parties_on_time(docket: Docket, who: Visitor, now: datetime) -> dict[str, Any] | None:
    """What each party says of the time the session was moved to; the mediator may enter it."""
    new, slot = new_time(docket), docket.case.slot
    if new is None or slot is None or new.start != slot.start:
        return None
    if docket.case.stage is not Stage.SCHEDULED or now >= slot.start:
        return None
    lines = [_line_on_time(new, party) for _, party in docket.people]
    live = docket.case.mediator == who.member
    return {"lines": lines, "until": new.until, "asked": new.asked, "start": slot.start.isoformat(),
            "open": live, "all": new.fine([p.id for _, p in docket.people])}  # fmt: skip


def _line_on_time(new: NewTime, party: Party) -> dict[str, Any]:
    said = new.of(party.id)
    wish = said.wish if said else ""
    if said and said.pick:
        wish = "，".join(one for one in (moment(datetime.fromisoformat(said.pick)), wish) if one)
    return {"id": party.id, "name": party.called, "answer": said.answer if said else "",
            "wish": wish, "by_phone": bool(said and said.by), "reach": party.reach,
            "talks": bool(party.contact)}  # fmt: skip


def signing_shown(docket: Docket, who: Visitor, now: datetime) -> dict[str, Any] | None:
    """Until when the agreement should be signed; over: the mediator decides."""
    kept = docket.extras.get("signing")
    if not kept or docket.case.stage is not Stage.SIGNING:
        return None
    given = record(Signing, kept)
    last = (now + LONGEST_SIGNING).astimezone(SHANGHAI).date()
    return {"until": given.until, "why": given.why, "over": given.over or now >= given.until,
            "last": last.isoformat(), "mine": docket.case.mediator == who.member}  # fmt: skip


def days_left(case: Case, now: datetime) -> int | None:
    """Days to the time limit, when it is near or over; None when nobody need think of it."""
    if case.limit_at is None or case.stage in ENDS | BINDING:
        return None
    left = (case.limit_at - now).days
    return left if left <= NEAR else None


def clock(docket: Docket, now: datetime) -> dict[str, Any] | None:
    """The time limit: how many days are left, and the request for more."""
    case, kept = docket.case, docket.extras.get("longer")
    if case.limit_at is None or case.stage in ENDS | BINDING:
        return None
    left = (case.limit_at - now).days
    people = [(p.called, p.id) for _, p in docket.people]
    near = days_left(case, now) is not None
    return {"at": case.limit_at, "left": left, "near": near, "people": people,
            "over": now >= case.limit_at, "longer": record(Longer, kept) if kept else None,
            "last": (case.limit_at + LONGEST).date().isoformat(),
            "asks": not kept and docket.room is not None}  # fmt: skip
