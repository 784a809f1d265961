"""The end of waiting for a person: 不用了, 算了, said after 转人工."""

from __future__ import annotations

import re

from dialogs.commands import LeaveQueue
from dialogs.engine import Turn, again
from dialogs.telling import shaken

_BEFORE = r"(?:那|哦|噢|嗯|哎|唉|还是|就|先|我|也|要不|[，, ])*"
_NO = (
    r"(?:(?:算了[，, ]*)+|不用|不必|不要|不需要|没事|不麻烦|不找|不转|不叫|别|甭|取消|覅|弗要|勿要)"
)
_WHOM = (
    r"(?P<whom>(?:再|给我|帮我)*(?:转|找|叫|麻烦|等|接|换)*(?:人工|真人|客服|工作人员|人|他们)?)"
)
_WITH_YOU = r"(?:算了)?[吧，, ]*(?:就|还是)?(?:跟|和|对)你(?:说|讲)(?:吧|也一样|也行|得了|算了)+"
_GO_ON = r"(?:算了)?[吧，, ]*(?:还是)?(?:你|您)?(?:接着|继续)(?:问|说|来|登记)(?:吧|了|好了)*"
_BEHIND = r"(?:了|吧|啦|啊|哈|的|呢|[，, ]|谢谢|多谢|你们?|您)*"
_ENOUGH = re.compile(
    rf"{_BEFORE}(?:(?:算了[吧啊呗]*[，, ]*)?{_NO}{_WHOM}{_BEHIND}|(?P<you>{_WITH_YOU}|{_GO_ON}))"
)
_LATER = re.compile(
    r"(?:那|好|行|哦|嗯|知道|晓得|明白|就|我|先|[了的吧，, ])*"
    r"(?:(?:明天|明早|改天|回头|晚点|过两天|有空|上班)(?:再|以后再|来)*(?:说|来|问|讲|找你们?|联系)"
    r"|(?:就|先)这样|我?(?:就)?等(?:着|你们|到上班))(?:了|吧|啊|呢|谢谢)*"
)
"""那我明天再说: the place in the queue is kept all the same."""
LONGEST = 24  # characters; whoever says more has something to say


def enough_of_it(turn: Turn) -> bool:
    """The wait ends, kindly; what is under way stays where it was.

    Later on, with a question open, 算了 is an answer to that unless it names who is not needed.
    Nobody who is shaken is taken out of the queue for it: 不等了 does that.
    """
    talk, words = turn.talk, turn.told.plain
    if talk.holder == "queue" and talk.top is None and _LATER.fullmatch(words):
        turn.say(turn.look.say("queue_fine"))
        return True
    said = _ENOUGH.fullmatch(words) if len(words) <= LONGEST else None
    if talk.holder != "queue" or said is None or turn.told.incoming.kind != "message":
        return False
    if shaken(turn) or (talk.top and talk.top.flow == "safety"):
        return False
    if not (turn.called or talk.top is None or said["whom"] or said["you"]):
        return False
    turn.act(LeaveQueue())
    talk.misses = 0
    again(turn, turn.look.say("queue_left_open" if talk.top else "queue_left"))
    return True
