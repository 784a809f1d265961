"""换个调解员: a party would rather have another mediator, and need not say why (C6)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dialogs.engine import Turn
from dialogs.no_more import of_a_mediation


@dataclass(frozen=True, slots=True)
class OtherMediator:
    """Another mediator, please; Refused the second time, or once they have sat down."""

    number: str


_WANTS = re.compile(
    r"(?:我|我们|想|要|请|能不能|可不可以|可以|能|帮我|给我|申请|要求|[，, ])*"
    r"(?:换|另请|另找|改)(?:一?个|一位|掉|下)*(?:别的|其他的?|另外的?)?(?:这个|那个)?调解员"
    r"(?:吗|吧|了|可以吗|行吗|行不行|好吗|谢谢|[，,。！!？?])*"
    r"|(?:我|我们)?(?:不要|不想要|不想让|不信任?|信不过)(?:这个|这位|他这个|她这个)调解员(?:主持|调解|了|吧)*"
)


def other_mediator(turn: Turn) -> bool:
    """With a mediation under way: another mediator?"""
    return of_a_mediation(turn, _WANTS, "other_mediator")
