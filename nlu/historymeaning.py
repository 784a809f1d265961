"""What tickets mean: a classifier over the encoder's vectors, asked where words leave a doubt.

Without the encoder a history is learned and heard by its words alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from nlu.encoder import SIZE, Encoder, Floats
from nlu.linear import shares
from nlu.semantic import HEAD, lead, standing

_TICKETS = 2_500  # encoded at most: more would take minutes and teach little
_STRENGTH = 5.0  # C of the logistic regression
_KNOWN = 0.8  # weight of what our own categories say beside the vector itself
_BATCH = 50
_LEAST = 1e-6


@dataclass(frozen=True)
class Known:
    """What our own sentences taught about vectors: they say much about other labels, too."""

    weights: Floats  # SIZE × categories
    bias: Floats
    middle: Floats

    def beside(self, vectors: Floats) -> Floats:
        """One row per vector: the roots of the shares of our categories."""
        scores = standing(vectors, self.middle) @ self.weights + self.bias
        out: Floats = np.sqrt(np.stack([shares(row) for row in scores]))
        return out


@dataclass(frozen=True)
class Meaning:
    """Weights by label of the numbers of a vector and of what is known of it."""

    weights: Floats
    bias: Floats
    middle: Floats
    known: Known

    def logs(self, text: str, encoder: Encoder) -> Floats:
        """The logarithm of one confidence per label."""
        seen = _features(encoder.vectors([lead(text)]), self.middle, self.known)
        out: Floats = np.log(shares((seen @ self.weights)[0] + self.bias) + _LEAST)
        return out


@dataclass(frozen=True)
class Encoded:
    """Vectors of some tickets' texts, and the ticket of each."""

    vectors: Floats
    owner: Any


def encode(texts: Sequence[Sequence[str]], encoder: Encoder, say: Callable[[str], None]) -> Encoded:
    """The vectors of each column of some of the tickets, drawn evenly."""
    many = len(texts[0])
    chosen = np.linspace(0, many - 1, min(many, _TICKETS)).astype(int)
    pairs = [(int(row), lead(column[row])) for column in texts for row in chosen if column[row]]
    pairs.sort(key=lambda pair: len(pair[1]))  # texts of one batch are alike in length
    vectors = np.empty((len(pairs), SIZE), np.float32)
    for at in range(0, len(pairs), _BATCH):
        if at % (20 * _BATCH) == 0:
            say(f"  看意思 {at}/{len(pairs)}…")
        vectors[at : at + _BATCH] = encoder.vectors([text for _, text in pairs[at : at + _BATCH]])
    return Encoded(vectors, np.array([row for row, _ in pairs]))


def fit_meaning(encoded: Encoded, labels: Any) -> Meaning | None:
    """A logistic regression on the encoded tickets; None where they lack one of the labels."""
    from sklearn.linear_model import LogisticRegression

    known, wanted = _known(), labels[encoded.owner]
    if known is None or len(set(wanted)) < len(set(labels)):
        return None
    middle = encoded.vectors.mean(axis=0)
    machine = LogisticRegression(C=_STRENGTH, max_iter=300)
    machine.fit(_features(encoded.vectors, middle, known), wanted)
    weights, bias = machine.coef_.T, machine.intercept_
    if weights.shape[1] == 1:  # two labels have one side
        weights, bias = np.hstack([0 * weights, weights]), np.array([0.0, bias[0]])
    return Meaning(weights.astype(np.float32), bias.astype(np.float32), middle, known)


def _features(vectors: Floats, middle: Floats, known: Known) -> Floats:
    return np.hstack([standing(vectors, middle), _KNOWN * known.beside(vectors)])


def _known() -> Known | None:
    if not HEAD.exists():
        return None
    with np.load(HEAD, allow_pickle=False) as arrays:
        weights = arrays["weights"].astype(np.float32) * arrays["scale"]
        return Known(weights, arrays["bias"], arrays["middle"])


def save_meaning(folder: Path, meaning: Meaning | None) -> None:
    """Write meaning.npz, which holds all it needs, or take an older one away."""
    path = folder / "meaning.npz"
    path.unlink(missing_ok=True)
    if meaning is not None:
        known = {f"known_{one.name}": getattr(meaning.known, one.name) for one in fields(Known)}
        own: dict[str, Any] = {
            "weights": meaning.weights,
            "bias": meaning.bias,
            "middle": meaning.middle,
        }
        np.savez_compressed(path, **{**own, **known})


def load_meaning(folder: Path) -> Meaning | None:
    """What save_meaning wrote; None without it."""
    path = folder / "meaning.npz"
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as arrays:
        known = Known(*(arrays[f"known_{one.name}"] for one in fields(Known)))
        return Meaning(arrays["weights"], arrays["bias"], arrays["middle"], known)
