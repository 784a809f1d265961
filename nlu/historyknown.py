"""What our own sentences teach about words: how strongly each speaks for our own categories.

It says much about other label sets, too: a city's few thousand tickets lack most of the ways to
say a thing, our sentences have many of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.fitting import calibrate, linear
from nlu.grams import Terms, projected, weighed
from nlu.historymachines import HOW
from nlu.linear import Linear
from nlu.training import category_rows, read_sentences

_DATA = Path(__file__).with_name("data")
_LEAST_TEXTS, _MOST_TERMS = 2, 40_000  # n-grams kept
_SMOOTH = 0.02  # added to what an n-gram weighs in a category
_HELD_OUT = 5  # every fifth sentence says how sure the others' words may be

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Known:
    """An ear for our categories, and its n-grams for many texts at once."""

    ear: Linear
    terms: Terms

    def scores(self, texts: Sequence[str]) -> npt.NDArray[np.float16]:
        """A row of scores for each text."""
        return projected(texts, self.terms, self.ear.weights.astype(np.float32) * self.ear.scale)


@lru_cache(maxsize=1)
def known_words() -> Known | None:
    """Counted in two seconds; None where our sentences are missing."""
    rows = category_rows(read_sentences(_DATA))
    if not rows:
        return None
    matrix, terms = weighed([row.text for row in rows], _LEAST_TEXTS, _MOST_TERMS)
    classes, wanted = np.unique([row.intent for row in rows], return_inverse=True)
    judged = np.arange(len(rows)) % _HELD_OUT == 0
    scores = matrix[judged] @ _odds(matrix[~judged], wanted[~judged], len(classes))
    warmth, _ = calibrate(scores, wanted[judged])
    weights = _odds(matrix, wanted, len(classes))
    names = tuple(str(name) for name in classes)
    whole = linear(terms, (weights, np.zeros(len(names), np.float32)), names, HOW)
    return Known(replace(whole, temperature=warmth), terms)


def _odds(matrix: Any, wanted: Any, many: int) -> Floats:
    """How much likelier an n-gram is within a category than in the others, as logarithms."""
    from scipy.sparse import csr_matrix

    where = (np.ones(len(wanted), np.float32), (wanted, np.arange(len(wanted))))
    inside = (csr_matrix(where, shape=(many, len(wanted))) @ matrix).toarray()
    outside = inside.sum(axis=0) - inside + _SMOOTH * many
    inside += _SMOOTH
    likely = np.log(inside / inside.sum(axis=1, keepdims=True))
    unlikely = np.log(outside / outside.sum(axis=1, keepdims=True))
    out: Floats = (likely - unlikely).T.astype(np.float32)
    return out
