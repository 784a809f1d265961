"""换个调解员: a party would rather have another mediator, and need not say why (C6)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from dialogs.consulting import ENDED
from dialogs.engine import Turn, advance


@dataclass(frozen=True, slots=True)
class OtherMediator:
    """Another mediator, please; Refused the second time, or once they have sat down."""

    number: str


LONGEST = 24  # characters of such a wish
_WANTS = re.compile(
    r"(?:我|我们|想|要|请|能不能|可不可以|可以|能|帮我|给我|申请|要求|[，, ])*"
    r"(?:换|另请|另找|改)(?:一?个|一位|掉|下)*(?:别的|其他的?|另外的?)?(?:这个|那个)?调解员"
    r"(?:吗|吧|了|可以吗|行吗|行不行|好吗|谢谢|[，,。！!？?])*"
    r"|(?:我|我们)?(?:不要|不想要|不想让|不信任?|信不过)(?:这个|这位|他这个|她这个)调解员(?:主持|调解|了|吧)*"
)
_WHERE = ("mediate", "apply", "offer_mediation", "other_mediator", "safety")


def other_mediator(turn: Turn) -> bool:
    """With a mediation under way: another mediator? Without one the words mean something else."""
    words = turn.told.plain
    if turn.told.incoming.kind != "message" or len(words) > LONGEST:
        return False
    if not _WANTS.fullmatch(words) or (turn.talk.top and turn.talk.top.flow in _WHERE):
        return False
    cases: list[Any] = turn.look.once("cases", turn.look.seen.cases)
    if all(one["state"] in ENDED for one in cases):
        return False
    turn.talk.misses = 0
    turn.begin("other_mediator")
    advance(turn)
    return True
