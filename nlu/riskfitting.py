"""Fits the second opinion on danger: whether, which kind, and the bounds chosen out of fold."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.alarm import alarm
from nlu.dangers import NONE, NOW, Limits, worded
from nlu.features import clean, placed, sounds_alone
from nlu.fitting import Fit, linear
from nlu.linear import Linear
from nlu.riskmachines import Lesson, Machine
from nlu.stretches import stretches

_HOW = Fit(longest=2, strength=0.7, at_least=2, sounds=True, words=True)
_WINDOW = 160  # characters of what tells of danger: it is short
_WORDS = 0.5  # weight of the lexicon's finding beside the features
_FOLDS = 3
_BY_SOUND = 0.12  # share of the rows that are taught a second time, by their sound alone
_DOUBTFUL = 0.5  # ordinary messages that score higher out of fold teach nothing
# Shares of false alarms accepted out of fold, among what only sounds like danger and among
# ordinary complaints (some of which do tell of danger, so that fewer are false than counted).
_FALSE_HARD, _FALSE_PLAIN, _FALSE_LETTER = 0.025, 0.013, 0.012
# Shares that one half alone lets by.
_TRIED_HARD = (0.015, 0.02, 0.025, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1)
_TRIED_PLAIN = (0.008, 0.01, 0.012, 0.014, 0.016, 0.02, 0.03)
_PAGED_HARD, _PAGED_PLAIN = 0.001, 0.0002
_LOST = 0.025  # share of the dangers told in strong words that may be missed

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Risky:
    """A sentence that teaches danger: `kind` names it, is empty for an ordinary message, and is
    NONE for what only sounds like danger."""

    text: str
    kind: str

    @property
    def danger(self) -> bool:
        return self.kind not in ("", NONE)


@dataclass(frozen=True, slots=True)
class RiskFitted:
    """The ear, its bounds, and its scores on sentences it had not seen."""

    ear: Linear
    limits: Limits
    scores: dict[str, float]


@dataclass(frozen=True)
class _Taught:
    """The rows that teach, and of which row each of the `many` first stretches is."""

    kinds: npt.NDArray[np.str_]
    owner: npt.NDArray[np.intp]

    @property
    def hard(self) -> npt.NDArray[np.bool_]:
        return np.equal(self.kinds, NONE)

    @property
    def plain(self) -> npt.NDArray[np.bool_]:
        return np.equal(self.kinds, "")

    @property
    def danger(self) -> npt.NDArray[np.bool_]:
        return ~self.hard & ~self.plain

    @property
    def long(self) -> npt.NDArray[np.bool_]:
        """The rows that are heard in several stretches."""
        return np.bincount(self.owner, minlength=len(self.kinds)) > 1

    def loudest(self, scores: Floats) -> Floats:
        """The score of each row: that of its loudest stretch."""
        out = np.full(len(self.kinds), -np.inf, np.float32)
        np.maximum.at(out, self.owner, scores)
        return out

    def any(self, told: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """The rows of which some stretch has a mark."""
        out = np.zeros(len(self.kinds), bool)
        out[self.owner[told]] = True
        return out


def fit_risk(rows: Sequence[Risky]) -> RiskFitted:
    """Fit on all rows; the bounds come from sentences left out of the fitting."""
    texts, owner = _stretched(rows)
    words = _lexicon(texts)
    lesson, vectors = _lesson(rows, (texts, owner), words)
    taught = _Taught(np.array([row.kind for row in rows]), owner)
    every = np.ones(len(lesson.kinds), bool)
    first = taught.loudest(_out_of_fold(lesson, every, Machine.rough)[: len(owner), 0])
    doubtful = taught.plain & (first > _DOUBTFUL)
    kept = ~doubtful[lesson.row]
    scores = _out_of_fold(lesson, kept, Machine.whole)[: len(owner)]
    bounds = _bounds(taught, scores, doubtful)
    machine = Machine.whole(lesson, kept).lowered(bounds)
    added = machine.worth(words * _WORDS)
    sides = (machine.weights[:-2], machine.bias)
    names = (*lesson.names, *(NOW + name for name in lesson.names))
    ear = linear(vectors, sides, names, _HOW)
    return _limited(ear, taught, _Heard(scores - np.array(bounds), added, words, doubtful))


def _stretched(rows: Sequence[Risky]) -> tuple[list[str], npt.NDArray[np.intp]]:
    """The texts that teach, cleaned, and the row of each: danger as a whole, all else as it is
    heard, stretch by stretch."""
    texts: list[str] = []
    owner: list[int] = []
    for number, row in enumerate(rows):
        plain = clean(worded(row.text))
        spans = ((0, _WINDOW),) if row.danger else stretches(plain)
        texts.extend(plain[start:end] for start, end in spans)
        owner.extend([number] * len(spans))
    return texts, np.array(owner)


def _lesson(
    rows: Sequence[Risky], stretched: tuple[list[str], npt.NDArray[np.intp]], words: Floats
) -> tuple[Lesson, Any]:
    from scipy.sparse import csr_matrix, hstack

    texts, owner = stretched
    chance = random.Random(1)
    again = [number for number in range(len(texts)) if chance.random() < _BY_SOUND]
    told = [[one for one, _ in placed(text, _HOW.view)] for text in texts]
    matrix, vectors = _counted([*told, *(sounds_alone(texts[number]) for number in again)])
    lexicon = csr_matrix(np.vstack([words, words[again]]) * _WORDS)
    owners = np.concatenate([owner, owner[again]])
    whole = hstack([matrix, lexicon], format="csr", dtype=np.float32)
    return Lesson(whole, np.array([rows[i].kind for i in owners]), owners), vectors


def _counted(texts: Iterable[Sequence[str]]) -> tuple[Any, Any]:
    """Features as the ear weighs them within a stretch, and the vectoriser that knows them."""
    from scipy.sparse import diags
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(
        analyzer=lambda one: one, min_df=_HOW.at_least, norm=None, dtype=np.float32
    )
    matrix = vectors.fit_transform(texts)  # count × idf
    lengths = np.sqrt(np.maximum(matrix @ vectors.idf_, 1e-9))
    return diags(1 / lengths) @ matrix, vectors


def _lexicon(texts: Sequence[str]) -> Floats:
    """Two columns: whether the lexicon finds words of danger, and whether strong ones."""
    found = [alarm(text) for text in texts]
    return np.array([[one is not None, bool(one and one.strong)] for one in found], np.float32)


def _out_of_fold(lesson: Lesson, kept: Any, fitting: Any) -> Floats:
    """Scores of the stretches from machines that had not seen their rows, one column each."""
    from sklearn.model_selection import GroupKFold

    scores = np.zeros((len(lesson.kinds), 2), np.float32)
    for seen, unseen in GroupKFold(_FOLDS).split(scores, groups=lesson.row):
        machine = fitting(lesson, np.intersect1d(seen, np.flatnonzero(kept)))
        scores[unseen] = machine.scores(lesson.matrix[unseen])
    return scores


def _bounds(
    taught: _Taught, scores: Floats, doubtful: npt.NDArray[np.bool_]
) -> tuple[float, float]:
    """The bounds of both halves under which most dangers are heard by both, and no more false
    alarms are given than accepted."""
    short = taught.plain & ~taught.long & ~doubtful
    general, twins = (taught.loudest(column) for column in scores.T)
    best, chosen = -1.0, (float(general.max()), float(twins.max()))
    for plain, hard in product(_TRIED_PLAIN, _TRIED_HARD):
        tried = _above(general[short], plain), _above(twins[taught.hard], hard)
        heard = taught.loudest((scores - np.array(tried, np.float32)).min(axis=1)) >= 0
        false = _share(heard[taught.hard]) > _FALSE_HARD or _share(heard[short]) > _FALSE_PLAIN
        if not false and _share(heard[taught.danger]) > best:
            best, chosen = _share(heard[taught.danger]), tried
    return chosen


@dataclass(frozen=True, slots=True)
class _Heard:
    """What both halves said of the stretches, above their bounds; what words of the lexicon
    added to that, and the words; the rows that are in doubt."""

    scores: Floats
    added: Floats
    words: Floats
    doubtful: npt.NDArray[np.bool_]


def _limited(ear: Linear, taught: _Taught, heard: _Heard) -> RiskFitted:
    """The limits: both bounds are in the ear, so that it is heard from zero.

    What strong words add is as much as danger told in them needs to be heard, and no more: so
    the ear can still silence them where nothing is happening.
    """
    scores = taught.loudest(heard.scores.min(axis=1))
    bare = taught.loudest((heard.scores - heard.added).min(axis=1))
    short = taught.plain & ~taught.long & ~heard.doubtful
    letters = taught.plain & taught.long & ~heard.doubtful
    letter = max(0.0, _above(scores[letters], _FALSE_LETTER))
    hard = scores[taught.hard]
    paged = max(_above(hard, _PAGED_HARD), _above(scores[short], _PAGED_PLAIN), 0.0)
    told = bare[taught.danger & taught.any(heard.words[:, 1] > 0)]
    strong = max(0.0, -_above(told, 1 - _LOST)) if len(told) else 1.0
    named = {"found": taught.danger, "false": taught.hard, "ordinary": short}
    report = {name: round(_share(scores[of] >= 0), 4) for name, of in named.items()}
    return RiskFitted(ear, Limits(0.0, paged, strong / 3, strong, letter), report)


def _share(marks: npt.NDArray[np.bool_]) -> float:
    return float(marks.mean()) if len(marks) else 0.0


def _above(scores: Floats, share: float) -> float:
    """The score that only this share of the sentences reaches."""
    return float(np.quantile(scores, 1 - share)) if len(scores) else 0.0
