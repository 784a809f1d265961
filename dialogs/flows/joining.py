"""A ticket told of elsewhere: how it stands, for who has its number and the end of the phone."""

from __future__ import annotations

from dialogs.dates import due_words
from dialogs.lookup import Lookup
from dialogs.question import SKIPPED, Question
from dialogs.talk import Done, Talk
from dialogs.told import Told
from grid.joining import DIGITS, AskElsewhere, Elsewhere
from grid.tickets import STATE_WORDS, Ticket


def elsewhere(talk: Talk, look: Lookup, number: str) -> Done:
    """Ask for the last four digits and tell the progress; nothing else of it is told here."""
    tail = Question("tail", look.say("elsewhere_tail", no=number), _read, skippable=True,
                    about=number, why=look.say("why_elsewhere"),
                    hint=look.say("elsewhere_again"))  # fmt: skip
    digits = talk.ask(tail)
    if digits == SKIPPED:
        return Done(look.say("elsewhere_not"))
    order = AskElsewhere(number, str(digits))
    return Done(lambda results: _words(results[0], look, number), order)


def _read(told: Told) -> str | None:
    """Four digits, or the last four of a whole number."""
    if told.heard.phones or told.incoming.phone:
        return (told.incoming.phone or told.heard.phones[0])[-4:]
    digits = "".join(c for c in told.plain if c.isdigit())
    return digits if DIGITS.fullmatch(digits) else None


def _words(found: Elsewhere, look: Lookup, number: str) -> str:
    if found.limited:
        return look.say("elsewhere_enough")
    if found.ticket is None:
        return look.say("elsewhere_unfit", no=number)
    return _stands(found.ticket, look)


def _stands(ticket: Ticket, look: Lookup) -> str:
    """The step and the date: no matter, no place, no words."""
    key = "elsewhere_ended" if ticket.ended or ticket.answer else "elsewhere_stands"
    due = due_words(ticket.answer_due, look.category(ticket.category).resolve)
    return look.say(key, no=ticket.number, state=STATE_WORDS[ticket.state], due=due)
