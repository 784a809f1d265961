"""The machines of a history: linear ones over n-grams, two of them added up for each label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.fitting import Fit, linear
from nlu.grams import LONGEST, Terms
from nlu.linear import Linear

HOW = Fit(longest=LONGEST)
FEW_LABELS = 20  # up to which ratios and pieces are worth their time
_STRENGTH_RATIO = 0.25  # C of the machine on likelihood ratios
_PRECISION, _ROUNDS = 0.01, 100  # of the solver
_NEVER = 10.0  # far below every score

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Machine:
    """Weights of features by label, and what is added."""

    classes: tuple[str, ...]
    weights: Floats
    bias: Floats

    def scores(self, matrix: Any) -> Floats:
        """A decision value per row and label."""
        out: Floats = np.asarray(matrix @ self.weights + self.bias, np.float32)
        return out

    def among(self, every: Any) -> Machine:
        """The same with all labels, of which it may have seen some only; the others never win."""
        places = np.searchsorted(every, self.classes)
        weights = np.zeros((len(self.weights), len(every)), np.float32)
        weights[:, places] = self.weights
        bias = np.full(len(every), -_NEVER, np.float32)
        bias[places] = self.bias
        return Machine(tuple(str(name) for name in every), weights, bias)


def fit_machine(matrix: Any, labels: Any, weight: Any, strength: float) -> Machine:
    """A linear SVM plus one on features weighted by their likelihood ratio, as one machine.

    With many labels the second is left out: it takes a fit of its own per label.
    """
    plain = _svm(strength).fit(matrix, labels, weight)
    classes = tuple(str(c) for c in plain.classes_)
    weights, bias = plain.coef_.T.copy(), plain.intercept_.copy()
    if len(classes) == 2:
        return Machine(
            classes, np.hstack([-weights, weights]), np.array([-bias[0], bias[0]], np.float32)
        )
    by_ratio = plain.classes_ if len(classes) <= FEW_LABELS else ()
    for column, label in enumerate(by_ratio):
        ratio = _ratio(matrix, labels == label)
        machine = _svm(_STRENGTH_RATIO)
        machine.fit(_scaled(matrix, ratio), labels == label, weight)
        weights[:, column] += machine.coef_[0] * ratio
        bias[column] += machine.intercept_[0]
    return Machine(classes, weights.astype(np.float32), bias.astype(np.float32))


def _svm(strength: float) -> Any:
    from sklearn.svm import LinearSVC

    return LinearSVC(C=strength, tol=_PRECISION, max_iter=_ROUNDS, random_state=0)


def _scaled(matrix: Any, ratio: Any) -> Any:
    """Each feature times its ratio; only the values are copied."""
    from scipy.sparse import csr_matrix

    values = matrix.data * ratio.astype(np.float32)[matrix.indices]
    return csr_matrix((values, matrix.indices, matrix.indptr), shape=matrix.shape)


def _ratio(matrix: Any, mine: Any) -> Any:
    """How much likelier a feature is within a label than outside, as an absolute log ratio."""
    size = matrix.shape[1]
    all_of = np.bincount(matrix.indices, minlength=size)
    inside = np.bincount(matrix[np.flatnonzero(mine)].indices, minlength=size) + 0.5
    outside = all_of - inside + 1.0
    return np.abs(np.log(inside / inside.sum()) - np.log(outside / outside.sum()))


def ear(terms: Terms, weights: Floats, classes: tuple[str, ...]) -> Linear:
    return linear(terms, (weights, np.zeros(len(classes), np.float32)), classes, HOW)
