"""Danger in what a message means: asked beside the ear for danger where that is in doubt.

A small network over the encoder's vectors (decision 20). It knows nothing of the words, but much of
what lies near what: it has read more than our sentences tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from nlu.encoder import Encoder, Floats
from nlu.semantic import lead, standing

HEAD = Path(__file__).with_name("semantic_danger.npz")  # made by nlu.dangermeantfitting
DOUBT = 1.0  # of the ear: so near its bound, on either side, the meaning is asked
_MOST = 6.0  # of what the network says, as it is of no use to be surer


@dataclass(frozen=True, eq=False)
class DangerMeant:
    """One layer of hidden neurons, and how much it says beside the ear; safe to share between
    threads."""

    inner: Floats  # SIZE × neurons
    edge: Floats  # of each neuron
    outer: Floats  # what each neuron speaks for danger
    bias: float
    middle: Floats  # mean of all vectors
    share: float  # weight beside the ear's score
    bound: float  # taken off, so that no more harmless messages are heard than by the ear alone

    def added(self, text: str, encoder: Encoder) -> float:
        """What it adds to the ear's score of a normalised text."""
        told = float(self.logs(encoder.vector(lead(text))[None])[0])
        return self.share * told - self.bound

    def logs(self, vectors: Floats) -> Floats:
        """The logarithm of the odds of danger, one for each row of vectors."""
        hidden = np.maximum(standing(vectors, self.middle) @ self.inner + self.edge, 0)
        out: Floats = np.clip(hidden @ self.outer + self.bias, -_MOST, _MOST)
        return out

    def save(self, path: Path) -> None:
        """Write it, its first layer in one byte a weight."""
        scale = np.abs(self.inner).max(axis=0) / 127
        told = np.array([self.bias, self.share, self.bound], np.float32)
        np.savez_compressed(
            path, inner=np.round(self.inner / scale).astype(np.int8), scale=scale, edge=self.edge,
            outer=self.outer, middle=self.middle, told=told,
        )  # fmt: skip


@lru_cache(maxsize=1)
def load_danger_meant(path: Path = HEAD) -> DangerMeant | None:
    """What lies beside the code; None where nothing was made."""
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as kept:
        inner = kept["inner"].astype(np.float32) * kept["scale"]
        bias, share, bound = (float(one) for one in kept["told"])
        return DangerMeant(inner, kept["edge"], kept["outer"], bias, kept["middle"], share, bound)
