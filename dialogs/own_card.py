"""What needs a card of its own: a tip-off told over another card, or a trouble over a question."""

from __future__ import annotations

from typing import Any

from dialogs import opening
from dialogs.aside import kinds_of
from dialogs.engine import Turn
from dialogs.flows.kind import NOT_LISTED, sure
from dialogs.problems import SUFFERS, says_what
from dialogs.run import Run
from dialogs.telling import KINDS
from nlu.keywords import words_found

TIP_OFF = KINDS["tip_off"]
SPELT_OUT = 12  # characters below which a place or a word of the kind must be said
SURELY = 0.8  # confidence from which a tip-off of whatever kind is no question
_OF_THE_STORY = ("detail", "clearer", "story", "change")
"""Open questions whose answer is what is told: 我要举报, and then of whom."""


def on_its_own_card(turn: Turn) -> bool:
    """Begin a report above the one under way, which waits; no name goes from one to the other.

    A tip-off hides its teller and goes to another house; a question asks for no place and no
    details, which a trouble needs.
    """
    run = turn.talk.top
    if run is None or run.flow != "report" or run.open is None or not turn.told.text:
        return False
    if run.open.name.split(".")[-1] in _OF_THE_STORY or turn.told.incoming.kind != "message":
        return False
    if not (_tip_off(turn, run) or _trouble_over_a_question(turn, run)):
        return False
    asked = turn.outcome(run).open
    if asked is None or asked.question.answer(turn.told) is not None:
        return False
    turn.say(turn.look.say("question_waits" if run.said.get("consult") else "matter_waits"))
    return opening.report(turn, [])


def _tip_off(turn: Turn, run: Run) -> bool:
    """Whether somebody in office is told of, and not already on this card."""
    told = _guesses(turn)
    officially = opening.is_of_its_act(turn) if turn.told.heard.act == "tip_off" else False
    meant = officially or (sure(told) and told[0][0] == TIP_OFF)
    return meant and TIP_OFF not in kinds_of(turn, run)


def _trouble_over_a_question(turn: Turn, run: Run) -> bool:
    heard, told = turn.told.heard, _guesses(turn)
    if not run.said.get("consult") or heard.act not in ("report", "tip_off"):
        return False
    if heard.act == "tip_off" and heard.sure >= SURELY:
        return True
    if not sure(told) or told[0][0] in (*KINDS.values(), NOT_LISTED):
        return False
    code, plain = str(told[0][0]), turn.told.plain
    if not (heard.spot or len(plain) >= SPELT_OUT or words_found(plain, code)):
        return False  # 太破了，都没盖子: of what was asked about
    suffers = SUFFERS.search(turn.told.plain) or opening.COMPLAINT.search(turn.told.plain)
    return bool(suffers) and says_what(heard) and not opening.only_asks(turn)


def _guesses(turn: Turn) -> list[list[Any]]:
    return [[g.code, g.confidence] for g in turn.told.heard.guesses]
