"""Mending: what the house gave up is tried once more or taken off the list by a person, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.desk.desk import Desk
from grid.events import Event
from grid.refused import Refused
from integrations.sql.unreached import UnreachedList
from integrations.sql.watch import DUE, INBOX, LETTER, Watch

LAST_DUE, LAST_TURN = 4, 2
"""Tries already counted, so that one more failure gives it up again at once."""
GONE = "这一件刚才已经处理过了，请看最新的名单。"
LONGEST = 200


def mend(desk: Desk, kind: str, row: int, to: str, why: str) -> None:
    """Do what somebody chose about a row; raises Refused when another was quicker."""
    act = MENDS.get((kind, to))
    if act is None:
        raise Refused("没有这个处理办法，请返回再选。")
    why = why.strip()[:LONGEST]
    if to != "again" and not why:
        raise Refused("请写一句怎么处理的，以后查得到。")
    act(desk, row, why)
    event = Event(kind, str(row), to, desk.now, desk.actor, why=why)
    Watch(desk.work.connection).settle(event)


def _due_again(desk: Desk, row: int, why: str) -> None:
    _changed(desk, DUE, row, state="waiting", at=desk.now, tries=LAST_DUE, done=None,
             note="人工要求再试一次")  # fmt: skip


def _due_by_hand(desk: Desk, row: int, why: str) -> None:
    _changed(desk, DUE, row, state="dropped", done=desk.now, note=f"已人工处理：{why}")


def _message_again(desk: Desk, row: int, why: str) -> None:
    _changed(desk, INBOX, row, state="open", tries=LAST_TURN, done=None)


def _message_to_person(desk: Desk, row: int, why: str) -> None:
    """The conversation goes to the queue, unless a person has it already."""
    _changed(desk, INBOX, row, state="done")
    found = Watch(desk.work.connection).message(row)
    assert found is not None
    contact = desk.work.contacts.lock(found.contact, desk.now)
    if contact.holder == "bot":
        desk.work.contacts.save(
            contact.contact, holder="queue", queued=desk.now, why="有一条消息系统没能处理"
        )


def _rung(desk: Desk, row: int, why: str) -> None:
    rows = UnreachedList(desk.work.connection)
    letter = rows.letter(row)
    if letter is None:
        raise Refused(GONE)
    desk.work.contacts.lock(letter.contact, desk.now)  # two clerks at once: one after the other
    if rows.rung(row):
        raise Refused(GONE)


def _changed(desk: Desk, kind: str, row: int, **values: datetime | str | int | None) -> None:
    if not Watch(desk.work.connection).change(kind, row, **values):
        raise Refused(GONE)


MENDS: dict[tuple[str, str], Callable[[Desk, int, str], None]] = {
    (DUE, "again"): _due_again,
    (DUE, "by_hand"): _due_by_hand,
    (INBOX, "again"): _message_again,
    (INBOX, "person"): _message_to_person,
    (LETTER, "rung"): _rung,
}
