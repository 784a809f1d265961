"""Commands of a clerk who does not accept a ticket, or has handed an emergency to those who rescue.

Whatever the reason, the resident reads it with the way that leads on (B.4).
"""

from __future__ import annotations

from datetime import timedelta

from bot.desk import calls, entering, notices
from bot.desk.calling import calm
from bot.desk.desk import Desk
from bot.desk.leaving import OVER
from bot.desk.routes import LEAST, Step, fresh, put, repeated, tell, told
from followup.due import Due
from grid.refused import Refused
from grid.rejecting import GROUNDS, RESCUE, HandToRescue, Reject, may, unfounded
from grid.tickets import STATE_WORDS, Ticket

RING = "没有受理，对方没有消息渠道：请打电话说明理由，告诉他可以去哪里办。"
AFTER_RESCUE = "已经转应急：请问问居民现在是否安全、处置得怎样。"
SOON = timedelta(hours=2)  # after which the resident is asked how it went (B.3)


def reject(desk: Desk, command: Reject) -> Ticket:
    """Not accepted: the resident hears why and where to go, nothing stays open."""
    words = command.words.strip()
    step = Step("reject", words, {"ground": command.ground})
    if done := repeated(desk, command.number, command.seen, step):
        return done
    ticket = fresh(desk, command.number, command.seen)
    _may_reject(desk, ticket, command)
    told(words, "为什么不予受理")
    ground, unit = GROUNDS[command.ground], ticket.unit
    answer = f"{ground.why}：{words.rstrip('。')}。{ground.route}"
    ticket = put(desk, ticket, Step("reject", words, {"ground": command.ground},
                                    {"answer": answer, "answered": desk.now}))  # fmt: skip
    _ends(desk, ticket, "不予受理", unit)
    tell(desk, ticket, desk.say("way.rejected", words=answer))
    entering.ring(desk, ticket, RING)
    return ticket


def _may_reject(desk: Desk, ticket: Ticket, command: Reject) -> None:
    """Refused where it is too late, not founded, or others hang on it."""
    if not may(ticket, "reject"):
        state = STATE_WORDS[ticket.state].replace("您", "居民")
        raise Refused(f"工单{ticket.number}{state}，不能再不受理；该答复的，请写明理由答复居民。")
    log = desk.work.log.of("ticket", ticket.number)
    if no := unfounded(ticket, command.ground, log, desk.now):
        raise Refused(no)
    if desk.work.tickets.merged_into(ticket.number):
        raise Refused(f"{ticket.number}下面并着别人的工单，请先拆开，各件分别定。")
    if _mediated(desk, ticket):
        raise Refused(f"{ticket.number}正在调解，不能不受理；不适合调解的，请在调解里结束。")


def _mediated(desk: Desk, ticket: Ticket) -> bool:
    """Whether its parties sit at a table, or wait to."""
    cases = desk.work.cases.of_person(int(ticket.person))
    return any(row.ticket == ticket.number and row.state not in OVER for row in cases)


def _ends(desk: Desk, ticket: Ticket, note: str, unit: str) -> None:
    """Nobody owes it anything any more; the unit that had it hears so."""
    desk.work.dues.cancel(desk.now, note, about=ticket.number)
    calm(desk, ticket.number)
    calls.answered(desk, ticket)
    words = f"{ticket.number}{note}，不用再办。"
    notices.give(desk, ticket, notices.Word("ended", words), (unit,))


def hand_to_rescue(desk: Desk, command: HandToRescue) -> Ticket:
    """An emergency is with those who rescue; in two hours somebody asks how it went (B.3)."""
    words = command.words.strip()
    step = Step("emergency_transfer", _handed(command), {"to": command.to})
    if done := repeated(desk, command.number, command.seen, step):
        return done
    ticket = fresh(desk, command.number, command.seen)
    if command.to not in RESCUE:
        raise Refused("请选转给了哪里。")
    if len(words) < LEAST:
        raise Refused(f"请写明谁接的、几点接的（至少{LEAST}个字），会记入经过。")
    if not may(ticket, "emergency_transfer"):
        state = STATE_WORDS[ticket.state].replace("您", "居民")
        raise Refused(f"工单{ticket.number}{state}，不用再转应急。")
    unit = ticket.unit
    ticket = put(desk, ticket, step)
    _ends(desk, ticket, f"已转{RESCUE[command.to]}", unit)
    tell(desk, ticket, desk.say(_words_key(command), to=RESCUE[command.to], number=command.to))
    _ask_in_two_hours(desk, ticket)
    return ticket


def _handed(command: HandToRescue) -> str:
    to = RESCUE.get(command.to, "")
    return f"转给{to}：{command.words.strip()}"[:500]


def _words_key(command: HandToRescue) -> str:
    """A number that residents can dial is named as one."""
    return "way.rescue_number" if command.to.isdecimal() else "way.rescue"


def _ask_in_two_hours(desk: Desk, ticket: Ticket) -> None:
    by = desk.now + SOON
    calls.owe_back(desk, ticket, by, AFTER_RESCUE)
    desk.later(Due(f"call_back:{ticket.number}:rescue", "call_back", by, about=ticket.number,
                   data={"turn": ticket.redo_count}))  # fmt: skip
