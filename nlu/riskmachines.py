"""The machines that learn danger: one half from every message, one from what sounds like it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.dangers import NONE
from nlu.fitting import beside, likelihood, sides

_STRENGTH = 0.7  # the C of the machines
_STRENGTH_RATIOS = 0.3  # the same where features are weighed by their ratio
_EXACT = 0.3  # how near to the best a fit ends; no nearer one heard better
_LEAST = 1e-3  # what every feature counts at least on either side
# What only sounds like danger teaches most; an ordinary complaint may tell of danger unmarked.
_SIDES = {NONE: 2.0, "": 0.5}


@dataclass(frozen=True, slots=True)
class _Half:
    """How the kinds of one half are told from no danger: the C of the machine, what likelihoods
    count beside its weights, and how much what is no danger counts."""

    strength: float
    likely: float
    others: dict[str, float]


_KINDS = _Half(_STRENGTH, 1.0, {NONE: 0.6, "": 0.2})  # against all messages
_TWINS = _Half(1.5, 0.5, {NONE: 1.0})  # against what only sounds like danger

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Lesson:
    """What is fitted on: stretches with their features, what each tells of (a kind of danger,
    NONE or nothing) and which row it comes from."""

    matrix: Any
    kinds: npt.NDArray[np.str_]
    row: Rows

    @cached_property
    def danger(self) -> npt.NDArray[np.bool_]:
        """Whether a stretch tells of danger."""
        return np.not_equal(self.kinds, "") & np.not_equal(self.kinds, NONE)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The kinds of danger."""
        return tuple(str(kind) for kind in np.unique(self.kinds[self.danger]))

    def weights(self, chosen: Rows, others: dict[str, float]) -> Floats:
        """How much each stretch counts."""
        return np.array([others.get(str(kind), 1.0) for kind in self.kinds[chosen]], np.float32)


@dataclass(frozen=True)
class Machine:
    """A column of weights for each kind of danger against all messages, then a column for each
    against what only sounds like danger; the loudest of each half counts."""

    weights: Floats  # features × columns
    bias: Floats

    @classmethod
    def rough(cls, lesson: Lesson, chosen: Rows) -> Machine:
        """Danger against all else, quickly; both halves say the same."""
        weights = _balanced(lesson, chosen, _SIDES)
        machine = _svm(_STRENGTH).fit(lesson.matrix[chosen], lesson.danger[chosen], weights)
        both = np.repeat(machine.coef_.T.astype(np.float32), 2, axis=1)
        return cls(both, np.repeat(machine.intercept_, 2).astype(np.float32))

    @classmethod
    def whole(cls, lesson: Lesson, chosen: Rows) -> Machine:
        """In the first half a kind is spoken for by how much more often its words are said in
        danger, and by how they tell this kind from all else."""
        said, said_bias = _by_ratio(lesson, chosen)
        kinds, kinds_bias = _by_kind(lesson, chosen, _KINDS)
        close = chosen[lesson.kinds[chosen] != ""]
        twins, twins_bias = _by_kind(lesson, close, _TWINS)
        weights = np.hstack([(kinds + said[:, None]) / 2, twins])
        bias = np.concatenate([(kinds_bias + said_bias) / 2, twins_bias])
        return cls(weights, bias.astype(np.float32))

    def scores(self, matrix: Any) -> Floats:
        """Two columns: the loudest kind of each half."""
        out: Floats = self._halves(matrix @ self.weights + self.bias).max(axis=2)
        return out

    def worth(self, words: Floats) -> Floats:
        """What the last features, which are words of the lexicon, add to both on average."""
        out: Floats = self._halves(words @ self.weights[-words.shape[1] :]).mean(axis=2)
        return out

    def lowered(self, bounds: tuple[float, float]) -> Machine:
        """The same with its bounds taken off, so that both are reached at zero."""
        less = np.repeat(np.array(bounds, np.float32), len(self.bias) // 2)
        return Machine(self.weights, self.bias - less)

    def _halves(self, found: Floats) -> Floats:
        return found.reshape(len(found), 2, -1)


def _by_ratio(lesson: Lesson, chosen: Rows) -> tuple[Floats, float]:
    """Danger against all else, features weighed by how much more often one side says them."""
    from scipy.sparse import diags

    truth, weights = lesson.danger[chosen], _balanced(lesson, chosen, _SIDES)
    matrix = lesson.matrix[chosen]
    said, unsaid = (matrix.T @ (weights * side) + _LEAST for side in (truth, ~truth))
    ratio = np.abs(np.log(said / said.sum()) - np.log(unsaid / unsaid.sum()))
    ratio = (ratio / ratio.mean()).astype(np.float32)
    machine = _svm(_STRENGTH_RATIOS).fit(matrix @ diags(ratio), truth, weights)
    return (machine.coef_[0] * ratio).astype(np.float32), float(machine.intercept_[0])


def _by_kind(lesson: Lesson, chosen: Rows, half: _Half) -> tuple[Floats, Floats]:
    """How much more a kind of danger is spoken for than no danger, one column each: by a machine,
    and by how much likelier each feature is with a kind."""
    kinds = np.where(lesson.danger[chosen], lesson.kinds[chosen], NONE)
    matrix, counts = lesson.matrix[chosen], lesson.weights(chosen, half.others)
    machine = _svm(half.strength).fit(matrix, kinds, counts)
    weights, bias = sides(machine)
    likely = likelihood(matrix, np.searchsorted(machine.classes_, kinds))
    weights = beside(weights, likely, half.likely)
    none = list(machine.classes_).index(NONE)
    found = np.delete(weights - weights[:, [none]], none, axis=1)
    return found.astype(np.float32), np.delete(bias - bias[none], none)


def _balanced(lesson: Lesson, chosen: Rows, others: dict[str, float]) -> Floats:
    """Weights under which both sides count alike."""
    truth = lesson.danger[chosen]
    balance = np.where(truth, 1 / truth.sum(), 1 / (~truth).sum()) * len(truth) / 2
    out: Floats = (balance * lesson.weights(chosen, others)).astype(np.float32)
    return out


def _svm(strength: float) -> Any:
    from sklearn.svm import LinearSVC

    return LinearSVC(C=strength, tol=_EXACT, random_state=0)
