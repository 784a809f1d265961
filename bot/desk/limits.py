"""The time limit of a mediation: planned, extended once with everybody's consent, reached (C16)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.desk import panelists
from bot.desk.desk import SYSTEM, Desk
from bot.desk.docket import Docket, load, presided, save
from bot.desk.following import matter_link, parties_of, say, side_of
from followup.aftercase import LIMITS, limit_dues
from grid.calendar import SHANGHAI
from grid.refused import Refused
from integrations.sql.plain import plain, record
from mediation import limits, words
from mediation.case import BINDING, END_REASONS, ENDS, Act, Stage, noted, terminate
from mediation.limits import Longer
from mediation.parties import Party

WAITING = (Stage.RESCHEDULING, Stage.ADJOURNED, Stage.MEDIATOR_PENDING)
"""Where nothing is booked any more: the limit ends it; otherwise the mediator says how it was."""
ROUTES = ("再约调解", "申请仲裁", "到法院起诉")


def longer_of(docket: Docket) -> Longer | None:
    """The request for more time, if there has been one."""
    kept = docket.extras.get("longer")
    return record(Longer, kept) if kept else None


def ask_longer(desk: Desk, number: str, day: str, why: str) -> None:
    """The mediator asks both parties; it can be asked once."""
    docket = presided(desk, number)
    if docket.case.stage in ENDS | BINDING or docket.room is None:
        raise Refused("这件调解现在不用延长期限。")
    if longer_of(docket) is not None:
        raise Refused("期限只能延长一次，已经问过双方了。")
    longer = limits.asked_for(docket.case, day, why, desk.now)
    _keep(desk, docket, longer, "longer_asked", longer.why)
    for party in parties_of(docket):
        link = matter_link(docket, party.id)
        said = words.longer(docket.case.topic, longer.until, longer.why, link)
        say(desk, party, "longer", said)
    save(desk, docket)


def tells_longer(desk: Desk, number: str, party: str, yes: bool) -> None:
    """A party agrees or not, on their own page; the last yes moves the limit."""
    docket = load(desk, number)
    asked = longer_of(docket)
    if asked is None or docket.case.stage in ENDS | BINDING:
        raise Refused("现在没有要您答复的延长。")
    longer = limits.told_longer(asked, party, yes)
    said = "longer_yes" if yes else "longer_no"
    _keep(desk, docket, longer, said, side_of(docket, party))
    if {one.id for one in parties_of(docket)} <= set(longer.agreed):
        _extend(desk, docket, longer, parties_of(docket))
    save(desk, docket)


def _extend(desk: Desk, docket: Docket, longer: Longer, people: list[Party]) -> None:
    docket.case = limits.extend(docket.case, len(longer.agreed), len(people), longer.until)
    day = words.day(longer.until.astimezone(SHANGHAI).date())
    _keep(desk, docket, replace(longer, done=True), "longer", day)
    desk.work.dues.cancel(desk.now, "期限已延长", about=docket.case.number, whats=LIMITS)
    for due in limit_dues(docket.case):
        desk.later(due)
    for party in people:
        say(desk, party, "longer_agreed", words.longer_agreed(longer.until))


def _keep(desk: Desk, docket: Docket, longer: Longer, move: str, why: str) -> None:
    docket.extras = {**docket.extras, "longer": plain(longer)}
    desk.happened(noted(docket.case, move, Act(desk.actor, desk.now, why)))


def remind(desk: Desk, number: str, limit: str) -> None:
    """Ten and three days before the limit who presides hears of it (C16)."""
    docket = load(desk, number)
    case = docket.case
    if case.limit_at != datetime.fromisoformat(limit) or case.stage in ENDS | BINDING:
        return
    said = f"调解期限到{words.day(case.limit_at.astimezone(SHANGHAI).date())}为止，"
    panelists.tell_mediator(desk, docket, f"{said}谈不完要请双方同意延长。", "limit")


def limit_reached(desk: Desk, number: str, limit: str) -> None:
    """The limit is there and was not extended: what waits for a time ends, the routes are told."""
    docket = load(desk, number)
    case = docket.case
    if case.limit_at != datetime.fromisoformat(limit) or case.stage not in WAITING:
        return
    docket.case, event = terminate(case, Act(SYSTEM, desk.now, "deadline"), ROUTES)
    desk.happened(event)
    desk.work.bookings.free(number)
    desk.work.dues.cancel(desk.now, "调解结束", about=number)
    save(desk, docket)
    for party in parties_of(docket):
        say(desk, party, "deadline", words.ended(END_REASONS["deadline"]))
