"""Ears that hear a message together: what it holds is looked up once, in one table for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from nlu.features import View, clean, edge_marks, edged_marks, latin, word_marks
from nlu.linear import Floats, Ids, Linear, each_once
from nlu.marks import NONE, Marks, Numbers, Places, Table, distinct, marks, table_of
from nlu.soundmarks import learn

_BLANK = marks([" "])
_REMEMBERED = 8  # readings: a message and its clauses


@dataclass(frozen=True, eq=False)
class Reading:
    """A cleaned text and its features by their joint numbers, NONE for unknown ones."""

    plain: str
    found: Numbers
    inside: int  # how many come before the runs with an edge of the text
    heard: Places  # where the characters stand whose syllables make pairs

    @cached_property
    def once(self) -> tuple[Ids, Floats]:
        """The known ones, each once, and what its repeats make it count."""
        return each_once(self.found)

    def at(self, longest: int) -> Places:
        """Where the features begin that come before the runs with an edge."""
        every = np.arange(len(self.plain))
        steps = [every[: len(every) - less] for less in range(min(longest, len(every)))]
        return np.concatenate([*steps, self.heard[:-1]])

    def part(self, start: int, end: int, longest: int) -> tuple[list[Numbers], Places]:
        """Of plain[start:end] all but the runs with an edge, and where its syllables stand."""
        found, done = [], 0
        for less in range(min(longest, len(self.plain))):
            found.append(self.found[done + start : done + max(start, end - less)])
            done += len(self.plain) - less
        first, behind = self.heard.searchsorted((start, end))
        found.append(self.found[done + first : done + max(first, behind - 1)])
        return found, self.heard[first:behind] - start


class Joint:
    """The features of several ears, numbered in one row; safe to share between threads."""

    def __init__(self, table: Table, view: View) -> None:
        self.table = table
        self._view = view  # what any of the ears counts in whole texts
        self._last: Reading | None = None
        self.reading = lru_cache(maxsize=_REMEMBERED)(self._reading)

    def of(self, text: str) -> Reading | None:
        """The reading of a text as it was written; what is part of the last is clean already."""
        last = self._last
        inside = last is not None and text in last.plain
        return self.reading(text.strip() if inside else clean(text))

    def _reading(self, plain: str) -> Reading | None:
        """None for a text with Latin letters: pinyin is not read by all ears in one way."""
        if latin(plain):
            return None
        last = self._last
        if last and self._view.longest <= len(plain) and (start := last.plain.find(plain)) >= 0:
            return self._part(last, start, plain)
        edged = edged_marks(plain, self._view)
        self._last = Reading(plain, self.table.find(edged.marks), edged.inside, edged.heard)
        return self._last

    def _part(self, whole: Reading, start: int, plain: str) -> Reading:
        """The reading of a clause out of that of its message."""
        inner, heard = whole.part(start, start + len(plain), self._view.longest)
        found = np.concatenate([*inner, self.table.find(edge_marks(plain, self._view))])
        return Reading(plain, found, sum(map(len, inner)), heard)

    def words(self, plain: str) -> tuple[Numbers, Places]:
        """The numbers of a cleaned text's words and pairs of words, and where they begin."""
        found, at = word_marks(plain)
        return self.table.find(found), at

    @property
    def longest(self) -> int:
        """How many characters the longest runs have that any of the ears counts."""
        return self._view.longest


@dataclass(frozen=True, slots=True)
class Share(Table):
    """What one ear knows of the joint table."""

    own: Numbers  # of each number there the ear's own; NONE behind the last, so that NONE stays

    def __len__(self) -> int:
        return len(self.values)

    @property
    def marks(self) -> Marks:
        return self.places[self._here()]

    @property
    def values(self) -> Numbers:
        return self.own[self.numbers[self._here()]]

    def find(self, wanted: Marks) -> Numbers:
        return self.own[Table.find(self, wanted)]

    def _here(self) -> Places:
        here: Places = (self.own[self.numbers] != NONE).nonzero()[0]
        return here


@dataclass(frozen=True, kw_only=True)
class Sharing(Linear):
    """An ear that looks its features up with others; it hears what it would hear alone."""

    joint: Joint
    own: Numbers

    def _vector(self, text: str) -> tuple[Ids, Floats]:
        reading = self.joint.of(text)
        if reading is None or self.view.words:
            return super()._vector(text)
        every, often = reading.once
        ids = self.own.take(every, mode="clip")
        known = (ids != NONE).nonzero()[0]
        return self._weighed(ids.take(known, mode="clip"), often.take(known, mode="clip"))

    def _here(self, text: str) -> tuple[Ids, list[int]]:
        reading = self.joint.of(text)
        if reading is None or reading.plain != text:
            return super()._here(text)
        lengths = [len(text) - less for less in range(min(self.view.longest, len(text)))]
        return self.own[reading.found[: sum(lengths)]], lengths

    def stretches(self, plain: str, spans: Sequence[tuple[int, int]]) -> Floats:
        reading = self.joint.reading(plain)
        if reading is None:
            return super().stretches(plain, spans)
        found, at = [reading.found[: reading.inside]], [reading.at(self.joint.longest)]
        if self.view.words:
            words, begin = self.joint.words(plain)
            found.append(words)
            at.append(begin)
        ids = self._within[np.concatenate(found)]
        known = (ids != NONE).nonzero()[0]
        if len(spans) == 1:
            return self._whole(ids[known])[None]
        return self._sums(ids[known], np.concatenate(at)[known], spans)

    @cached_property
    def _within(self) -> Numbers:
        """The ear's own numbers without that of a blank, which says nothing within a stretch."""
        own = self.own.copy()
        own[self.joint.table.find(_BLANK)] = NONE
        return own


def together(ears: Mapping[str, Linear]) -> dict[str, Linear]:
    """The same ears, sharing one table of all their features."""
    if not ears:
        return {}
    said = [ear.marks() for ear in ears.values()]
    every = distinct(np.concatenate(said))
    table = table_of(every, np.arange(len(every), dtype=np.int32))
    views = [ear.view for ear in ears.values()]
    learn(table)
    joint = Joint(table, View(max(one.longest for one in views), any(one.sounds for one in views)))
    found: dict[str, Linear] = {}
    for (name, ear), known in zip(ears.items(), said, strict=True):
        own = np.full(len(every) + 1, NONE, np.int32)
        own[every.searchsorted(known)] = np.arange(len(known), dtype=np.int32)
        found[name] = _sharing(ear, joint, own)
    return found


def _sharing(ear: Linear, joint: Joint, own: Numbers) -> Sharing:
    share = Share(joint.table.places, joint.table.numbers, joint.table.shift, own)
    return Sharing(
        ear.labels, share, ear.idf, ear.weights, ear.scale, ear.bias, ear.temperature, ear.view,
        joint=joint, own=own,
    )  # fmt: skip
