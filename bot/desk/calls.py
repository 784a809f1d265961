"""Calls promised to residents: owed by a date, tried, reached or not, told when they are late."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.desk import notices
from bot.desk.desk import Desk
from bot.desk.routes import told
from dialogs.dates import time_words
from followup.due import Due
from grid.duties import FirstContact, RecordCall
from grid.refused import Refused
from grid.returns import way_of
from grid.tickets import Ticket, moved
from integrations.sql.duties import BACK, FIRST, OWED, SURVEY

HOW = {"phone": "打电话", "chat": "在对话里", "visit": "上门、当面"}
LATE = "contact_late"
"""The due action of a first contact; a call back's is `call_back`."""
FARTHEST = timedelta(days=7)  # until the next attempt
DUES = {FIRST: (LATE,), BACK: ("call_back",), SURVEY: ()}
NOT_OF_THE_UNIT = {BACK: "回电", SURVEY: "电话回访"}


def owe_back(desk: Desk, ticket: Ticket, by: datetime, why: str) -> None:
    """Somebody not of the handling unit calls by then (D.4)."""
    _owe(desk, ticket, BACK, (by, why))


def owe_first(desk: Desk, ticket: Ticket) -> None:
    """The receipt has named the date of the first contact; whoever speaks first records it."""
    if ticket.contact_due is None or not _owe(desk, ticket, FIRST, (ticket.contact_due, "")):
        return
    desk.later(Due(f"{LATE}:{ticket.number}", LATE, ticket.contact_due, about=ticket.number))


def _owe(desk: Desk, ticket: Ticket, kind: str, until: tuple[datetime, str]) -> bool:
    """Promise it once; `until` is by when, and why."""
    by, why = until
    if ticket.contact.startswith("office:"):
        return False
    turn = ticket.redo_count if kind == BACK else 0
    return desk.work.calls.owe({"ticket": ticket.number, "kind": kind, "turn": turn,
                                "since": desk.now, "by": by, "why": why[:300]})  # fmt: skip


def late(desk: Desk, due: Due) -> None:
    """The date has passed: if nobody has called, the shift's leader hears of it."""
    ticket = desk.work.tickets.get(due.about)
    kind = FIRST if due.what == LATE else BACK
    owed = desk.work.calls.owed(kind, due.about)
    if ticket is None or not owed:
        return
    what = "首次联系" if kind == FIRST else "回电"
    by = time_words(owed[0].by)
    words = f"{ticket.number}答应{by}前{what}，现在还没有，请马上安排人联系居民。"
    notices.give(desk, ticket, notices.Word("call_late", words), (notices.LEADER, notices.HOTLINE))


def record_call(desk: Desk, command: RecordCall) -> Ticket:
    """One attempt: reached, it is done with; if not, when next; after the last the resident hears.

    Nobody of a unit that has had the ticket makes a call back about it (D.4).
    """
    row = desk.work.calls.get(command.call)
    ticket = desk.work.tickets.get(row.ticket) if row else None
    if row is None or ticket is None or row.state != OWED:
        raise Refused("这个电话已经有人打过，或者不用打了，请看最新的列表。")
    _may_call(desk, ticket, command, row)
    words = told(command.words, "说了什么" if command.reached else "怎么没有联系上")
    desk.work.calls.tried({"call": row.id, "at": desk.now, "account": desk.actor.id,
                           "how": command.how, "reached": command.reached,
                           "words": words})  # fmt: skip
    tries = row.tries + 1
    data = {"kind": row.kind, "how": command.how, "reached": command.reached, "tries": tries}
    desk.happened(moved(ticket, "called", desk.actor, desk.now, why=words, data=data)[1])
    if command.reached:
        _settle(desk, ticket, row.kind, "reached")
        return ticket
    _try_again(desk, ticket, command, (row, tries))
    return ticket


def _may_call(desk: Desk, ticket: Ticket, command: RecordCall, row: Any) -> None:
    if command.how not in HOW:
        raise Refused("请选怎么联系的。")
    member = desk.district.roster.get(command.member)
    held = way_of(desk.work.log.of("ticket", ticket.number)).held
    if row.kind in NOT_OF_THE_UNIT and member and member.unit in held:
        what = NOT_OF_THE_UNIT[row.kind]
        raise Refused(f"{what}要由不是原承办单位的同志来打，请交给别的同志。")


def _settle(desk: Desk, ticket: Ticket, kind: str, state: str) -> None:
    desk.work.calls.settle(ticket.number, (kind,), state)
    whats = list(DUES[kind])
    desk.work.dues.cancel(desk.now, "已经联系", about=ticket.number, whats=whats)


def _try_again(desk: Desk, ticket: Ticket, command: RecordCall, tried: tuple[Any, int]) -> None:
    """The next attempt on another day or time; as often as the district says, then no more."""
    row, tries = tried
    if tries >= desk.district.policies.call_tries:
        desk.work.calls.save(row.id, tries=tries, next=None)
        _settle(desk, ticket, row.kind, "given_up")
        if row.kind != SURVEY:
            _say(desk, ticket, "call_given_up", no=ticket.number, n=tries)
        return
    at = command.next or next_try(desk, desk.now, row.kind)
    if not desk.now < at <= desk.now + FARTHEST:
        raise Refused("下次什么时候再打？请选现在以后、7天以内的时间。")
    desk.work.calls.save(row.id, tries=tries, next=at)
    if row.kind != SURVEY:  # nobody waits for that one
        _say(desk, ticket, "call_missed", no=ticket.number, next=time_words(at))


def next_try(desk: Desk, now: datetime, kind: str = BACK) -> datetime:
    """Four working hours on: another half of the day, or the next day; of a survey another day."""
    if kind == SURVEY:
        return desk.district.calendar.add_working_hours(now, 12)
    return desk.district.calendar.add_working_hours(now, 4)


def _say(desk: Desk, ticket: Ticket, key: str, **named: Any) -> None:
    """To the resident alone; a follower has nothing to do with the call."""
    desk.later(Due(f"{key}:{ticket.number}:{desk.now.isoformat()}", "tell", desk.now,
                   ticket.contact, ticket.number,
                   {"words": desk.say(key, **named), "kind": "notice"}))  # fmt: skip


def first_contact(desk: Desk, command: FirstContact) -> Ticket:
    """The unit that has it has spoken to the resident (B.1, 4)."""
    ticket = desk.work.tickets.get(command.number)
    if ticket is None or not command.unit or ticket.unit != command.unit:
        raise Refused(f"工单{command.number}现在不在您的单位，不用再记。")
    owed = [row for row in desk.work.calls.of(ticket.number)
            if (row.kind, row.state) == (FIRST, OWED)]  # fmt: skip
    if not owed:
        raise Refused("首次联系已经记过了，请看经过。")
    return record_call(desk, RecordCall(owed[0].id, command.how, True, command.words))


def answered(desk: Desk, ticket: Ticket) -> None:
    """Whoever has the answer has been contacted."""
    _settle(desk, ticket, FIRST, "answered")


def spoken(desk: Desk) -> None:
    """A clerk has written to the resident: of what they wait to hear of, that is the contact."""
    for ticket in desk.work.tickets.of_person(desk.person):
        if ticket.contact != desk.contact:
            continue
        for row in desk.work.calls.owed(FIRST, ticket.number):
            words = "在对话里回复了居民"
            record_call(desk, RecordCall(row.id, "chat", True, words))
