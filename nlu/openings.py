"""How a clause sounds: like the beginning of a message, which names a matter, or its middle."""

from __future__ import annotations

import re
from functools import lru_cache
from math import sqrt
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlu.marks import Marks, codes, runs_of

WEIGHTS = Path(__file__).with_name("openings.npz")  # made by nlu.partsfitting
BITS = 15  # of a slot: features share 32,768 weights
_READ = 30  # characters of a clause
_FACTOR, _ROLE = 0x9E37_79B9_7F4A_7C15, 0xD1B5_4A32_D192_ED03  # any large odd numbers
_RUNS, _HEADS, _TAILS, _LENGTH = 11, 21, 31, 40  # what a feature is told from others by
_EDGE_WORTH, _RUNS_WORTH = 0.7, 2.0
_JOINED = re.compile("[也又还都]|另外|而且")  # a second problem has them, the first has not
_MOST = 3.0
Slots = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float32]


def opening(words: str) -> float:
    """From -3, goes on with something, to 3, begins something."""
    slots, worth = heard(words)
    weights, bias = _weights()
    return max(-_MOST, min(_MOST, float(worth @ weights[slots]) + bias))


def heard(words: str) -> tuple[Slots, Floats]:
    """The features of a clause: runs of up to three characters, its edges, its length."""
    letters = codes(_JOINED.sub("", words)[:_READ])
    runs = runs_of(letters, 3)
    found, worth = [_slots(np.array([len(letters) // 3], np.uint64), _LENGTH)], [1.0]
    many = [1]
    for number, run in enumerate(runs):
        own = np.unique(_slots(run, _RUNS + number))
        found += [own, _slots(run[:1], _HEADS + number), _slots(run[-1:], _TAILS + number)]
        worth += [_RUNS_WORTH / sqrt(len(own)), _EDGE_WORTH, _EDGE_WORTH]
        many += [len(own), 1, 1]
    return np.concatenate(found), np.repeat(np.array(worth, np.float32), many)


def _slots(marks: Marks, role: int) -> Slots:
    told = (marks + np.uint64(role * _ROLE & 0xFFFF_FFFF_FFFF_FFFF)) * np.uint64(_FACTOR)
    return (told >> np.uint64(64 - BITS)).astype(np.intp)


def forget() -> None:
    """Read the weights anew: they were written."""
    _weights.cache_clear()


@lru_cache(maxsize=1)
def _weights() -> tuple[Floats, float]:
    with np.load(WEIGHTS, allow_pickle=False) as kept:
        return kept["weights"] * np.float32(kept["scale"]), float(kept["bias"])
