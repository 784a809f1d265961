"""What tickets mean: a network over the encoder's vectors, asked where words leave a doubt.

Without the encoder a history is learned and heard by its words alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from nlu.encoder import SIZE, Encoder, Floats
from nlu.historynet import Net, Pace, fit_net
from nlu.linear import shares
from nlu.semantic import HEAD, lead, standing

_TICKETS = 5_000  # encoded at most: more would take too long
_EACH = 5  # tickets of every label among them
_HEAD = 30  # characters of a column that are encoded: what people write short is so long
_KNOWN = 0.8  # weight of what our own categories say beside the vector itself
_BATCH, _AT_ONCE = 50, 2  # texts; batches, each on a core of its own
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
    """A network over the numbers of a vector and what is known of it."""

    net: Net
    middle: Floats
    known: Known

    def logs(self, text: str, encoder: Encoder) -> Floats:
        """The logarithm of one confidence per label."""
        seen = _features(encoder.vector(lead(text))[None], self.middle, self.known)
        out: Floats = np.log(shares(self.net.scores(seen)[0]) + _LEAST)
        return out


@dataclass(frozen=True)
class Encoded:
    """Vectors of some tickets' texts, and the ticket of each."""

    vectors: Floats
    owner: Any


def encode(
    texts: Sequence[Sequence[str]], labels: Any, encoder: Encoder, say: Callable[[str], None]
) -> Encoded:
    """The vectors of each column of some of the tickets, drawn evenly, with some of every label."""
    pairs = [(int(row), lead(column[row][:_HEAD])) for column in texts for row in _drawn(labels)]
    pairs = [pair for pair in pairs if pair[1]]
    pairs.sort(key=lambda pair: len(pair[1]))  # texts of one batch are alike in length
    batches = [pairs[at : at + _BATCH] for at in range(0, len(pairs), _BATCH)]
    vectors = [np.zeros((0, SIZE), np.float32)]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = pool.map(lambda batch: encoder.vectors([text for _, text in batch]), batches)
        for number, some in enumerate(found):
            if number % 20 == 0:
                say(f"  看意思 {number * _BATCH}/{len(pairs)}…")
            vectors.append(some)
    return Encoded(np.concatenate(vectors), np.array([row for row, _ in pairs], int))


def _drawn(labels: Any) -> Any:
    even = np.linspace(0, len(labels) - 1, min(len(labels), _TICKETS)).astype(int)
    some = [np.flatnonzero(labels == label)[:_EACH] for label in np.unique(labels)]
    return np.union1d(even, np.concatenate(some))


def fit_meaning(encoded: Encoded, labels: Any) -> Meaning | None:
    """A network fitted on the encoded tickets; None where they lack one of the labels."""
    known = _known()
    every, wanted = np.unique(labels, return_inverse=True)
    if known is None or len(np.unique(wanted[encoded.owner])) < len(every):
        return None
    middle = encoded.vectors.mean(axis=0)
    seen = _features(encoded.vectors, middle, known)
    shown = np.eye(len(every), dtype=np.float32)[wanted[encoded.owner]]
    net = fit_net(seen, shown, np.ones(len(seen), np.float32), Pace())
    return Meaning(net, middle, known)


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
        net = {f"net_{one.name}": getattr(meaning.net, one.name) for one in fields(Net)}
        whole: dict[str, Any] = {"middle": meaning.middle, **net, **known}
        np.savez_compressed(path, **whole)


def load_meaning(folder: Path) -> Meaning | None:
    """What save_meaning wrote; None without it."""
    path = folder / "meaning.npz"
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as arrays:
        known = Known(*(arrays[f"known_{one.name}"] for one in fields(Known)))
        net = Net(*(arrays[f"net_{one.name}"] for one in fields(Net)))
        return Meaning(net, arrays["middle"], known)
