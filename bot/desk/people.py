"""Commands about the person and the conversation: queue, phone, privacy, alerts."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime, timedelta
from typing import Any

from bot.desk import risks
from bot.desk.desk import Desk
from dialogs.commands import (
    AnswerAlert,
    CallPerson,
    EraseChat,
    LeavePhone,
    LeaveQueue,
    RaiseAlert,
    SetPin,
)
from dialogs.lookup import Queue
from followup.due import Due
from integrations.seal import masked_phone

ASK_AGAIN = timedelta(seconds=60)
PAGES = (timedelta(0), timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=15))
"""When the people on duty are called until one takes the alert (domain rules E.1)."""


def call_person(desk: Desk, command: CallPerson) -> Queue:
    """Put the conversation into the queue; a clerk who has it keeps it."""
    row = desk.work.contacts.get(desk.contact)
    if row and row.holder not in ("bot", "queue"):
        return queue(desk)
    queued = row.queued if row and row.holder == "queue" and row.queued else desk.now
    urgent = command.urgent or bool(row and row.urgent)
    desk.work.contacts.save(desk.contact, holder="queue", queued=queued, why=command.why,
                            urgent=urgent)  # fmt: skip
    return queue(desk)


def queue(desk: Desk) -> Queue:
    """Position in the queue, or when the desk opens."""
    opens = desk_opens(desk)
    return Queue(desk.work.contacts.position(desk.contact), opens is None, opens)


def desk_opens(desk: Desk) -> datetime | None:
    """None while clerks are at work, otherwise the next opening."""
    calendar = desk.district.calendar
    if calendar.is_working_time(desk.now):
        return None
    return calendar.add_working_hours(desk.now, 0.001).replace(second=0, microsecond=0)


def leave_queue(desk: Desk, command: LeaveQueue) -> None:
    """Out of the queue."""
    desk.work.contacts.save(desk.contact, holder="bot", queued=None, why="", urgent=False)


def leave_phone(desk: Desk, command: LeavePhone) -> str:
    """Keep a number sealed, or delete it; the result is the number masked."""
    values: dict[str, Any] = {"phone": None, "phone_index": None}
    if command.phone:
        values = {"phone": desk.seal.close(command.phone),
                  "phone_index": desk.seal.index(command.phone)}  # fmt: skip
    desk.work.contacts.save_person(desk.person, **values)
    return masked_phone(command.phone)


def erase_chat(desk: Desk, command: EraseChat) -> int:
    """Erase what was said and belongs to no ticket."""
    desk.work.outbox.erase(desk.contact)
    desk.work.corrections.forget(desk.contact)
    desk.work.questions.forget(desk.contact)
    for file in desk.work.files.of(desk.contact):
        if not file.ticket:
            desk.work.files.save(file.id, state="dropping")
    return desk.work.inbox.erase(desk.contact)


def set_pin(desk: Desk, command: SetPin) -> None:
    """Keep a PIN, salted and slow to guess."""
    salt = os.urandom(16).hex()
    pin = desk.seal.open(bytes.fromhex(command.pin))
    desk.work.contacts.save(desk.contact, pin=f"{salt}${pin_hash(pin, salt)}", shy=True)


def pin_hash(pin: str, salt: str) -> str:
    """scrypt of a PIN."""
    return hashlib.scrypt(pin.encode(), salt=bytes.fromhex(salt), n=2**13, r=8, p=1).hex()


def pin_fits(pin: str, kept: str) -> bool:
    """Whether a PIN is the one kept."""
    salt, _, mark = kept.partition("$")
    return bool(mark) and pin_hash(pin, salt) == mark


def raise_alert(desk: Desk, command: RaiseAlert) -> int:
    """Danger was heard: page at once when strong, otherwise after 60 seconds without an answer."""
    risks.plan(desk, command.kind)
    found = desk.work.alerts.open_of(desk.contact)
    if found is not None:
        if command.page and found.state == "asked":
            page(desk, found.id)
        return int(found.id)
    row = desk.work.alerts.add({
        "contact": desk.contact, "at": desk.now, "kind": command.kind, "level": command.level,
        "words": command.words[:200], "state": "asked"})  # fmt: skip
    if command.page:
        page(desk, row)
    else:
        desk.later(Due(f"alert:{row}", "alert_silence", desk.now + ASK_AGAIN, desk.contact,
                       data={"alert": row}))  # fmt: skip
    return row


def page(desk: Desk, alert: int) -> None:
    """Call the people on duty, one after the other, until one takes it."""
    desk.work.alerts.save(alert, state="paging")
    desk.work.contacts.save(desk.contact, urgent=True) if desk.contact else None
    for n, wait in enumerate(PAGES):
        desk.later(Due(f"page:{alert}:{n}", "page", desk.now + wait, data={"alert": alert, "n": n}))


def answer_alert(desk: Desk, command: AnswerAlert) -> None:
    """What the resident said of the open alert."""
    found = desk.work.alerts.open_of(desk.contact)
    if found is None:
        return
    if command.state == "danger":
        if found.state == "asked":
            page(desk, found.id)
        return
    desk.work.dues.cancel(desk.now, "居民已答复", keys=[f"alert:{found.id}"])
    if command.state == "mistake":
        risks.plan(desk, risks.MISTAKE)
    if found.state == "asked" or command.state == "mistake":
        keys = [f"page:{found.id}:{n}" for n in range(len(PAGES))]
        desk.work.dues.cancel(desk.now, "居民说安全", keys=keys)
        desk.work.alerts.save(found.id, state=command.state)
