"""A problem that was taken off the card is wanted after all: 不对，路灯也要."""

from __future__ import annotations

import re

from dialogs.both import apart, inherit_place
from dialogs.engine import Turn, advance
from dialogs.parts import LEFT_OUT
from dialogs.problems import MOST
from dialogs.run import Run

_OH = r"(?:不对|不是|不行|哦|啊|哎|等等|等一?下|算了|那|还是|要不|对了|[，,。 ])*"
_AGAIN = re.compile(
    rf"{_OH}(?:把)?(?P<what>[^，,。 ]{{1,8}}?)(?:的|那个|那件|的事|这个|这件)?"
    r"(?:也|还是|还|都|一起|一并)+(?:要|得)?(?:要|报|说|登记|反映|加上|算上|留着|写上|管)"
    r"(?:一下|上|着)?[吧的了啊呀]*"
)
_ALL = ("两个", "两件", "两件事", "两样", "全部", "第二个", "第二件", "第一个", "第一件")


def wanted_again(turn: Turn, run: Run) -> bool:
    """Back on the card, as it was told."""
    hit, left = _AGAIN.fullmatch(turn.told.plain), run.said.get(LEFT_OUT) or []
    if hit is None or not left:
        return False
    back = [one for one in left if hit["what"] in _ALL or hit["what"] in str(one.get("detail", ""))]
    if not back or len(run.parts) + len(back) > MOST:
        return False
    run.said[LEFT_OUT] = [one for one in left if one not in back]
    apart(run)
    run.parts += back
    inherit_place(run)
    turn.say(turn.look.say("another_part", n=len(run.parts)))
    advance(turn)
    return True
