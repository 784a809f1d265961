"""Commands about what came of a ticket: rated, taken up again, closed, archived."""

from __future__ import annotations

from datetime import datetime

from bot.desk import calls, survey_calls
from bot.desk.desk import SYSTEM, Desk
from bot.desk.tickets import own_ticket
from dialogs.commands import RateTicket, ReopenTicket
from followup.due import Due
from followup.survey import EDITABLE, QUESTIONS, About, Answer, Result, Solved, call_by, judge
from grid.events import Actor
from grid.refused import Refused
from grid.tickets import State, Ticket, moved

SURVEY_DUES = ("survey", "survey_reminder", "survey_close", survey_calls.RING)
LATE = "late"
"""What a bad answer leads to when the time for reopening is over."""
UNDELIVERABLE = "undeliverable"
REVIEW_LATE = "review_late"
"""The due action of a decision the centre's leader owes."""


def rate_ticket(desk: Desk, command: RateTicket) -> tuple[str, datetime | None]:
    """Keep the answer and act on it; the result is what follows and by when somebody calls.

    "redo", "review", "call_back" or "close"; "kept" for a follower's answer and for praise after
    a redo has begun; "late" for 没解决 after the time in which a closed ticket is reopened. The
    same person may change a good answer within 24 hours (0.2, 4).
    """
    ticket = own_ticket(desk, command.number)
    if int(ticket.person) == desk.person:
        return rated(desk, ticket, command)
    _keep(desk, ticket, command, desk.person)
    return "kept", None


def _keep(desk: Desk, ticket: Ticket, command: RateTicket, person: int) -> None:
    row = {"ticket": ticket.number, "person": person, "round": ticket.redo_count,
           "at": desk.now, "solved": command.solved, "satisfied": command.satisfied,
           "reason": command.reason, "words": command.words}  # fmt: skip
    if not desk.work.tickets.rate(row, desk.now - EDITABLE):
        raise Refused("这件事您已经评价过了，谢谢您。想说别的，直接告诉我。")


def rated(desk: Desk, ticket: Ticket, command: RateTicket) -> tuple[str, datetime | None]:
    """Whose it is has answered, here or to a clerk: kept, and acted on."""
    _keep(desk, ticket, command, int(ticket.person))
    answer = Answer(Solved(command.solved), command.satisfied or None)
    if ticket.state == State.CLOSED and answer.unsolved:
        return _not_solved_after_all(desk, ticket, _why(command))
    if ticket.state != State.FEEDBACK:
        return "kept", None
    return _acts(desk, ticket, command, answer)


def _acts(
    desk: Desk, ticket: Ticket, command: RateTicket, answer: Answer
) -> tuple[str, datetime | None]:
    """What an answer leads to, at once or after a day."""
    verdict = judge(answer, about_of(desk, ticket), desk.now, desk.district.calendar)
    desk.work.dues.cancel(desk.now, "已评价", about=ticket.number, whats=SURVEY_DUES)
    survey_calls.over(desk, ticket.number, "rated")
    if verdict.result in (Result.REDO, Result.REVIEW):
        again(desk, ticket, _why(command), ("rate_bad", "third_unsolved"))
    else:
        at = verdict.acts_at or desk.now + EDITABLE
        desk.later(Due(f"rated:{ticket.number}:{ticket.redo_count}", "rated", at,
                       about=ticket.number))  # fmt: skip
    if verdict.call_by and verdict.result is Result.CALL_BACK:  # a redo plans its own call
        _call_back(desk, ticket, verdict.call_by, _why(command))
    return str(verdict.result), verdict.call_by


def about_of(desk: Desk, ticket: Ticket) -> About:
    """What the rules of the survey need to know."""
    return About(ticket.number, ticket.contact, ticket.sla, redo_count=ticket.redo_count,
                 redo_max=desk.district.policies.redo_max)  # fmt: skip


