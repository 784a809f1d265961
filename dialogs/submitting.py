"""提交, said before the card: what may be left out is left out, and the card comes."""

from __future__ import annotations

from typing import Any

from dialogs.engine import Turn, advance, give
from dialogs.flows.kind import likeliest
from dialogs.lookup import Lookup
from dialogs.question import SKIPPED, Asked
from dialogs.reading import CHANGE, to_the_card
from dialogs.run import Run


def submits_now(turn: Turn) -> bool:
    """Skip every detail still to be asked; False when something is open that is needed."""
    run = turn.talk.top
    if run is None or run.open is None or run.flow != "report" or not turn.told.submits:
        return False
    if not (_left_out(turn, run) or (run.open and run.open.name == CHANGE)):
        return False
    leave_out(turn, run)
    to_the_card(run)  # 要改哪一项 is answered by it as well
    turn.talk.misses = 0
    advance(turn)
    return True


def leave_out(turn: Turn, run: Run) -> bool:
    """Leave out whatever may be left out, up to the card or to something needed."""
    many = 0
    while _left_out(turn, run):
        many += 1
    return many > 0


def _left_out(turn: Turn, run: Run) -> bool:
    asked = turn.outcome(run).open
    value = _without(asked, run, turn.look) if asked else None
    if asked is None or value is None:
        return False
    give(run, asked.name, asked.question.about, value)
    return True


def _without(asked: Asked, run: Run, look: Lookup) -> Any:
    """What stands for no answer: skipped, or 都不是, and a clerk finds the kind or the place.

    A kind much likelier than the others is taken: the card shows it before anything is sent.
    """
    if asked.question.skippable:
        return SKIPPED
    if asked.name.split(".")[-1] in ("kind", "clearer") and asked.question.options:
        return likeliest(run, asked.part, look)
    none = (o.value for o in asked.question.options if o.label == NONE_OF_THEM)
    return next(none, None)


NONE_OF_THEM = "都不是"
