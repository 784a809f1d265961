"""Asking whether it helped: solved? satisfied? why not? — three taps at most (D.2)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dialogs.commands import RateTicket
from dialogs.dates import time_words
from dialogs.flows.may_call import follows
from dialogs.flows.progress import which
from dialogs.lookup import Lookup
from dialogs.question import Option, Question
from dialogs.talk import Done, Talk
from dialogs.told import Told
from followup import replies
from followup.survey import QUESTIONS, Answer, Solved, next_question
from grid.tickets import State, Ticket

ENOUGH = "enough"
"""Among what was said: the rest was never answered, and what was counts without it."""
UNSAID = 0  # stars
_WORDS = {"solved": "survey_solved", "satisfied": "survey_satisfied", "reason": "survey_reason"}


def survey(talk: Talk, look: Lookup) -> Done:
    """Two facts kept apart and, after a bad one, a reason; a bad answer acts at once."""
    number = str(talk.args["number"])
    ticket = look.seen.ticket(number)
    if ticket is None:
        return Done(look.say("fine"))
    answer = _told(talk.args, look)
    values = {"no": number, "what": look.category(ticket.category).name}
    words = ""
    while (question := next_question(answer)) is not None:
        if answer.unsolved and talk.run.said.get(ENOUGH):
            break
        if question.key == "reason" and answer.solved == Solved.NOBODY:
            answer = replace(answer, reasons=("no_contact",))
            continue  # 没人来过 says why
        value = talk.ask(survey_question(question, answer, values, look, number))
        answer, words = _with(answer, question.key, value, words)
    assert answer.solved
    words = "。".join([*map(str, talk.run.said.get("more", ())), *([words] if words else [])])
    stars = answer.satisfied or UNSAID
    rating = RateTicket(number, answer.solved, stars, ",".join(answer.reasons), words)
    return Done(lambda results: thanks(results[0], number, look), rating,
                then=lambda results: follows(results[0], number, look))  # fmt: skip


def _told(args: dict[str, Any], look: Lookup) -> Answer:
    """What the words that began the survey said already; 四颗星 after a verdict adds to that."""
    reading = replies.read(str(args.get("text", "")))
    if reading.ask:
        return Answer()
    before = look.seen.verdict(str(args["number"])) if reading.satisfied else ""
    solved = reading.solved or (Solved(before) if before else None)
    return Answer(solved, reading.satisfied)


def _with(answer: Answer, key: str, value: Any, words: str) -> tuple[Answer, str]:
    if key == "reason":
        known = value in QUESTIONS[2].options
        return Answer(answer.solved, answer.satisfied, (value if known else "other",)), (
            words if known else str(value)
        )
    both = dict(value)
    solved = Solved(both["solved"]) if both.get("solved") else answer.solved
    return Answer(solved, both.get("satisfied") or answer.satisfied), words


def survey_question(asked: Any, answer: Answer, values: dict[str, str], look: Lookup,
                    about: str) -> Question:  # fmt: skip
    """One question of the table, with its buttons; typed answers are read with their traps."""
    text = look.say(_WORDS[asked.key], **values)
    if asked.key == "reason":
        options = tuple(Option(label, value) for value, label in asked.options.items())
        return Question("reason", text, lambda told: told.text or None, options=options,
                        about=about, why=look.say("why_survey"))  # fmt: skip
    rows = list(asked.options.items())
    if asked.key == "satisfied":
        rows.reverse()  # so that the number of a button is the number of stars
    options = tuple(Option(label, _value(asked.key, value)) for value, label in rows)
    return Question(asked.key, text, _reader(asked.key), options=options, about=about,
                    why=look.say("why_survey"), hint=text, miss=_asked_back)  # fmt: skip


def _asked_back(told: Told) -> str:
    """One asks back at irony, double negation and numbers that are no stars (D.2)."""
    return replies.read(told.text).ask


def _value(key: str, value: str) -> dict[str, Any]:
    return {"solved": value} if key == "solved" else {"satisfied": int(value)}


def _reader(key: str) -> Any:
    def read(told: Told) -> dict[str, Any] | None:
        reading = (replies.read_solved if key == "solved" else replies.read)(told.text)
        if reading.ask or reading.empty:
            return None
        found = {"solved": reading.solved, "satisfied": reading.satisfied}
        return found if found[key] is not None else None

    return read


def thanks(result: Any, number: str, look: Lookup) -> str:
    """What happens next, by when."""
    what, due = result
    when = time_words(due) if due else ""
    keys = {"redo": "survey_redo", "review": "survey_review", "call_back": "survey_call_back",
            "late": "survey_late"}  # fmt: skip
    ticket = look.seen.ticket(number)
    if ticket is not None and ticket.privacy == "anonymous":
        keys |= {"redo": "survey_redo_unnamed", "call_back": "survey_call_back_unnamed"}
    return look.say(keys.get(what, "survey_thanks"), no=number, due=when)


def rate(talk: Talk, look: Lookup) -> Done:
    """The resident judges unasked: 没解决, 很满意; the ticket meant is the answered one.

    Of one that is being done again 没解决 is an urge.
    """
    text = str(talk.args.get("text", ""))
    answered = [t for t in look.mine() if t.state == State.FEEDBACK]
    unsolved = replies.read(text).solved not in (None, Solved.YES)
    others = [State.CLOSED, *(AGAIN if unsolved else ())]
    pool = answered or [t for t in look.mine() if t.state in others]
    ticket = which(talk, look, pool, look.say("which_progress"))
    if ticket is None:
        return Done(look.say("no_tickets"))
    if ticket.state in AGAIN:
        return Done("", then=("urge", {"text": text, "facts": {"ticket": ticket.number}}))
    if ticket.state == State.CLOSED:
        again = {"relapsed": True} if talk.args.get("relapsed") else {}
        return Done("", then=("reopen", {"number": ticket.number, "text": text, **again}))
    return Done("", then=("survey", {"number": ticket.number, "text": text}))


AGAIN = (State.REDO, State.REVIEW)
"""Where somebody is at it once more."""


def reopen(talk: Talk, look: Lookup) -> Done:
    """Closed and yet not solved: taken up again within 15 days (B.3)."""
    from dialogs.commands import ReopenTicket

    number, text = str(talk.args["number"]), str(talk.args.get("text", ""))
    reading = replies.read(text)
    if reading.solved in (None, Solved.YES) and not talk.args.get("relapsed"):
        return Done(look.say("survey_thanks"))
    return Done(lambda results: _reopened(results[0], look), ReopenTicket(number, text))


def _reopened(ticket: Ticket, look: Lookup) -> str:
    """Taken up again, or with the centre's leader, who owes a word by a date."""
    if ticket.state != State.REVIEW or ticket.answer_due is None:
        return look.say("reopened", no=ticket.number)
    return look.say("reopened_review", no=ticket.number, due=time_words(ticket.answer_due))
