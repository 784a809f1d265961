"""A case's room: personal links, word of the time, reminders."""

from __future__ import annotations

from bot.desk.desk import Desk
from bot.desk.docket import Docket, link_of, load, save
from dialogs.dates import time_words
from followup.due import Due
from followup.reminders import session_reminders
from followup.rules import Rules
from mediation.case import Stage
from mediation.parties import Party
from mediation.rooms import Rooms


def open_room(desk: Desk, number: str, rooms: Rooms) -> None:
    """Personal links for everybody, and word of the time; once per case and time."""
    docket = load(desk, number)
    if docket.case.stage is not Stage.SCHEDULED or docket.room is not None:
        return
    assert docket.case.slot is not None
    docket.room = rooms.open(docket.case, docket.case.slot)
    save(desk, docket)
    mediator = desk.district.roster[docket.case.mediator].name
    for _, party in docket.people:
        link = link_of(docket, party.id)
        data = {"no": number, "time": time_words(docket.case.slot.start), "mediator": mediator,
                "link": link}  # fmt: skip
        desk.tell(party.contact, f"confirmed:{number}:{party.id}", "case_confirmed", data)
        _reminders(desk, docket, party, link)


def _reminders(desk: Desk, docket: Docket, party: Party, link: str) -> None:
    slot = docket.case.slot
    assert slot is not None
    if not party.contact:
        return
    number, rules = docket.case.number, Rules(desk.district.policies, desk.district.calendar)
    for one in session_reminders(slot, desk.now, rules):
        event = "case_link" if one.what == "reminder_link" else "case_reminder"
        data = {"no": number, "time": time_words(slot.start), "link": link}
        key = f"{one.what}:{number}:{slot.start.isoformat()}:{party.id}"
        desk.later(Due(key, one.what, one.at, party.contact, number,
                       {"event": event, "data": data}, one.stale))  # fmt: skip
