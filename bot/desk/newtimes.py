"""The parties and a session's time: they say whether a new one suits, or wish for another."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.desk import panelists
from bot.desk.desk import SYSTEM, Desk
from bot.desk.docket import Docket, load, said_of, save, step
from bot.desk.following import matter_link, parties_of, say, side_of
from bot.desk.panelists import Word
from dialogs.commands import TellTime
from followup.due import Due
from followup.reminders import KINDS
from grid.refused import Refused
from integrations.sql.plain import plain, record
from integrations.sql.times import Times
from mediation import newtime, notices, sessions, words
from mediation.booking import Slot
from mediation.case import Act, Stage, noted
from mediation.newtime import NewTime, Said
from mediation.parties import Party
from mediation.sessions import Change

SILENCE = "time_silent"
CHANGED = "这个时间已经不作数了，请看新的情况。"


def new_time_of(docket: Docket) -> NewTime | None:
    """What the parties were asked, or said by themselves, about the time the session has now."""
    kept, slot = docket.extras.get("time"), docket.case.slot
    found = record(NewTime, kept) if kept else None
    return found if found and slot and found.start == slot.start else None


def asks(desk: Desk, number: str) -> str:
    """The start (ISO) about which this contact's word is awaited; empty when there is none."""
    docket = load(desk, number)
    new = new_time_of(docket)
    if new is None or not new.asked or docket.case.stage is not Stage.SCHEDULED:
        return ""
    mine = [one.id for one in parties_of(docket) if one.contact == desk.contact]
    return new.start.isoformat() if mine and new.of(mine[0]) is None else ""


def ask_parties(desk: Desk, docket: Docket, agreed: bool) -> None:
    """A session was moved: both parties are asked; `agreed`: the mediator has asked them before."""
    slot = docket.case.slot
    if slot is None:
        return
    new = newtime.asked(slot, desk.now, desk.district.policies)
    if agreed:
        heard = (Said(one.id, "yes", desk.now, by=desk.actor.id) for one in parties_of(docket))
        new = replace(new, said=tuple(heard))
    _keep(docket, new)
    number, start = docket.case.number, slot.start.isoformat()
    desk.work.dues.cancel(desk.now, "时间已改", about=number, whats=(SILENCE, "case_time"))
    if not agreed:
        key = f"{SILENCE}:{number}:{docket.case.version}"
        desk.later(Due(key, SILENCE, new.until, about=number, data={"start": start}))


def question(desk: Desk, docket: Docket, party: Party) -> None:
    """The question in the party's conversation, with buttons; it waits for an open one."""
    new = new_time_of(docket)
    if new is None or new.of(party.id) is not None or not party.contact:
        return
    number = docket.case.number
    data = {"start": new.start.isoformat(), "until": new.until.isoformat()}
    desk.later(Due(f"case_time:{number}:{docket.case.version}:{party.id}", "case_time", desk.now,
                   party.contact, number, data, stale=new.until))  # fmt: skip


def tell_time(desk: Desk, command: TellTime) -> None:
    """What a party says in its conversation; Refused when it is not theirs or out of date."""
    docket = load(desk, command.number)
    mine = next((p.id for p in parties_of(docket) if p.contact == desk.contact), "")
    if not mine:
        raise Refused("没有找到这件调解，请核对编号。")
    says(desk, command.number, mine, command)


def says(desk: Desk, number: str, party: str, what: TellTime) -> None:
    """A party says that a time suits, or that another would; the mediator hears of it."""
    docket = load(desk, number)
    _same_time(docket, what.start)
    said = Said(party, what.answer, desk.now, what.wish, what.pick)
    _take(desk, docket, said)
    save(desk, docket)


def heard(desk: Desk, number: str, form: dict[str, str]) -> None:
    """The mediator was told by a party, on the phone or face to face, whether it can come."""
    docket = load(desk, number)
    if docket.case.mediator != desk.actor.id:
        raise Refused("只有主持的调解员能登记。")
    party = form.get("party", "")
    _same_time(docket, form.get("start", ""))
    if new_time_of(docket) is None:
        raise Refused(CHANGED, "start")
    if party not in {one.id for one in parties_of(docket)}:
        raise Refused("请选是哪一方。", "party")
    _take(desk, docket, Said(party, form.get("said", ""), desk.now, form.get("wish", ""),
                             by=desk.actor.id))  # fmt: skip
    save(desk, docket)


