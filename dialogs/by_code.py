"""A query code, or a word about one: how it stands, and nothing is asked of who sends it."""

from __future__ import annotations

import re

from dialogs.engine import Turn, again
from grid.query_codes import AskByCode


def by_code(turn: Turn) -> bool:
    """Answered in whatever is under way, which goes on; the page shows nothing of it afterwards."""
    sealed = str(turn.told.incoming.data.get("query_code", ""))
    if not sealed:
        return False
    turn.say(turn.act(AskByCode(sealed))[0])
    turn.talk.shy = True
    again(turn)
    return True


_ABOUT = re.compile(
    r"(?:您好|你好|请问|那个?|我|想问一?下|问一?下|[，, ])*"
    r"(?:有|要|想用|想要|用|的|这个?|那个?|你们?的?|给我|把|忘了|丢了|弄丢了|找不到|没有|没记住?"
    r"|忘记|一个|[，, ])*"
    r"查询码(?:是(?:什么|啥|干(?:什么|嘛|啥)的?)(?:东西|意思)?|怎么(?:用|查|看|弄|办|来的?|得到)"
    r"|在(?:哪里|哪儿|哪)(?:看|找|查|发|填)?|有(?:什么|啥)用|咋用|查询|查进度|查|丢|忘|忘记|找不到|不见|没有|没记住?|没|弄丢|呢"
    r"|怎么办|咋办|给我|发我|[了的吗啊呀吧，, ？?。])*"
)


_ASKS = 40  # characters of the longest question about codes


def about_codes(turn: Turn) -> bool:
    """A code that is none, or 查询码是什么: told how one looks; neither is a matter to register."""
    if turn.told.incoming.kind != "message":
        return False
    unfit = turn.told.incoming.data.get("unfit_code")
    asks = len(turn.told.plain) <= _ASKS and _ABOUT.fullmatch(turn.told.plain)
    if not unfit and not asks:
        return False
    turn.say(turn.look.say("code_unfit" if unfit else "code_what"))
    turn.talk.misses = 0
    again(turn)
    return True
