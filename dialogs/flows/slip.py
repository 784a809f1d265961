"""What was wrong with a ticket just opened: it is put right, withdrawn, or stays as it is."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from dialogs.lookup import Lookup
from dialogs.question import Option, Question, choice
from dialogs.talk import Done, Talk
from dialogs.told import Told
from nlu.rather import rather

WRONG, TAKEN_BACK, STAYS = "wrong", "back", "stays"
_CHANGES = ("内容错了", "写错了", "有错", "改", "要改", "改一下", "我来改")
_WITHDRAWS = ("撤回", "撤", "撤了", "取消", "不报了", "不要了", "删了")
_KEEPS = ("没错", "没事", "没事了", "不用改", "不用", "就这样", "算了")
_OPTIONS = (
    Option("内容有错，我来改", WRONG, _CHANGES),
    Option("不该交，撤回", TAKEN_BACK, _WITHDRAWS),
    Option("没错，就这样", STAYS, _KEEPS),
)
_BACK = re.compile(
    r"(?:就是|我|根本|还|[，, ])*(?:不该|不想|没想|没要|不要)(?:提?交|报|登记|发).{0,6}"
    r"|.{0,6}(?<!不)(?<!不要)(?<!别)撤(?:回|了|销|掉).{0,4}"
)


def slip(talk: Talk, look: Lookup) -> Done:
    """One question with three buttons; what is wrong may be told at once."""
    number = str(talk.args["number"])
    chosen = str(talk.ask(_question(number, look)))
    facts = {"ticket": number} if number else {}
    if chosen == STAYS:
        return Done(look.say("slip_stays"))
    if chosen == TAKEN_BACK:
        return Done("", then=("withdraw", {"text": "", "facts": facts}))
    if chosen == WRONG:
        return Done("", then=("supplement", {"text": "", "facts": facts,
                                             "asked": look.say("slip_how")}))  # fmt: skip
    return Done("", then=("supplement", {"text": chosen, "facts": facts, "whole": True}))


def _question(number: str, look: Lookup) -> Question:
    ticket = look.seen.ticket(number) if number else None
    what = look.category(ticket.category).name if ticket else ""
    asked = look.say("slip_one", no=number, what=what) if ticket else look.say("slip_several")
    asking = choice("slip", asked, _OPTIONS, about=number, read=_read)
    return replace(asking, holds=lambda value: bool(value))


def _read(told: Told) -> Any:
    """Wishing it back in any words, or the right words themselves: 是4幢，不是3幢."""
    if _BACK.fullmatch(told.plain):
        return TAKEN_BACK
    tells = told.heard.act == "correct" or rather(told.plain).right
    return told.text if tells and len(told.plain) >= SAYS_WHAT else None


SAYS_WHAT = 4  # characters of a correction that tells what is right