def _take(desk: Desk, docket: Docket, said: Said) -> None:
    """Keep it, log it, tell the mediator; when everybody can come nobody waits any more."""
    slot, before = docket.case.slot, new_time_of(docket)
    assert slot is not None  # looked at before
    if _nothing_new(before, said):
        return
    new = newtime.told(before or newtime.own_wish(slot, desk.now), said)
    late = not new.asked and said.answer == "no" and _own_change(desk, docket, said.party, slot)
    _keep(docket, new)
    who = side_of(docket, said.party)
    _note(desk, docket, said, f"{who}（临时改）" if late else who)
    fine = new.fine([one.id for one in parties_of(docket)])
    if fine:
        desk.work.dues.cancel(desk.now, "都答复了", about=docket.case.number, whats=(SILENCE,))
    if fine or said.answer == "no":
        what = "双方都说新的时间可以。" if fine else f"{who}说时间不行，请另约。"
        panelists.tell_mediator(desk, docket, what)


def _nothing_new(before: NewTime | None, said: Said) -> bool:
    """Whether it was said already, or is a yes to what nobody asked."""
    last = before.of(said.party) if before else None
    if last is None:
        return before is None and said.answer == "yes"
    return (last.answer, last.wish, last.pick) == (said.answer, said.wish.strip(), said.pick)


def _note(desk: Desk, docket: Docket, said: Said, who: str) -> None:
    new = new_time_of(docket)
    wish = "，".join(one for one in (_picked(said), said.wish.strip()) if one)
    move = "time_yes" if said.answer == "yes" else "time_no" if new and new.asked else "time_wish"
    why = f"{who}：{wish}" if wish else who
    desk.happened(noted(docket.case, move, Act(desk.actor, desk.now, why)))


def _picked(said: Said) -> str:
    return words.moment(datetime.fromisoformat(said.pick)) if said.pick else ""


def _own_change(desk: Desk, docket: Docket, party: str, slot: Slot) -> bool:
    """Count a party's own change (C.9: twice); whether it comes so late that it is a favour."""
    row, one = next((r, p) for r, p in docket.people if p.id == party)
    given = sessions.ask_change(one, slot, desk.now, desk.district.policies)
    desk.work.cases.save_party(row, body=plain(given.party))
    docket.people = [(r, given.party if r == row else p) for r, p in docket.people]
    return given.change is Change.NEEDS_OTHER


def silence(desk: Desk, number: str, start: str) -> None:
    """Not everybody said yes in time: the new time is free again, the mediator finds another."""
    docket = load(desk, number)
    slot, new = docket.case.slot, new_time_of(docket)
    if docket.case.stage is not Stage.SCHEDULED or slot is None or new is None:
        return
    people = parties_of(docket)
    over = not new.asked or new.fine([one.id for one in people])
    if over or slot.start != datetime.fromisoformat(start):
        return
    step(desk, docket, Stage.RESCHEDULING, SYSTEM, "没等到双方都说可以")
    desk.work.bookings.free(number)
    desk.work.dues.cancel(desk.now, "时间放开了", about=number, whats=(*KINDS, "case_time"))
    panelists.tell_all(desk, docket, Word("off", notices.off(docket.case)))
    docket.case = replace(docket.case, slot=None)
    save(desk, docket)
    for party in people:
        said = words.released(slot, matter_link(docket, party.id))
        say(desk, party, f"released:{docket.case.version}", said)


def choices(desk: Desk, docket: Docket) -> list[Slot]:
    """A few times a party may wish for instead, when the panel is free."""
    return Times(desk.work, desk.district, desk.now).free(docket.case, said_of(docket))[:3]


def _keep(docket: Docket, new: NewTime) -> None:
    docket.extras = {**docket.extras, "time": plain(new)}


def _same_time(docket: Docket, start: str) -> None:
    """Refused unless the session is at that time, as it was shown (ISO)."""
    slot, live = docket.case.slot, docket.case.stage is Stage.SCHEDULED
    try:
        same = live and slot is not None and slot.start == datetime.fromisoformat(start)
    except (ValueError, TypeError):
        same = False
    if not same:
        raise Refused(CHANGED, "start")
