"""Bring a message into one shape for the rules, and keep the way back to the words as written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import opencc

_DROPPED = {"Cc", "Cf", "Cs", "Co", "Mn", "Me"}
_KEPT = "\n"
# Digits repeat in phone numbers, also when they are written out.
_REPEATED = re.compile(r"([^0-9A-Za-z零〇一二三四五六七八九])\1{3,}")
_FOUR = re.compile(r"(.)\1\1\1", re.DOTALL)  # a quick look for any of them
# Notes such as 领(lǐng) in pasted articles: Latin letters with at least one tone mark.
_PINYIN_NOTE = re.compile(r"\([a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]*\)")
_PLAIN = re.compile(r"[\u4e00-\u9fff0-9A-Za-z,.!?:;()。、 \n\-+/%\"'“”‘’《》【】—…·]*")
_FULL = tuple(zip("，！？：；（）", ",!?:;()", strict=True))  # all that most texts have to fold
_SEPARATORS = r"[\s.·•*_\-~/|+=#@^。,、!…]"
_HAN = "[\u4e00-\u9fff]"
# 着 火 了, 不.想.活: three or more single characters with something between them.
_PICKED_APART = re.compile(f"(?<!{_HAN}){_HAN}(?:{_SEPARATORS}+{_HAN}){{2,}}(?!{_HAN})")
# 自*杀: two characters apart by what is no punctuation.
_STARRED = re.compile(f"(?<={_HAN})[.·•*_~/|+=#@^\\-]+(?={_HAN})")
_SPACED_DIGITS = re.compile(r"(?<![0-9])[0-9](?:[\s.\-]+[0-9]){2}(?![\s.\-]*[0-9])")
# Each with a quick look, without which it is not there; most texts have none of the three.
_APART = (
    (re.compile(f"{_SEPARATORS}{_HAN}{_SEPARATORS}"), _PICKED_APART),
    (re.compile(r"[0-9][\s.\-]+[0-9]"), _SPACED_DIGITS),
    (re.compile(r"[.·•*_~/|+=#@^\-]"), _STARRED),
)
_REMEMBERED = 16  # texts: the parts of one message are asked for again and again


@dataclass(frozen=True, slots=True)
class Normal:
    """A normalised text; `at` holds the place of each character in `said` (None: the same)."""

    text: str
    said: str
    at: tuple[int, ...] | None = None

    def written(self, start: int, end: int) -> str:
        """The words as the resident wrote them for `text[start:end]`."""
        if self.at is None:
            return self.said[start:end]
        if start >= end:
            return ""
        return self.said[self.at[start] : self.at[end - 1] + 1]


class _Folded(dict[int, str | None]):
    """NFKC of single characters for str.translate, never longer than the character itself."""

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        folded = unicodedata.normalize("NFKC", letter)
        if len(folded) != 1:
            folded = letter
        if letter not in _KEPT and unicodedata.category(folded) in _DROPPED:
            folded = " " if letter in "\t\r\v\f" else ""
        self[code] = folded
        return folded


_FOLD = _Folded()


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """Simplified characters, one for one, so that positions stay."""
    out: str = _converter().convert(text)
    if len(out) == len(text):
        return out
    return "".join(one if len(one) == 1 else c for c in text for one in [_converter().convert(c)])


@lru_cache(maxsize=_REMEMBERED)
def normal(said: str) -> Normal:
    """NFKC, no invisible characters, simplified, no endless repeats, no pinyin notes."""
    text = said
    at: list[int] | None = None
    for wide, narrow in _FULL:
        text = text.replace(wide, narrow)
    if not _PLAIN.fullmatch(text):
        text = text.translate(_FOLD)
        if len(text) != len(said):
            at = [i for i, c in enumerate(said) if _FOLD[ord(c)]]
    text = simplified(text)
    for look, pattern, keep in ((_FOUR, _REPEATED, 3), (_PINYIN_NOTE, _PINYIN_NOTE, 0)):
        if look.search(text) and pattern.search(text):
            text, at = _cut(text, at, pattern, keep)
    return Normal(text, said, None if at is None else tuple(at))


def as_read(whole: Normal, words: Iterable[str]) -> tuple[str, ...]:
    """Pieces of what was said, in words as written, as they stand in its normalised text."""
    if whole.text == whole.said:
        return tuple(words)
    return tuple(normal(piece).text for piece in words)


def _cut(
    text: str, at: list[int] | None, pattern: re.Pattern[str], keep: int
) -> tuple[str, list[int]]:
    """Drop from every match what lies behind its first `keep` characters."""
    places = at if at is not None else list(range(len(text)))
    out, kept, last = [], [], 0
    for match in pattern.finditer(text):
        end = match.start() + keep
        out.append(text[last:end])
        kept.extend(places[last:end])
        last = match.end()
    out.append(text[last:])
    kept.extend(places[last:])
    return "".join(out), kept


def squeezed(norm: Normal) -> Normal:
    """The same with words joined that were picked apart: 着.火.了 becomes 着火了, 1 1 9 is 119."""
    gone: set[int] = set()
    for look, pattern in _APART:
        if look.search(norm.text):
            for match in pattern.finditer(norm.text):
                gone.update(i for i in range(*match.span()) if not norm.text[i].isalnum())
    if not gone:
        return norm
    kept = [i for i in range(len(norm.text)) if i not in gone]
    at = tuple(kept) if norm.at is None else tuple(norm.at[i] for i in kept)
    return Normal("".join(norm.text[i] for i in kept), norm.said, at)
