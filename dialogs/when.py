"""When somebody will come, asked of what is told or registered: 到底什么时候来."""

from __future__ import annotations

import re

from dialogs.engine import Turn


def when_asked(turn: Turn) -> bool:
    """到底什么时候来; 辛苦了，大概啥时候能修好呀."""
    told = re.split(r"[，,。!！ ]+", turn.told.plain)
    return bool(_WHEN.fullmatch("".join(one for one in told if not _POLITE.fullmatch(one))))


_POLITE = re.compile(r"(?:[你您]们?好?|辛苦了?|谢谢|麻烦了?|好的?|那|请问)*")


_WHEN = re.compile(
    r"(?:那|请问|我|[，, ])*(?:[你您他她]们?|师傅|工人|人|到底)*(?:大概|究竟|准备)?(?:要|得)?"
    r"(?:什么时候|啥时候|啥子时候|几时|哪天|几点|多久|好久)(?:才|能|可以|会|要|得)*(?:有人)?"
    r"(?:来|过来|上门|到|修|弄|清|处理|解决|办)(?:好|完|掉)?[啊呀呢嘛哦了的]*"
)
