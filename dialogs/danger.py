"""Danger comes before everything: the safety sentence, the alert, and one question."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dialogs import faq
from dialogs.anger import declines
from dialogs.commands import RaiseAlert
from dialogs.engine import Turn, advance
from dialogs.problems import says_what
from dialogs.say import Say
from dialogs.told import facts


def danger(turn: Turn) -> bool:
    """Danger comes before everything, also while a person has the conversation (A10)."""
    found = turn.told.heard.danger
    if found is None or _answers(turn) or _says_little(turn) or _told_on(turn):
        return False
    done = bool(turn.told.incoming.data.get("alarmed"))
    turn.say(Say(safety_words(turn, found.kind), kind="emergency", said=done))
    turn.act(_alert(turn))
    if turn.talk.holder not in ("bot", "queue"):
        return True
    top = turn.talk.top
    if not (top and top.flow == "safety"):
        turn.begin("safety", _danger_args(turn))
    turn.talk.misses = 0
    advance(turn)
    return True


def _answers(turn: Turn) -> bool:
    """我们都跑出来了, 我在外地, answer what is asked: no new danger unless by the lexicon."""
    top = turn.talk.top
    if top is None or top.flow != "safety" or turn.told.incoming.data.get("alarmed"):
        return False
    calm = replace(turn.told, heard=replace(turn.told.heard, danger=None))
    asked = turn.outcome(top).open
    return asked is not None and asked.question.answer(calm) is not None


def _faint(turn: Turn) -> bool:
    """Whether no word of the lexicon was found, and the ear alone is not sure either."""
    found = turn.told.heard.danger
    return not (turn.told.incoming.data.get("alarmed") or (found and found.strong))


def _says_little(turn: Turn) -> bool:
    """幸福里那边, 今天早上, 我不敢拍: what a faint ear makes of an answer is no danger."""
    heard, words = turn.told.heard, turn.told.plain
    if not _faint(turn) or turn.talk.top is None:
        return False
    if turn.talk.top.flow == "report" and len(words) <= TERSE:
        return True
    bare = bool(heard.spot or heard.times) and not says_what(heard)
    return bare or declines(words) or bool(faq.answer(turn))


TERSE = 4  # characters of an answer in a report; of real danger the lexicon hears so few


def _told_on(turn: Turn) -> bool:
    """What is told on after the safety sentence: listened to, without another one each time."""
    top = turn.talk.top
    return bool(top and top.flow == "safety" and _faint(turn))


def safety_words(turn: Turn, kind: str) -> str:
    """The approved safety sentence of a kind of danger."""
    return turn.look.say(f"safety.{kind}")


def _alert(turn: Turn) -> Any:
    found = turn.told.heard.danger
    assert found is not None
    return RaiseAlert(found.kind, found.level, found.words, page=found.strong)


def _danger_args(turn: Turn) -> dict[str, Any]:
    found = turn.told.heard.danger
    assert found is not None
    return {"kind": found.kind, "strong": found.strong, "text": turn.told.text,
            "facts": facts(turn.told)}  # fmt: skip
