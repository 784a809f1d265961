"""A report dropped a while ago is taken up again: 我还是要反映, 还是报吧."""

from __future__ import annotations

import re
from datetime import timedelta

from dialogs.dates import parsed
from dialogs.engine import Turn, advance, again
from dialogs.run import LIGHT, Run

_AGAIN = re.compile(
    r"(?:算了|那|哎|唉|不行|不|嗯|想了想|我?想来想去|我?想了?想|[，, .。…])*"
    r"(?:我|俺)?(?:还是|仍然?|依旧)(?:要|想|得|决定|准备|给我|帮我)*(?:继续|接着)?"
    r"(?:反映|反应|投诉|举报|上报|登记|提交|报|记)"
    r"(?:上去|上|一下|下来|下|这件?事情?|这个|刚才的?|那[件个]?事?|吧|了|的|啊|一次|好了?)*"
    r"(?:[，, ]+[^，,。]{1,8})?"
    r"|我?(?:改主意|反悔|后悔)了?[，, ]*(?:还是|我|要|想|接着|继续|反映|登记|提交|报|吧|了)*"
    r"|(?:继续|接着)(?:说|报|反映|登记|弄)?(?:刚才|前面|上面)的?(?:那[件个]?)?(?:事情?|问题)?(?:吧|了)*"
    r"|(?:昨[天晚]|刚才|上次|前面)的?(?:那[件个]?)?(?:事情?|问题)?(?:我们)?(?:接着|继续)(?:说|报|反映|登记|弄|办)(?:吧|了)*"
)
LONGEST = 30  # characters; a longer message tells a story
KEPT = timedelta(hours=12)
"""How long a dropped report may be taken up; after that it is told anew."""


def after_all(words: str) -> bool:
    """Whether it is wished all the same: 还是登记吧."""
    return len(words) <= LONGEST and bool(_AGAIN.fullmatch(words))


def taken_up(turn: Turn) -> bool:
    """The report goes on at the question it was dropped at; with none kept, what it is is asked."""
    talk = turn.talk
    if not after_all(turn.told.plain) or (talk.top and talk.top.flow not in LIGHT):
        return False
    if talk.forgetful:
        return False
    if talk.kept_draft and not talk.dropped and talk.top is None:
        return True  # it is offered below
    if talk.top:
        talk.stack.remove(talk.top)
    kept, talk.dropped, talk.misses = talk.dropped, {}, 0
    if kept and turn.look.now - parsed(str(kept["at"])) < KEPT:
        talk.stack.append(Run.from_json(kept["run"]))
        again(turn, turn.look.say("taken_up"))
        return True
    turn.begin("report")
    advance(turn)
    return True
