"""A small network over vectors: what no straight line tells apart, learned with numpy alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

_HIDDEN = 256
_ROUNDS, _STEPS = 30, 300  # through all rows, but so many steps at least
_BATCH = 128
_RATE, _DECAY = 2e-3, 1e-4  # of the first step; what a weight loses per step
_LEFT_OUT = 0.2, 0.5  # share of features and of hidden sums that a step does not see
_SLOW, _SLOWER, _LEAST = 0.9, 0.999, 1e-8  # Adam's
_SEEDS = (0, 1)  # beginnings of two nets whose scores are averaged

Floats = npt.NDArray[np.float32]
Parts = list[Floats]  # weights and sums of the hidden layer, then of the last


@dataclass(frozen=True)
class Net:
    """One hidden layer of rectified sums between features and labels."""

    hidden: Floats  # features × sums
    hidden_bias: Floats
    out: Floats  # sums × labels
    out_bias: Floats

    def scores(self, features: Floats) -> Floats:
        """A score per row and label; as shares of one they are confidences."""
        sums = np.maximum(features @ self.hidden + self.hidden_bias, 0)
        found: Floats = sums @ self.out + self.out_bias
        return found


def fit_net(features: Floats, labels: npt.NDArray[np.int64]) -> Net:
    """Takes rows and the number of each one's label, from 0 without a gap."""
    wanted = np.eye(int(labels.max()) + 1, dtype=np.float32)[labels]
    scale = np.float32(max(features.std(axis=0).mean(), _LEAST))
    one, two = (_fitted(features / scale, wanted, seed) for seed in _SEEDS)
    return Net(
        _single(np.hstack([one[0], two[0]]) / scale),
        np.concatenate([one[1], two[1]]),
        _single(np.vstack([one[2], two[2]]) / 2),
        _single((one[3] + two[3]) / 2),
    )


def _fitted(features: Floats, wanted: Floats, seed: int) -> Parts:
    draw = np.random.default_rng(seed)
    parts = _start(draw, features.shape[1], wanted.shape[1])
    means, squares = ([np.zeros_like(part) for part in parts] for _ in range(2))
    size = min(_BATCH, len(features))
    steps = max(_STEPS, _ROUNDS * (len(features) // size))
    for step, rows in zip(range(1, steps + 1), _batches(draw, len(features), size), strict=False):
        slopes = _slopes(parts, features[rows], wanted[rows], draw)
        rate = _RATE * (1 - step / steps)
        for part, mean, square, slope in zip(parts, means, squares, slopes, strict=True):
            mean += (1 - _SLOW) * (slope - mean)
            square += (1 - _SLOWER) * (slope * slope - square)
            far = np.sqrt(square / (1 - _SLOWER**step)) + _LEAST
            part -= rate * (mean / (1 - _SLOW**step) / far + _DECAY * part * (part.ndim > 1))
    return parts


def _start(draw: np.random.Generator, features: int, labels: int) -> Parts:
    hidden = draw.normal(0, (2 / features) ** 0.5, (features, _HIDDEN))
    out = draw.normal(0, (1 / _HIDDEN) ** 0.5, (_HIDDEN, labels))
    biases = np.zeros(_HIDDEN, np.float32), np.zeros(labels, np.float32)
    return [hidden.astype(np.float32), biases[0], out.astype(np.float32), biases[1]]


def _batches(draw: np.random.Generator, many: int, size: int) -> Iterator[npt.NDArray[np.int64]]:
    """Rows in ever new order, without end."""
    while True:
        order = draw.permutation(many)
        yield from (order[at : at + size] for at in range(0, many - size + 1, size))


def _slopes(parts: Parts, rows: Floats, wanted: Floats, draw: np.random.Generator) -> Parts:
    """How the loss of some rows changes with each part."""
    hidden, bias, out, out_bias = parts
    seen = rows * _kept(draw, rows.shape, _LEFT_OUT[0])
    sums = seen @ hidden + bias
    live = _kept(draw, sums.shape, _LEFT_OUT[1]) * (sums > 0)
    sums = sums * live
    off = (_shares(_single(sums @ out + out_bias)) - wanted) / np.float32(len(rows))
    back = (off @ out.T) * live
    return [seen.T @ back, back.sum(axis=0), sums.T @ off, off.sum(axis=0)]


def _kept(draw: np.random.Generator, shape: tuple[int, ...], left_out: float) -> Floats:
    """One at what is kept, grown so that the sum stays, and zero elsewhere."""
    kept = draw.random(shape, dtype=np.float32) > left_out
    return kept.astype(np.float32) / np.float32(1 - left_out)


def _single(numbers: npt.NDArray[Any]) -> Floats:
    return numbers.astype(np.float32, copy=False)


def _shares(scores: Floats) -> Floats:
    grown = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Floats = grown / grown.sum(axis=1, keepdims=True)
    return found
