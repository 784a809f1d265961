"""Fits the second opinion on danger: whether, which kind, and the bounds chosen out of fold."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.alarm import alarm
from nlu.dangers import NONE, RISK, Limits
from nlu.features import clean, placed, sounds_alone
from nlu.fitting import Fit, linear, sides
from nlu.linear import Linear
from nlu.stretches import stretches

_HOW = Fit(longest=2, strength=0.7, at_least=2, sounds=True, words=True)
_WINDOW = 160  # characters of what tells of danger: it is short
_WORDS = 0.5  # weight of the lexicon's finding beside the features
_FOLDS = 3
_BY_SOUND = 0.12  # share of the rows that are taught a second time, by their sound alone
# What only sounds like danger teaches most; an ordinary complaint may tell of danger unmarked.
_WEIGHTS = {True: 1.0, NONE: 2.0, "": 0.5}
_DOUBTFUL = 0.5  # ordinary messages that score higher out of fold teach nothing
# Shares of false alarms accepted out of fold, among what only sounds like danger and among
# ordinary complaints (some of which do tell of danger, so that fewer are false than counted).
_FALSE_HARD, _FALSE_PLAIN, _FALSE_LETTER = 0.05, 0.016, 0.012
_PAGED_HARD, _PAGED_PLAIN = 0.001, 0.0002
_LOST = 0.02  # share of the dangers told in strong words that may be missed

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
class _Lesson:
    """What is fitted on: stretches with their features, whether they tell of danger, how much
    they count and which row they come from; first all stretches, then those taught by sound."""

    matrix: Any
    truth: npt.NDArray[np.bool_]
    weight: Floats
    row: npt.NDArray[np.intp]
    many: int  # stretches that are not taught by sound alone

    def fit(self, kept: Any) -> Any:
        """A machine fitted on some of the stretches; both sides weigh alike."""
        from sklearn.svm import LinearSVC

        truth = self.truth[kept]
        balance = np.where(truth, 1 / truth.sum(), 1 / (~truth).sum()) * len(truth) / 2
        machine = LinearSVC(C=_HOW.strength, random_state=0)
        return machine.fit(self.matrix[kept], truth, balance * self.weight[kept])

    def loudest(self, scores: Floats, rows: int) -> Floats:
        """The score of each row: that of its loudest stretch."""
        out = np.full(rows, -np.inf, np.float32)
        np.maximum.at(out, self.row[: self.many], scores[: self.many])
        return out


def fit_risk(rows: Sequence[Risky]) -> RiskFitted:
    """Fit on all rows; the bounds come from sentences left out of the fitting."""
    texts, owner = _stretched(rows)
    words = _lexicon(texts)
    lesson, vectors = _lesson(rows, (texts, owner), words)
    kept = np.ones(len(lesson.truth), bool)
    first = _out_of_fold(lesson, kept, len(rows))
    plain = np.array([row.kind == "" for row in rows])
    kept = ~(plain & (first > _DOUBTFUL))[lesson.row]
    scores = _out_of_fold(lesson, kept, len(rows))
    machine = lesson.fit(kept)
    worth = np.full(len(rows), -np.inf, np.float32)
    np.maximum.at(worth, owner, words @ (machine.coef_[0, -2:] * _WORDS).astype(np.float32))
    machine.coef_ = machine.coef_[:, :-2]
    ear = linear(vectors, sides(machine), (NONE, RISK), _HOW)
    strong = np.zeros(len(rows), bool)
    np.logical_or.at(strong, owner, words[:, 1] > 0)
    teaching = ~(plain & (first > _DOUBTFUL))
    long = np.bincount(owner, minlength=len(rows)) > 1
    kinds = [row.kind for row, kept in zip(rows, teaching, strict=True) if kept]
    seen = _Seen(kinds, strong[teaching], long[teaching])
    return _bounded(ear, scores[teaching], worth[teaching], seen)


def _stretched(rows: Sequence[Risky]) -> tuple[list[str], npt.NDArray[np.intp]]:
    """The texts that teach, cleaned, and the row of each: danger as a whole, all else as it is
    heard, stretch by stretch."""
    texts: list[str] = []
    owner: list[int] = []
    for number, row in enumerate(rows):
        plain = clean(row.text)
        spans = ((0, _WINDOW),) if row.danger else stretches(plain)
        texts.extend(plain[start:end] for start, end in spans)
        owner.extend([number] * len(spans))
    return texts, np.array(owner)


def _lesson(
    rows: Sequence[Risky], stretched: tuple[list[str], npt.NDArray[np.intp]], words: Floats
) -> tuple[_Lesson, Any]:
    from scipy.sparse import csr_matrix, hstack

    texts, owner = stretched
    chance = random.Random(1)
    again = [number for number in range(len(texts)) if chance.random() < _BY_SOUND]
    told = [[one for one, _ in placed(text, _HOW.view)] for text in texts]
    matrix, vectors = _counted([*told, *(sounds_alone(texts[number]) for number in again)])
    lexicon = csr_matrix(np.vstack([words, words[again]]) * _WORDS)
    owners = np.concatenate([owner, owner[again]])
    kinds = [True if rows[i].danger else rows[i].kind for i in owners]
    weight = np.array([_WEIGHTS[kind] for kind in kinds], np.float32)
    truth = np.array([kind is True for kind in kinds])
    whole = hstack([matrix, lexicon], format="csr", dtype=np.float32)
    return _Lesson(whole, truth, weight, owners, len(texts)), vectors


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


def _out_of_fold(lesson: _Lesson, kept: Any, rows: int) -> Floats:
    """Scores of the rows from machines that had not seen them."""
    from sklearn.model_selection import GroupKFold

    scores = np.zeros(len(lesson.truth), np.float32)
    for seen, unseen in GroupKFold(_FOLDS).split(scores, groups=lesson.row):
        machine = lesson.fit(seen[kept[seen]])
        scores[unseen] = machine.decision_function(lesson.matrix[unseen])
    return lesson.loudest(scores, rows)


@dataclass(frozen=True, slots=True)
class _Seen:
    """Of the rows whose scores set the bounds: their kinds, where strong words stand, and which
    were heard in several stretches."""

    kinds: Sequence[str]
    strong: npt.NDArray[np.bool_]
    long: npt.NDArray[np.bool_]


def _bounded(ear: Linear, scores: Floats, worth: Floats, seen: _Seen) -> RiskFitted:
    """The bounds under which out-of-fold scores give no more false alarms than accepted.

    What strong words add is as much as danger told in them needs to be heard, and no more: so
    the ear can still silence them where nothing is happening. `worth` is what they added.
    """
    hard = np.array([kind == NONE for kind in seen.kinds])
    plain = np.array([kind == "" for kind in seen.kinds])
    short = plain & ~seen.long
    heard = max(_above(scores[hard], _FALSE_HARD), _above(scores[short], _FALSE_PLAIN))
    letter = max(0.0, _above(scores[plain & seen.long], _FALSE_LETTER) - heard)
    paged = max(_above(scores[hard], _PAGED_HARD), _above(scores[short], _PAGED_PLAIN), heard)
    bare = (scores - worth)[~hard & ~plain & seen.strong]
    strong = max(0.0, heard - _above(bare, 1 - _LOST)) if len(bare) else 1.0
    limits = Limits(heard, paged, strong / 3, strong, letter)
    named = {"found": ~hard & ~plain, "false": hard, "ordinary": short}
    report = {name: round(float((scores[of] >= heard).mean()), 4) for name, of in named.items()}
    return RiskFitted(ear, limits, report)


def _above(scores: Floats, share: float) -> float:
    """The score that only this share of the sentences reaches."""
    return float(np.quantile(scores, 1 - share)) if len(scores) else 0.0
