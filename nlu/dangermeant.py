"""Danger in what a message means: asked beside the ear for danger where that is in doubt.

Over the encoder's vectors (decision 20): which of our own sentences lies nearest, a danger or what
only sounds like one, and what a small network says. It knows nothing of the words, but much of what
lies near what: it has read more than our sentences tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlu.encoder import Encoder, Floats
from nlu.semantic import standing

HEAD = Path(__file__).with_name("semantic_danger.npz")  # made by nlu.dangermeantfitting
BELOW, ABOVE = 1.0, 1.5  # of the ear: so near below and above its bound the meaning is asked
_READ = 60  # characters that are encoded
_MOST = 6.0  # of what it says, as it is of no use to be surer
_NEARER = 20.0  # what it says where the nearest danger is nearer by one
_NETWORK = 0.3  # weight of the network beside that
_LEAST = 1e-6
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, eq=False)
class Kept:
    """Sentences by their main components, each a row of one byte a number."""

    rows: npt.NDArray[np.int8]

    @classmethod
    def of(cls, turned: Floats) -> Kept:
        """Rows of any length, as bytes; the length is lost."""
        scale = 127 / np.abs(turned).max(axis=1, keepdims=True)
        return cls(np.round(turned * scale).astype(np.int8))

    @cached_property
    def _lengths(self) -> Floats:
        out: Floats = np.linalg.norm(self.rows.astype(np.float32), axis=1)
        return out

    def likest(self, turned: Floats) -> Floats:
        """The cosine of the likest sentence for each row; rows have length one."""
        out: Floats = (turned @ self.rows.T.astype(np.float32) / self._lengths).max(axis=1)
        return out


@dataclass(frozen=True, eq=False)
class Nearest:
    """Our dangers and what only sounds like them, by their main components."""

    axes: Floats  # SIZE × components
    dangers: Kept
    harmless: Kept

    def nearer(self, directions: Floats) -> Floats:
        """By how much the likest danger is more like than the likest of the harmless, as the
        difference of two cosines; one number for each row of directions (see `standing`)."""
        turned = self.turned(directions)
        return self.dangers.likest(turned) - self.harmless.likest(turned)

    def turned(self, directions: Floats) -> Floats:
        """Directions by their main components, of length one."""
        by_axes = directions @ self.axes
        length = np.linalg.norm(by_axes, axis=1, keepdims=True)
        out: Floats = by_axes / np.maximum(length, _LEAST)
        return out


@dataclass(frozen=True, eq=False)
class DangerMeant:
    """The nearest sentences and one layer of hidden neurons, and how much they say beside the ear;
    safe to share between threads."""

    inner: Floats  # SIZE × neurons
    edge: Floats  # of each neuron
    outer: Floats  # what each neuron speaks for danger
    bias: float
    middle: Floats  # mean of all vectors
    nearest: Nearest
    share: float  # weight beside the ear's score
    bound: float  # taken off, so that no more harmless messages are heard than by the ear alone

    def added(self, text: str, encoder: Encoder) -> float:
        """What it adds to the ear's score of a normalised text."""
        vector = encoder.vector(_SPACE.sub(" ", text.strip())[:_READ])
        return self.share * float(self.told(vector[None])[0]) - self.bound

    def told(self, vectors: Floats) -> Floats:
        """How much speaks for danger, one number for each row of vectors."""
        directions = standing(vectors, self.middle)
        return joined(self.nearest.nearer(directions), self.logs(directions))

    def logs(self, directions: Floats) -> Floats:
        """The network's logarithm of the odds of danger, one for each row of directions."""
        hidden = np.maximum(directions @ self.inner + self.edge, 0)
        out: Floats = hidden @ self.outer + self.bias
        return out

    def save(self, path: Path) -> None:
        """Write it, the network's first layer and the sentences in one byte a number."""
        scale = np.abs(self.inner).max(axis=0) / 127
        told = np.array([self.bias, self.share, self.bound], np.float32)
        near = self.nearest
        np.savez_compressed(
            path, inner=np.round(self.inner / scale).astype(np.int8), scale=scale, edge=self.edge,
            outer=self.outer, middle=self.middle, told=told, axes=near.axes.astype(np.float16),
            dangers=near.dangers.rows, harmless=near.harmless.rows,
        )  # fmt: skip


def joined(nearer: Floats, logs: Floats) -> Floats:
    """What the nearest sentences and the network say together."""
    out: Floats = np.clip(_NEARER * nearer + _NETWORK * np.clip(logs, -_MOST, _MOST), -_MOST, _MOST)
    return out


@lru_cache(maxsize=1)
def load_danger_meant(path: Path = HEAD) -> DangerMeant | None:
    """What lies beside the code; None where nothing was made."""
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as kept:
        inner = kept["inner"].astype(np.float32) * kept["scale"]
        bias, share, bound = (float(one) for one in kept["told"])
        axes = kept["axes"].astype(np.float32)
        nearest = Nearest(axes, Kept(kept["dangers"]), Kept(kept["harmless"]))
        return DangerMeant(
            inner, kept["edge"], kept["outer"], bias, kept["middle"], nearest, share, bound
        )
