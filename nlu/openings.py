"""How a clause sounds: like the beginning of a message, which names a matter, or its middle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
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
_TIMES, _SHIFT, _END = np.uint64(_FACTOR), np.uint64(64 - BITS), 0xFFFF_FFFF_FFFF_FFFF
_EDGE_WORTH, _RUNS_WORTH = 0.7, 2.0
_JOINED = re.compile("[也又还都]|另外|而且")  # a second problem has them, the first has not
MOST = 3.0
Slots = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float32]


def opening(words: str) -> float:
    """From -3, goes on with something, to 3, begins something."""
    slots, worth = heard(words)
    weights, bias = _weights()
    return max(-MOST, min(MOST, float(worth @ weights[slots]) + bias))


def heard(words: str) -> tuple[Slots, Floats]:
    """The features of a clause: runs of up to three characters, its edges, its length."""
    letters = codes(_JOINED.sub("", words)[:_READ])
    runs = runs_of(letters, 3)
    edges = [run[at : at + 1 or None] for run in runs for at in (0, -1)]
    many = [len(run) for run in runs]
    slots = _slots(np.concatenate([*runs, *edges, letters[:0]]), many).tolist()
    found, worth, done = [_length_slot(len(letters) // 3)], [1.0], 0
    for number, length in enumerate(many):
        own = set(slots[done : done + length])
        at = sum(many) + 2 * number
        found += [*own, *slots[at : at + 2]]
        worth += [_RUNS_WORTH / sqrt(len(own))] * len(own) + [_EDGE_WORTH] * 2
        done += length
    return np.array(found, np.intp), np.array(worth, np.float32)


def _slots(marks: Marks, many: Sequence[int]) -> Slots:
    """The slots of all runs of one character, of two …, so many of each, and of their edges."""
    numbers = range(len(many))
    runs = [_told_by(_RUNS + number) for number in numbers]
    edges = [_told_by(first + number) for number in numbers for first in (_HEADS, _TAILS)]
    roles = np.array([*runs, *edges], np.uint64).repeat([*many, *[1] * len(edges)])
    return (((marks + roles) * _TIMES) >> _SHIFT).astype(np.intp)


@cache
def _length_slot(length: int) -> int:
    told = (length + _told_by(_LENGTH)) * _FACTOR & _END
    return told >> (64 - BITS)


def _told_by(role: int) -> int:
    return role * _ROLE & _END


def forget() -> None:
    """Read the weights anew: they were written."""
    _weights.cache_clear()


@lru_cache(maxsize=1)
def _weights() -> tuple[Floats, float]:
    with np.load(WEIGHTS, allow_pickle=False) as kept:
        return kept["weights"] * np.float32(kept["scale"]), float(kept["bias"])
