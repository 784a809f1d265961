"""提交, said before the card: what may be left out is left out, and the card comes."""

from __future__ import annotations

from typing import Any

from dialogs.engine import Turn, advance, give
from dialogs.question import SKIPPED, Asked
from dialogs.run import Run


def submits_now(turn: Turn) -> bool:
    """Skip every detail still to be asked; False when something is open that is needed."""
    run = turn.talk.top
    if run is None or run.open is None or run.flow != "report" or not turn.told.submits:
        return False
    if not _left_out(turn, run):
        return False
    while _left_out(turn, run):
        pass
    if CHANGE in run.reopened:
        run.reopened.remove(CHANGE)  # 要改哪一项 is answered by it as well
    turn.talk.misses = 0
    advance(turn)
    return True


def _left_out(turn: Turn, run: Run) -> bool:
    asked = turn.outcome(run).open
    value = _without(asked) if asked else None
    if asked is None or value is None:
        return False
    give(run, asked.name, asked.question.about, value)
    return True


def _without(asked: Asked) -> Any:
    """What stands for no answer: skipped, or 都不是, and a clerk finds the kind or the place."""
    if asked.question.skippable:
        return SKIPPED
    none = (o.value for o in asked.question.options if o.label == NONE_OF_THEM)
    return next(none, None)


NONE_OF_THEM, CHANGE = "都不是", "change"
