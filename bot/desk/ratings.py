"""Commands about what came of a ticket: rated, taken up again, closed, archived."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk.desk import SYSTEM, Desk
from bot.desk.tickets import own_ticket
from dialogs.commands import RateTicket, ReopenTicket
from followup.due import Due
from followup.survey import QUESTIONS, About, Answer, Result, Solved, judge
from grid.events import Actor
from grid.refused import Refused
from grid.tickets import State, Ticket, moved

REOPEN = timedelta(days=15)
EDITABLE = timedelta(hours=24)
SURVEY_DUES = ("survey", "survey_reminder", "survey_close")


def rate_ticket(desk: Desk, command: RateTicket) -> tuple[str, datetime | None]:
    """Keep the answer and act on it; the result is what follows and by when somebody calls.

    "redo", "review", "call_back" or "close"; "kept" for a follower's answer and for praise after
    a redo has begun. The same person may change a good answer within 24 hours (0.2, 4).
    """
    ticket = own_ticket(desk, command.number)
    row = {"ticket": ticket.number, "person": desk.person, "round": ticket.redo_count,
           "at": desk.now, "solved": command.solved, "satisfied": command.satisfied,
           "reason": command.reason, "words": command.words}  # fmt: skip
    if not desk.work.tickets.rate(row, desk.now - EDITABLE):
        raise Refused("这件事您已经评价过了，谢谢您。想说别的，直接告诉我。")
    if ticket.state != State.FEEDBACK or int(ticket.person) != desk.person:
        return "kept", None
    answer = Answer(Solved(command.solved), command.satisfied or None)
    about = About(ticket.number, ticket.contact, ticket.sla, redo_count=ticket.redo_count)
    verdict = judge(answer, about, desk.now, desk.district.calendar)
    desk.work.dues.cancel(desk.now, "已评价", about=ticket.number, whats=SURVEY_DUES)
    if verdict.result in (Result.REDO, Result.REVIEW):
        _take_up_again(desk, ticket, command, verdict.result)
    else:
        at = verdict.acts_at or desk.now + EDITABLE
        desk.later(Due(f"rated:{ticket.number}:{ticket.redo_count}", "rated", at,
                       about=ticket.number))  # fmt: skip
    if verdict.call_by and verdict.result is not Result.REDO:  # a redo plans its own call
        _call_back(desk, ticket, verdict.call_by, _why(command))
    return str(verdict.result), verdict.call_by


def _call_back(desk: Desk, ticket: Ticket, by: datetime, why: str) -> None:
    """A person not of the handling unit calls; the task stands among the due actions."""
    desk.happened(moved(ticket, "call_back", desk.actor, desk.now, why=why)[1])
    desk.later(Due(f"call_back:{ticket.number}:{ticket.redo_count}", "call_back", by,
                   about=ticket.number, data={"since": desk.now.isoformat()}))  # fmt: skip


def _take_up_again(desk: Desk, ticket: Ticket, command: RateTicket, result: Result) -> None:
    """Unsolved goes to redo; the third time the centre's reviewer decides (0.2, 3)."""
    why = _why(command)
    move, changes = "third_unsolved", {}
    if result is Result.REDO:
        _, due = desk.district.deadlines(desk.district.catalogue[ticket.category], desk.now)
        move, changes = "rate_bad", {"redo_count": ticket.redo_count + 1, "answer_due": due}
    after, event = moved(ticket, move, desk.actor, desk.now, why=why[:500], changes=changes)
    desk.work.tickets.save(after)
    desk.happened(event)


def _why(command: RateTicket) -> str:
    """What the resident said was bad, as the log tells it: in words, not in codes."""
    solved, _, reason = QUESTIONS
    said = (solved.options.get(command.solved, ""), reason.options.get(command.reason, ""),
            command.words)  # fmt: skip
    return "，".join(each for each in said if each)


def close_rated(desk: Desk, number: str) -> None:
    """Twenty-four hours after a good answer the ticket is closed."""
    ticket = desk.work.tickets.get(number)
    if ticket and ticket.state == State.FEEDBACK:
        _close(desk, ticket, "rate_ok", "rated", SYSTEM)


def _close(desk: Desk, ticket: Ticket, move: str, code: str, actor: Actor | None = None) -> None:
    desk.work.dues.cancel(desk.now, "已评价", about=ticket.number, whats=SURVEY_DUES)
    after, event = moved(ticket, move, actor or desk.actor, desk.now, changes={"close_code": code})
    desk.work.tickets.save(after)
    desk.happened(event)


def close_unanswered(desk: Desk, number: str) -> None:
    """The end of the answering time closes an unrated ticket; never as satisfied (D.5)."""
    ticket = desk.work.tickets.get(number)
    if ticket and ticket.state == State.FEEDBACK:
        _close(desk, ticket, "no_answer", "unrated", SYSTEM)


def reopen_ticket(desk: Desk, command: ReopenTicket) -> Ticket:
    """Closed, but not solved: within 15 days it is taken up again (B.3)."""
    ticket, why = own_ticket(desk, command.number), command.why
    if ticket.answered and desk.now - ticket.answered > REOPEN:
        raise Refused(f"{ticket.number}办结已经超过15天了，请把现在的情况说一遍，我重新登记。")
    changes = {"redo_count": ticket.redo_count + 1}
    after, event = moved(ticket, "reopen", desk.actor, desk.now, why=why, changes=changes)
    after = desk.work.tickets.save(after)
    desk.happened(event)
    return after


def archive(desk: Desk, number: str) -> None:
    """Thirty quiet days after closing."""
    ticket = desk.work.tickets.get(number)
    if ticket and ticket.state == State.CLOSED:
        after, event = moved(ticket, "archive", SYSTEM, desk.now)
        desk.work.tickets.save(after)
        desk.happened(event)
