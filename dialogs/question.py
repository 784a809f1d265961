"""Questions: what is asked, how an answer is read, what is still on offer."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dialogs.told import Told

SKIPPED = "（跳过）"
_SKIPS = (
    "跳过",
    "skip",
    "没有",
    "不知道",
    "不清楚",
    "不方便",
    "算了不填",
    "先不填",
    "不晓得",
    "弗晓得",
    "勿晓得",
    "呒没",
    "呒不",
    "冇",
    "莫得",
    "没得",
    "提交",
    "直接提交",
    "就这些",
    "没了",
    "忘了",
    "忘记了",
    "记不清",
    "记不得",
    "不记得",
    "记不清了",
    "没看清",
    "看不清",
    "没注意",
    "说不清",
    "不好说",
)
_NOTHING: Any = object()


@dataclass(frozen=True, slots=True)
class Option:
    """A choice as shown; tapping it, its number or its words mean `value` (plain JSON)."""

    label: str
    value: Any
    words: tuple[str, ...] = ()  # other ways to say the same


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked. Its answer is a plain JSON value, kept under `name`."""

    name: str
    text: str
    read: Callable[[Told], Any] = lambda told: None  # None: this is no answer
    fact: str = ""  # a fact of that name told earlier answers it
    known: Callable[[dict[str, Any]], Any] | None = None  # or this, from all facts told
    label: str = ""  # its name on the summary card; empty: not on the card
    show: Callable[[Any], str] = str
    options: tuple[Option, ...] = ()
    about: str = ""  # what the answer belongs to; a changed `about` asks again
    holds: Callable[[Any], bool] = lambda value: True  # still on offer?
    why: str = ""  # answers 为什么要问这个
    hint: str = ""  # the question in other words, after a miss
    words: bool = True  # takes free words
    skippable: bool = False
    miss: Callable[[Told], str] = lambda told: ""  # what to say first when it was no answer
    default: Any = _NOTHING  # taken without asking; can be changed on the card
    asks: str = ""  # "pin" or "phone": the channel may offer its own control

    @property
    def has_default(self) -> bool:
        """Whether it is only asked when named on the card."""
        return self.default is not _NOTHING

    def answer(self, told: Told) -> Any:
        """The value this message gives, or None. Options by words come before free words."""
        for option in self.options:
            if told.plain and told.plain in (option.label.lower(), *option.words):
                return option.value
        named = [o for o in self.options if _names(told.plain, o.label.lower())]
        if not self.words and len(named) == 1:
            return named[0].value
        if self.skippable and (told.plain in _SKIPS or _short_no(told) or _will_not(told)):
            return SKIPPED
        return self.read(told)

    def from_facts(self, told: dict[str, Any]) -> Any:
        """The value facts told earlier give, or None."""
        if self.known:
            return self.known(told)
        return told.get(self.fact) if self.fact else None


def _names(plain: str, label: str) -> bool:
    """Whether the words are a good part of a label: 阳光花园 of 阳光花园（幸福社区）."""
    core = _AROUND.sub("", plain)
    return len(core) >= 2 and core in label


_AROUND = re.compile(r"^(?:就?是|在|选|要)|(?:的|那个|那边|这边|那里|那儿|那一个)+$")
"""Words around a part of a label: 是幸福社区的."""


_WILL_NOT = re.compile(
    r"我(?:哪|怎么|咋)(?:里|儿|会|能)*(?:知道|晓得|看得|找得|记得)|(?:谁|鬼)(?:知道|晓得|记得|看得|会去)"
    r"|(?:^|我)(?:也|又|真)?不会(?:弄|拍|照|用|搞|发)(?![生出现顾])|[弄搞]不来"
    r"|你们?(?:自己|自个儿?)(?:过)?来(?:看|闻|听|拍|试)"
    r"|^(?:对|嗯|好的?|行|可以|那|是的?|[，, ])*就?这样子?[吧了]?$|^(?:可以|行|好)了[吧啊]?$"
    r"|(?:给|替|帮)你们?(?:去)?(?:找|看|数|量|抄)"
    r"|(?:不想|懒得|没空|没心思|没工夫)(?:再|去)?(?:说|答|填|写|拍|弄|找)(?:了|啊|呀|这个|照片)*$"
)
"""编号？我摸黑给你找编号去？ is a no, and no answer."""


def _will_not(told: Told) -> bool:
    return len(told.plain) <= RELUCTANT and bool(_WILL_NOT.search(told.plain))


RELUCTANT = 18  # characters of a refusal; a longer message tells something


def _short_no(told: Told) -> bool:
    return told.no and len(told.plain) <= 6


def tag(about: str) -> str:
    """Six characters that stand for an `about` inside button data."""
    return hashlib.blake2s(about.encode(), digest_size=3).hexdigest()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the present run with its full name and its answer, if any."""

    name: str
    question: Question
    value: Any = None
    how: str = ""  # asked, said, default, or "" while unanswered
    part: int = -1  # which problem it belongs to; -1: the whole run


def yes_no(name: str, text: str, **more: Any) -> Question:
    """A question for yes (True) or no (False), by button or in any words for it."""
    yes, no = more.pop("yes", "是"), more.pop("no", "不是")

    def read(told: Told) -> bool | None:
        return True if told.yes else (False if told.no else None)

    options = (Option(yes, True, ("是", "是的", "对", "要", "好", "行")),
               Option(no, False, ("不是", "否", "不", "不要", "不用", "没有")))  # fmt: skip
    return Question(name, text, read, options=options, words=False, **more)


def words(name: str, text: str, **more: Any) -> Question:
    """A question for free words; photos alone are no answer."""

    def read(told: Told) -> str | None:
        return told.text or None

    return Question(name, text, read, **more)


def choice(name: str, text: str, options: tuple[Option, ...], **more: Any) -> Question:
    """A choice; what is no longer among the options is no longer on offer."""
    values = [option.value for option in options]
    more.setdefault("holds", lambda value: value in values)
    return Question(name, text, options=options, words=False, **more)
