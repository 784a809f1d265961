"""All have said yes to a case: its time is fixed, or still to be found; or they have not yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.desk import ending, panelists, presiding, risks
from bot.desk.desk import SYSTEM, Desk
from bot.desk.docket import Docket, load, save, step
from bot.desk.panelists import Word
from followup.aftercase import limit_dues
from followup.due import Due
from followup.reminders import KINDS
from grid.district import District
from mediation import filing, notices, parties
from mediation.booking import confirm_until
from mediation.case import Act, Case, Stage, noted
from mediation.handover import Reply
from mediation.limits import kind_of, limit

NEED = frozenset({Stage.INVITING, Stage.ACCEPTED, Stage.MEDIATOR_PENDING})
LEAST = timedelta(hours=1)  # for another mediator's answer; with less the time is let go


def settle(desk: Desk, docket: Docket) -> None:
    """Both sides and the mediator said yes: the time is fixed. Anything less changes nothing."""
    people = [p for _, p in docket.people]
    fresh = parties.all_accepted(people) and docket.case.stage is Stage.INVITING
    if fresh:
        _accept(desk, docket)
    agreed = docket.offer.reply is Reply.ACCEPTED
    if docket.case.stage is not Stage.MEDIATOR_PENDING or risks.is_open(docket):
        return
    if docket.case.slot is None:
        _without_a_time(desk, docket, fresh)
    elif agreed and desk.work.bookings.extend(docket.case.number, None, desk.now):
        _fix(desk, docket)
    elif agreed:
        let_time_go(desk, docket)  # it had lapsed, somebody else may have it


def _accept(desk: Desk, docket: Docket) -> None:
    """Accepted: the limit runs, and the file has its number."""
    step(desk, docket, Stage.ACCEPTED, SYSTEM)
    case = docket.case
    kind = kind_of(case.category) if case.kind == "people" else case.kind
    until = limit(kind, desk.now, desk.district.calendar)
    docket.case = replace(case, kind=kind, accepted_at=desk.now, limit_at=until,
                          file_number=case.file_number or _file_number(desk, case))  # fmt: skip
    for due in limit_dues(docket.case):
        desk.later(due)
    step(desk, docket, Stage.MEDIATOR_PENDING, SYSTEM)


def _file_number(desk: Desk, case: Case) -> str:
    """The next number of the committee's year, drawn in this very transaction."""
    unit, name = _committee(desk.district, case)
    count = desk.work.counters.next(filing.counter_of(unit, desk.now))
    return filing.file_number(name, desk.now, count)


def _committee(district: District, case: Case) -> tuple[str, str]:
    member = district.roster.get(case.mediator)
    unit = district.units.get(member.unit) if member else None
    return (unit.id, unit.name) if unit else ("", "人民调解委员会")


def _fix(desk: Desk, docket: Docket) -> None:
    step(desk, docket, Stage.SCHEDULED, SYSTEM)
    number = docket.case.number
    desk.work.dues.cancel(desk.now, "都同意了", keys=[f"case_expiry:{number}"])
    desk.later(Due(f"case_room:{number}:{docket.case.version}", "case_room", desk.now,
                   about=number))  # fmt: skip


def _without_a_time(desk: Desk, docket: Docket, fresh: bool) -> None:
    """The time was let go before all had said yes: who presides finds another."""
    if docket.offer.reply is Reply.ACCEPTED:
        desk.work.dues.cancel(desk.now, "调解员接了", keys=[f"case_expiry:{docket.case.number}"])
        panelists.tell_mediator(desk, docket, "双方都同意调解了，请约一个时间。")
    elif fresh and not docket.extras.get("unassigned"):
        presiding.offer_anew(desk, docket)
    if fresh:
        ending.tell(desk, docket, "case_both_yes")


def lapse(desk: Desk, number: str) -> None:
    """Not everybody has answered in time: another mediator is asked, or the time is let go.

    Nothing ends by that: the other party is tried again, and a yes once given stays (C.3).
    """
    docket = load(desk, number)
    case = docket.case
    if case.stage not in NEED:
        return
    waits = presiding.silent(docket)
    if case.slot is not None:
        enough = confirm_until(case.slot, desk.now) - desk.now >= LEAST
        if waits and enough and not risks.is_open(docket) and presiding.another(desk, docket):
            save(desk, docket)
            return
        let_time_go(desk, docket)
    if waits and docket.case.stage is Stage.MEDIATOR_PENDING:
        presiding.next_one(desk, docket)
    save(desk, docket)


def let_time_go(desk: Desk, docket: Docket) -> None:
    """The time is free again; the case waits on without one. To be saved."""
    number = docket.case.number
    desk.work.bookings.free(number)
    desk.work.dues.cancel(desk.now, "时间放开了", about=number, whats=(*KINDS, "case_expiry"))
    panelists.tell_all(desk, docket, Word("off", notices.off(docket.case)))
    docket.case = replace(docket.case, slot=None, held_until=None)
    desk.happened(noted(docket.case, "time_off", Act(SYSTEM, desk.now)))
    if risks.is_open(docket):
        return  # a person speaks with them first
    invites = docket.case.stage is Stage.INVITING
    ending.tell(desk, docket, "case_time_off" if invites else "case_time_off_mediator")
