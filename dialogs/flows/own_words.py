"""Whether words that name no known place are an answer to where, or tell something else."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from dialogs.lookup import Lookup
from dialogs.problems import SUFFERS
from dialogs.told import Told

LONGEST = 60  # characters of a place in free words
_PLACE_LIKE = re.compile(
    r"(对面|旁边?|门口|附近|边上|隔壁|路口|后面|前面|中间|[路街巷弄里]|号|楼|[幢栋]|单元|室|[店铺厂桥村组站]"
    r"|小区|[花公家校]园|[苑城院]|学校|广场|[市菜]场|超市|那里|那边|这里|这边|河边|[楼桥]下)$"
)
"""How words end that name a place rather than tell a story."""

NO_IDEA = re.compile(r"跳过|不知道|不清楚|不晓得|说不清|忘了|不方便说?|没有|先不说|不想说")
_NOTHING_MORE = re.compile(r"就这些|没了|没有了")


def needed(look: Lookup) -> Callable[[Told], str]:
    """Who would skip the place hears that a rough one will do, and the way out."""
    return lambda told: look.say("place_needed") if _would_skip(told) else ""


def _would_skip(told: Told) -> bool:
    words = told.plain
    return told.submits or bool(NO_IDEA.fullmatch(words) or _NOTHING_MORE.fullmatch(words))


NO_PLACE = ("human", "progress", "cancel", "help", "abuse", "thanks", "consult", "greet")
"""Acts that are no answer to where, when they are heard clearly."""


_ALL_OF_THEM = re.compile(r"(?:这|那)?[两二三]?(?:个|样|种|件|者)?都(?:是|有|要|对|算)[的了吧]?")


def names_a_place(words: str) -> bool:
    """Whether words end as the name of a place does: 电梯口旁边, 小卖部门口的."""
    return bool(_PLACE_LIKE.search(words.rstrip("啊呀呢吧哦嘛噢了的")))


def own_words(told: Told) -> dict[str, Any] | None:
    """The place as it was said; None when it is none, or tells a story."""
    text = told.text
    if not text or len(text) > LONGEST or not any("一" <= c <= "鿿" for c in text):
        return None
    if told.yes or told.no or _would_skip(told):
        return None
    if told.heard.act in NO_PLACE and told.heard.sure >= 0.7:
        return None
    if names_a_place(told.plain):
        return {"text": text, "places": []}
    if told.points_out and told.heard.act == "affirm":
        return None  # 就是这个坑
    if SUFFERS.search(told.plain) or _ALL_OF_THEM.fullmatch(told.plain):
        return None
    if told.heard.act == "report" and told.heard.guesses and told.heard.guesses[0].confidence > 0.6:
        return None
    return {"text": text, "places": []}
