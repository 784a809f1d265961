"""The court's confirmation of an agreement, in the conversation: does this party want it?"""

from __future__ import annotations

import re
from datetime import date, datetime

from dialogs.commands import TellConfirm
from dialogs.dates import day_words
from dialogs.lookup import Lookup
from dialogs.question import Option, Question
from dialogs.talk import Done, Talk
from dialogs.told import Told
from grid.calendar import SHANGHAI

_WANTS = re.compile(r"想|要|愿意|同意|办|申请|可以|好的?$|行")
_NOT = re.compile(r"不|别|算了|没必要|用不着")
_ASKS = re.compile(r"吗|呢|什么|怎么|多少|多久|哪|谁|？|\?")
_LATER = re.compile(r"想想|考虑|商量|再说|以后|晚点|等等|过几天|问问|不急|没想好")


def court(talk: Talk, look: Lookup) -> Done:
    """Yes and no are the party's own; the other's word is never shown here."""
    number, mark = str(talk.args["number"]), str(talk.args["mark"])
    cases = look.once("cases", look.seen.cases)
    case = next((one for one in cases if one["number"] == number), None)
    if case is None or case.get("court") != mark:
        return Done(look.say("court_gone"))
    last = _day(str(talk.args["last"]))
    said = talk.ask(_question(look, number, mark, last))
    if said == "later":
        return Done(look.say("court_later", last=last))
    return Done(look.say(f"court_{said}", last=last), TellConfirm(number, mark, said))


def _question(look: Lookup, number: str, mark: str, last: str) -> Question:
    options = (Option("想申请", "yes", ("申请", "想办", "愿意")),
               Option("不申请", "no", ("不办", "不想", "不用", "不愿意")),
               Option("再想想", "later", ("考虑一下", "想想")))  # fmt: skip
    return Question("court", look.say("ask_court", no=number, last=last), _read, options=options,
                    about=mark, hint=look.say("ask_court_again"),
                    why=look.say("why_court"))  # fmt: skip


def _read(told: Told) -> str | None:
    """Yes, no, or not yet; a question in between is none of them."""
    text = told.plain
    if _ASKS.search(text):
        return None
    if _LATER.search(text):
        return "later"
    if told.no or (_NOT.search(text) and len(text) <= SHORT):
        return "no"
    return "yes" if told.yes or (_WANTS.search(text) and len(text) <= SHORT) else None


SHORT = 12  # characters of a plain 不办了


def _day(last: str) -> str:
    day = date.fromisoformat(last)
    return day_words(datetime(day.year, day.month, day.day, tzinfo=SHANGHAI))
