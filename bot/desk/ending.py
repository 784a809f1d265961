"""A mediation ends before anything is agreed: refused, taken back, the other side not reached."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import panelists
from bot.desk.desk import Desk
from bot.desk.docket import Docket, load, save
from dialogs.no_more import StopMediation
from grid.refused import Refused
from integrations.sql.plain import plain
from mediation import parties
from mediation.case import BINDING, Act, Stage, move, terminate
from mediation.parties import Consent, Party

ROUTES = ("申请仲裁", "到法院起诉", "12348免费问律师")
BEFORE = (Stage.INVITING, Stage.ACCEPTED, Stage.MEDIATOR_PENDING, Stage.RESCHEDULING)
TOO_LATE = "协议已经生效，不能再撤回。有不同意见可以找调解员，或者到法院起诉。"


def end(desk: Desk, docket: Docket, to: Stage, reason: str, word: tuple[str, str]) -> None:
    """Free the time and tell the parties, neutrally, which routes are open (C.1, C2, C11).

    `reason` is a key of END_REASONS; `word`: the event they hear of, and the party not told
    because it did it itself.
    """
    unmet, begun = _unmet(desk, docket), docket.case.stage is not Stage.INVITING
    to = Stage.TERMINATED if to is Stage.NOT_STARTED_REFUSED and begun else to
    act = Act(desk.actor, desk.now, reason)
    ended, event = (terminate(docket.case, act, ROUTES) if to is Stage.TERMINATED
                    else move(docket.case, to, act))  # fmt: skip
    desk.happened(event)
    number = docket.case.number
    desk.work.bookings.free(number)
    desk.work.dues.cancel(desk.now, "调解结束", about=number)
    panelists.let_go(desk, docket)
    docket.case = replace(ended, slot=None, held_until=None, end_reason=reason)
    docket.extras = {**docket.extras, "unmet": unmet}
    save(desk, docket)
    tell(desk, docket, *word)


def _unmet(desk: Desk, docket: Docket) -> bool:
    """Whether nobody has sat down together yet: then nobody is asked how it was."""
    case = docket.case
    if case.stage is Stage.SCHEDULED:
        return case.slot is not None and desk.now < case.slot.start
    return case.stage in BEFORE


def tell(desk: Desk, docket: Docket, event: str, but: str = "", **more: str) -> None:
    """An event for each party that said yes, in a turn of its own."""
    data = {"no": docket.case.number, **more}
    for _, party in docket.people:
        if party.id != but and party.consent is Consent.ACCEPTED:
            key = f"{event}:{docket.case.number}:{docket.version}:{party.id}"
            desk.tell(party.contact, key, event, data)


def withdraw_consent(desk: Desk, number: str, role: str) -> None:
    """A party takes back its consent, at any time before an agreement is in force (C1)."""
    docket = load(desk, number)
    if docket.case.stage in BINDING:
        raise Refused(TOO_LATE)
    row, party = docket.party(role)
    party = parties.answer(party, Consent.WITHDRAWN, desk.now)
    desk.work.cases.save_party(row, body=plain(party))
    docket.people = [(r, party if r == row else p) for r, p in docket.people]
    end(desk, docket, Stage.TERMINATED, "unwilling", ("case_stopped", party.id))


def stop_mediation(desk: Desk, command: StopMediation) -> None:
    """A party says in its conversation that it does not want to go on; no reason is asked."""
    withdraw_consent(desk, command.number, party_of(desk, load(desk, command.number)).role)


def party_of(desk: Desk, docket: Docket) -> Party:
    """The party whose conversation this is; Refused for nobody of the case."""
    mine = next((p for _, p in docket.people if p.contact == desk.contact), None)
    row = desk.work.cases.get(docket.case.number)
    own = row is not None and desk.person and row.person == desk.person
    if mine is None and not own:
        raise Refused("没有找到这件调解，请核对编号。")
    return mine or docket.party("applicant")[1]
