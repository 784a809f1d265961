"""Danger comes before everything: the safety sentence, the alert, and one question."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from dialogs import faq
from dialogs.anger import declines
from dialogs.commands import RaiseAlert
from dialogs.engine import Turn, advance
from dialogs.flows.asked_in_danger import HELP_CAME, MISSING, missing, unseen
from dialogs.of_another import ANOTHER, of_another
from dialogs.problems import says_what
from dialogs.say import Say
from dialogs.told import facts


def danger(turn: Turn) -> bool:
    """Danger comes before everything, also while a person has the conversation (A10)."""
    found = turn.told.heard.danger
    if found is None or _help_came(turn) or _answers(turn) or _says_little(turn) or _told_on(turn):
        return False
    return raised(turn)


def raised(turn: Turn) -> bool:
    """The safety sentence, the alert and the one question, for the danger that was heard."""
    found = turn.told.heard.danger
    assert found is not None
    done = bool(turn.told.incoming.data.get("alarmed"))
    words = safety_words(turn, _fitting(turn, found.kind))
    turn.say(Say(words, kind="emergency", said=done))
    turn.act(_alert(turn))
    if turn.talk.holder not in ("bot", "queue"):
        return True
    top = turn.talk.top
    if not (top and top.flow == "safety"):
        turn.begin("safety", _danger_args(turn))
    turn.talk.misses = 0
    advance(turn)
    return True


def _fitting(turn: Turn, kind: str) -> str:
    """The kind whose sentence fits: nobody who saw a fall is told to keep off wires, or of lifts,
    where a faint ear alone took it for that."""
    if kind == "child_danger" and missing(kind, turn.told.text):
        return MISSING
    if kind == MISSING and unseen(kind, turn.told.text):
        return "medical"  # behind a door, and no one to be described
    if of_another(kind, turn.told.text):
        return ANOTHER
    signs = _SIGNS.get(kind)
    if signs is None or not _faint(turn) or signs.search(turn.told.text):
        return kind
    return "medical" if _FELL.search(turn.told.text) else "other"


_FELL = re.compile(r"摔|跌|跤|倒[在地了]|咬|烫|割|撞")
_SIGNS = {
    "trapped": re.compile(
        r"困|卡|夹|梯|锁|[出下上进]不|压|埋|井|坑|洞|喊|叫|拍|敲|门|掉|淹|[a-zA-Z]"
    ),
    "child_danger": re.compile(r"孩|娃|宝|幼|童|岁|学|妈|爸|儿|女|弟|妹|姐|哥|爷|奶|我|[a-zA-Z]"),
    "electric_shock": re.compile(r"电|线|插|灯|麻|水|闸|[a-zA-Z]"),
    "gas": re.compile(r"气|味|燃|煤|灶|罐|炉|阀|臭|晕|[a-zA-Z]"),
    "fraud_now": re.compile(r"钱|账|卡|转|汇|付|款|验证|密码|客服|警|贷|骗|投|红包|码|存|[a-zA-Z]"),
}
"""Words without which instructions for that danger make no sense."""


def _answers(turn: Turn) -> bool:
    """我们都跑出来了, 我在外地, answer what is asked: no new danger unless by the lexicon."""
    top = turn.talk.top
    if top is None or top.flow != "safety" or turn.told.incoming.data.get("alarmed"):
        return False
    calm = replace(turn.told, heard=replace(turn.told.heard, danger=None))
    asked = turn.outcome(top).open
    return asked is not None and asked.question.answer(calm) is not None


def _help_came(turn: Turn) -> bool:
    """119来了, said after the safety sentence, is no other danger."""
    top = turn.talk.top
    short = len(turn.told.plain) <= HELPED and bool(HELP_CAME.search(turn.told.plain))
    return top is not None and top.flow == "safety" and short


HELPED = 12  # characters that say help is there, and nothing more


def _faint(turn: Turn) -> bool:
    """Whether no word of the lexicon was found, and the ear alone is not sure either."""
    found = turn.told.heard.danger
    return not (turn.told.incoming.data.get("alarmed") or (found and found.strong))


def _says_little(turn: Turn) -> bool:
    """幸福里那边, 今天早上, 我不敢拍: what a faint ear makes of an answer is no danger."""
    heard, words = turn.told.heard, turn.told.plain
    if not _faint(turn):
        return False
    if heard.act == "withdraw" and _COME_RIGHT.search(words):
        return True
    if 0 < len(_HAN.findall(words)) < TERSE:
        return True  # 那个……
    if turn.talk.top is None:
        return False
    if turn.talk.top.flow == "report" and len(words) <= TERSE:
        return True
    bare = bool(heard.spot or heard.times) and not says_what(heard)
    return bare or declines(words) or bool(faq.answer(turn))


_HAN = re.compile("[\u4e00-\u9fff]")
_COME_RIGHT = re.compile(
    r"(?:已经|都|又|也|自己)(?:亮|好|通|修好|弄好|清走|来电|来水)(?:起来)?了|不用(?:再)?(?:管|来|修)"
)
"""灯那个不用管了，已经亮了."""
TERSE = 4  # characters of an answer in a report; of real danger the lexicon hears so few


def _told_on(turn: Turn) -> bool:
    """What is told on after the safety sentence: listened to, without another one each time."""
    top = turn.talk.top
    return bool(top and top.flow == "safety" and _faint(turn))


def safety_words(turn: Turn, kind: str) -> str:
    """The approved safety sentence of a kind of danger."""
    return turn.look.say(f"safety.{kind}")


def _alert(turn: Turn) -> Any:
    found = turn.told.heard.danger
    assert found is not None
    return RaiseAlert(found.kind, found.level, found.words, page=found.strong)


def _danger_args(turn: Turn) -> dict[str, Any]:
    found = turn.told.heard.danger
    assert found is not None
    return {"kind": found.kind, "strong": found.strong, "text": turn.told.text,
            "facts": facts(turn.told)}  # fmt: skip
