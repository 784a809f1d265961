"""The questions before a mediation, answered by button, by yes or no, or in words of one's own."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from dialogs.question import Option, Question, choice
from dialogs.told import Told

_NOT = r"(?:没有?|从没|从来没有?|未|不)"
_HIT = (
    r"(?<!没)(?<!有)(?:打[过了]?[我人]|打(?:过|架|起来)|动[过了]?手|推搡|推[过了][我他她]"
    r"|扇|踹|踢[过了]?[我人门]|掐|抓伤|砸[过了]?[我门]|拿东西扔|威胁|吓唬)"
)
_AFRAID = rf"(?<!不)(?<!没)(?:害怕|怕[他她])|{_NOT}敢"
_NEVER = (
    r"(?:没有?|未|没去|还没)(?:过|报过?警|打过?(?:官司|110)|起诉|仲裁|信访|上访"
    r"|[找去]过?(?:派出所|警察|法院)?)"
)
_SAYS: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "violence": (
        ("yes", re.compile(rf"{_HIT}|{_AFRAID}")),
        ("no", re.compile(rf"{_NOT}(?:过|动过?手|打过|威胁|怕|害怕)")),
    ),
    "proceedings": (
        ("no", re.compile(rf"{_NEVER}|哪[里儿]?都没")),
        ("police", re.compile(r"报[过了]?警|派出所|110")),
        ("court", re.compile(r"官司|起诉|法院|立案")),
        ("arbitration", re.compile(r"仲裁")),
        ("petition", re.compile(r"信访|上访")),
    ),
    "incapacity": (
        ("no", re.compile(r"(?:没有?|都是)(?:这种|这样的|小孩|孩子|成年|大人|正常)")),
        ("yes", re.compile(r"未成年|孩子|小孩|糊涂|痴呆|精神病|瘫|[昏植]")),
    ),
    "willing": (
        ("no", re.compile(r"不(?:想|愿意?|要)(?:和|跟|见|谈)?|没什么好谈|谈不[了来拢]")),
        ("unsure", re.compile(r"看情况|再想想|再说|没想好|不一定")),
        ("yes", re.compile(r"愿意|可以谈|能谈|谈谈|愿")),
    ),
}  # fmt: skip
"""What words mean, by question; a sign of danger or of proceedings outweighs a no beside it."""
_YES = ("是", "是的", "对", "对的", "嗯", "有的", "有过", "当然有")


def screening(question: Any) -> Question:
    """One question of the table, with its buttons; anything that is no clear answer asks again."""
    options = tuple(Option(label, value) for value, label in question.options.items())
    asked = choice(question.key, question.words, options, why=question.why)
    return _reading(asked, question.key)


def _said(key: str, words: str) -> str:
    """The answer in words of one's own; empty when there is none.

    没报警，但是起诉了 says no to one and yes to another: what is denied is taken out first.
    """
    signs = dict(_SAYS.get(key, ()))
    left = signs["no"].sub("", words) if key in _APART else words
    found = next(
        (value for value, sign in signs.items() if value != "no" and sign.search(left)), ""
    )
    if key == "willing" or not found:
        return "no" if "no" in signs and signs["no"].search(words) else found
    return found


_APART = ("proceedings", "incapacity")
"""Questions about several things at once, of which some may be denied."""


def _reading(asked: Question, key: str) -> Question:
    def read(told: Told) -> str | None:
        if value := _said(key, told.plain):
            return value
        if told.no:
            return "no"
        willing = told.yes and not told.submits  # 提交 is no word about the other party
        plainly = willing if key == "willing" else told.plain in _YES
        return "yes" if plainly and key in _SAYS and key != "proceedings" else None

    return replace(asked, read=read)
