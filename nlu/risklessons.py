"""What teaches danger: sentences cut into stretches as they are heard, counted and weighed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from nlu.alarm import alarm
from nlu.counts import Floats, Terms, counted, in_stretches
from nlu.dangers import worded
from nlu.features import clean, placed_marks, sounds_alone
from nlu.fitting import Fit
from nlu.marks import Marks, marks
from nlu.overallfitting import Messages, messages
from nlu.riskmachines import Lesson
from nlu.stretches import stretches
from nlu.words import cut_each

HOW = Fit(longest=2, strength=0.7, at_least=2, sounds=True, words=True)
WORDS = 0.5  # weight of the lexicon's finding beside the features
_BY_SOUND = 12  # of 100 stretches are taught a second time, by their sound alone
TALK = "small_talk"  # what is said to the assistant and never is danger

Rows = npt.NDArray[np.intp]
Marked = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Risky:
    """A sentence that teaches danger: `kind` names it, is empty for an ordinary message, is NONE
    for what only sounds like danger and TALK for small talk."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Told:
    """The lesson and the features counted in it; what the lexicon finds in each stretch and of
    which row it is, without those that are taught a second time; which these are; the rows as
    wholes, small talk among the ordinary ones; and which rows are small talk."""

    lesson: Lesson
    terms: Terms
    words: Floats
    owner: Rows
    again: Rows
    whole: Messages
    talk: Marked

    def beside(self, scores: Floats) -> Marked:
        """The stretches of a danger that sound less like one than another of the same message:
        of a long one only one clause may tell of it. Takes a score for each stretch."""
        loudest = np.full(int(self.owner.max()) + 1, -np.inf, np.float32)
        np.maximum.at(loudest, self.owner, scores)
        softer = self.lesson.danger[: len(scores)] & (scores < loudest[self.owner])
        return np.concatenate([softer, softer[self.again]])


@dataclass(frozen=True, slots=True)
class _Stretches:
    """Cleaned sentences; their stretches, the features of each and the row it is from."""

    plains: list[str]
    texts: list[str]
    found: list[Marks]
    owner: Rows


def lesson_of(rows: Sequence[Risky]) -> Told:
    """The rows as a lesson; some stretches stand a second time at its end, by their sound."""
    from scipy.sparse import csr_matrix, hstack

    told = _stretched(rows)
    again = [number for number, text in enumerate(told.texts) if drawn(text, 100) < _BY_SOUND]
    sounds = [marks(sounds_alone(told.texts[number])) for number in again]
    counts, terms = counted([*told.found, *sounds], HOW.at_least)
    words = _lexicon(told.texts)
    lexicon = csr_matrix(np.vstack([words, words[again]]) * WORDS)
    matrix = hstack([in_stretches(counts, terms.idf_), lexicon], format="csr", dtype=np.float32)
    owner = np.concatenate([told.owner, told.owner[again]])
    kinds = np.array([row.kind for row in rows])
    talk = kinds == TALK
    kinds = np.where(talk, "", kinds)
    return Told(Lesson(matrix, kinds[owner], owner), terms, words, told.owner,
                np.array(again, np.intp), messages(told.plains, kinds), talk)  # fmt: skip


def drawn(text: str, many: int) -> int:
    """A number below `many` by chance, for the same text always the same: so a sentence more or
    less changes nothing for the others."""
    return crc32(text.encode()) % many


def _stretched(rows: Sequence[Risky]) -> _Stretches:
    """Every row as it is heard, stretch by stretch."""
    plains = [clean(worded(row.text)) for row in rows]
    texts: list[str] = []
    found: list[Marks] = []
    owner: list[int] = []
    for number, (plain, words) in enumerate(zip(plains, cut_each(plains), strict=True)):
        spans = stretches(plain)
        texts.extend(plain[start:end] for start, end in spans)
        found.extend(_within(plain, spans, words))
        owner.extend([number] * len(spans))
    return _Stretches(plains, texts, found, np.array(owner))


def _within(plain: str, spans: Sequence[tuple[int, int]], words: tuple[str, ...]) -> list[Marks]:
    """The features that begin in each span of a cleaned text, as an ear counts them."""
    found = placed_marks(plain, HOW.view, words)
    if len(spans) == 1:
        return [found.marks]
    order = np.argsort(found.at, kind="stable")
    edges = np.searchsorted(found.at[order], np.array(spans))
    return [found.marks[order[start:end]] for start, end in edges]


def _lexicon(texts: Sequence[str]) -> Floats:
    """Two columns: whether the lexicon finds words of danger, and whether strong ones."""
    found = [alarm(text) for text in texts]
    return np.array([[one is not None, bool(one and one.strong)] for one in found], np.float32)
