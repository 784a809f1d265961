"""The district's names: found exactly, or through a typo or a homophone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nlu.normal import normal
from nlu.sounds import syllables

_SHORTEST_BY_SOUND = 3


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
        self._lengths = sorted({len(key) for key in self._exact}, reverse=True)
        self._by_first: dict[str, list[int]] = {}
        for key in self._exact:
            self._by_first.setdefault(key[0], []).append(len(key))
        for first, lengths in self._by_first.items():
            self._by_first[first] = sorted(set(lengths), reverse=True)
        self._sound_first: dict[str, list[int]] = {}
        for sounds in self._sounds:
            self._sound_first.setdefault(sounds[0], []).append(len(sounds))

    def find(self, text: str) -> list[Hit]:
        """All names in a normalised text, left to right, longest first, none inside another."""
        lower = text.lower()
        hits: list[Hit] = []
        start = 0
        while start < len(lower):
            hit = self._at(lower, start)
            if hit:
                hits.append(hit)
            start = hit.end if hit else start + 1
        return hits

    def _at(self, lower: str, start: int) -> Hit | None:
        for length in self._by_first.get(lower[start], ()):
            named = self._exact.get(lower[start : start + length])
            if named:
                return Hit(start, start + length, tuple(named))
        return None

    def sounding(self, text: str) -> list[Hit]:
        """Names that sound like a run of the text, or differ from it in one character of four."""
        sounds = syllables(text)
        hits: list[Hit] = []
        for start, first in enumerate(sounds):
            for length in sorted(set(self._sound_first.get(first, ())), reverse=True):
                named = self._sounds.get(sounds[start : start + length])
                if named and not any(hit.start <= start < hit.end for hit in hits):
                    hits.append(Hit(start, start + length, tuple(named), exact=False))
        return hits

    def like(self, words: str) -> tuple[Name, ...]:
        """Names one character away from a place-like run of words (four characters or more)."""
        found: list[Name] = []
        for key, named in self._exact.items():
            if len(key) == len(words) >= 4 and _differences(key, words) == 1:
                found.extend(named)
        return tuple(found)


def _differences(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))
