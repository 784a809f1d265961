"""Somebody says who they are: no name is needed, and none is kept."""

from __future__ import annotations

import re

from dialogs.changes import just_sent
from dialogs.engine import Turn, again
from nlu.nameparts import GIVEN, SURNAMES, WORDS

_MINE = re.compile(
    rf"(?:你好|您好|[，, ])*(?:我|本人)(?:的?(?:名字|姓名|全名))?(?:就?叫|是叫|姓|是)(?:做)?"
    rf"[{SURNAMES}][一-鿿]{{0,3}}[，,。!！]*"
)
_BARE = re.compile(rf"[{SURNAMES}][{GIVEN}]{{1,2}}")
_ASKED_ONCE = ("leave_phone", "offer_mediation")


def says_ones_name(turn: Turn) -> bool:
    """我叫李梅, or after the receipt 张伟 alone: that it is not needed, and the question again."""
    run, words = turn.talk.top, turn.told.plain
    if turn.told.incoming.kind != "message" or (run and run.flow not in ("report", *_ASKED_ONCE)):
        return False
    told = bool(_MINE.fullmatch(words)) and bool(turn.told.heard.names or "姓" in words)
    if not told and (run is None or run.flow in _ASKED_ONCE):
        told = bool(_BARE.fullmatch(words) and words[:2] not in WORDS and just_sent(turn))
    if not told:
        return False
    turn.talk.misses = 0
    said = turn.look.say("no_name_needed")
    again(turn, said) if run else turn.say(said)
    return True
