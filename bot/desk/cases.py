"""Commands about mediation: hold a time, apply, invite the other party, answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk import ending, panelists, presiding, reaching, resting, risks
from bot.desk.clearing import cleared
from bot.desk.desk import Desk
from bot.desk.docket import Docket, load, save, step
from bot.desk.resting import Again
from bot.desk.settling import NEED, let_time_go, settle
from bot.desk.tickets import own_ticket
from dialogs.commands import ApplyMediation, FreeSlot, HoldSlot
from followup.due import Due
from grid.calendar import SHANGHAI
from grid.refused import Refused
from integrations.sql.plain import plain
from mediation import booking, handover, notices, parties, risk
from mediation.booking import Slot
from mediation.case import Case, Stage
from mediation.handover import Reply
from mediation.parties import Consent, Party
from mediation.screening import screen


def hold_slot(desk: Desk, command: HoldSlot) -> str:
    """Hold a time for 30 minutes for everybody wanted; Refused when one is taken."""
    slot = Slot(command.start, command.minutes, command.persons)
    hold = f"hold:{desk.contact}:{desk.work.counters.next('hold')}"
    until = booking.hold_until(desk.now)
    desk.work.bookings.hold(hold, slot.people, booking.quarters(slot), until, desk.now)
    desk.later(Due(f"free:{hold}", "free_hold", until, data={"hold": hold}))
    return hold


def apply(desk: Desk, command: ApplyMediation) -> Case:
    """Open a case with a held time: the other party and the mediator have up to 24 hours."""
    category = desk.district.catalogue[command.category]
    judged = screen(command.screening, mediable=_mediable(desk, command))
    if judged.reasons:
        raise Refused(judged.words)
    asked = Again(category.code, command.ticket, command.other_name, command.other_reach)
    resting.check(desk, asked)
    slot = Slot(command.start, command.minutes, command.persons)
    until = booking.confirm_until(slot, desk.now)
    number = _number(desk)
    if not desk.work.bookings.extend(command.hold, until, desk.now, to=number):
        raise Refused("为您留的30分钟已经过了，请重新选一个时间。", question="slot")
    case = Case(number, category.code, category.name, command.facts, command.claim, desk.contact,
                desk.now, ticket=command.ticket, mediator=command.persons[0], slot=slot,
                lawyer=_of_role(desk, command.persons, "lawyer"),
                judge=_of_role(desk, command.persons, "judge"), held_until=until)  # fmt: skip
    docket = Docket(case, handover.offer(case, case.mediator, desk.now), [], None,
                    {"screening": command.screening, "promised": []}, 0)  # fmt: skip
    for to in (Stage.SCREENED, Stage.INVITING):
        step(desk, docket, to, desk.actor)
    _keep_new(desk, docket, command)
    desk.work.dues.cancel(desk.now, "已申请", keys=[f"free:{command.hold}"])
    _wait_for_answers(desk, docket, until)
    return docket.case


def _wait_for_answers(desk: Desk, docket: Docket, until: datetime) -> None:
    """Everybody wanted is asked; who has not answered by then is waited for no longer."""
    number = docket.case.number
    desk.later(Due(f"case_expiry:{number}", "case_expiry", until, about=number))
    for member in notices.panel(docket.case):
        panelists.ask(desk, docket, member)


def _mediable(desk: Desk, command: ApplyMediation) -> str:
    """The category's own word; a clerk's word on this ticket counts where that is conditional."""
    word = desk.district.catalogue[command.category].mediable
    if word != "conditional" or not command.ticket:
        return word
    ticket = own_ticket(desk, command.ticket)
    same = ticket.category == command.category
    return "allowed" if same and cleared(desk, ticket.number) else word


def _number(desk: Desk) -> str:
    day = desk.now.astimezone(SHANGHAI).strftime("%Y%m%d")
    return f"TJ{day}-{desk.work.counters.next(f'case:{day}'):04d}"


def _of_role(desk: Desk, persons: tuple[str, ...], role: str) -> str:
    return next((p for p in persons if desk.district.roster[p].role == role), "")


def _keep_new(desk: Desk, docket: Docket, command: ApplyMediation) -> None:
    case = docket.case
    body = {"case": plain(case), "offer": plain(docket.offer), "extras": docket.extras}
    desk.work.cases.add({
        "number": case.number, "person": desk.person, "contact": desk.contact,
        "ticket": case.ticket, "state": str(case.stage), "mediator": case.mediator,
        "opened": desk.now, "start": command.start, "body": body, "version": 0})  # fmt: skip
    applicant = Party(f"{case.number}:a", case.number, "applicant", "申请人", contact=desk.contact,
                      consent=Consent.ACCEPTED, answered_at=desk.now)  # fmt: skip
    other = Party(f"{case.number}:r", case.number, "respondent", command.other_name,
                  command.other_reach)  # fmt: skip
    for party in (applicant, other):
        desk.work.cases.add_party({"case": case.number, "role": party.role, "body": plain(party),
                                   "token": f"none:{party.id}"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Invitation:
    """A fresh link and code for the other party, shown once to who delivers them."""

    token: str
    code: str


def invite(desk: Desk, number: str, secret: bytes) -> Invitation:
    """Make link and code for the respondent; earlier ones are void. Staff deliver them."""
    docket = load(desk, number)
    row, party = docket.party("respondent")
    if docket.case.stage not in NEED or not parties.may_invite(party, desk.now):
        raise Refused("这件调解现在不能邀请对方。")
    if risks.is_open(docket):
        raise Refused(risk.STOPPED)
    token, code = parties.make_token(), parties.make_code()
    party = parties.invited(party, token, code, secret)
    desk.work.cases.save_party(row, body=plain(party), token=party.token_hash)
    return Invitation(token, code)


def deliver(desk: Desk, number: str, what: str, how: str) -> None:
    """Record how link or code reached the other party, by whom and when."""
    docket = load(desk, number)
    row, party = docket.party("respondent")
    given = parties.Delivery(what, desk.actor.id, desk.actor.role, how, desk.now)
    desk.work.cases.save_party(row, body=plain(parties.delivered(party, given)))
    reaching.keep(desk, docket, how, what)
    save(desk, docket)


def party_answers(desk: Desk, number: str, consent: Consent, contact: str = "") -> Docket:
    """The other party says yes or no, on the page its link and code opened."""
    docket = load(desk, number)
    row, party = docket.party("respondent")
    if docket.case.stage not in NEED:
        raise Refused("这件调解已经不在等您的答复了。")
    party = replace(parties.answer(party, consent, desk.now), contact=contact or party.contact)
    desk.work.cases.save_party(row, body=plain(party))
    docket.people = [(r, party if r == row else p) for r, p in docket.people]
    if consent is not Consent.ACCEPTED:
        word = ("case_declined", party.id)
        ending.end(desk, docket, Stage.NOT_STARTED_REFUSED, "unwilling", word)
        return docket
    if docket.offer.reply is Reply.OPEN and docket.case.slot is not None:
        panelists.tell_mediator(desk, docket, "对方同意调解，等您答复接不接。", "again")
    settle(desk, docket)
    save(desk, docket)
    return docket


def mediator_answers(desk: Desk, number: str, yes: bool, why: str = "") -> Docket:
    """The mediator takes the case on its one page; in the place of who cannot another is asked."""
    docket = load(desk, number)
    if docket.case.mediator != desk.actor.id:
        raise Refused("这件调解不是交给您的。")
    docket.offer = handover.answered(docket.offer, yes, desk.now, why)
    if not yes and not presiding.another(desk, docket):
        if docket.case.slot is not None:
            let_time_go(desk, docket)
        presiding.next_one(desk, docket)
    settle(desk, docket)
    save(desk, docket)
    return docket


def free_slot(desk: Desk, command: FreeSlot) -> None:
    """Let a held time go; a hold that became a case is no longer the applicant's to drop."""
    if command.hold.startswith("hold:"):
        desk.work.bookings.free(command.hold)
        desk.work.dues.cancel(desk.now, "不再需要", keys=[f"free:{command.hold}"])
