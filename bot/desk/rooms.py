"""A case's room: personal links, word of the time, reminders."""

from __future__ import annotations

from bot.desk import newtimes, panelists
from bot.desk.desk import Desk
from bot.desk.docket import Docket, link_of, load, save
from bot.desk.following import matter_link, say
from bot.desk.panelists import Word
from dialogs.dates import time_words
from followup.due import Due
from followup.reminders import session_reminders
from followup.rules import Rules
from mediation import notices, words
from mediation import rooms as links
from mediation.case import Stage
from mediation.parties import Party
from mediation.rooms import Rooms


def open_room(desk: Desk, number: str, rooms: Rooms) -> None:
    """Personal links for everybody, and word of the time; once per case and time."""
    docket = load(desk, number)
    slot, before = docket.case.slot, docket.room
    if docket.case.stage is not Stage.SCHEDULED or slot is None:
        return
    if docket.extras.get("told") == docket.case.version:
        return  # of this time everybody has heard
    docket.extras = {**docket.extras, "told": docket.case.version}
    fresh = before is None
    docket.room = links.seated_anew(before, docket.case, slot) if before else rooms.open(
        docket.case, slot)  # fmt: skip
    save(desk, docket)
    _word(desk, docket, fresh)
    if fresh:
        said = notices.fixed(docket.case)
        panelists.tell_all(desk, docket, Word("fixed", said, stale=slot.start))
    panelists.remind(desk, docket, notices.panel(docket.case))


def _word(desk: Desk, docket: Docket, fresh: bool) -> None:
    """Both parties hear of the time: the first, or another one."""
    number, slot = docket.case.number, docket.case.slot
    assert slot is not None
    mediator = desk.district.roster[docket.case.mediator].name
    agreed = newtimes.new_time_of(docket) is None
    for _, party in docket.people:
        link = link_of(docket, party.id)
        data = {"no": number, "time": time_words(slot.start), "mediator": mediator, "link": link}
        if agreed:
            key = f"confirmed:{number}:{docket.case.version}:{party.id}"
            desk.tell(party.contact, key, "case_confirmed", data)
        else:
            page, said = matter_link(docket, party.id), words.proposed if fresh else words.moved
            say(desk, party, f"moved:{docket.case.version}", said(slot, mediator, page))
            newtimes.question(desk, docket, party)
        _reminders(desk, docket, party, link)


def _reminders(desk: Desk, docket: Docket, party: Party, link: str) -> None:
    slot = docket.case.slot
    assert slot is not None
    if not party.contact:
        return
    number, rules = docket.case.number, Rules(desk.district.policies, desk.district.calendar)
    for one in session_reminders(slot, desk.now, rules):
        event = _event(one.what, party.attends)
        if not event:
            continue
        data = {"no": number, "time": time_words(slot.start), "link": link,
                "where": _where(desk, docket)}  # fmt: skip
        key = f"{one.what}:{number}:{docket.case.version}:{party.id}"
        desk.later(Due(key, one.what, one.at, party.contact, number,
                       {"event": event, "data": data}, one.stale))  # fmt: skip


def _event(what: str, attends: str) -> str:
    """What a party hears, by how it takes part; a link is of use to who comes by video."""
    if attends not in ("onsite", "phone"):
        return "case_link" if what == "reminder_link" else "case_reminder"
    return "" if what == "reminder_link" else f"case_reminder_{attends}"


def _where(desk: Desk, docket: Docket) -> str:
    """The committee of who presides."""
    unit = desk.district.units.get(desk.district.roster[docket.case.mediator].unit)
    return unit.name if unit else "人民调解委员会"
