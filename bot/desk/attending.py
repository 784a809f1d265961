"""Who has no smartphone takes part all the same: said to staff, at a table or on the phone (E9)."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import cases, panelists, reaching
from bot.desk.desk import Desk
from bot.desk.docket import Docket, load, save
from bot.desk.following import parties_of, side_of
from grid.refused import Refused
from integrations.sql.plain import plain
from mediation import parties
from mediation.case import BINDING, ENDS, Act, Stage, noted
from mediation.parties import ATTENDS, DELIVERERS, WAYS, Consent, Party

SAID = {"yes": Consent.ACCEPTED, "no": Consent.DECLINED}
OWN = ("phone", "visit", "paper")
"""Ways by which somebody can give an answer to a person."""


def answered(desk: Desk, number: str, form: dict[str, str]) -> None:
    """The other party said yes or no to staff; who heard it, and how, is kept with it (C1)."""
    docket, said, how = load(desk, number), form.get("said", ""), form.get("how", "")
    if desk.actor.role not in DELIVERERS:
        raise Refused("由调解员或工作人员联系对方、登记。")
    if docket.case.stage is not Stage.INVITING or said not in SAID:
        raise Refused("现在不用登记对方的答复，请刷新后再看一下。")
    if how not in OWN:
        raise Refused("答复要当面、电话里或书面听本人说的才能登记。", "how")
    reaching.keep(desk, docket, how, said)
    row, party = docket.party("respondent")
    party = replace(party, consent_by=desk.actor.id, consent_how=WAYS[how])
    party = parties.attends(party, form.get("attends", "")) if said == "yes" else party
    desk.work.cases.save_party(row, body=plain(party))
    save(desk, docket)
    cases.party_answers(desk, number, SAID[said])


def says(desk: Desk, number: str, party: str, how: str) -> None:
    """A party says how it wants to take part; who presides hears of it."""
    docket = load(desk, number)
    if docket.case.stage in ENDS | BINDING:
        raise Refused("这件调解已经谈完了，不用再选。")
    row, one = next((r, p) for r, p in docket.people if p.id == party)
    if one.attends == how:
        return
    one = parties.attends(one, how)
    desk.work.cases.save_party(row, body=plain(one))
    why = f"{side_of(docket, party)}：{ATTENDS[how]}"
    desk.happened(noted(docket.case, "attends", Act(desk.actor, desk.now, why)))
    panelists.tell_mediator(desk, docket, f"{why.replace('：', '想')}。")


def untold(docket: Docket) -> tuple[Party, ...]:
    """Parties without a conversation who have not been told of the time there is."""
    slot, live = docket.case.slot, docket.case.stage is Stage.SCHEDULED
    if slot is None or not live:
        return ()
    start = slot.start.isoformat()
    return tuple(p for p in parties_of(docket) if not p.contact and p.told_of != start)


def told(desk: Desk, number: str, form: dict[str, str]) -> None:
    """Staff rang a party, or went there, and told it of the time."""
    docket = load(desk, number)
    if desk.actor.id != docket.case.mediator and desk.actor.role not in DELIVERERS:
        raise Refused("由主持的调解员或工作人员登记。")
    one = next((p for p in untold(docket) if p.id == form.get("party", "")), None)
    slot = docket.case.slot
    if one is None or slot is None:
        raise Refused("时间有了变化，请刷新后再看一下。")
    row = next(r for r, p in docket.people if p.id == one.id)
    kept = replace(one, told_of=slot.start.isoformat())
    desk.work.cases.save_party(row, body=plain(kept))
    act = Act(desk.actor, desk.now, one.side)
    desk.happened(noted(docket.case, "party_told", act))
