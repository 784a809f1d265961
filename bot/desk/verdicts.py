"""Commands of staff about how it turned out: what a resident rang to say, a supervisor's look."""

from __future__ import annotations

from bot.desk.desk import Desk
from bot.desk.ratings import about_of, again, rated, too_late
from bot.desk.routes import LATELY, fresh, tell, told
from dialogs.commands import RateTicket
from dialogs.dates import time_words
from followup.survey import Solved, call_by
from grid.refused import Refused
from grid.returns import way_of
from grid.tickets import State, Ticket
from grid.verdicts import RecordVerdict, Reinspect

TOLD = (Solved.YES, Solved.PARTLY, Solved.NO)
STARS = range(6)  # 0: not asked
OPENS = ("rate_bad", "third_unsolved", "reopen", "reopen_review")


def record_verdict(desk: Desk, command: RecordVerdict) -> Ticket:
    """As if the resident had said it here: 没解决 is done again, also of what is closed."""
    words = told(command.words, "居民在电话里怎么说的")
    if done := _sent_twice(desk, command.number, words):
        return done
    ticket = fresh(desk, command.number, command.seen)
    _may_record(desk, ticket, command)
    rated(desk, ticket, RateTicket(ticket.number, command.solved, command.satisfied,
                                   words=f"电话里说：{words}"))  # fmt: skip
    after = desk.work.tickets.get(ticket.number) or ticket
    if after.state in (State.REDO, State.REVIEW):
        _say_again(desk, after, "way.told_unsolved")
    return after


def _sent_twice(desk: Desk, number: str, words: str) -> Ticket | None:
    """The ticket, when the very same form has just opened it again."""
    lately = desk.work.log.of("ticket", number)[-LATELY:]
    own = [event for event in lately if event.move in OPENS and event.actor == desk.actor]
    return desk.work.tickets.get(number) if any(words in event.why for event in own) else None


def _may_record(desk: Desk, ticket: Ticket, command: RecordVerdict) -> None:
    """Refused where there is nothing to judge, nobody who could, or the unit itself writes it."""
    if ticket.contact.startswith("office:"):
        raise Refused("这件事没有诉求人，不用记评价。")
    if command.solved not in TOLD or command.satisfied not in STARS:
        raise Refused("请选居民说的是已解决、部分解决还是没解决。")
    closed = ticket.state == State.CLOSED and command.solved != Solved.YES
    if ticket.state != State.FEEDBACK and not closed:
        raise Refused(f"工单{ticket.number}现在不用记评价：答复以后才记，办结了的只记没解决。")
    if closed:
        _in_time(desk, ticket)
    member = desk.district.roster.get(command.member)
    held = way_of(desk.work.log.of("ticket", ticket.number)).held
    if member and member.unit in held:
        raise Refused("评价要由不是原承办单位的同志来记，请交给别的同志。")


def _in_time(desk: Desk, ticket: Ticket) -> None:
    """Refused when it was closed too long ago."""
    if too_late(desk, ticket):
        days = desk.district.policies.reopen.days
        raise Refused(f"办结已经超过{days}天，不能重新打开：请另登一件，写上{ticket.number}。")


def reinspect(desk: Desk, command: Reinspect) -> Ticket:
    """Closed, and whoever supervises finds it is not so: done again (B.3)."""
    why = told(command.words, "复查看到什么")
    if done := _sent_twice(desk, command.number, why):
        return done
    ticket = fresh(desk, command.number, command.seen)
    if ticket.state != State.CLOSED:
        raise Refused(f"工单{ticket.number}没有办结，不用重新打开；要盯住的，请督办。")
    _in_time(desk, ticket)
    after = again(desk, ticket, f"复查：{why}", ("reopen", "reopen_review"))
    _say_again(desk, after, "way.reinspected")
    return after


def _say_again(desk: Desk, ticket: Ticket, key: str) -> None:
    """Everybody who follows hears that it is done again, and by when somebody calls."""
    by = call_by(about_of(desk, ticket), desk.now, desk.district.calendar)
    tell(desk, ticket, desk.say(key, by=time_words(by)))
