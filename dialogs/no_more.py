"""我不想调解了: a party takes back its consent, at any time, in its own words (C1)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from dialogs.consulting import ENDED
from dialogs.engine import Turn, advance
from dialogs.question import Question
from dialogs.told import Told


@dataclass(frozen=True, slots=True)
class StopMediation:
    """A party takes back its consent to a mediation; Refused once an agreement is in force."""

    number: str


LONGEST = 24  # characters of such a wish
_STOPS = re.compile(
    r"(?:我|我们|现在|还是|这次|那|就|真的|[，, ])*"
    r"(?:(?:不想|不愿意?|不要|不再|不用|不打算|不|取消|撤回|撤销|停止|终止|退出|放弃|不参加)"
    r"(?:再|继续|和他|跟他|和对方|跟对方|参加|接受|进行|我的|对|这个|这次|这场|那个|那场)*"
    r"(?:调解|同意)(?:的)?(?:申请|同意)?"
    r"|(?:把|那个|这个|这次|这场)*调解(?:的事)?(?:取消|撤回|撤销|停|停掉|停下来?|退|算|不做|不谈|不搞)"
    r"|(?:撤回|收回|取消)(?:我的|之前的|对调解的)?同意)"
    r"(?:了|吧|掉|啊|的|，|,|。|！|!|可以吗|行吗|行不行|谢谢)*"
)
_DECLINES = re.compile(
    r"(?:那|这次|[，, ])*调解(?:的事|什么的)?(?:就|我|先|暂时|也|还是|真的?|[，, ])*"
    r"(?:不(?:用|要|必|想|需要|了|调|搞)|算了|免了|没必要)[^，,。]{0,6}"
    r"|(?:不|别|拒绝)(?:用|要|想|愿意?|需要|接受)?(?:再|跟他们?|和他们?)?调解[^，,。]{0,4}"
)


def declinable(offer: Question) -> Question:
    """The offer of a mediation, with 调解就不用了 as a no."""

    def read(told: Told) -> Any:
        said = len(told.plain) <= LONGEST and _DECLINES.fullmatch(told.plain)
        return False if said else offer.read(told)

    return replace(offer, read=read)


_ASKING = ("mediate", "apply", "offer_mediation", "safety")
"""Where such words are an answer to what is being asked."""


def no_more(turn: Turn) -> bool:
    """With a mediation under way: is it to stop?"""
    return of_a_mediation(turn, _STOPS, "stop_mediation")


def of_a_mediation(turn: Turn, wish: re.Pattern[str], flow: str) -> bool:
    """Begin a flow at a wish about a mediation under way; without one the words mean something
    else."""
    words, top = turn.told.plain, turn.talk.top
    if turn.told.incoming.kind != "message" or len(words) > LONGEST:
        return False
    if not wish.fullmatch(words) or (top and top.flow in (*_ASKING, flow)):
        return False
    cases: list[Any] = turn.look.once("cases", turn.look.seen.cases)
    if all(one["state"] in ENDED for one in cases):
        return False
    turn.talk.misses = 0
    turn.begin(flow)
    advance(turn)
    return True
