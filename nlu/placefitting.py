"""Fits what nlu.placetags weighs: python -m nlu.placefitting writes placetags.npz.

The messages of placed.txt have 【】 around the names of places. A linear chain over three tags is
fitted (a conditional random field, L-BFGS), with what the rules find, not knowing any district,
among the signs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from nlu import placetags
from nlu.normal import normal
from nlu.places import Places
from nlu.placesigns import BITS, Slots, signs
from nlu.placetags import FIRST, NEVER, ON, WEIGHTS
from nlu.words import Words

MESSAGES = Path(__file__).with_name("placed.txt")
_OPEN, _CLOSE = "【】"
_PENALTY = 0.3  # of the square of a weight
_ROUNDS = 100
_LEVELS = 127  # of a weight as it is kept
_TAGS = 3
Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]


class Marked(NamedTuple):
    """A message and where its places stand."""

    text: str
    places: list[tuple[int, int]]


def main() -> None:
    """Fit and write the weights."""
    print(f"{len(list(read(MESSAGES)))} messages")
    save(fit(read(MESSAGES)))
    placetags.forget()


def read(file: Path) -> Iterator[Marked]:
    """The marked messages of a file, one a line, normalised."""
    for line in file.read_text("utf-8").splitlines():
        plain, edges = "", list[int]()
        for letter in line:
            if letter in (_OPEN, _CLOSE):
                edges.append(len(plain))
            else:
                plain += letter
        yield _normalised(plain, list(zip(edges[::2], edges[1::2], strict=True)))


def _normalised(plain: str, places: Sequence[tuple[int, int]]) -> Marked:
    norm = normal(plain)
    at = norm.at or range(len(plain))
    within = [[n for n, place in enumerate(at) if start <= place < end] for start, end in places]
    return Marked(norm.text, [(found[0], found[-1] + 1) for found in within if found])


def lessons(messages: Iterable[Marked]) -> Iterator[tuple[Slots, list[int]]]:
    """The signs and the tags of each message."""
    words, rules = Words(), Places((), taught=False)
    for text, places in messages:
        cuts = list(words.spans(text))
        tags = [0] * len(text)
        for start, end in places:
            tags[start:end] = [FIRST, *[ON] * (end - start - 1)]
        if text:
            runs = [(run.start, run.end) for run in rules.by_rule(text, cuts)]
            yield signs(text, cuts, runs).T, tags


@dataclass(frozen=True)
class _Chains:
    """All messages in a row, the longest first; a step goes through all of them at once."""

    matrix: Any  # characters × signs
    truth: Rows
    starts: Rows
    lengths: Rows

    @property
    def on(self) -> Rows:
        """The characters that are not the first of their message."""
        first = np.zeros(len(self.truth), bool)
        first[self.starts] = True
        return np.flatnonzero(~first)

    def steps(self) -> Iterator[Rows]:
        """Where the second characters of all messages stand, the third, and so on."""
        for step in range(1, int(self.lengths[0])):
            yield self.starts[self.lengths > step] + step


def fit(messages: Iterable[Marked]) -> tuple[Rows, Floats, Floats]:
    """The slots that were seen, their weights for each tag, and the weights of the steps."""
    from scipy.optimize import minimize

    taught = sorted(lessons(messages), key=lambda one: -len(one[1]))
    slots, chains = _chains(taught)
    many = len(slots) * _TAGS
    found = minimize(_loss, np.zeros(many + _TAGS * _TAGS), (chains,), jac=True,
                     method="L-BFGS-B", options={"maxiter": _ROUNDS})  # fmt: skip
    return slots, found.x[:many].reshape(-1, _TAGS), found.x[many:].reshape(_TAGS, _TAGS)


def _chains(taught: Sequence[tuple[Slots, list[int]]]) -> tuple[Rows, _Chains]:
    from scipy.sparse import csr_matrix

    every = np.concatenate([rows for rows, _ in taught])
    slots, columns = np.unique(every, return_inverse=True)
    rows = np.repeat(np.arange(len(every)), every.shape[1])
    ones = np.ones(len(rows), np.float32)
    matrix = csr_matrix((ones, (rows, columns.ravel())), shape=(len(every), len(slots)))
    lengths = np.array([len(tags) for _, tags in taught])
    truth = np.concatenate([np.array(tags) for _, tags in taught])
    return slots, _Chains(matrix, truth, np.cumsum(lengths) - lengths, lengths)


def _loss(weights: Floats, chains: _Chains) -> tuple[float, Floats]:
    """How unlikely the truth is, and where that falls (Lafferty, McCallum, Pereira 2001)."""
    of_signs = weights[: -_TAGS * _TAGS].reshape(-1, _TAGS)
    steps = weights[-_TAGS * _TAGS :].reshape(_TAGS, _TAGS).copy()
    steps[0, ON] = NEVER
    told = (chains.matrix @ of_signs.astype(np.float32)).astype(np.float64)
    onward, backward = _onward(told, steps, chains), _backward(told, steps, chains)
    whole = _summed(onward[chains.starts + chains.lengths - 1], 1)
    each = np.repeat(whole, chains.lengths)
    shares = np.exp(onward + backward - each[:, None])
    on, truth = chains.on, chains.truth
    pairs = onward[on - 1][:, :, None] + steps + (told[on] + backward[on])[:, None, :]
    moved = np.exp(pairs - each[on][:, None, None]).sum(axis=0)
    loss = whole.sum() - told[np.arange(len(truth)), truth].sum()
    loss -= steps[truth[on - 1], truth[on]].sum()
    shares[np.arange(len(truth)), truth] -= 1
    np.subtract.at(moved, (truth[on - 1], truth[on]), 1)
    falls = chains.matrix.T @ shares.astype(np.float32)
    slope = np.concatenate([falls.ravel(), moved.ravel()]) + _PENALTY * weights
    return loss + _PENALTY / 2 * float(weights @ weights), slope


def _onward(told: Floats, steps: Floats, chains: _Chains) -> Floats:
    """Of each character and tag how likely it is by what stands before and here, as a logarithm."""
    out = np.zeros_like(told)
    out[chains.starts] = told[chains.starts] + np.array([0, 0, NEVER])
    for here in chains.steps():
        out[here] = _summed(out[here - 1][:, :, None] + steps, 1) + told[here]
    return out


def _backward(told: Floats, steps: Floats, chains: _Chains) -> Floats:
    """The same by what stands behind."""
    out = np.zeros_like(told)
    for here in reversed(list(chains.steps())):
        out[here - 1] = _summed(steps + (told[here] + out[here])[:, None, :], 2)
    return out


def _summed(logarithms: Floats, axis: int) -> Floats:
    most = logarithms.max(axis=axis, keepdims=True)
    sums: Floats = np.log(np.exp(logarithms - most).sum(axis=axis, keepdims=True)) + most
    return sums.squeeze(axis)


def save(found: tuple[Rows, Floats, Floats]) -> None:
    """Write the weights in one byte each, against those of what is no place."""
    slots, told, steps = found
    against = told[:, 1:] - told[:, :1]
    scale = np.float32(np.abs(against).max() / _LEVELS)
    kept = np.zeros((1 << BITS, _TAGS - 1), np.int8)
    kept[slots] = np.round(against / scale)
    np.savez_compressed(WEIGHTS, signs=kept, scale=scale, steps=steps.astype(np.float32))


if __name__ == "__main__":
    main()
