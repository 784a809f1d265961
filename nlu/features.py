"""Features of a text: runs of characters, pairs of syllables, words; counted, or with places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from nlu.marks import Marks, Places, codes, cut_marks, led, marks, powers, runs, runs_of
from nlu.normal import normal
from nlu.soundmarks import SOUND, pairs_at, pairs_of, sounding
from nlu.spoken import spoken
from nlu.words import cut

_SPACE = re.compile(r"\s+")
_NUMBER = re.compile(r"\d+")
_WORD = "\x02"  # begins a word or a pair of words: no text has it
_LATIN = re.compile("[a-z]")
_BLANK = ord(" ")  # the only one in a cleaned text
_BLANK_MARK, _WORD_MARK = marks([" ", _WORD])[:, None]
_NO_MARKS, _NOWHERE = np.zeros(0, np.uint64), np.zeros(0, np.int64)
_SECOND = powers(1)[0]  # what all is multiplied with that begins at the second character
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
def seen_marks(text: str, view: View) -> Marks:
    """The features of `analyse` as marks, with repeats, in another order.

    Remembered, because several ears hear one message; not to be changed by who gets it.
    """
    plain = clean(text)
    if not view.words and not (view.sounds and latin(plain)):
        return edged_marks(plain, view).marks
    seen, others = _read(text, view)
    return np.concatenate([*runs(seen, view.longest), marks(others)])


def latin(plain: str) -> bool:
    """Whether a cleaned text has letters that may spell pinyin."""
    return _LATIN.search(plain) is not None


@dataclass(frozen=True, slots=True)
class Edged:
    """The marks of a cleaned text whose edges are read as blanks, in an order that lets a part of
    it be told: runs of one character, of two …, pairs of syllables, then the runs with an edge."""

    marks: Marks
    inside: int  # how many come before those with an edge
    heard: Places  # where the characters stand whose syllables make the pairs


def edged_marks(plain: str, view: View) -> Edged:
    """For a text without Latin letters; words are not among its marks."""
    letters = codes(f" {plain} ")
    steps = runs_of(letters, view.longest)
    found, heard = [step[1:-1] for step in steps], _NOWHERE
    if view.sounds:
        heard = sounding(letters[1:-1])
        found.append(pairs_at(letters[1:-1], heard))
    return Edged(np.concatenate([*found, *_edges(steps)]), sum(map(len, found)), heard)


def edge_marks(plain: str, view: View) -> Marks:
    """Of these the marks with an edge alone."""
    return np.concatenate(_edges(runs_of(codes(f" {plain} "), view.longest)))


def _edges(steps: list[Marks]) -> list[Marks]:
    return [step if len(step) < 2 else step[:: len(step) - 1] for step in steps]


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
    at: Places


@lru_cache(maxsize=8)
def placed_marks(plain: str, view: View, words: tuple[str, ...] | None = None) -> Placed:
    """What `placed` gives, in another order, quicker; the words need not be given."""
    typed = latin(plain)
    seen, syllables = spoken(plain) if typed else (plain, [])
    letters = codes(seen)
    found = [_runs_placed(letters, view.longest)]
    if view.sounds:
        pairs = list(_pairs(syllables))
        found.append(_marked(pairs) if typed else pairs_of(letters))
    if view.words:
        found.append(_words_placed(cut(seen) if words is None or typed else words, letters))
    return Placed(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _marked(features: list[tuple[str, int]]) -> tuple[Marks, Places]:
    return marks([one for one, _ in features]), np.array([at for _, at in features], np.int64)


def _runs_placed(letters: Marks, longest: int) -> tuple[Marks, Places]:
    """The runs that are not blank, and where they begin."""
    steps = runs_of(letters, longest)
    at = np.arange(len(letters))
    blank = letters == _BLANK
    if not blank.any():
        return np.concatenate([*steps, _NO_MARKS]), np.concatenate(
            [at[: len(step)] for step in steps] or [at]
        )
    found, places = [_NO_MARKS], [at[:0]]
    for step in steps:
        told = np.flatnonzero(~blank[: len(step)])
        found.append(step[told])
        places.append(told)
        blank = blank[:-1] & blank[1:]
    return np.concatenate(found), np.concatenate(places)


def word_marks(plain: str) -> tuple[Marks, Places]:
    """The marks of a cleaned text's words and pairs of words, and where each begins; it has no
    Latin letters."""
    return _words_placed(cut(plain), codes(plain))


def _words_placed(words: tuple[str, ...], letters: Marks) -> tuple[Marks, Places]:
    """Words and pairs of words, and where each, or its second word, begins."""
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    ends = lengths.cumsum()
    if " " in words:
        told = np.array([not word.isspace() for word in words], bool)
        ends, lengths = ends[told], lengths[told]
    starts = ends - lengths
    own = cut_marks(letters, starts, ends)
    ones = _WORD_MARK + own * _SECOND
    pairs = led(led(ones[:-1], lengths[:-1] + 1, _BLANK_MARK), lengths[:-1] + 2, own[1:])
    return np.concatenate([ones, pairs]), np.concatenate([starts, starts[1:]])


def sounds_alone(plain: str) -> list[str]:
    """Only the pairs of syllables of a cleaned text: all that typed pinyin would leave of it."""
    return [one for one, _ in _pairs(spoken(plain)[1])]


def _pairs(syllables: list[tuple[int, str]]) -> Iterator[tuple[str, int]]:
    for (at, one), (_, two) in pairwise(syllables):
        yield f"{SOUND}{one} {two}", at


def _words(text: str) -> Iterator[tuple[str, int]]:
    before, at = "", 0
    for word in cut(text):
        if not word.isspace():
            yield _WORD + word, at
            if before:
                yield f"{_WORD}{before} {word}", at
            before = word
        at += len(word)
