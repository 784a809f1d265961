"""What a matter is instead, said in few words: 电梯 of 也不是，是电梯, 井盖 of 搞错了是井盖."""

from __future__ import annotations

import re
from typing import NamedTuple

_SORRY = r"(?:哦|噢|喔|啊|呃|额|哎呀?|唉|那个|等等|等一?下|不好意思|抱歉|对不起)*[, ]*"
_WRONG = (
    r"(?:(?:我|你们?)?(?:刚才|刚刚|前面)?(?:类别|类型|分类)?"
    r"(?:说|写|选|搞|弄|打|发|点|填|讲|报|理解|记|听)?(?:的)?(?:都)?(?:错|不对|反)|(?:也|都|这|那)?(?:个|些)?也?(?:不|弗)是"
    r"(?:的|这[个些]|那[个些]|这件?事|那件?事|这回事|这样|[说问讲报](?:的是)?这个"
    r"|问的?这)?)[了啦呀啊哦嘛]*[,。! ]*"
)
_IS = (
    r"(?:(?:而是|我是(?:想)?[说讲问]|应该?是|应该算|该是|(?:我)?(?:说|讲|要报|要说|想说|报|反映|问|想报)的?(?:其实)?(?:就)?是"
    r"|(?:我)?(?:要|想)(?:说|报|反映)的?(?:就)?(?:是)?|就是|其实是|是)(?:说)?)"
)
_PART = r"(?:(?:那|把)?第[1-9一二两三四五](?:件|个|条|项|点)?(?:事情?|说的)?)?"
_IT = r"(?P<right>(?!不)[^,。!?;]{2,14}?)"
_END = r"(?:的?(?:问题|事情?|事儿|那个事|那件事))?[了吧啊呀啦的。! ]*"
_TAKEN_BACK = r"(?P<wrong>[^,。!?;]{1,10}?)"
_NOT = rf"[也都]?(?:不|弗|唔)(?:是|系){_TAKEN_BACK}[, ]*"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_SORRY}{_PART}(?P<wrong>)(?:{_WRONG})+{_IS}{_IT}{_END}",
        rf"{_SORRY}(?:{_WRONG})*{_PART}{_NOT}{_IS}{_IT}{_END}",
        rf"{_SORRY}(?:{_WRONG})*{_PART}{_IS}{_IT}[, ]*而?(?:不|弗|唔)(?:是|系){_TAKEN_BACK}{_END}",
    )
)
_ASKS = re.compile(r"是不是|[吗么?？]|不是(?:说|让|叫|告诉)|怎么|为什么|什么|哪")
LONGEST = 30  # characters; who puts right what was understood says it shortly


class Rather(NamedTuple):
    """What it is, and what it is not where that is said."""

    right: str = ""
    wrong: str = ""


def rather(text: str) -> Rather:
    """What a normalised message says it is instead; empty when it puts nothing right."""
    words = text.strip()
    if len(words) > LONGEST or _ASKS.search(words):
        return Rather()
    found = (pattern.fullmatch(words) for pattern in _PATTERNS)
    match = next((match for match in found if match), None)
    return Rather(match["right"].strip(), match["wrong"].strip()) if match else Rather()
