"""Fits one linear classifier: TF-IDF of a text's features, a linear SVM, calibrated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.counts import counted, in_texts
from nlu.features import View, seen_marks
from nlu.linear import Linear
from nlu.marks import Table

FOLDS = 4
_ONE_FOLD_FROM = 10_000  # of so many texts one part is judged, not all in turn
_EXACT = 0.3  # how near to the best a fit ends; a nearer one, twice as long, hears no better
_ALIKE = 24  # characters by whose likeness texts are copies of one
_LETTER = 60  # characters above which a text is a letter
_UNMET = 0.5  # texts in which every feature is taken to stand with every label
_LEAST = 1e-9
_UNSEEN = -3.0  # the score of a label that a machine has not met

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Fit:
    """How to fit: what is counted, how hard to fit (the C of the SVM), how often a feature must
    stand in the texts, what likelihoods count beside the weights of the machine, and how many
    short texts a letter counts for: there are ten short ones to each, and most ask for help in
    another voice."""

    longest: int = 2
    strength: float = 0.5
    at_least: int = 1
    sounds: bool = False
    words: bool = False
    likely: float = 0.4
    letters: float = 1.0

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
    """Fit on all rows; confidences are calibrated on out-of-fold scores."""
    found, terms = counted([seen_marks(text, how.view) for text in texts], how.at_least)
    matrix = in_texts(found, terms.idf_)
    classes, truth = np.unique(labels, return_inverse=True)
    counts = np.where([len(text) > _LETTER for text in texts], how.letters, 1.0)
    taught = Lessons(matrix, truth, counts)
    scores, judged = _out_of_fold(taught, folds(texts, truth), how)
    _, weights, bias = _machine(taught, how)
    warmth, report = calibrate(scores[judged], truth[judged])
    names = tuple(str(one) for one in classes)
    return Fitted(replace(linear(terms, (weights, bias), names, how), temperature=warmth), report)


def folds(texts: Sequence[str], truth: Numbers) -> Numbers:
    """The fold of each text, as many of each label in all of them; copies cut from one message
    stay in one fold with it (they share their first 30 characters)."""
    begun = [text[:_ALIKE] for text in texts]
    first = {one: number for number, one in reversed(list(enumerate(begun)))}
    alike = np.array(list(first.values()))
    chance = np.random.default_rng(3).permutation(len(alike))
    order = alike[chance][np.argsort(truth[alike][chance], kind="stable")]
    many = max(2, min(FOLDS, int(np.bincount(truth).min())))
    fold = np.empty(len(texts), np.intp)
    fold[order] = np.arange(len(order)) % many
    return fold[[first[one] for one in begun]]


@dataclass(frozen=True, slots=True)
class Lessons:
    """What texts hold, one row each, their labels by number, and how much each text counts."""

    matrix: Any
    truth: Numbers
    counts: npt.NDArray[np.float64]

    def of(self, chosen: npt.NDArray[np.bool_]) -> Lessons:
        """Some of the texts."""
        return Lessons(self.matrix[chosen], self.truth[chosen], self.counts[chosen])


def _out_of_fold(taught: Lessons, folds: Numbers, how: Fit) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Scores from machines that had not seen the texts, and which texts were judged."""
    matrix, truth = taught.matrix, taught.truth
    scores = np.full((len(truth), int(truth.max()) + 1), _UNSEEN, np.float32)
    judged = np.zeros(len(truth), bool)
    for fold in range(1 if len(truth) >= _ONE_FOLD_FROM else int(folds.max()) + 1):
        unseen = folds == fold
        classes, weights, bias = _machine(taught.of(~unseen), how)
        scores[np.ix_(unseen, classes)] = matrix[unseen] @ weights + bias
        judged |= unseen
    return scores, judged


def _machine(taught: Lessons, how: Fit) -> tuple[Numbers, Floats, Floats]:
    """The labels met, and weights and bias of each: those of a linear SVM, to which it adds how
    much likelier each feature is with a label than without (naive Bayes). A machine heeds what
    tells its own sentences apart; what else goes with a label helps with those it has not seen."""
    from sklearn.svm import LinearSVC

    machine = LinearSVC(C=how.strength, tol=_EXACT, dual="auto", random_state=0)
    weights, bias = sides(machine.fit(taught.matrix, taught.truth, taught.counts))
    likely = likelihood(taught.matrix, np.searchsorted(machine.classes_, taught.truth))
    return machine.classes_, beside(weights, likely, how.likely), bias


def beside(weights: Floats, likely: Floats, share: float) -> Floats:
    """Weights with likelihoods added, which count so much of what the weights do on average."""
    alike = np.abs(weights).mean() / max(float(np.abs(likely).mean()), _LEAST)
    out: Floats = weights + share * alike * likely
    return out


def likelihood(matrix: Any, truth: Numbers) -> Floats:
    """One row per feature, one column per label: the logarithm of how much likelier the feature
    is in texts with the label than in others, against the mean of all labels."""
    from scipy.sparse import csr_matrix

    rows = np.arange(len(truth))
    ones = np.ones(len(truth), np.float32)
    there = csr_matrix((np.ones_like(matrix.data), matrix.indices, matrix.indptr), matrix.shape)
    inside = (there.T @ csr_matrix((ones, (rows, truth)))).toarray() + _UNMET
    outside = inside.sum(axis=1, keepdims=True) - inside + _UNMET
    likely = np.log(inside / inside.sum(axis=0)) - np.log(outside / outside.sum(axis=0))
    out: Floats = likely - likely.mean(axis=1, keepdims=True)
    return out


def calibrate(scores: Floats, truth: Any) -> tuple[float, dict[str, float]]:
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
        vocabulary=_numbered(vectors.vocabulary_),
        idf=vectors.idf_.astype(np.float32),
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=bias.astype(np.float32),
        view=how.view,
    )


def _numbered(vocabulary: Any) -> dict[str, int] | Table:
    if isinstance(vocabulary, Table):
        return vocabulary
    return {str(term): int(number) for term, number in vocabulary.items()}
