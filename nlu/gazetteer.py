"""The district's names: found exactly, through a typo or a homophone, or typed in pinyin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from nlu.normal import normal
from nlu.sounds import syllables
from nlu.spoken import typed

Begin = TypeVar("Begin", str, tuple[str, ...])
Half = tuple[int, int, str]  # of how many characters, which half, its words
_SHORTEST_BY_SOUND = 3
_SHORTEST_MISTYPED = 4
_MOST_BEGUN = 8  # names with one beginning; more are no answer


@dataclass(frozen=True, slots=True)
class Name:
    """A name or alias of a place, the place's id, and the grid it lies in ("" when in none)."""

    text: str
    place: str
    grid: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """Names found at text[start:end]."""

    start: int
    end: int
    names: tuple[Name, ...]
    exact: bool = True


class Gazetteer:
    """Longest matches first; safe to share between threads."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._exact: dict[str, list[Name]] = {}
        self._sounds: dict[tuple[str, ...], list[Name]] = {}
        for name in names:
            key = normal(name.text).text.replace(" ", "").lower()
            if key:
                self._exact.setdefault(key, []).append(name)
        for key, named in self._exact.items():
            if len(key) >= _SHORTEST_BY_SOUND:
                self._sounds.setdefault(syllables(key), []).extend(named)
        self._by_first = _lengths((key[0], len(key)) for key in self._exact)
        self._sound_first = _lengths((key[:2], len(key)) for key in self._sounds)
        self._begun = _beginnings(self._exact)
        self._by_half: dict[Half, list[str]] = {}
        for key in self._exact:
            for half in _halves(key):
                self._by_half.setdefault(half, []).append(key)

    def find(self, text: str) -> list[Hit]:
        """All names in a normalised text, left to right, longest first, none inside another."""
        lower = _lower(text)
        hits: list[Hit] = []
        done = 0
        for start, letter in enumerate(lower):
            if letter in self._by_first and start >= done and (hit := self._at(lower, start)):
                hits.append(hit)
                done = hit.end
        return hits

    def _at(self, lower: str, start: int) -> Hit | None:
        for length in self._by_first.get(lower[start], ()):
            named = self._exact.get(lower[start : start + length])
            if named and start + length <= len(lower):
                return Hit(start, start + length, tuple(named))
        return None

    def sounding(self, text: str) -> list[Hit]:
        """Names that sound like a run of the text, or differ from it in one character of four."""
        sounds = syllables(text)
        hits: list[Hit] = []
        if self._sound_first.keys().isdisjoint(pairwise(sounds)):
            return hits  # as in most messages; the set is quicker than the rest
        for start, both in enumerate(pairwise(sounds)):
            for length in self._sound_first.get(both, ()):
                named = self._sounding_like(sounds, start, length)
                if named and not any(hit.start <= start < hit.end for hit in hits):
                    hits.append(Hit(start, start + length, tuple(named), exact=False))
        return hits

    def _sounding_like(self, sounds: tuple[str, ...], at: int, length: int) -> list[Name] | None:
        return self._sounds.get(sounds[at : at + length]) if at + length <= len(sounds) else None

    def spelt(self, text: str) -> list[Hit]:
        """Names typed in pinyin: xing fu li, xingfuli."""
        told = typed(_lower(text))
        sounds = tuple(one for _, _, one in told)
        hits: list[Hit] = []
        for at, (start, _, _) in enumerate(told):
            for length in self._sound_first.get(sounds[at : at + 2], ()):
                named = self._sounding_like(sounds, at, length)
                if named and not any(start < hit.end for hit in hits):
                    hits.append(Hit(start, told[at + length - 1][1], tuple(named), exact=False))
        return hits

    def begun(self, words: str) -> tuple[Name, ...]:
        """Names that begin with a run of words: 幸福家园 may be 幸福家园一期 or 二期."""
        found = self._begun.get(words.lower(), ())
        return tuple(found) if len(found) <= _MOST_BEGUN and words not in self._exact else ()

    def like(self, words: str) -> tuple[Name, ...]:
        """Names that begin with a place-like run of words, or are one character away from it."""
        found: list[Name] = list(self.begun(words))
        if found:
            return tuple(found)
        if len(words) < _SHORTEST_MISTYPED:
            return ()
        near = {key: None for half in _halves(words) for key in self._by_half.get(half, ())}
        for key in near:
            if _differences(key, words) == 1:
                found.extend(self._exact[key])
        return tuple(found)


def _lower(text: str) -> str:
    """In small letters, one for one, so that positions stay: İ has a dot too many."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower()[0] for c in text)


def _lengths(keys: Iterable[tuple[Begin, int]]) -> dict[Begin, list[int]]:
    """By how a name begins the lengths of such names, longest first."""
    found: dict[Begin, set[int]] = {}
    for begin, length in keys:
        found.setdefault(begin, set()).add(length)
    return {begin: sorted(lengths, reverse=True) for begin, lengths in found.items()}


def _beginnings(exact: dict[str, list[Name]]) -> dict[str, list[Name]]:
    """Names by each of their beginnings of three characters and more."""
    begun: dict[str, list[Name]] = {}
    for key, named in exact.items():
        for end in range(_SHORTEST_BY_SOUND, len(key)):
            begun.setdefault(key[:end], []).extend(named)
    return begun


def _halves(words: str) -> tuple[Half, Half]:
    """Both halves of a run of words: one of them is right where one character is wrong."""
    middle = len(words) // 2
    return (len(words), 0, words[:middle]), (len(words), 1, words[middle:])


def _differences(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))
