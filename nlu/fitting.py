"""Fits one linear classifier: TF-IDF of a text's features, a linear SVM, calibrated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.features import View, analyse
from nlu.linear import Linear

FOLDS = 4
_ONE_FOLD_FROM = 10_000  # of so many texts one part is judged, not all in turn


@dataclass(frozen=True, slots=True)
class Fit:
    """How to fit: what is counted, how hard to fit (the C of the SVM), how often a feature must
    stand in the texts."""

    longest: int = 2
    strength: float = 0.5
    at_least: int = 1
    sounds: bool = False
    words: bool = False

    @property
    def view(self) -> View:
        """What the ear will count."""
        return View(self.longest, self.sounds, self.words)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A classifier and how it did on sentences it had not seen, in cross-validation."""

    ear: Linear
    scores: dict[str, float]


def fit(texts: Sequence[str], labels: Sequence[str], how: Fit) -> Fitted:
    """Fit on all rows; confidences are calibrated on out-of-fold scores.

    Copies cut from one message stay in one fold with it (they share their first 30 characters).
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    vectors = TfidfVectorizer(
        analyzer=lambda text: analyse(text, how.view),
        sublinear_tf=True, min_df=how.at_least, dtype=np.float32,
    )  # fmt: skip
    matrix = vectors.fit_transform(texts).tocsr()
    wanted = np.array(labels)
    scores, judged = _out_of_fold(matrix, wanted, [text[:24] for text in texts], how)
    machine = LinearSVC(C=how.strength, dual="auto", random_state=0).fit(matrix, wanted)
    classes = tuple(str(c) for c in machine.classes_)
    truth = np.searchsorted(machine.classes_, wanted[judged])
    warmth, report = calibrate(scores[judged], truth)
    ear = replace(linear(vectors, sides(machine), classes, how), temperature=warmth)
    return Fitted(ear, report)


def _out_of_fold(
    matrix: Any, wanted: Any, groups: list[str], how: Fit
) -> tuple[npt.NDArray[np.float32], list[int]]:
    """Scores from machines that had not seen the texts, and the rows that were judged."""
    from sklearn.model_selection import StratifiedGroupKFold
    from sklearn.svm import LinearSVC

    classes = np.unique(wanted)
    scores = np.full((len(wanted), len(classes)), -3.0, np.float32)
    judged: list[int] = []
    many = max(2, min(FOLDS, int(np.unique(wanted, return_counts=True)[1].min())))
    folds = StratifiedGroupKFold(many, shuffle=True, random_state=3)
    for seen, unseen in folds.split(matrix, wanted, groups):
        machine = LinearSVC(C=how.strength, dual="auto", random_state=0)
        machine.fit(matrix[seen], wanted[seen])
        columns = np.searchsorted(classes, machine.classes_)
        found = machine.decision_function(matrix[unseen])
        if found.ndim == 1:
            found = np.column_stack([-found, found])
        scores[np.ix_(unseen, columns)] = found
        judged.extend(int(row) for row in unseen)
        if len(wanted) >= _ONE_FOLD_FROM:
            break
    return scores, judged


def calibrate(scores: npt.NDArray[np.float32], truth: Any) -> tuple[float, dict[str, float]]:
    """The factor on scores under which confidences are most honest, and the scores reached."""
    best, chosen = np.inf, 1.0
    rows = np.arange(len(truth))
    for warmth in np.geomspace(0.5, 20, 40):
        grown = scores * warmth
        grown = grown - grown.max(axis=1, keepdims=True)
        loss = float(np.mean(np.log(np.exp(grown).sum(axis=1)) - grown[rows, truth]))
        if loss < best:
            best, chosen = loss, float(warmth)
    order = np.argsort(-scores, axis=1)
    report = {
        "top1": round(float(np.mean(order[:, 0] == truth)), 4),
        "top3": round(float(np.mean([t in o[:3] for t, o in zip(truth, order, strict=True)])), 4),
        "loss": round(best, 4),
    }
    return chosen, report


def sides(machine: Any) -> tuple[Any, Any]:
    """Weights and bias of a machine by label, also when it has one side for two labels."""
    weights, bias = machine.coef_.T, machine.intercept_
    if len(machine.classes_) == 2:
        return np.hstack([-weights, weights]), np.array([-bias[0], bias[0]])
    return weights, bias


def linear(vectors: Any, sides: tuple[Any, Any], classes: tuple[str, ...], how: Fit) -> Linear:
    """The ear of a fitted machine: weights as int8, one scale a class."""
    weights, bias = sides
    scale = np.abs(weights).max(axis=0) / 127
    scale[scale == 0] = 1
    return Linear(
        labels=classes,
        vocabulary={str(term): int(i) for term, i in vectors.vocabulary_.items()},
        idf=vectors.idf_.astype(np.float32),
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=bias.astype(np.float32),
        view=how.view,
    )
