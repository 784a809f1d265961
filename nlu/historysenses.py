"""Finds the axes on which a city's tickets differ, and fits the network of their topics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.historyknown import known_words
from nlu.historynet import Net, Pace, fit_net
from nlu.historytopics import Senses, said

_LEAST_TICKETS = 100  # fewer tell no topics apart
_TICKETS, _EACH = 8_000, 5  # that teach at most: more would take too long; of every label so many
_TERMS, _AXES = 20_000, 200  # n-grams with a place on the axes; axes at most
_TICKETS_AN_AXIS = 3
_PACE = Pace(hidden=512, rounds=16, most=5_000)
_AT_ONCE = 20_000  # rows turned into numbers at once
_LEAST = 1e-9

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Sensed:
    """The texts of the joint block as seen by the senses: which, and our categories' scores."""

    senses: Senses
    known: npt.NDArray[np.float16]  # a row for each text
    taught: Whole  # the tickets that teach

    def features(self, matrix: Any, rows: Whole) -> Floats:
        """Some rows of the joint block as numbers."""
        places = matrix[rows][:, self.senses.kept] @ self.senses.axes.astype(np.float32)
        known = self.known[rows].astype(np.float32)
        return self.senses.features(places * self.senses.scale, known)

    def logs(self, net: Net, matrix: Any, rows: Whole) -> Floats:
        """What a network says of some rows of the joint block."""
        parts = [rows[at : at + _AT_ONCE] for at in range(0, len(rows), _AT_ONCE)]
        out = [np.zeros((0, net.out.shape[1]), np.float32)]
        out += [said(net, self.features(matrix, part)) for part in parts]
        return np.concatenate(out)


def sense(texts: Sequence[str], matrix: Any, labels: Any) -> Sensed | None:
    """The senses of a history. Takes the texts of the joint block, whole tickets first, and
    their features; None for a small history, or without our sentences."""
    few = len(labels) < _LEAST_TICKETS or not matrix.shape[1]
    known = None if few else known_words()
    if known is None:
        return None
    taught = _drawn(labels)
    kept = _frequent(matrix)
    axes, scale = _axes(matrix[taught][:, kept])
    scores = known.scores(texts)
    some = np.linspace(0, len(texts) - 1, min(len(texts), _AT_ONCE)).astype(int)
    places = (matrix[some][:, kept] @ axes.astype(np.float32)).mean(axis=0) * scale
    told = scores[some].astype(np.float32).mean(axis=0)
    middle = np.concatenate([places, told - told.mean()]).astype(np.float32)
    return Sensed(Senses(kept, axes, scale, known.ear, middle), scores, taught)


def fit_said(sensed: Sensed, matrix: Any, rows: Whole, told: tuple[Floats, Floats]) -> Net:
    """A network of what some rows of the joint block tell. Takes the share of each label in each
    row, and each row's weight."""
    return fit_net(sensed.features(matrix, rows), *told, _PACE)


def _drawn(labels: Any) -> Whole:
    even = np.linspace(0, len(labels) - 1, min(len(labels), _TICKETS)).astype(int)
    some = [np.flatnonzero(labels == label)[:_EACH] for label in np.unique(labels)]
    return np.union1d(even, np.concatenate(some))


def _frequent(matrix: Any) -> npt.NDArray[np.int32]:
    """The n-grams of most texts, in rising order."""
    often = np.bincount(matrix.indices, minlength=matrix.shape[1])
    return np.sort(np.argsort(-often, kind="stable")[:_TERMS]).astype(np.int32)


def _axes(tickets: Any) -> tuple[npt.NDArray[np.int8], Floats]:
    """The axes on which whole tickets differ most, and the scale of each."""
    from sklearn.utils.extmath import randomized_svd

    many = min(_AXES, tickets.shape[0] // _TICKETS_AN_AXIS, tickets.shape[1])
    _, _, found = randomized_svd(tickets, many, n_iter=2, random_state=0)
    scale = np.maximum(np.abs(found).max(axis=1) / 127, _LEAST).astype(np.float32)
    return np.round(found.T / scale).astype(np.int8), scale
