"""The centre's leader decides on what stayed unsolved: explain and close, once more, or answer."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import notices
from bot.desk.desk import Desk
from bot.desk.dispatching import redispatch
from bot.desk.routes import Step, fresh, put, repeated, tell, told
from bot.desk.tickets import news
from dialogs.dates import time_words
from followup.due import Due
from grid.duties import DecideReview
from grid.orders import Redispatch
from grid.refused import Refused
from grid.tickets import State, Ticket

LEAST = 10  # characters of what the resident is told
MOVES = {"uphold": "uphold", "again": "redispatch", "answer": "answer"}
DECISIONS = {
    "again": "再办一次",
    "answer": "中心已经办好，给出答复",
    "uphold": "已依法办到位，说明后办结",
}
EXPLAINED = "explained_unsatisfied"
"""How it was closed: it stays among the unsatisfied (B.3)."""


def decide(desk: Desk, command: DecideReview) -> Ticket:
    """Whatever is decided, the resident hears it; a fourth 没解决 comes back here."""
    step = Step(MOVES.get(command.how, ""), command.words.strip()[:500])
    if done := repeated(desk, command.number, command.seen, step):
        return done
    ticket = fresh(desk, command.number, command.seen)
    if ticket.state != State.REVIEW:
        raise Refused(f"工单{ticket.number}现在不用您定，可能已经定过了，请看经过。")
    if command.how not in DECISIONS:
        raise Refused("请选怎么定。")
    desk.work.dues.cancel(desk.now, "已经定了", about=ticket.number, whats=["review_late"])
    return {"uphold": _uphold, "again": _again, "answer": _answer}[command.how](
        desk, ticket, command
    )


def _uphold(desk: Desk, ticket: Ticket, command: DecideReview) -> Ticket:
    words = _for_the_resident(command)
    ticket = put(desk, ticket, Step("uphold", words[:500], {}, {"close_code": EXPLAINED}))
    days = desk.district.policies.reopen.days
    tell(desk, ticket, desk.say("review_upheld", words=words, days=days))
    return ticket


def _answer(desk: Desk, ticket: Ticket, command: DecideReview) -> Ticket:
    """The centre has done it; the resident is asked once more whether that helped."""
    words = _for_the_resident(command)
    changes = {"answer": words, "answered": desk.now, "redo_count": ticket.redo_count + 1}
    ticket = put(desk, ticket, Step("answer", words[:500], {}, changes))
    news(desk, ticket, "answered", answer=words)
    return ticket


def _again(desk: Desk, ticket: Ticket, command: DecideReview) -> Ticket:
    """A unit higher up, or one of the same level that somebody watches, does it once more."""
    told(command.words, "为什么再办一次、要办到什么程度")
    counted = replace(ticket, redo_count=ticket.redo_count + 1)
    desk.work.tickets.save(counted)
    return redispatch(desk, Redispatch(ticket.number, command.unit, command.words,
                                       command.supervisor))  # fmt: skip


def _for_the_resident(command: DecideReview) -> str:
    words = command.words.strip()
    if len(words) < LEAST:
        raise Refused(f"请写清楚给居民的话：办了什么、依据是什么（至少{LEAST}个字）。")
    return words


def late(desk: Desk, due: Due) -> None:
    """The leader has not decided by the date the resident was told: both hear of it, once a day."""
    ticket = desk.work.tickets.get(due.about)
    if ticket is None or ticket.state != State.REVIEW or ticket.answer_due is None:
        return
    words = f"{ticket.number}答应居民{time_words(ticket.answer_due)}前给说法，已经过了，请马上定。"
    notices.give(
        desk, ticket, notices.Word("review_late", words), (notices.LEADER, notices.SUPERVISOR)
    )
    at = desk.district.calendar.add_workdays(desk.now, 1)
    if "again" not in due.data:
        tell(desk, ticket, desk.say("review_late"))
    desk.later(Due(f"review_late:{ticket.number}:{at.isoformat()}", "review_late", at,
                   about=ticket.number, data={"again": True}))  # fmt: skip
