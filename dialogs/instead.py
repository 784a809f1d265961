"""A changed mind: 路灯不说了，说垃圾的事 puts another problem in the place of the one begun."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs import opening
from dialogs.aside import kinds_of
from dialogs.engine import Turn
from dialogs.run import Run
from dialogs.told import Told
from nlu.heard import Guess

_WELL = r"^(?:算了|不了|等等|等一下|等下|哎呀?|那)?[吧啊，,。 ]*"
_THEN = r"[，,。 ]+(?=.{4})(?:我?(?:就|还是|先|要)?(?:说|报|反映|讲)(?:一下|一说|说)?)?"
_DROPPED = (
    rf"{_WELL}(?:我|就|还是)?(?:先?(?:不|别)(?:说|报|提|讲|反映)|(?:先|暂时)(?:不|别)管)[^，,。]{{0,10}}?(?:了|先){_THEN}",
    rf"{_WELL}[^，,。]{{1,10}}?(?:先|就)?(?:不|别)(?:说|报|提|讲|反映)了{_THEN}",
    rf"{_WELL}(?:我|还是|就)?(?:换|改)(?:成|一?[个件])?(?:别的|另外的?)?(?:问题|事情?|话题|说|报|反映)(?:吧)?{_THEN}",
)
_INSTEAD = re.compile("|".join(_DROPPED))
LIKELY = 0.3  # of what is left once the kind given up is out of the question


def instead(turn: Turn) -> bool:
    """Begin anew with what is told instead; False when it is of the same kind, or unclear."""
    run = turn.talk.top
    if run is None or run.flow != "report" or len(run.parts) > 1:
        return False
    given_up = _INSTEAD.match(turn.told.heard.text)
    if given_up is None:
        return False
    told = _without(turn.told, given_up.end(), kinds_of(turn, run))
    if not told.heard.guesses or told.heard.guesses[0].confidence < LIKELY:
        return False
    turn.told = told
    turn.talk.stack.remove(run)
    turn.say(turn.look.say("instead"))
    return _begin(turn, run)


def _without(told: Told, start: int, kinds: set[str]) -> Told:
    """What is left of the message, its kinds weighed without those that were given up."""
    kept = [g for g in told.heard.guesses if g.code not in kinds]
    gone = sum(g.confidence for g in told.heard.guesses if g.code in kinds)
    guesses = tuple(Guess(g.code, g.confidence / max(1 - gone, g.confidence)) for g in kept)
    same = len(told.incoming.text) == len(told.heard.text)
    words = (told.incoming.text if same else told.heard.text)[start:]
    left = told.heard.text[start:]
    heard = replace(told.heard, text=left, guesses=guesses, parts=(), act="report", sure=0.8)
    return Told(replace(told.incoming, text=words), heard)


def _begin(turn: Turn, before: Run) -> bool:
    """The new report keeps the wish for no name and the photos."""
    opening.report(turn, before.files)
    run = turn.talk.top
    if run is not None and "privacy" in before.given:
        run.given["privacy"] = before.given["privacy"]
    return True
