"""那路灯呢: asked of another of one's own matters, once one of them has been told of (C11)."""

from __future__ import annotations

import re

from dialogs.engine import Turn, advance
from dialogs.flows.progress import SURELY, fitting
from dialogs.told import facts

LONGEST = 16  # characters of such a question; a longer message tells a story
_WHAT = r"(?P<what>[^，,。？?]{2,10}?)"
_THAT = r"(?:的?(?:那|这)(?:个|件|事)(?:事情?|问题|单子)?|的(?:事情?|问题))"
_OTHER = re.compile(
    rf"(?:那么?|还有|另外|[，, ])*{_WHAT}(?:{_THAT}|的)?(?:现在)?(?:呢|咋样|怎样|怎么样)了?"
    rf"|(?:那么?|还有|另外|[，, ])+{_WHAT.replace('what', 'also')}{_THAT}呢?"
    rf"|(?:那么?|请问|[，, ])*{_WHAT.replace('what', 'whose')}(?:{_THAT})?(?:现在|是|归|到底|由)*"
    r"(?:谁|哪个?(?:单位|部门|家))(?:在|来)?(?:管|负责|办|处理|跟进)[的啊呀呢]*"
)
_ASIDE = ("leave_phone", "offer_mediation", "progress", "urge", "resume")
"""Small questions that step aside for it."""


def of_the_other(turn: Turn) -> bool:
    """How the ticket named stands; False where the words name none under way."""
    words, run = turn.told.plain, turn.talk.top
    if turn.told.incoming.kind != "message" or len(words) > LONGEST or turn.told.heard.danger:
        return False
    if not (said := _OTHER.fullmatch(words)) or (run is not None and run.flow not in _ASIDE):
        return False
    what = next(name for name in said.groups() if name)
    if not _names_one(turn, what):
        return False
    if run is not None:
        turn.talk.stack.remove(run)
    turn.begin("progress", {"text": what, "facts": facts(turn.told)})
    turn.talk.misses = 0
    advance(turn)
    return True


def _names_one(turn: Turn, what: str) -> bool:
    """Whether a matter under way is meant; 那幸福里的电梯呢 is none about litter there."""
    kinds = {t.category for t in fitting(turn.look.open_tickets(), what, turn.look)}
    heard = {g.code for g in turn.told.heard.guesses[:1] if g.confidence >= SURELY}
    return bool(kinds) and not heard - kinds
