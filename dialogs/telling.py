"""What a message amounts to: something to be registered, or somebody shaken who needs no form."""

from __future__ import annotations

import re
from datetime import timedelta

from dialogs.commands import GENTLE
from dialogs.dates import parsed
from dialogs.engine import Turn
from dialogs.flows.kind import sure_of
from dialogs.places import beside
from nlu.spoken import syllables_typed

KINDS = {"tip_off": "1203", "praise": "1206", "suggest": "1206", "consult": "1201"}
ENOUGH = 8  # characters from which an unclear message is taken as a report, and asked about
FITS = 0.45  # confidence from which a category is at least worth a question


def shaken(turn: Turn) -> bool:
    """Whether violence or despair was told of a short while ago: no forms then (E.2)."""
    talk = turn.talk
    if talk.danger not in GENTLE or not talk.danger_at:
        return False
    return turn.look.now - parsed(talk.danger_at) < SHAKEN


SHAKEN = timedelta(hours=12)


def plainly_told(turn: Turn) -> bool:
    """Whether a message surely tells of something to be registered."""
    told = sure_of(turn.told.heard.guesses)
    return told or bool(turn.told.heard.spot or _COMPLAINS.search(turn.told.plain))


def fits(turn: Turn) -> bool:
    guesses = turn.told.heard.guesses
    return bool(guesses) and guesses[0].confidence >= FITS


TERSE = "吵臭堵黑漏脏乱挤冷热"
"""Complaints of one character; what it is, is asked."""


def is_report(turn: Turn) -> bool:
    """Whether a message tells of something to be registered."""
    heard = turn.told.heard
    if _COMPLAINS.search(turn.told.plain):
        return True
    if len(turn.told.plain) < 2:
        return turn.told.plain in TERSE or plainly_told(turn)  # 灯; 哎 is none
    if heard.act in KINDS or (heard.act == "report" and heard.sure >= 0.5) or heard.spot:
        return True
    return (heard.act != "other" and fits(turn)) or _substantial(turn)


_COMPLAINS = re.compile(
    r"^(?:我|我们)?(?:要|想|来)?(?:投诉|反映|举报|报修|反应|告状)(?!.{0,4}(?:吗|会不会|怎么))"
)


def _typed(words: str) -> int:
    """What words in pinyin count: twice their syllables, for they are fewer than they look."""
    found = [syllables_typed(run) for run in re.findall(r"[a-z]+", words)]
    return 2 * sum(map(len, found)) if found and all(found) else 0


def _substantial(turn: Turn) -> bool:
    said = sum("一" <= c <= "鿿" for c in turn.told.plain) or _typed(turn.told.plain)
    return (
        said >= ENOUGH
        and turn.told.heard.act not in ("abuse",)
        and (turn.told.heard.act != "other" or turn.told.heard.sure < 0.7)
    )


def answers_where(turn: Turn) -> bool:
    """幸福里3幢啊还能哪里, said in a report, tells where it is, and asks for no rule."""
    heard, run = turn.told.heard, turn.talk.top
    if run is None or run.flow != "report" or heard.spot is None:
        return False
    rest = beside(heard)
    return len(rest) <= BESIDE_A_PLACE and not _RULE.search(rest)


BESIDE_A_PLACE = 8  # characters
_RULE = re.compile(r"办|申请|材料|手续|政策|规定|补贴|报销|条件|多少钱|几点|电话")
