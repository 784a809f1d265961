"""A small network over vectors: what no straight line tells apart, learned with numpy alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

_STEPS = 300  # at least
_BATCH = 128
_RATE, _DECAY = 2e-3, 1e-4  # of the first step; what a weight loses per step
_LEFT_OUT = 0.2, 0.5  # share of features and of hidden sums that a step does not see
_SLOW, _SLOWER, _LEAST = 0.9, 0.999, 1e-8  # Adam's
_SEEDS = (0, 1)  # beginnings of two nets whose scores are averaged

Floats = npt.NDArray[np.float32]
Parts = list[Floats]  # weights and sums of the hidden layer, then of the last


@dataclass(frozen=True, slots=True)
class Pace:
    """How long to learn: sums of the hidden layer, rounds through all rows, steps at most."""

    hidden: int = 256
    rounds: int = 30
    most: int = 20_000


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


@dataclass(frozen=True)
class _Rows:
    """What is learned from: rows, the share of each label in each, and each one's weight."""

    features: Floats
    wanted: Floats
    weight: Floats


def fit_net(features: Floats, wanted: Floats, weight: Floats, pace: Pace) -> Net:
    """Takes rows, the share of each label in each, each row's weight, and how long to learn."""
    scale = np.float32(max(features.std(axis=0).mean(), _LEAST))
    rows = _Rows(features / scale, wanted, weight)
    one, two = (_fitted(rows, pace, seed) for seed in _SEEDS)
    return Net(
        _single(np.hstack([one[0], two[0]]) / scale),
        np.concatenate([one[1], two[1]]),
        _single(np.vstack([one[2], two[2]]) / 2),
        _single((one[3] + two[3]) / 2),
    )


def _fitted(rows: _Rows, pace: Pace, seed: int) -> Parts:
    draw, many = np.random.default_rng(seed), len(rows.features)
    parts = _start(draw, (rows.features.shape[1], pace.hidden, rows.wanted.shape[1]))
    means, squares = ([np.zeros_like(part) for part in parts] for _ in range(2))
    size = min(_BATCH, many)
    steps = max(_STEPS, min(pace.most, pace.rounds * (many // size)))
    for step, some in zip(range(1, steps + 1), _batches(draw, many, size), strict=False):
        batch = _Rows(rows.features[some], rows.wanted[some], rows.weight[some])
        rate = _RATE * (1 - step / steps)
        slopes = _slopes(parts, batch, draw)
        for part, mean, square, slope in zip(parts, means, squares, slopes, strict=True):
            mean += (1 - _SLOW) * (slope - mean)
            square += (1 - _SLOWER) * (slope * slope - square)
            far = np.sqrt(square / (1 - _SLOWER**step)) + _LEAST
            part -= rate * (mean / (1 - _SLOW**step) / far + _DECAY * part * (part.ndim > 1))
    return parts


def _start(draw: np.random.Generator, sizes: tuple[int, int, int]) -> Parts:
    features, sums, labels = sizes
    hidden = draw.normal(0, (2 / features) ** 0.5, (features, sums))
    out = draw.normal(0, (1 / sums) ** 0.5, (sums, labels))
    biases = np.zeros(sums, np.float32), np.zeros(labels, np.float32)
    return [hidden.astype(np.float32), biases[0], out.astype(np.float32), biases[1]]


def _batches(draw: np.random.Generator, many: int, size: int) -> Iterator[npt.NDArray[np.int64]]:
    """Rows in ever new order, without end."""
    while True:
        order = draw.permutation(many)
        yield from (order[at : at + size] for at in range(0, many - size + 1, size))


def _slopes(parts: Parts, rows: _Rows, draw: np.random.Generator) -> Parts:
    """How the loss of some rows changes with each part."""
    hidden, bias, out, out_bias = parts
    seen = rows.features * _kept(draw, rows.features.shape, _LEFT_OUT[0])
    sums = seen @ hidden + bias
    live = _kept(draw, sums.shape, _LEFT_OUT[1]) * (sums > 0)
    sums = sums * live
    off = _shares(_single(sums @ out + out_bias)) - rows.wanted
    off = off * rows.weight[:, None] / np.float32(len(off))
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
