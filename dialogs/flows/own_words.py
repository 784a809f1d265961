"""Whether words that name no known place are an answer to where, or tell something else."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from dialogs.anger import declines
from dialogs.lookup import Lookup
from dialogs.places import OUTSIDE
from dialogs.problems import SUFFERS, says_what
from dialogs.told import Told
from nlu.rather import rather

_NUMBER = re.compile(
    r"(?:改一下|改|选|第|[，, ])*[一二三四五六七八九十两\d]{1,2}(?:个|项|吧|号)?"
    r"|我?(?:今年)?(?:\d{1,3}|[一二三四五六七八九十]+)岁了?"
)
"""二, meant for a button that is gone; 我10岁."""
_ELSEWHERE = re.compile(
    r"(?:隔壁|别的|其他|外)(?:城)?(?:市|省|县|区(?!域))(?![场政民长])|(?:在|是)?(?:外地|(?:我们?)?老家)(?!具)"
    r"|不(?:在|是)(?:你们?|咱们?|我们?)?(?:这个?|本)(?:市|区|地|边|城市|儿|里)"
)
"""在隔壁市: not ours to send anybody to."""
LONGEST = 60  # characters of a place in free words
_PLACE_LIKE = re.compile(
    r"(对面|旁边?|门口|附近|边上|隔壁|路口|后面|前面|中间|[路街巷弄里]|号|楼|[幢栋]|单元|室|[店铺厂桥村组站]"
    r"|小区|[花公家校]园|[苑城院]|学校|广场|[市菜]场|超市|那里|那边|这里|这边|河边|[楼桥]下)$"
)
"""How words end that name a place rather than tell a story."""

NO_IDEA = re.compile(
    r"(?:我|也|真|就|[，, ])*"
    r"(?:跳过|不知道|不清楚|不晓得|说不清|忘了|不方便说?|没有|先不说|不想说)[了啊呀的]*"
)
_NOTHING_MORE = re.compile(r"就这些|没了|没有了")


_TO_US = re.compile(
    r"^[你您侬].*[吗么呢啊嘛?？]$|^(?:随便|都行|无所谓|看着办|你们?看着办)[吧了啦呗]*$"
)
"""你吃饭了吗 is asked of whoever asks; 随便 says nothing."""
WITHIN = re.compile(
    r"(?:就|都|是|在|我|咱|俺|阿拉|们|的|[，, ])*(?:家里?|屋里|楼上|楼下|隔壁"
    r"|[0-9一二三四五六七八九十]{1,3}[楼层]|顶[楼层]|小区里?|整(?:个|栋|幢)楼?|整个小区"
    r"|全小区|全楼|这里|这边|这儿|院子里|单元里|我们那儿|我们这儿?)(?:都是?|的|啊|呀|里)*"
)
"""家里, 整栋: where within a place that has not been named yet."""
_NOT_THERE = re.compile(
    r"(?:都|也|又|倒|可|并)*(?:不|弗|勿|唔)(?:是|系|在|喺|拉|勒)[^，,。;； ]{1,8}"
)
"""勿是楼浪: where it is not."""


def needed(look: Lookup) -> Callable[[Told], str]:
    """Who would skip the place hears that a rough one will do; who says where it is not, that."""

    def words(told: Told) -> str:
        if _NOT_THERE.fullmatch(told.plain):
            return look.say("place_not_there")
        if WITHIN.fullmatch(told.plain):
            return look.say("place_within")
        return look.say("place_needed") if _would_skip(told) else ""

    return words


def _would_skip(told: Told) -> bool:
    words = told.plain
    return told.submits or bool(NO_IDEA.fullmatch(words) or _NOTHING_MORE.fullmatch(words))


NO_PLACE = ("human", "progress", "cancel", "help", "abuse", "thanks", "consult", "greet")
"""Acts that are no answer to where, when they are heard clearly."""


_ALL_OF_THEM = re.compile(r"(?:这|那)?[两二三]?(?:个|样|种|件|者)?都(?:是|有|要|对|算)[的了吧]?")


def names_a_place(words: str) -> bool:
    """Whether words end as the name of a place does: 电梯口旁边, 小卖部门口的."""
    return bool(_PLACE_LIKE.search(words.rstrip("啊呀呢吧哦嘛噢了的")))


def _nowhere(text: str) -> bool:
    """Whether the words say where it is not, or only where within, or nothing of the kind."""
    if declines(text) or _TO_US.search(text) or _NUMBER.fullmatch(text):
        return True
    return bool(_NOT_THERE.fullmatch(text) or WITHIN.fullmatch(text) or OF_BLOWS.match(text))


OF_BLOWS = re.compile(
    r"(?:我们?|他们?|双方|也|都|倒|是|还|已经|[，, ])*(?:没有?|不|已经)?(?:有|人)?"
    r"(?:动(?:过)?手|打(?:过)?架|打(?:过)?人|报(?:过|了)?警|吵(?:过|了)?架)"
    r"|我(?:还|也|都|真|可)*没有?[^，,。里口边路楼]{1,4}$"
)
"""没有动手, 报过警了, 我没转: told of what happened, and no place."""


def own_words(told: Told) -> dict[str, Any] | None:
    """The place as it was said; None when it is none, or tells a story.

    Of 弗是楼浪，是楼下头 it is what comes after; 勿是楼浪 alone names none.
    """
    text = rather(told.plain).right or told.text
    if not 1 < len(text) <= LONGEST or not any("一" <= c <= "鿿" for c in text):
        return None
    if _ELSEWHERE.search(text):
        return {"text": text, "grid": "", "lat": None, "lng": None, "how": OUTSIDE}
    if told.yes or told.no or _would_skip(told) or _nowhere(text):
        return None
    if told.heard.act in NO_PLACE and told.heard.sure >= 0.7:
        return None
    if told.heard.times and not (told.heard.spot or says_what(told.heard)):
        return None  # 昨天
    if names_a_place(told.plain):
        return {"text": text, "places": []}
    if told.points_out and told.heard.act == "affirm":
        return None  # 就是这个坑
    if SUFFERS.search(told.plain) or _ALL_OF_THEM.fullmatch(told.plain):
        return None
    if told.heard.act == "report" and told.heard.guesses and told.heard.guesses[0].confidence > 0.6:
        return None
    return {"text": text, "places": []}
