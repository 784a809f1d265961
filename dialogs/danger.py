"""Danger comes before everything: the safety sentence, the alert, and one question."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dialogs.commands import RaiseAlert
from dialogs.engine import Turn, advance
from dialogs.say import Say
from dialogs.told import facts


def danger(turn: Turn) -> bool:
    """Danger comes before everything, also while a person has the conversation (A10)."""
    found = turn.told.heard.danger
    if found is None or _says_safe(turn):
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


def _says_safe(turn: Turn) -> bool:
    """我们都跑出来了, as an answer to 您现在安全吗: no new danger unless the lexicon says so."""
    top = turn.talk.top
    if top is None or top.flow != "safety" or turn.told.incoming.data.get("alarmed"):
        return False
    calm = replace(turn.told, heard=replace(turn.told.heard, danger=None))
    asked = turn.outcome(top).open
    return asked is not None and asked.question.answer(calm) == "safe"


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
