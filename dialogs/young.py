"""A child who writes: kind words, a grown-up beside, and a person who looks at it (E.2)."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs.commands import CallPerson
from dialogs.engine import Turn
from dialogs.say import Say
from dialogs.standing import queue_words

_SAYS_SO = (
    r"我(?:今年|才|刚|现在|只有|已经|快|[，, ])*"
    r"(?:(?<!\d)(?:[4-9]|1[0-7])|[四五六七八九十]|十[一二三四五六七])周?岁(?:了|半)?"
    r"(?!的?(?:女儿|儿子|孩子|娃|外?孙|弟|妹|侄|那|就|时|起|开始))"
    r"|我(?:是|在读|在上|还在上|上|读)(?:一?个|名)?(?:小学|初中|高中|中学|小学生|初中生|高中生|中学生)"
    r"(?:[一二三四五六]年级)?(?!的?(?:门口|老师|旁|对面|附近|家长))"
)
_YOUNG = re.compile(_SAYS_SO)
_ONLY_THAT = re.compile(
    rf"(?:你好|您好|叔叔|阿姨|[，,。 ])*(?:{_SAYS_SO})(?:的|了|呢|[，,。！! ])*"
)


def is_child(words: str) -> bool:
    """Whether who writes says that they are a child themselves: 我今年12岁."""
    return bool(_YOUNG.search(words))


def a_child(turn: Turn) -> bool:
    """Remember it; how old somebody is, is no problem to be registered."""
    heard = turn.told.heard
    if turn.told.incoming.kind == "message" and is_child(turn.told.text):
        turn.talk.young = turn.talk.young or "new"
        rest = tuple(part for part in heard.parts if not _ONLY_THAT.fullmatch(part.text))
        if rest and len(rest) < len(heard.parts):
            turn.told = replace(turn.told, heard=replace(heard, parts=rest))
    return False


def kindly(turn: Turn) -> None:
    """Once, below the answer's beginning: a grown-up helps, and a person is asked to look."""
    if turn.talk.young != "new" or turn.talk.holder not in ("bot", "queue"):
        return
    turn.talk.young = "told"
    if any(said.kind == "emergency" for said in turn.says):
        return  # the safety sentence speaks of it, and whoever is on duty is called
    words = turn.look.say("young")
    if turn.talk.holder == "bot":
        queue = turn.act(CallPerson("未成年人自己在说，请先看看"))[0]
        words = f"{words}\n{queue_words(turn, queue, False)}"
    turn.says.insert(0, Say(words))
