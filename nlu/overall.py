"""How much a message as a whole sounds like danger, beside its loudest stretch (decision 19).

All that is said counts alike and once, so that what turns the meaning (去年, 演习, 想问) weighs
against the alarming words wherever it stands.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.marks import codes, distinct, runs_of

BITS = 19  # of a slot: the signs share 524,288 weights
_FILE = "overall.npz"
_TIMES, _AHEAD, _APART = (
    np.uint64(factor) for factor in (0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 77)
)
_SHIFT, _HALF = np.uint64(64 - BITS), np.uint64(29)
Slots = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Overall:
    """A weight for each sign, in one byte; safe to share between threads."""

    weights: npt.NDArray[np.int8]
    scale: float
    bias: float
    least: float = float("-inf")  # a clear danger amid much else is not talked away

    def score(self, plain: str) -> float:
        """What the ear for danger adds to the loudest stretch of a cleaned text."""
        slots = signs(plain)
        told = int(self.weights.take(slots).sum(dtype=np.int32))
        return max(self.least, told * self.scale / sqrt(len(slots)) + self.bias)

    def lowered(self, bound: float) -> Overall:
        """The same with a bound taken off."""
        return replace(self, bias=self.bias - bound, least=self.least - bound)

    def save(self, folder: Path) -> dict[str, Any]:
        """Write the weights; returns the entry for model.json."""
        np.savez_compressed(folder / _FILE, weights=self.weights)
        return {"scale": self.scale, "bias": self.bias, "least": self.least}


def load_overall(folder: Path, about: dict[str, Any]) -> Overall:
    """Read what `save` wrote; `about` is the entry it gave. Raises BadZipFile when damaged."""
    with np.load(folder / _FILE, allow_pickle=False) as arrays:
        told = (float(about[name]) for name in ("scale", "bias", "least"))
        return Overall(arrays["weights"], *told)


def signs(plain: str) -> Slots:
    """The slots of a cleaned text's characters, of its pairs and of those with one between them,
    each once; its edges are read as blanks, so that there is always one."""
    letters = codes(f" {plain} ")
    ones, pairs = runs_of(letters, 2)
    around = (letters[:-2] * _AHEAD + letters[2:]) * _APART
    said = np.concatenate([ones, pairs * np.uint64(3), around])
    slots: Slots = distinct(((said ^ (said >> _HALF)) * _TIMES) >> _SHIFT).view(np.intp)
    return slots
