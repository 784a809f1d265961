"""Which of 120 categories: sure, between two, or unsure; asked, never insisted on (A.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from dialogs.flows.own_words import WITHIN
from dialogs.lookup import Lookup
from dialogs.problems import says_what
from dialogs.question import Option, Question
from dialogs.run import Run
from dialogs.talk import Talk
from dialogs.told import Told
from grid.catalogue import Category
from nlu.heard import Guess

SURE, MARGIN, UNSURE, LIKELY = 0.75, 0.15, 0.45, 0.08
"""Filed unasked from 0.75 with 0.15 ahead of the next; below 0.45 one clarifying question."""
NOT_LISTED = "1207"


def clear_kind(part: Talk, look: Lookup) -> str:
    """The category's code; 1207 (待人工研判) when neither words nor buttons settle it.

    Unsure words are asked about once, with the likeliest kinds as buttons; more words do as well.
    """
    guesses = _guesses(part.told)
    if not part.told.get("detail") and not guesses:
        pictured = "photo_says_nothing" if part.run.files else ""
        part.ask(tell_question("detail", _what_is_wrong(part, look), look, pictured))
    elif not guesses or guesses[0][1] < UNSURE:
        picked = part.ask(_clearer(part, look))
        known = isinstance(picked, str) and picked in look.district.catalogue
        if known and not _reopened(part):
            part.run.given.setdefault(part.name("kind"), ["", picked, "asked"])
    return str(part.ask(kind_question(part, look)))


def _what_is_wrong(part: Talk, look: Lookup) -> str:
    """Asks for the problem; who has said where hears that it was heard."""
    where = str((part.told.get("place") or {}).get("text", ""))
    return look.say("ask_detail_there", place=where) if where else look.say("ask_detail")


def tell_question(name: str, text: str, look: Lookup, pictured: str = "", **more: Any) -> Question:
    """Asks for the problem in words; the answer keeps them with what they were taken for.

    `pictured` is what who only points at a photo hears.
    """

    def read(told: Told) -> dict[str, Any] | None:
        none = told.heard.act in _NO_STORY and not told.points_out
        if none or not any(c.isalnum() for c in told.text):
            return None
        if told.heard.spot and not says_what(told.heard):
            return None  # only where it is
        if any(one.fullmatch(told.plain) for one in (SAYS_NOTHING, POINTS_AT, _ASKS_US, WITHIN)):
            return None
        return {"text": told.text, "guesses": [[g.code, g.confidence] for g in told.heard.guesses]}

    def nothing(told: Told) -> str:
        if told.submits:
            return look.say("nothing_told")
        return look.say(pictured) if pictured and len(told.plain) <= POINTED else ""

    return Question(name, text, read, why=look.say("why_detail"), miss=nothing,
                    hint=look.say("ask_detail_again"), **more)  # fmt: skip


POINTED = 6  # characters of 就这个, said of a photo
SAYS_NOTHING = re.compile(
    r"(?:就|那|你们?|都|我|也|[，, ])*(?:随便(?:写|填|选|弄|记)?|都行|都可以|无所谓|看着办"
    r"|不知道|不晓得|弗晓得|勿晓得|说不清|不清楚|忘了)"
    r"(?:你们?|了|吧|呗|啊|的)*"
)
"""随便 tells of nothing, whatever it is asked of."""
_ASKS_US = re.compile(r"[你您]们?[^，,。]{0,6}(?:查|看|知道|晓得|听)[^，,。]{0,6}[吗么呢嘛]")
"""你们查不到吗 asks back."""
POINTS_AT = re.compile(
    r"(?:这|那)[个张里]?(?:就)?是(?:在)?[^，,。]{1,6}?(?:里面?|边上?|口|旁边|上面?|下面?)的?"
)
"""这是楼道里的, said of a photo."""
_NO_STORY = ("greet", "thanks", "abuse", "affirm", "deny", "human")


def _clearer(part: Talk, look: Lookup) -> Question:
    """One question for what was not clear: buttons where something is likely, words always."""
    likely = [str(g[0]) for g in _known(_guesses(part.told), look) if g[1] >= LIKELY][:3]
    if not likely:
        return tell_question("clearer", look.say("ask_clearer"), look, skippable=True)
    return tell_question("clearer", look.say("ask_which_kind"), look,
                         options=_offered(part, likely, look))  # fmt: skip


_NONE_OF_THEM = ("都不对", "都不像", "两个都不是", "一个都不是", "哪个都不是", "不是", "其他")
_CANNOT_SAY = ("不知道", "跳过", "弗晓得", "勿晓得", "不晓得", "不清楚", "说不清", "随便",
               "不好说", "你看着办", "都行", "不懂", "分不清")  # fmt: skip
"""No word against what was shown: the likeliest is taken, if one is clearly so."""


def _offered(part: Talk, codes: list[str], look: Lookup) -> tuple[Option, ...]:
    """The kinds as buttons and 都不是; who cannot say which leaves it to us, and sees the card."""
    likely = likeliest(part.run, part.part, look)
    likely = NOT_LISTED if _unheard_fire(part, likely) else likely
    shown = tuple(
        Option(look.category(code).name, code, _CANNOT_SAY if code == likely else ())
        for code in codes
    )
    words = _NONE_OF_THEM if likely in codes else (*_NONE_OF_THEM, *_CANNOT_SAY)
    return (*shown, Option("都不是", NOT_LISTED, words))


def _known(guesses: list[list[Any]], look: Lookup) -> list[list[Any]]:
    return [g for g in guesses if g[0] in look.district.catalogue]


def _guesses(told: dict[str, Any]) -> list[list[Any]]:
    real = (g for g in told.get("guesses") or [] if g[0] != NOT_LISTED)
    return sorted(real, key=lambda g: -float(g[1]))


def guesses_now(part: Talk) -> list[list[Any]]:
    """The guesses of the first words and of a clearer second telling, taken together."""
    odds: dict[str, float] = {}
    tellings = [_guesses(part.told)]
    for name in ("clearer", "detail"):
        kept = part.run.given.get(part.name(name))
        told = _guesses(kept[1]) if kept and isinstance(kept[1], dict) else []
        tellings += [] if told in tellings else [told]  # kept twice, said once
    for code, confidence in (g for telling in tellings for g in telling):
        odds[code] = 1 - (1 - odds.get(code, 0.0)) * (1 - float(confidence))
    return sorted(([code, p] for code, p in odds.items()), key=lambda g: -float(g[1]))


def sure(guesses: list[list[Any]]) -> bool:
    """Whether the first guess may be filed unasked."""
    if not guesses or guesses[0][1] < SURE:
        return False
    return len(guesses) < 2 or guesses[0][1] - guesses[1][1] >= MARGIN


def sure_of(guesses: Sequence[Guess]) -> bool:
    """The same of what was heard just now."""
    return sure([[guess.code, guess.confidence] for guess in guesses])


def likeliest(run: Run, part: int, look: Lookup) -> str:
    """The kind a problem most likely is; 1207 where quite another one is about as likely."""
    guesses = [*_known(guesses_now(Talk(run, part)), look), [NOT_LISTED, 0.0], [NOT_LISTED, 0.0]]
    (first, odds), (second, others) = guesses[:2]
    clear = odds >= TWICE * others or look.near(str(first), str(second))
    return str(first) if odds >= UNSURE and clear else NOT_LISTED


TWICE = 2.0  # as likely as the next: then a clerk is shown this kind rather than none


def kind_question(part: Talk, look: Lookup) -> Question:
    """Taken from the words when sure; otherwise up to three buttons and 都不是.

    After a clearing question nothing more is asked: what it did not settle, a clerk sorts.
    """
    known = _known(guesses_now(part), look)
    default = _settled(part, known)
    shown = _shown(part, known, look)
    options = _offered(part, shown, look)
    more: dict[str, Any] = {} if default is None else {"default": default}
    return Question("kind", look.say("ask_kind"), _reader(look, shown), label="类别",
                    show=lambda code: look.category(str(code)).name, options=options, words=False,
                    why=look.say("why_kind"), hint=look.say("ask_kind_again"), **more)  # fmt: skip


def _shown(part: Talk, known: list[list[Any]], look: Lookup) -> list[str]:
    """The codes on the buttons; more of them where the likeliest is not what it may be."""
    wider = bool(known) and (_reopened(part) or _unheard_fire(part, str(known[0][0])))
    worth = [g for g in known if g[1] >= (LIKELY / 2 if wider else 0.1)][:3]
    codes = [str(g[0]) for g in worth or known[:3]]
    near = look.category(codes[0]).confusable if wider else ()
    return list(dict.fromkeys([*codes, *near]))[:4]


FIRE = "1001"


def _unheard_fire(part: Talk, code: str) -> bool:
    """正在发生的火情 that no alarm was heard of: whoever tells it says whether it burns."""
    return code == FIRE and not part.told.get("danger")


def _reopened(part: Talk) -> bool:
    return part.name("kind") in part.run.reopened


def _settled(part: Talk, known: list[list[Any]]) -> str | None:
    """The code taken unasked, or None when buttons are to settle it."""
    if sure(known):
        return None if _unheard_fire(part, str(known[0][0])) else str(known[0][0])
    asked_before = part.name("clearer") in part.run.given
    if not known or known[0][1] < 0.2 or (asked_before and known[0][1] < UNSURE):
        return NOT_LISTED
    return None


def _reader(look: Lookup, shown: list[str]) -> Any:
    """Words for one of the kinds shown, or surely for another; who names a place tells more."""

    def read(told: Told) -> str | None:
        if not says_what(told.heard):
            return None  # 楼上, said of 吵
        fits = [g.code for g in told.heard.guesses if g.confidence >= 0.6]
        known = [c for c in fits if c in look.district.catalogue and c != NOT_LISTED]
        return next((c for c in known if c in shown or told.heard.spot is None), None)

    return read


SUREST = 0.99  # nothing heard is more certain than that


OF_PARTIES = "当事人之间的纠纷"
"""Marks a ticket for staff, also where it tells one part of what was said (B5)."""
DISPUTED = ("0602",)
"""物业费与公共收益: between two parties as well, though it has no mediator's clock."""


def routed(part: Talk, category: Category) -> str:
    """The sentence staff read on the ticket: why this category, and whether it is a dispute."""
    why = kind_of(part, category.code)
    disputed = category.sla == "M" or category.code in DISPUTED
    return f"{why}，是{OF_PARTIES}" if disputed else why


def kind_of(part: Talk, kind: str) -> str:
    """Why this category, in a sentence for staff and for whoever asks (PIPL §24)."""
    how = next((a.how for a in part.trail if a.name == part.name("kind")), "")
    if how == "asked":
        chosen = kind != NOT_LISTED
        return "居民自己选定的类别" if chosen else "列出的类别居民都没有选，等工作人员研判"
    if kind == NOT_LISTED:
        return "说法不足以判断类别，等工作人员研判"
    best = next((g[1] for g in guesses_now(part) if g[0] == kind), 0.0)
    return f"按居民的说法自动判断（把握{min(best, SUREST):.0%}），居民在确认卡上核对过"
