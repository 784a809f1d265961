"""A party is in danger, or it may come to that: nobody sits down together until it is looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import panelists
from bot.desk.desk import SYSTEM, Desk
from bot.desk.docket import Docket, load, save, step
from bot.desk.following import say
from bot.desk.newtimes import SILENCE
from bot.desk.panelists import Word
from followup.due import Due
from followup.reminders import KINDS as REMINDERS
from grid.refused import Refused
from integrations.sql.plain import plain, record
from mediation import notices, risk, words
from mediation.case import Act, Stage, noted
from mediation.parties import DELIVERERS
from mediation.risk import Risk

STOP, HEARD, MISTAKE = "case_risk", "case_danger", "case_mistake"
"""Kinds of due actions: call it off, danger was heard, there was none."""
NEUTRAL = "您的事项有新进展，请方便时查看。"
"""For who is hurt at home: somebody else may look at the screen (C.5)."""
TOLD = (
    "有当事人说到人身危险。先不要请双方见面，也不要告诉对方；"
    "值班人员在跟进，看过以后请在页面上写可以不可以继续。"
)
SEEN = (
    "工作人员记了有激化的危险，双方先不见面。请配合报告派出所（110），看过以后再写可以不可以继续。"
)


def risk_of(docket: Docket) -> Risk | None:
    """The last danger of a case."""
    kept = docket.extras.get("risk")
    return record(Risk, kept) if kept else None


def is_open(docket: Docket) -> bool:
    """Whether a danger waits for somebody to look."""
    found = risk_of(docket)
    return found is not None and found.open


def plan(desk: Desk, kind: str) -> None:
    """The contact spoke of danger, or says it was a mistake: looked at in a turn of its own.

    Nothing that goes wrong with a case may hold up an alert.
    """
    what = MISTAKE if kind == MISTAKE else HEARD if kind in risk.KINDS else ""
    if what and desk.contact:
        key = f"{what}:{desk.contact}:{desk.now.isoformat()}"
        desk.later(Due(key, what, desk.now, desk.contact, data={"kind": kind}))


def heard(desk: Desk, due: Due) -> None:
    """Its mediations under way stop, unless it turns out to be a mistake."""
    kind = str(due.data["kind"])
    for docket in _mine(desk):
        party = next((p.id for _, p in docket.people if p.contact == desk.contact), "")
        if risk.may_halt(docket.case) and not is_open(docket):
            _keep(desk, docket, Risk(desk.now, kind, party), "risk_heard", risk.KINDS[kind])
            _told(desk, docket)
            at = risk.stops_at(docket.case, desk.now)
            _hush(desk, docket.case.number, at)
            key = f"{STOP}:{docket.case.number}:{desk.now.isoformat()}"
            desk.later(Due(key, STOP, at, about=docket.case.number))
            save(desk, docket)


def _hush(desk: Desk, number: str, until: datetime) -> None:
    """Nobody is reminded of a session in the meantime."""
    for row in desk.work.dues.of(number):
        if row.state == "waiting" and row.what in REMINDERS and row.at <= until:
            desk.work.dues.move(row.id, until + timedelta(minutes=1), "先看有没有危险")


def _mine(desk: Desk) -> list[Docket]:
    work = desk.work.cases
    own = work.of_person(desk.person) if desk.person else []
    numbers = dict.fromkeys(row.number for row in (*own, *work.of_party(desk.contact)))
    return [load(desk, number) for number in numbers]


def _told(desk: Desk, docket: Docket) -> None:
    said = notices.news(docket.case, TOLD)
    panelists.tell(desk, docket, docket.case.mediator, Word("risk", said))


def _keep(desk: Desk, docket: Docket, found: Risk, move: str, why: str) -> None:
    docket.extras = {**docket.extras, "risk": plain(found)}
    actor = desk.actor if move in ("risk_seen", "risk_cleared") else SYSTEM
    desk.happened(noted(docket.case, move, Act(actor, desk.now, why)))


def mistaken(desk: Desk, due: Due) -> None:
    """There was no danger: what has not been stopped yet goes on."""
    for docket in _mine(desk):
        found = risk_of(docket)
        if found and found.open and found.kind != risk.SEEN and not docket.extras.get("stopped"):
            _keep(desk, docket, replace(found, cleared=desk.now), "risk_mistake", "")
            said = notices.news(docket.case, "刚才的危险是说错了，照常进行。")
            panelists.tell(desk, docket, docket.case.mediator, Word("risk", said))
            save(desk, docket)


def stop(desk: Desk, due: Due) -> None:
    """Nobody said that it was a mistake: a session is off, the parties hear no reason."""
    docket = load(desk, due.about)
    if is_open(docket) and risk.may_halt(docket.case):
        _off(desk, docket)
        save(desk, docket)


def _off(desk: Desk, docket: Docket) -> None:
    """The session is off; that the other side hears nothing of why is the rule (C.5)."""
    docket.extras = {**docket.extras, "stopped": True}
    meets = docket.case.stage in (Stage.SCHEDULED, Stage.IN_SESSION)
    if not meets:
        return
    begun = docket.case.stage is Stage.IN_SESSION
    step(desk, docket, Stage.ADJOURNED if begun else Stage.RESCHEDULING, SYSTEM, "先不见面")
    number = docket.case.number
    desk.work.bookings.free(number)
    whats = (*REMINDERS, "case_time", SILENCE)
    desk.work.dues.cancel(desk.now, "先不见面", about=number, whats=whats)
    panelists.tell_all(desk, docket, Word("off", notices.off(docket.case)))
    docket.case = replace(docket.case, slot=None)
    found = risk_of(docket)
    for _, party in docket.people:
        hers = found is not None and found.kind == "domestic_violence" and party.id == found.party
        said = NEUTRAL if hers else words.adjourned(begun)
        say(desk, party, f"off:{docket.case.version}", said)


def seen(desk: Desk, number: str, form: dict[str, str]) -> None:
    """The mediator's own word that it may come to blows: the session is off at once (§25)."""
    docket = _looked(desk, number)
    said = form.get("why", "").strip()[: risk.LONGEST]
    if not said:
        raise Refused("请写一下看到了什么。", "why")
    if not risk.may_halt(docket.case):
        raise Refused("这件调解已经结束，不用记了。")
    _keep(desk, docket, Risk(desk.now, risk.SEEN, words=said), "risk_seen", said)
    _off(desk, docket)
    word = Word("risk", notices.news(docket.case, SEEN))
    panelists.tell(desk, docket, docket.case.mediator, word)
    save(desk, docket)


def clear(desk: Desk, number: str, form: dict[str, str]) -> None:
    """A person has looked: it may go on, with the reason in the log."""
    docket = _looked(desk, number)
    found = risk_of(docket)
    if found is None:
        raise Refused("没有要看的风险。")
    done = risk.cleared(found, desk.actor.id, form.get("why", ""), desk.now)
    docket.extras = {**docket.extras, "stopped": False}
    _keep(desk, docket, done, "risk_cleared", done.why)
    save(desk, docket)


def _looked(desk: Desk, number: str) -> Docket:
    docket = load(desk, number)
    if desk.actor.id != docket.case.mediator and desk.actor.role not in DELIVERERS:
        raise Refused("由主持的调解员或工作人员来看、来记。")
    return docket
