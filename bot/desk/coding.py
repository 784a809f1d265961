"""An anonymous tip-off gets a code only its holder has; it tells the progress and nobody's name.

Of the code a keyed index is kept, in a log of its own; neither the code nor who asks is written.
"""

from __future__ import annotations

from bot.desk.desk import SYSTEM, Desk
from dialogs.dates import due_words
from dialogs.say import Say
from grid.calendar import SHANGHAI
from grid.events import Actor, Event
from grid.query_codes import AskByCode, made
from grid.returns import URGENT
from grid.tickets import STATE_WORDS, Ticket

KIND, LENGTH = "code", 40  # of the log's rows
TRIES = 6  # a day from one sender; a right one counts as well, so that a limit tells nothing
MOVES = ("submit", "unname")
"""After these a ticket may be one that nobody's name leads to."""
HOLDER = Actor("holder", "resident")
"""Who asks with a code: never an account or a contact."""


def given(desk: Desk, ticket: Ticket, events: list[Event]) -> list[Say]:
    """The code of a tip-off that has just become anonymous, sealed for its holder."""
    if not any(event.move in MOVES for event in events) or not _anonymous(ticket):
        return []
    if ticket.contact != desk.contact or desk.actor.role != "resident" or _has_one(desk, ticket):
        return []
    code = made()
    mark = Event(KIND, _mark(desk, code), "given", desk.now, SYSTEM, data={"no": ticket.number})
    desk.work.log.append(mark)
    return [_sealed(desk, "code_given_veiled", desk.say("code_given", code=code))]


def _anonymous(ticket: Ticket) -> bool:
    """Violence and other danger get none: a slip with a code may be found by the wrong person."""
    return ticket.privacy == "anonymous" and ticket.secret and ticket.sla not in URGENT


def _has_one(desk: Desk, ticket: Ticket) -> bool:
    """Whether one was given before: there is never a second."""
    return desk.work.counters.next(f"coded:{ticket.number}") > 1


def ask_by_code(desk: Desk, command: AskByCode) -> Say:
    """How it stands, or in the same words whatever is wrong; every try counts."""
    day = desk.now.astimezone(SHANGHAI).strftime("%Y%m%d")
    if desk.work.counters.next(f"code:{day}:{desk.seal.index(desk.contact)[:24]}") > TRIES:
        return _sealed(desk, "code_veiled", desk.say("code_enough"))
    code = desk.seal.open(bytes.fromhex(command.sealed))
    rows = desk.work.log.of(KIND, _mark(desk, code))
    ticket = desk.work.tickets.get(str(rows[0].data["no"])) if rows else None
    if ticket is None:
        return _sealed(desk, "code_veiled", desk.say("code_unfit"))
    desk.work.log.append(Event(KIND, _mark(desk, code), "asked", desk.now, HOLDER))
    return _sealed(desk, "code_veiled", _stands(desk, ticket))


def _mark(desk: Desk, code: str) -> str:
    return desk.seal.index(f"query code {code}")[:LENGTH]


def _stands(desk: Desk, ticket: Ticket) -> str:
    """The step, the date and the answer: no number, no matter, no unit."""
    state = STATE_WORDS[ticket.state]
    if ticket.answer:
        return desk.say("code_answered", state=state, answer=ticket.answer)
    if ticket.ended:
        return desk.say("code_ended", state=state)
    rule = desk.district.rule(ticket.category, ticket.edition)
    assert rule  # a category is never taken out of the catalogue
    return desk.say("code_stands", state=state, due=due_words(ticket.answer_due, rule.resolve))


def _sealed(desk: Desk, veil: str, words: str) -> Say:
    """Words for the reader; staff who read the conversation see the veil."""
    return Say(desk.say(veil), sealed=desk.seal.close(words).hex())
