"""Somebody is not there at the time: the first time another is found, the second it ends (C.9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import ending, panelists
from bot.desk.desk import Desk
from bot.desk.docket import Docket, load, presided, save, step
from bot.desk.following import parties_of, party_of, say
from bot.desk.panelists import Word
from bot.desk.people import call_person
from dialogs.commands import CallPerson
from followup.reminders import KINDS
from grid.refused import Refused
from mediation import notices, words
from mediation.case import Act, Stage, noted

WAIT = timedelta(minutes=15)
MOST = 2
BOTH = "both"


def absent(desk: Desk, number: str, form: dict[str, str]) -> None:
    """Who presides waited and rang: a party is not there. A failing network is not counted."""
    docket, who = presided(desk, number), form.get("party", "")
    _late(desk, docket)
    if who != BOTH and party_of(docket, who) is None:
        raise Refused("请选是谁没到。", "party")
    side = "双方" if who == BOTH else next(p.side for p in parties_of(docket) if p.id == who)
    act = Act(desk.actor, desk.now, side)
    desk.happened(noted(docket.case, "absent", act))
    counts = {**docket.extras.get("absent", {})}
    for one in (p.id for p in parties_of(docket) if who in (BOTH, p.id)):
        counts[one] = counts.get(one, 0) + 1
    docket.extras = {**docket.extras, "absent": counts}
    if max(counts.values()) >= MOST:
        ending.end(desk, docket, Stage.TERMINATED, "no_show", ("case_no_show", ""))
        return
    _off(desk, docket, words.absent())
    save(desk, docket)


def waited(desk: Desk, number: str, party: str) -> None:
    """A party waits and nobody opens: an apology, a person at once, and the office knows."""
    docket = load(desk, number)
    slot = _late(desk, docket)
    one = party_of(docket, party)
    if one is None or docket.extras.get("waited") == slot.isoformat():
        return
    docket.extras = {**docket.extras, "waited": slot.isoformat()}
    desk.happened(noted(docket.case, "waited", Act(desk.actor, desk.now, one.side)))
    save(desk, docket)
    panelists.tell_mediator(
        desk, docket, f"{one.side}等了{_minutes()}分钟，您还没有到，请马上联系。"
    )
    say(desk, one, f"waited:{slot.isoformat()}", words.waited())
    if one.contact:
        desk.contact = one.contact
        desk.work.contacts.lock(one.contact, desk.now)
        call_person(desk, CallPerson(f"{number}：到点了，调解员没有到", urgent=True))


def _minutes() -> int:
    return int(WAIT.total_seconds() // 60)


def _late(desk: Desk, docket: Docket) -> datetime:
    """When it should have begun; Refused before a quarter of an hour has been waited."""
    slot = docket.case.slot
    if docket.case.stage is not Stage.SCHEDULED or slot is None:
        raise Refused("这件调解现在没有约好的时间，请刷新后再看一下。")
    if desk.now < slot.start + WAIT:
        raise Refused(f"请从约好的时间起等{_minutes()}分钟，先打个电话，再记。")
    return slot.start


def _off(desk: Desk, docket: Docket, said: str) -> None:
    """Another time is to be found; both hear so, without whose fault it was."""
    number = docket.case.number
    step(desk, docket, Stage.RESCHEDULING, desk.actor, "没有到齐")
    desk.work.bookings.free(number)
    desk.work.dues.cancel(desk.now, "没有到齐", about=number, whats=KINDS)
    panelists.tell_all(desk, docket, Word("off", notices.off(docket.case)))
    docket.case = replace(docket.case, slot=None)
    for party in parties_of(docket):
        say(desk, party, f"absent:{docket.case.version}", said)
