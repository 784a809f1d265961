"""A party wants a mediation to stop, or another mediator: one question, no reason."""

from __future__ import annotations

from dialogs.consulting import ENDED
from dialogs.lookup import Lookup
from dialogs.no_more import StopMediation
from dialogs.other_mediator import OtherMediator
from dialogs.question import Option, choice, yes_no
from dialogs.talk import Done, Talk
from mediation.case import BINDING

_YES = ("停", "停了", "停吧", "撤回", "撤了", "取消", "不调解了", "不谈了", "是", "是的", "对",
        "确定", "好", "嗯", "撤回同意", "不想调解了")  # fmt: skip
_NO = ("继续", "不停", "不用停", "先不停", "照常", "不", "算了", "再谈谈", "接着谈")
SURE = (Option("停下来", True, _YES), Option("继续调解", False, _NO))


def stop_mediation(talk: Talk, look: Lookup) -> Done:
    """Which one, and whether that is meant; once an agreement is in force, what helps instead."""
    found = [one for one in look.once("cases", look.seen.cases) if one["state"] not in ENDED]
    free = [str(one["number"]) for one in found if one["state"] not in BINDING]
    if not free:
        number = str(found[0]["number"]) if found else ""
        return Done(look.say("stop_binding", no=number) if found else look.say("reschedule_none"))
    number = _which(talk, look, free)
    if not talk.ask(choice("sure", look.say("sure_stop", no=number), SURE, about=number)):
        return Done(look.say("mediation_goes_on"))
    return Done(look.say("mediation_stopped", no=number), StopMediation(number))


def _which(talk: Talk, look: Lookup, numbers: list[str]) -> str:
    if len(numbers) == 1:
        return numbers[0]
    options = tuple(Option(one, one) for one in numbers)
    return str(talk.ask(choice("which", look.say("which_mediation"), options)))


def other_mediator(talk: Talk, look: Lookup) -> Done:
    """Once each side, without a reason; who wished it is told to nobody."""
    cases = look.once("cases", look.seen.cases)
    found = [str(one["number"]) for one in cases if one["state"] not in ENDED | BINDING]
    if not found:
        return Done(look.say("reschedule_none"))
    number = _which(talk, look, found)
    sure = yes_no("sure", look.say("sure_other_mediator", no=number), about=number,
                  yes="换一位", no="不换了")  # fmt: skip
    if not talk.ask(sure):
        return Done(look.say("mediation_goes_on"))
    return Done(look.say("mediator_replaced", no=number), OtherMediator(number))
