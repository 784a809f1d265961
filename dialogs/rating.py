"""A verdict given unasked on something that has been answered: 没解决, 修好了."""

from __future__ import annotations

import re

from dialogs.engine import Turn
from dialogs.flows.kind import sure_of
from dialogs.once_more import NO_KIND
from followup import replies
from followup.survey import Solved
from grid.tickets import State, Ticket
from nlu.keywords import words_found


def rates(turn: Turn) -> bool:
    """没解决, 修好了, said unasked of something that has been answered."""
    solved, said = replies.read(turn.told.text).solved, turn.told.text
    told = sure_of(turn.told.heard.guesses)
    longest = JUDGEMENT if told and not replies.granted(said) else GRANTING
    if len(turn.told.plain) > longest or solved is None:
        return False
    judged = [State.FEEDBACK, State.CLOSED]
    judged += [State.REDO, State.REVIEW] if solved is not Solved.YES else []
    tickets = [t for t in turn.look.mine() if t.state in judged]
    return bool(tickets) and not (solved is not Solved.YES and _of_another_kind(turn, tickets))


def judges(turn: Turn) -> bool:
    """已经修好了，谢谢, said of an answer: a verdict, though it sounds like a withdrawal."""
    if turn.told.heard.act != "withdraw" or _TAKES_BACK.search(turn.told.plain):
        return False
    tickets = turn.look.mine()
    answered = any(t.state is State.FEEDBACK for t in tickets)
    waits = any(not t.ended and t.state is not State.FEEDBACK for t in tickets)
    return answered and not waits and rates(turn)


_TAKES_BACK = re.compile(r"撤|取消|销[掉了案]|(?:不[用要想]?|别)(?:再)?(?:登记|投诉|反映)")


def _of_another_kind(turn: Turn, tickets: list[Ticket]) -> bool:
    """电梯又坏了, after an answer about rubbish, names a thing that none of them is about."""
    first = next(iter(turn.told.heard.guesses), None)
    if first is None or first.confidence < SURELY or first.code in NO_KIND:
        return False
    return first.code not in {t.category for t in tickets} and bool(
        words_found(turn.told.plain, first.code)
    )


SURELY = 0.8  # confidence of a kind


JUDGEMENT = 12  # characters of a verdict on an answer; a longer one tells a story
GRANTING = 24  # of one of no sure kind, or that grants first: 收是收了，第二天又没人收