def _not_solved_after_all(desk: Desk, ticket: Ticket, why: str) -> tuple[str, datetime | None]:
    """Said to a survey after the ticket was closed: taken up again while that is possible."""
    if too_late(desk, ticket):
        return LATE, None
    after = again(desk, ticket, why, ("reopen", "reopen_review"))
    by = call_by(about_of(desk, ticket), desk.now, desk.district.calendar)
    return str(Result.REVIEW if after.state == State.REVIEW else Result.REDO), by


def too_late(desk: Desk, ticket: Ticket) -> bool:
    """Whether it was closed too long ago to be reopened (B.3: 15 days)."""
    log = desk.work.log.of("ticket", ticket.number)
    closed = [e.at for e in log if e.after == State.CLOSED and e.before != State.CLOSED]
    return bool(closed) and desk.now - closed[-1] > desk.district.policies.reopen


def _call_back(desk: Desk, ticket: Ticket, by: datetime, why: str) -> None:
    """A person not of the handling unit calls, and the call stands on their list."""
    desk.happened(moved(ticket, "call_back", desk.actor, desk.now, why=why)[1])
    desk.later(Due(f"call_back:{ticket.number}:{ticket.redo_count}", "call_back", by,
                   about=ticket.number, data={"since": desk.now.isoformat()}))  # fmt: skip
    calls.owe_back(desk, ticket, by, why)


def again(desk: Desk, ticket: Ticket, why: str, moves: tuple[str, str]) -> Ticket:
    """Not solved: done again, or, done again often enough, the centre's leader decides (0.2, 3).

    `moves` are the names of the two in the table. Either has a date of its own.
    """
    policies, data = desk.district.policies, {}
    if ticket.redo_count < policies.redo_max:
        rule = desk.district.rule(ticket.category, ticket.edition)
        assert rule  # a category is never taken out of the catalogue
        due = desk.district.due(rule.resolve, desk.now)
        move, changes = moves[0], {"redo_count": ticket.redo_count + 1, "answer_due": due}
    else:
        due = call_by(about_of(desk, ticket), desk.now, desk.district.calendar)
        move, changes, data = moves[1], {"answer_due": due}, {"level": 3}
        desk.later(Due(f"{REVIEW_LATE}:{ticket.number}:{due.isoformat()}", REVIEW_LATE, due,
                       about=ticket.number))  # fmt: skip
    after, event = moved(ticket, move, desk.actor, desk.now, why=why[:500], data=data,
                         changes={**changes, "close_code": ""})  # fmt: skip
    after = desk.work.tickets.save(after)
    desk.happened(event)
    return after


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
    survey_calls.over(desk, ticket.number, "over")
    after, event = moved(ticket, move, actor or desk.actor, desk.now, changes={"close_code": code})
    desk.work.tickets.save(after)
    desk.happened(event)


def close_unanswered(desk: Desk, number: str) -> None:
    """The end of the answering time closes an unrated ticket; never as satisfied (D.5).

    Whom no word could be delivered to has not kept silent: that is counted apart.
    """
    ticket = desk.work.tickets.get(number)
    if ticket and ticket.state == State.FEEDBACK:
        row = desk.work.contacts.get(ticket.contact)
        code = UNDELIVERABLE if row and row.unreachable else "unrated"
        _close(desk, ticket, "no_answer", code, SYSTEM)


def reopen_ticket(desk: Desk, command: ReopenTicket) -> Ticket:
    """Closed, but not solved: within 15 days it is taken up again (B.3)."""
    ticket = own_ticket(desk, command.number)
    if ticket.state == State.CLOSED and too_late(desk, ticket):
        days = desk.district.policies.reopen.days
        raise Refused(f"{ticket.number}办结已经超过{days}天了，请把现在的情况说一遍，我重新登记。")
    return again(desk, ticket, command.why, ("reopen", "reopen_review"))


def archive(desk: Desk, number: str) -> None:
    """Thirty quiet days after closing."""
    ticket = desk.work.tickets.get(number)
    if ticket and ticket.state == State.CLOSED:
        after, event = moved(ticket, "archive", SYSTEM, desk.now)
        desk.work.tickets.save(after)
        desk.happened(event)
