"""Fits how much a message as a whole sounds like danger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.dangers import NONE
from nlu.overall import BITS, Overall, signs

_STRENGTH = 1.0  # the C of the machine
_SHARE = 1.2  # what the whole counts beside the loudest stretch
_WEIGHTS = {NONE: 1.0, "": 1.5}  # of a message without danger; those with one count as much in all
_LEAST = -0.3  # what it says at least
_LEVELS = 127  # of a weight kept in one byte
_EXACT = 0.01  # how near to the best a fit ends

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Messages:
    """Cleaned messages with their signs, rows of length one, and what each tells of: a kind of
    danger, NONE or nothing."""

    matrix: Any
    kinds: npt.NDArray[np.str_]

    @property
    def danger(self) -> npt.NDArray[np.bool_]:
        """Which of them tell of danger."""
        return np.not_equal(self.kinds, "") & np.not_equal(self.kinds, NONE)


def messages(plains: Sequence[str], kinds: npt.NDArray[np.str_]) -> Messages:
    """The signs of cleaned messages."""
    from scipy.sparse import csr_matrix

    found = [signs(plain) for plain in plains]
    many = np.array([len(slots) for slots in found])
    worth = np.repeat(1 / np.sqrt(many), many).astype(np.float32)
    edges = np.concatenate([[0], many.cumsum()])
    shape = len(plains), 1 << BITS
    return Messages(csr_matrix((worth, np.concatenate(found), edges), shape=shape), kinds)


def fit_overall(told: Messages, chosen: Rows) -> Overall:
    """Fit on the chosen rows."""
    from sklearn.svm import LinearSVC

    kinds, danger = told.kinds[chosen], told.danger[chosen]
    counts = np.array([_WEIGHTS.get(str(kind), 0.0) for kind in kinds])
    counts[danger] = counts.sum() / max(1, danger.sum())
    machine = LinearSVC(C=_STRENGTH, tol=_EXACT, random_state=0)
    machine.fit(told.matrix[chosen], danger, counts / counts.mean())
    weights = machine.coef_[0] * _SHARE
    scale = float(np.abs(weights).max()) / _LEVELS
    levels, bias = np.round(weights / scale).astype(np.int8), float(machine.intercept_[0])
    return Overall(levels, scale, bias * _SHARE, _LEAST)


def heard_in(ear: Overall, told: Messages) -> Floats:
    """What an ear hears in each message."""
    out: Floats = told.matrix @ (ear.weights * np.float32(ear.scale)) + ear.bias
    return out
