"""Features of a text: runs of characters, pairs of syllables, words; counted, or with places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from nlu.marks import Marks, marks, runs
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


@dataclass(frozen=True, slots=True)
class Counted:
    """Each feature of a text once, as a mark, in the order of `analyse`, and how often."""

    marks: Marks
    many: npt.NDArray[np.float32]


@lru_cache(maxsize=48)
def counted(text: str, view: View) -> Counted:
    """How often each feature stands in a text; the text's edges count as a character.

    Remembered, because several ears hear one message; not to be changed by who gets it.
    """
    seen, others = _read(text, view)
    flat = np.concatenate([*runs(seen, view.longest), marks(others)])
    found = Counter(flat.tolist())
    many = np.fromiter(found.values(), np.float32, len(found))
    return Counted(np.fromiter(found, np.uint64, len(found)), many)


def analyse(text: str, view: View) -> list[str]:
    """The features with repeats, for training."""
    seen, others = _read(text, view)
    return [*ngrams(seen, view.longest), *others]


def _read(text: str, view: View) -> tuple[str, list[str]]:
    """What runs of characters are counted in, and the features that are none."""
    plain = clean(text)
    if not (view.sounds or view.words):
        return f" {plain} ", []
    seen, syllables = spoken(plain)
    others = [one for one, _ in _pairs(syllables)] if view.sounds else []
    if view.words:
        others += (one for one, _ in _words(seen))
    return f" {_SPACE.sub(' ', seen).strip()} ", others


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


@dataclass(frozen=True, slots=True)
class Placed:
    """The features of `placed` as marks, and where each begins."""

    marks: Marks
    at: npt.NDArray[np.int32]


@lru_cache(maxsize=8)
def placed_marks(plain: str, view: View) -> Placed:
    """What `placed` gives, in the same order, quicker."""
    seen, syllables = spoken(plain)
    blank = np.array([one.isspace() for one in seen], bool)
    found, at = [], []
    for step in runs(seen, view.longest):
        told = np.flatnonzero(~blank[: len(step)])
        found.append(step[told])
        at.append(told)
        blank = blank[:-1] & blank[1:]
    others = [*(_pairs(syllables) if view.sounds else ()), *(_words(seen) if view.words else ())]
    found.append(marks([one for one, _ in others]))
    at.append(np.array([start for _, start in others], np.int64))
    return Placed(np.concatenate(found), np.concatenate(at).astype(np.int32))


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
