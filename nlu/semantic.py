"""The second ear for categories and acts: what a message means, asked where words leave a doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nlu.encoder import Encoder, Floats
from nlu.linear import shares

HEAD = Path(__file__).with_name("semantic.npz")  # of the categories
ACTS_HEAD = Path(__file__).with_name("semantic_acts.npz")
_SPACE = re.compile(r"\s+")
_READ = 40  # characters that are encoded: who writes a letter says first what it is about
_LEAST = 1e-6


def lead(text: str) -> str:
    """The first line of a message, or its beginning: what the encoder reads."""
    first = text.strip().partition("\n")[0]
    return _SPACE.sub(" ", first)[:_READ]


@dataclass(frozen=True)
class Semantic:
    """A linear classifier over the vectors of an encoder, and how much it says beside the words."""

    labels: tuple[str, ...]
    weights: Floats  # SIZE × labels
    bias: Floats
    middle: Floats  # mean of all vectors, taken off so that what differs counts
    share: float  # weight of its opinion beside the words'
    warmth: float  # factor under which both together are honest about their confidence

    def logs(self, text: str, encoder: Encoder) -> Floats:
        """The logarithm of one confidence per label."""
        scores = standing(encoder.vector(lead(text))[None], self.middle)[0] @ self.weights
        out: Floats = np.log(shares(scores + self.bias) + _LEAST)
        return out

    def beside(self, confidences: Floats, text: str, encoder: Encoder) -> Floats:
        """The confidences of words and meaning together, in the order of the labels."""
        both = np.log(confidences + _LEAST) + self.share * self.logs(text, encoder)
        return shares(both * self.warmth)


def standing(vectors: Floats, middle: Floats) -> Floats:
    """Vectors as directions from the middle, of length one."""
    away = vectors - middle
    out: Floats = away / np.maximum(np.linalg.norm(away, axis=1, keepdims=True), _LEAST)
    return out


def load_semantic(labels: tuple[str, ...], head: Path = HEAD) -> Semantic | None:
    """A classifier beside the code; None for other labels than it knows."""
    if not head.exists():
        return None
    with np.load(head, allow_pickle=False) as arrays:
        if tuple(str(one) for one in arrays["labels"]) != labels:
            return None
        weights = arrays["weights"].astype(np.float32) * arrays["scale"]
        share, warmth = (float(one) for one in arrays["blend"])
        return Semantic(labels, weights, arrays["bias"], arrays["middle"], share, warmth)
