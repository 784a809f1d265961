"""When somebody will come, asked of what is told or registered: 到底什么时候来."""

from __future__ import annotations

import re

from dialogs.engine import Turn, again


def when_asked(turn: Turn) -> bool:
    """到底什么时候来; 辛苦了，大概啥时候能修好呀."""
    told = re.split(r"[，,。!！ ]+", turn.told.plain)
    return bool(_WHEN.fullmatch("".join(one for one in told if not _POLITE.fullmatch(one))))


def when_told(turn: Turn) -> bool:
    """Asked of what is still being told: the receipt will say it, and the question stays."""
    top = turn.talk.top
    if top is None or top.flow != "report" or not when_asked(turn):
        return False
    again(turn, turn.look.say("faq.how_long"))
    return True


_POLITE = re.compile(r"(?:[你您]们?好?|辛苦了?|谢谢|麻烦了?|好的?|那|请问)*")


_WHEN = re.compile(
    r"(?:那|请问|我|[，, ])*(?:(?:[这那]?[两三四五几][件个](?:事情?|问题)?)?[都全])?"
    r"(?:[你您他她]们?|师傅|工人|人|到底)*(?:大概|究竟|准备)?(?:要|得)?"
    r"(?:什么时候|啥时候|啥子时候|啥时|啥辰光|啥前儿|几辰光|几时|多咱|哪天|几点|多久|好久)"
    r"(?:才|能|可以|会|要|得)*(?:有人)?"
    r"(?:(?:来|派)个?人|(?:来|过来|上门)(?:给我|帮我)?(?:修|弄|清|处理|解决|办|收|扫)"
    r"|来?(?:管|看|瞧)(?:管|看|瞧)|来|过来|上门|到|修|弄|清|处理|解决|办)(?:好|完|掉)?[啊呀呢嘛哦了的]*"
)
