"""Commands about co-units: asked, answered, no longer needed, and what happens to silence."""

from __future__ import annotations

from typing import Any

from bot.desk import notices
from bot.desk.desk import SYSTEM, Desk
from bot.desk.routes import called, fresh, told, unit_of
from dialogs.dates import time_words
from followup.due import Due
from grid.events import Actor, Event
from grid.helping import AskHelp, DropHelp, GiveHelp, Help, help_due, helps_of, no_helper
from grid.refused import Refused
from grid.returns import desk_above
from grid.tickets import Ticket, moved

LATE = "co_late"
"""The due action of a co-unit that has said nothing in time."""
MOST = 5  # units asked at once; for more there is the whistle


def _log(desk: Desk, ticket: Ticket) -> list[Event]:
    return desk.work.log.of("ticket", ticket.number)


def _note(desk: Desk, ticket: Ticket, move: str, said: tuple[str, str], by: Actor) -> None:
    """A row of the log about a co-unit: `said` is which, and what."""
    helper, why = said
    data: dict[str, Any] = {"helper": helper, "unit": helper}
    desk.happened(moved(ticket, move, by, desk.now, why=why, data=data)[1])


def ask_help(desk: Desk, command: AskHelp) -> Ticket:
    """The other unit hears what is wanted and by when; the resident's dates stay."""
    ticket = fresh(desk, command.number, command.seen)
    _held(ticket, command.unit)
    words, helper = told(command.words, "要对方做什么"), unit_of(desk, command.helper)
    if no := no_helper(desk.district, ticket, helper):
        raise Refused(no)
    asked = helps_of(_log(desk, ticket))
    own = [one for one in asked if one.unit == command.helper and one.open]
    if own and (own[0].asked.actor, own[0].asked.why) == (desk.actor, words):
        return ticket  # sent twice
    if own:
        raise Refused(f"已经请{called(desk, command.helper)}协办，等它回复。")
    if sum(one.open for one in asked) >= MOST:
        raise Refused(f"最多同时请{MOST}个单位协办；要更多单位到场，请街道吹哨。")
    _note(desk, ticket, "co_asked", (command.helper, words), desk.actor)
    _tell_helper(desk, ticket, command, words)
    return ticket


def _tell_helper(desk: Desk, ticket: Ticket, command: AskHelp, words: str) -> None:
    """What is wanted, by when, on a page of its own: the resident's words are not for it."""
    until = desk.district.due(help_due(desk.district.policies, ticket.sla), desk.now)
    lead = called(desk, ticket.unit)
    said = f"{ticket.number}：{lead}请您单位协办，{time_words(until)}前回复。{words}"
    word = notices.Word("co_asked", said, f"/staff/help/{ticket.number}")
    notices.give(desk, ticket, word, (command.helper,))
    key = f"{LATE}:{ticket.number}:{command.helper}:{desk.now.isoformat()}"
    data = {"helper": command.helper, "asked": desk.now.isoformat()}
    desk.later(Due(key, LATE, until, about=ticket.number, data=data))


def _held(ticket: Ticket, unit: str) -> None:
    if not unit or ticket.unit != unit:
        raise Refused(f"工单{ticket.number}现在不在您的单位，不用再办。")


def _open(desk: Desk, ticket: Ticket, helper: str) -> Help:
    """What is waited for from a unit; Refused when nothing is."""
    for one in helps_of(_log(desk, ticket)):
        if one.unit == helper and one.open and not ticket.ended:
            return one
    raise Refused(f"工单{ticket.number}现在不等您单位协办，不用再回复。")


def give_help(desk: Desk, command: GiveHelp) -> Ticket:
    """The unit that leads reads what the other one has done."""
    ticket = fresh(desk, command.number, "")
    words = told(command.words, "办了什么，或者为什么办不了")
    last = next((e for e in reversed(_log(desk, ticket)) if e.move == "co_replied"), None)
    if last and (last.actor, last.why) == (desk.actor, words):
        return ticket  # sent twice
    _open(desk, ticket, command.unit)
    _note(desk, ticket, "co_replied", (command.unit, words), desk.actor)
    said = f"{ticket.number}：{called(desk, command.unit)}回复协办：{words}"
    notices.give(desk, ticket, notices.Word("co_replied", said), (ticket.unit,))
    return ticket


def drop_help(desk: Desk, command: DropHelp) -> Ticket:
    """It is needed no more; the other one hears so."""
    ticket = fresh(desk, command.number, command.seen)
    _held(ticket, command.unit)
    why = told(command.why, "为什么不用协办了")
    _open(desk, ticket, command.helper)
    _note(desk, ticket, "co_dropped", (command.helper, why), desk.actor)
    said = f"{ticket.number}：不用您单位协办了。{why}"
    word = notices.Word("co_replied", said, f"/staff/help/{ticket.number}")
    notices.give(desk, ticket, word, (command.helper,))
    return ticket


def late(desk: Desk, due: Due) -> None:
    """Silent until the date: it hears so, and with it the desk above and who supervises (B.8)."""
    ticket, helper = desk.work.tickets.get(due.about), str(due.data["helper"])
    if ticket is None or ticket.ended:
        return
    asked = {one.unit: one.asked.at for one in helps_of(_log(desk, ticket)) if one.open}
    if helper not in asked or asked[helper].isoformat() != due.data["asked"]:
        return
    words = f"{called(desk, helper)}到时没有回复协办"
    _note(desk, ticket, LATE, (helper, words), SYSTEM)
    said = f"{ticket.number}：{words}，请马上回复。"
    above = desk_above(desk.district, helper)
    over = notices.HOTLINE if above == desk.district.centre else above.id
    own = notices.Word("co_late", said, f"/staff/help/{ticket.number}")
    notices.give(desk, ticket, own, (helper,))
    notices.give(desk, ticket, notices.Word("co_late", said),
                 (ticket.unit, over, notices.SUPERVISOR))  # fmt: skip


def waited_for(desk: Desk, ticket: Ticket) -> str:
    """The units that have not said their part yet, as they are called."""
    return "、".join(called(desk, one.unit) for one in helps_of(_log(desk, ticket)) if one.open)
