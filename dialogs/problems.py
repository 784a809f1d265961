"""What a message tells of: which pieces of it are problems of their own, and which only belong."""

from __future__ import annotations

import re
from dataclasses import replace

from nlu.heard import Heard, Part

MOST = 5  # problems on one card
PLAIN = 0.5  # confidence below which a piece is part of the story beside it
SAME = 0.1  # and from which the kind of the piece before may be its kind too
DIGITS_OF_A_PHONE = 11
_FOLLOWS = re.compile(
    r"睡不着|睡不好|睡不了|没法(?:睡|住|过|活)|吓死|怎么办|咋办|咋个|咋整|急死|气死|谁来管|没人管$"
)
"""What a problem leads to is no problem of its own."""
_FILLER = re.compile(r"[我俺咱们家你您在就是住的了呢啊呀那这里边儿大概，,。.!！ ]")


def problems(heard: Heard) -> list[Part]:
    """The separate problems of a message; fewer than two when it is one story."""
    return [replace(part, text=unled(part.text)) for part in _apart(heard)]


def unled(text: str) -> str:
    """A problem's words without what joins them to the one before: 另外, 对了, 二是.

    还有3天 and 还有人 tell something themselves.
    """
    return _LEADS.sub("", text)


_LEADS = re.compile(
    r"^(?:(?:另外|还有(?![0-9一二三四五六七八九十几半两人])|再有|再就是|对了|顺便|然后|而且|并且"
    r"|首先|其次|[一二三四五]是)[，,、：: ]*)+"
    r"(?=.{4})"
)


def _apart(heard: Heard) -> list[Part]:
    kept: list[Part] = []
    before = ""
    for part in (p for p in heard.parts if _tells(p)):
        if kept and _belongs(part, kept[-1]):
            kept[-1] = replace(kept[-1], text=f"{kept[-1].text}，{part.text}")
        elif _unsure(part):
            before += part.text + "，"
        else:
            kept.append(replace(part, text=before + part.text))
            before = ""
    return kept[:MOST]


def says_what(heard: Heard) -> bool:
    """Whether a message says what is wrong, and not only where or when."""
    rest = heard.text
    spots = (heard.spot.text,) if heard.spot else ()
    for known in (*spots, *(span.text for span in heard.times)):
        rest = rest.replace(known, "")
    known_only = rest != heard.text
    return not known_only or len(_FILLER.sub("", rest)) >= 2


def _tells(part: Part) -> bool:
    """Whether a piece of a message is more than a name, a number or a greeting beside one."""
    digits = sum(c.isdigit() for c in part.text)
    beside = part.text.replace(part.spot.text, "") if part.spot else part.text
    told = sum("一" <= c <= "鿿" for c in beside)
    return "已隐藏" not in part.text and digits < DIGITS_OF_A_PHONE and told >= 4


def _unsure(part: Part) -> bool:
    return part.spot is None and (not part.guesses or part.guesses[0].confidence < PLAIN)


def _belongs(part: Part, before: Part) -> bool:
    """Whether a piece goes on with the problem before it."""
    if part.spot is not None:
        return False
    if _unsure(part) or _FOLLOWS.search(part.text):
        return True
    own = {guess.code for guess in part.guesses if guess.confidence >= SAME}
    return bool(before.guesses) and before.guesses[0].code in own
