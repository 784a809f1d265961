"""Features of a text: runs of characters, pairs of syllables, words; counted, or with places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from nlu.normal import normal
from nlu.spoken import spoken
from nlu.words import cut

_SPACE = re.compile(r"\s+")
_NUMBER = re.compile(r"\d+")
_SOUND, _WORD = "\x01", "\x02"  # begin what is no run of characters: no text has them
HEAD, TAIL = 600, 300
LONGEST = 3


@dataclass(frozen=True, slots=True)
class View:
    """What an ear counts: runs of one to `longest` characters; pairs of syllables, which typos,
    dialects and pinyin leave as they are; words and pairs of words."""

    longest: int = LONGEST
    sounds: bool = False
    words: bool = False


def clean(text: str) -> str:
    """The normalised text as the model reads it: numbers made alike, head and tail of letters."""
    plain = _SPACE.sub(" ", normal(text).text.lower()).strip()
    if len(plain) > HEAD + TAIL:
        plain = plain[:HEAD] + " " + plain[-TAIL:]
    return _NUMBER.sub("0", plain)


def ngrams(text: str, longest: int = LONGEST) -> Iterator[str]:
    """All runs of one to `longest` characters, with repeats."""
    for length in range(1, longest + 1):
        for start in range(len(text) - length + 1):
            yield text[start : start + length]


@lru_cache(maxsize=48)
def counts(text: str, view: View) -> Mapping[str, int]:
    """How often each feature stands in a text; the text's edges count as a character.

    Remembered, because several ears hear one message; not to be changed by who gets it.
    """
    return Counter(analyse(text, view))


def analyse(text: str, view: View) -> list[str]:
    """The features with repeats, for training."""
    plain = clean(text)
    if not (view.sounds or view.words):
        return list(ngrams(f" {plain} ", view.longest))
    seen, syllables = spoken(plain)
    found = list(ngrams(f" {_SPACE.sub(' ', seen).strip()} ", view.longest))
    if view.sounds:
        found += (one for one, _ in _pairs(syllables))
    if view.words:
        found += (one for one, _ in _words(seen))
    return found


@lru_cache(maxsize=8)
def placed(plain: str, view: View) -> tuple[tuple[str, int], ...]:
    """The features of a cleaned text with where each begins, without the text's edges."""
    seen, syllables = spoken(plain)
    found = [
        (seen[at : at + length], at)
        for length in range(1, view.longest + 1)
        for at in range(len(seen) - length + 1)
        if not seen[at : at + length].isspace()
    ]
    if view.sounds:
        found += _pairs(syllables)
    if view.words:
        found += _words(seen)
    return tuple(found)


def sounds_alone(plain: str) -> list[str]:
    """Only the pairs of syllables of a cleaned text: all that typed pinyin would leave of it."""
    return [one for one, _ in _pairs(spoken(plain)[1])]


def _pairs(syllables: list[tuple[int, str]]) -> Iterator[tuple[str, int]]:
    for (at, one), (_, two) in pairwise(syllables):
        yield f"{_SOUND}{one} {two}", at


def _words(text: str) -> Iterator[tuple[str, int]]:
    before, at = "", 0
    for word in cut(text):
        if not word.isspace():
            yield _WORD + word, at
            if before:
                yield f"{_WORD}{before} {word}", at
            before = word
        at += len(word)
