"""Fits the second opinion on danger: whether, which kind, and the bounds chosen out of fold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.alarm import alarm
from nlu.dangers import NONE, RISK, WINDOW, Limits
from nlu.features import analyse
from nlu.fitting import Fit, linear, sides, with_meanings
from nlu.linear import Linear

_HOW = Fit(longest=2, strength=0.7)
_WORDS = 0.5  # weight of the lexicon's finding beside the n-grams
_FOLDS = 5
# Shares of false alarms accepted out of fold, among what only sounds like danger and among
# ordinary complaints (some of which do tell of danger, so that fewer are false than counted).
_FALSE_HARD, _FALSE_PLAIN = 0.04, 0.018
_PAGED_HARD, _PAGED_PLAIN = 0.003, 0.001
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


def fit_risk(rows: Sequence[Risky]) -> RiskFitted:
    """Fit on all rows; the bounds come from sentences left out of the fitting."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(
        analyzer=lambda text: analyse(text, _HOW.longest), sublinear_tf=True, dtype=np.float32
    )
    texts = [row.text[:WINDOW] for row in rows]
    grams = with_meanings(vectors.fit_transform(texts), texts, _HOW.share)
    words = _lexicon(texts)
    matrix = hstack([grams, csr_matrix(words * _WORDS)], format="csr", dtype=np.float32)
    truth = np.array([row.danger for row in rows])
    machine = _machine().fit(matrix, truth)
    scores = _out_of_fold(matrix, truth)
    worth = words @ (machine.coef_[0, -2:] * _WORDS).astype(np.float32)
    machine.coef_ = machine.coef_[:, :-2]
    ear = linear(vectors, sides(machine), (NONE, RISK), _HOW)
    return _bounded(ear, scores, worth, (rows, words))


def _lexicon(texts: Sequence[str]) -> Floats:
    """Two columns: whether the lexicon finds words of danger, and whether strong ones."""
    found = [alarm(text) for text in texts]
    return np.array([[one is not None, bool(one and one.strong)] for one in found], np.float32)


def _machine() -> Any:
    from sklearn.svm import LinearSVC

    return LinearSVC(C=_HOW.strength, class_weight="balanced", random_state=0)


def _out_of_fold(matrix: Any, truth: Any) -> Floats:
    from sklearn.model_selection import StratifiedKFold

    scores = np.zeros(len(truth), np.float32)
    for seen, unseen in StratifiedKFold(_FOLDS, shuffle=True, random_state=3).split(truth, truth):
        scores[unseen] = _machine().fit(matrix[seen], truth[seen]).decision_function(matrix[unseen])
    return scores


def _bounded(
    ear: Linear, scores: Floats, worth: Floats, seen: tuple[Sequence[Risky], Floats]
) -> RiskFitted:
    """The bounds under which out-of-fold scores give no more false alarms than accepted.

    What strong words add is as much as danger told in them needs to be heard, and no more: so
    the ear can still silence them where nothing is happening. `worth` is what they added.
    """
    rows, words = seen
    hard = scores[[row.kind == NONE for row in rows]]
    plain = scores[[row.kind == "" for row in rows]]
    danger = np.array([row.danger for row in rows])
    heard = max(_above(hard, _FALSE_HARD), _above(plain, _FALSE_PLAIN))
    paged = max(_above(hard, _PAGED_HARD), _above(plain, _PAGED_PLAIN), heard)
    bare = (scores - worth)[danger & (words[:, 1] > 0)]
    strong = max(0.0, heard - _above(bare, 1 - _LOST)) if len(bare) else 1.0
    report = {
        "found": round(float((scores[danger] >= heard).mean()), 4),
        "false": round(float((hard >= heard).mean()), 4),
        "ordinary": round(float((plain >= heard).mean()), 4),
    }
    return RiskFitted(ear, Limits(heard, paged, strong / 3, strong), report)


def _above(scores: Floats, share: float) -> float:
    """The score that only this share of the sentences reaches."""
    return float(np.quantile(scores, 1 - share)) if len(scores) else 0.0
