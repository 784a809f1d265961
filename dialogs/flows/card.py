"""The summary card: every line can be changed before anything is submitted (C5)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from dialogs.commands import JoinTicket, OpenTicket
from dialogs.flows.where import place_words
from dialogs.lookup import Lookup
from dialogs.question import Asked, Option, Question, choice
from dialogs.reading import EDIT, NOTHING
from dialogs.talk import Talk
from dialogs.told import Told

INLINE = 5  # more lines than that are changed one step further
CHANGE = f"{EDIT}change"
"""A no to the card means that something on it is wrong; nothing told is thrown away for it."""
_AS_IT_IS = ("不用", "不改", "不改了", "没有", "跳过", "算了", "提交", "确认")
KEEP = Option(
    "不用改了",
    f"{EDIT}{NOTHING}",
    ("不用", "不改", "不改了", "没有", "跳过", "算了", "提交", "确认"),
)
LONGEST = 120  # characters of the story shown


_NOT_KNOWN = re.compile(
    r"跳过|不知道|不清楚|不晓得|弗晓得|勿晓得|不记得|没有.{2,}|没拍|没照|莫得|忘了"
)
"""不知道编号, said over the card, is no no to the card."""


_NOTHING_ELSE = re.compile(r"(?:没有?|无|冇|呒没)(?:别的|其他|其它|要改|要补充)|没了|没有了")


def card(talk: Talk, commands: list[Any], look: Lookup) -> Question:
    """The card over everything asked so far."""
    text = "\n".join([look.say("card_head"), *_lines(talk, commands, look), look.say("card_tail")])
    edits = _edits(talk)
    if "change" in talk.run.reopened:
        talk.ask(choice("change", look.say("ask_change"), (*edits, KEEP)))
    if len(edits) > INLINE:
        edits = [Option("修改", CHANGE, ("改", "要改"))]

    options = (Option("提交", True, ("确认", "确定", "对", "没错", "可以", "提交吧", "是")), *edits,
               Option("不提交", False, ("先不提交", "不要提交", "不提交了")))  # fmt: skip
    return Question("sure", text, _agreed, options=options, about=text, words=False,
                    miss=_settled(look), why=look.say("why_card"),
                    hint=look.say("card_hint"))  # fmt: skip


def _agreed(told: Told) -> bool | str | None:
    """Yes; a no means that something is to be changed."""
    if told.yes or told.submits:
        return True
    settled = _NOT_KNOWN.match(told.plain) or _NOTHING_ELSE.match(told.plain)
    return CHANGE if told.no and not settled else None


def _settled(look: Lookup) -> Callable[[Told], str]:
    """What is said to 没别的了 and 不知道编号, which change nothing."""

    def words(told: Told) -> str:
        if _NOTHING_ELSE.match(told.plain):
            return look.say("card_nothing_else")
        return look.say("card_unknown") if _NOT_KNOWN.match(told.plain) else ""

    return words


def _lines(talk: Talk, commands: list[Any], look: Lookup) -> list[str]:
    rows = []
    many = len(commands) > 1
    for n, command in enumerate(commands, 1):
        head = f"{n}. " if many else ""
        if isinstance(command, JoinTicket):
            rows.append(head + look.say("card_join"))
        else:
            rows += _problem(head, command, look)
    if talk.run.files:
        rows.append(f"附件：{len(talk.run.files)}份")
    asked = any(a.name == "privacy" for a in talk.trail)
    privacy = next((c.privacy for c in commands if asked and isinstance(c, OpenTicket)), "")
    rows += [look.say(f"card_{privacy}")] if privacy else []
    return rows


def _problem(head: str, command: OpenTicket, look: Lookup) -> list[str]:
    category = look.category(command.category)
    story = command.detail if len(command.detail) <= LONGEST else command.detail[:LONGEST] + "…"
    rows = [f"{head}类别：{category.name}"]
    if command.place:
        rows.append(f"地点：{place_words(command.place, look)}")
    rows.append(f"情况：{story}")
    slots = look.district.slots
    rows += [f"{slots[s].label}：{v}" for s, v in command.slots if s != "photo"]
    return rows


def _edits(talk: Talk) -> list[Option]:
    """One option a line that can be changed; numbered when there are several problems."""
    many = len(talk.run.parts) > 1
    return [Option(f"改{_which(a, many)}{a.question.label}", EDIT + a.name)
            for a in talk.trail if a.question.label and a.how]  # fmt: skip


def _which(asked: Asked, many: bool) -> str:
    return f"第{asked.part + 1}件的" if many and asked.part >= 0 else ""
