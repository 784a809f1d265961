"""What a party does on their own page of a case: assent, object, tell whether it was kept."""

from __future__ import annotations

from bot.desk import confirming, panelists, signing
from bot.desk.desk import SYSTEM, Desk
from bot.desk.docket import Docket, load, save, step
from bot.desk.following import agreed, in_force, keep, parties_of, say, settled, side_of
from bot.desk.people import call_person
from dialogs.commands import CallPerson
from grid.refused import Refused
from mediation import outcome, words
from mediation.case import BINDING, Act, Stage, noted
from mediation.outcome import Agreement

DRAFTING = (Stage.AGREEMENT_DRAFT, Stage.AGREED_ORAL)
IN_FORCE = BINDING - {Stage.PERFORMED, Stage.BREACHED}


def assent(desk: Desk, number: str, party: str, mark: str) -> None:
    """A party says that the words are right; the last one carries the case on."""
    docket = load(desk, number)
    agreement = outcome.assented(_looked_at(docket), party, mark)
    desk.happened(noted(docket.case, "draft_agreed", _act(desk, docket, party)))
    keep(desk, docket, agreement)
    if not {one.id for one in parties_of(docket)} <= set(agreement.assents):
        return
    for one in parties_of(docket):
        say(
            desk,
            one,
            f"agreed:{mark}:{desk.now.isoformat()}",
            words.draft_agreed(agreement.kind == "written"),
        )
    if agreement.kind == "oral":
        in_force(desk, docket, agreement)
        confirming.begin(desk, docket)
    else:
        step(desk, docket, Stage.SIGNING, SYSTEM)
        signing.begin(desk, docket)
        save(desk, docket)
        panelists.tell_mediator(desk, docket, "双方都同意了协议内容，请安排签字、盖章。")


def objects(desk: Desk, number: str, party: str, mark: str, what: str) -> None:
    """A party says what is wrong with the words; the mediator sees it."""
    docket = load(desk, number)
    agreement = outcome.objected(_looked_at(docket), party, mark, what)
    said = _act(desk, docket, party)
    desk.happened(noted(docket.case, "draft_objected", said))
    keep(desk, docket, agreement)
    panelists.tell_mediator(desk, docket, f"{said.why}说协议内容有地方不对，请看一下。")


def tells_kept(desk: Desk, number: str, party: str, answer: str) -> None:
    """A party tells whether it was performed; when both say so, nobody is asked again."""
    docket = load(desk, number)
    if docket.case.stage not in IN_FORCE:
        raise Refused("这件调解现在不用报履行情况。")
    agreement = outcome.told_kept(agreed(docket), party, answer)
    said = _act(desk, docket, party, outcome.KEPT[answer])
    desk.happened(noted(docket.case, "kept", said))
    keep(desk, docket, agreement)
    done = all(agreement.said_kept(one.id) == "yes" for one in parties_of(docket))
    if not done or docket.case.stage is Stage.CONFIRM_APPLIED:
        return
    if docket.case.stage is not Stage.PERFORMING:
        step(desk, docket, Stage.PERFORMING, SYSTEM)
    step(desk, docket, Stage.PERFORMED, SYSTEM, "双方都说已经履行")
    settled(desk, number)
    save(desk, docket)


def tells_feeling(desk: Desk, number: str, party: str, answers: dict[str, str]) -> None:
    """The three questions after a session; who felt pressed is called by a person (D.1)."""
    docket = load(desk, number)
    docket.extras = {**docket.extras, "voices": {**docket.extras.get("voices", {}),
                                                 party: answers}}  # fmt: skip
    save(desk, docket)
    one = next(p for p in parties_of(docket) if p.id == party)
    if answers.get("pressed") == "yes" and one.contact:
        desk.contact = one.contact
        desk.work.contacts.lock(one.contact, desk.now)
        call_person(desk, CallPerson(f"{number}：说调解时自己是被勉强的"))


def _looked_at(docket: Docket) -> Agreement:
    if docket.case.stage not in DRAFTING:
        raise Refused("现在不用确认协议内容了，请看页面上的情况。")
    return agreed(docket)


def _act(desk: Desk, docket: Docket, party: str, why: str = "") -> Act:
    role = side_of(docket, party)
    return Act(desk.actor, desk.now, f"{role}：{why}" if why else role)
