"""地点改成幸福公园: a line of the report named together with what it should be."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from dialogs.changes import line_name
from dialogs.engine import Turn, advance, give
from dialogs.places import merged_place
from dialogs.put_right import kind_meant
from dialogs.question import SKIPPED, Asked
from dialogs.reading import to_the_card
from dialogs.run import Run
from dialogs.told import Told, facts

_TO = (
    r"(?:(?:要|请|帮我|应该|给我)*(?:改|换|变|更正)(?:成|为|到|作)"
    r"|(?:也|就|还|又|好像|写|说|填|记)*(?:不对|错了?|有误)[，,。 ]*(?:应该|其实)?是)[，,：: ]*"
)
_IS = r"(?:其实|应该|就)?是(?![不否哪什啥多几谁这那错])[，,：: ]*"
"""时间是前天; but 地点是不是错了 asks."""
LONGEST = 40  # characters; a longer message tells a story


def named_anew(turn: Turn) -> bool:
    """Change the line at once; False when none is named, or the words are no value of it."""
    run = turn.talk.top
    if run is None or run.flow != "report" or len(turn.told.plain) > LONGEST:
        return False
    named = [(a, to) for a in _lines(turn, run) if (to := _value_said(a, turn.told.plain))]
    values = [(a, v) for a, to in named if (v := _read(a, turn.told, to)) is not None]
    if len(values) != 1:
        return False
    asked, value = values[0]
    turn.talk.misses = 0
    give(run, asked.name, asked.question.about, value)
    to_the_card(run)
    shown = asked.question.show(value)
    turn.say(turn.look.say("corrected", label=asked.question.label, value=shown))
    advance(turn)
    return True


def _lines(turn: Turn, run: Run) -> list[Asked]:
    """The lines that can be named: answered or asked; the privacy is wished otherwise."""
    trail, asked = turn.outcome(run).trail, run.open.name if run.open else ""
    lines = (a for a in trail if a.question.label and a.name != "privacy")
    return [a for a in lines if a.how or a.name == asked]


def _value_said(asked: Asked, words: str) -> str:
    """The words after 改成, when those before it name the line."""
    joints = _TO if asked.name.split(".")[-1] == "story" else f"(?:{_TO}|{_IS})"
    hit = re.fullmatch(
        rf"(?:把|那|帮我|请)?(?:{line_name(asked.question.label)})的?{joints}(.+)", words
    )
    return hit[1] if hit else ""


def _read(asked: Asked, told: Told, words: str) -> Any:
    """The value those words give to the line; None when they are no value of it."""
    short = asked.name.split(".")[-1]
    if short == "kind":
        guesses = [[g.code, g.confidence] for g in told.heard.guesses]
        value: Any = asked.question.answer(_as_said(told, words))
        value = value or kind_meant(f"不对,是{words}", guesses, asked.value)
    elif short == "place" and (spot := facts(told).get("place")):
        value = merged_place(asked.value, spot)
    else:
        value = asked.question.answer(_as_said(told, words))
    fits = value not in (None, SKIPPED) and asked.question.holds(value)
    return value if fits else None


def _as_said(told: Told, words: str) -> Told:
    """The message as if it were only these words of it."""
    heard = replace(told.heard, text=words, act="other", guesses=())
    return Told(replace(told.incoming, text=words), heard)
