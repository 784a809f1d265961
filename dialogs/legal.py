"""Matters with a legal path of their own: which path, told kindly before anything is registered."""

from __future__ import annotations

import re

from dialogs.engine import Turn, advance
from dialogs.opening import told_of
from dialogs.problems import problems
from dialogs.reading import take
from dialogs.telling import is_report
from nlu.heard import Heard

DISPUTED, PETITION = "1204", "1205"
SURE = 0.6  # of the category, beside the words that name the path
LONGEST = 120  # characters; a longer letter is read by a person first
PATHS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("disclosure", re.compile(r"(?:申请|要求|依法)[^，。]{0,6}(?:政府)?信息公开|政府信息公开")),
    ("petition", re.compile(r"信访|上访")),
    ("arbitration", re.compile(r"仲裁")),
    ("court", re.compile(r"法院|判决|起诉|官司|开庭|上诉|诉讼|强制执行|法官")),
    ("review", re.compile(r"复议|处罚|罚了|罚款|决定书|不服")),
)
"""By the words, the more particular first (domain rules B.4, R01 and R02)."""


def path_of(heard: Heard) -> str:
    """The legal path a message belongs to; empty when it is an ordinary matter.

    再不解决我就去法院告他 is about the leak: what else it threatens makes it no case of a court.
    """
    named = next((path for path, words in PATHS if words.search(heard.text)), "")
    if named == "disclosure":
        return named
    first = heard.guesses[0] if heard.guesses else None
    if first is None or first.confidence < SURE or len(heard.text) > LONGEST:
        return ""
    if first.code == PETITION:
        return named if named == "petition" else ""
    return named if first.code == DISPUTED else ""


def a_legal_path(turn: Turn) -> bool:
    """With nothing under way: say which path it is; nothing is registered unless that is wished.

    Where something else is told as well, the path is said and all of it registered as usual.
    """
    heard, incoming = turn.told.heard, turn.told.incoming
    if (
        (turn.talk.top and turn.talk.top.flow not in _YIELD)
        or incoming.kind != "message"
        or incoming.files
    ):
        return False
    if heard.danger is not None or heard.tickets or heard.act in _OF_A_TICKET:
        return False
    path = path_of(heard)
    if not path:
        return False
    if len(problems(heard, turn.look.near)) > 1:
        turn.say(turn.look.say(f"legal.{path}"))
        return False
    turn.begin("legal", {"path": path, "forgetful": turn.talk.forgetful, "report": told_of(turn)})
    turn.talk.misses = 0
    advance(turn)
    return True


def goes_on(turn: Turn) -> bool:
    """After the path was told: thanks end it, another matter takes its place."""
    run, heard = turn.talk.top, turn.told.heard
    if run is None or run.flow != "legal" or run.open is None:
        return False
    if heard.act == "thanks" and len(turn.told.plain) <= THANKS:
        take(turn, run, "fine")
        return True
    if not turn.told.submits and (path_of(heard) or is_report(turn)):
        turn.talk.stack.remove(run)
    return False


_YIELD = ("leave_phone", "answered")  # small questions, which a new matter puts off
THANKS = 12  # characters
_OF_A_TICKET = ("progress", "urge", "withdraw", "supplement", "rate", "reschedule", "tip_off")
