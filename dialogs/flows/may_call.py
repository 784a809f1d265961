"""After a bad answer to the survey: may somebody ring, and when does it suit (F2)?"""

from __future__ import annotations

import re
from typing import Any

from dialogs.lookup import Lookup
from dialogs.may_call import MayCall
from dialogs.question import SKIPPED, Option, Question
from dialogs.talk import Done, Talk
from dialogs.told import Told

NO = "no"
WHEN = (
    Option("什么时候都行", "什么时候都行", ("随时", "都行", "可以", "好", "行", "随便")),
    Option("只在工作日白天", "只在工作日白天"),
    Option("只在晚上6点到8点", "只在晚上6点到8点", ("晚上", "下班后")),
    Option("别打电话，发消息", NO, ("别打", "不要打", "发消息", "不", "不行", "不可以", "不方便")),
)  # fmt: skip
CALLED_BACK = ("redo", "call_back")
"""What an answer leads to when somebody calls who is not of the unit (D.4)."""
LONGEST = 60  # characters of a time that suits
_TIME = re.compile(
    r"[早中晚]上|[上中下]午|白天|夜里|晚饭|下班|上班|周[一二三四五六日天末]|星期|礼拜|工作日|休息日"
    r"|[点時时]|[明后今]天|以[前后]|之[前后]|随时"
)
_NO_CALL = re.compile(r"(?:别|不要|不用|不想|不能|甭|莫)[再给我来]{0,3}(?:打|接|联系)")


def follows(result: Any, number: str, look: Lookup) -> Any:
    """Asked where a call was just promised and there is a number to ring."""
    if result[0] not in CALLED_BACK or not look.once("me", look.seen.me).phone:
        return None
    return "may_call", {"number": number}


def may_call(talk: Talk, look: Lookup) -> Done:
    """One question that may be left alone; the promise to be in touch holds whatever is said."""
    number = str(talk.args["number"])
    asked = Question("may_call", look.say("ask_may_call"), _read, options=WHEN, about=number,
                     skippable=True, why=look.say("why_may_call"),
                     hint=look.say("ask_may_call"))  # fmt: skip
    said = talk.ask(asked)
    if said == SKIPPED:
        return Done(look.say("fine"))
    may = said != NO
    words = str(said) if may else ""
    return Done(lambda results: _words(results[0], words, look), MayCall(number, may, words))


def _words(owed: bool, words: str, look: Lookup) -> str:
    if not owed:
        return look.say("may_call_over")
    return look.say("may_call_when", when=words) if words else look.say("may_call_not")


def _read(told: Told) -> str | None:
    """A time in one's own words; 别打了 without one is a no."""
    if len(told.text) > LONGEST:
        return None
    if _TIME.search(told.plain):
        return told.text.strip()
    return NO if _NO_CALL.search(told.plain) else None
