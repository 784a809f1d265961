"""Where the names of places begin and end, by weights learnt from messages marked for it.

The rules of nlu.places know how addresses are built; what a name without an ending looks like, and
where the sentence ends and the name begins, is learnt (decision 16).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nlu.placesigns import Spans, signs

WEIGHTS = Path(__file__).with_name("placetags.npz")  # made by nlu.placefitting
Floats = npt.NDArray[np.float32]
NEVER = -1e9
OUT, FIRST, ON = 0, 1, 2  # not in a name, its first character, one of the others
_RULED = 2.0  # what speaks for a name where the rules begin one, beside what is learnt


class Weights(NamedTuple):
    """What each sign says for FIRST and for ON against OUT, and each step from tag to tag."""

    signs: npt.NDArray[np.int16]  # of each slot both in one, a byte each: they stand side by side
    scale: np.float32  # what one of these levels is worth
    steps: Floats  # 3 × 3


def tagged(text: str, words: Spans, runs: Spans) -> list[tuple[int, int]]:
    """The names of places in a normalised text, from start to end.

    `words` are those of the text, `runs` what the rules take for places.
    """
    weights = _weights()
    levels = weights.signs.take(signs(text, words, runs), mode="clip").view(np.int8)
    told = levels.reshape(len(levels), -1, 2).sum(axis=0, dtype=np.int32) * weights.scale
    told[[start for start, _ in runs], 0] += _RULED
    return spans(best_tags(told, weights.steps)) if text else []


def best_tags(told: Floats, steps: Floats) -> list[int]:
    """The likeliest row of tags (Viterbi); `told` has what speaks for FIRST and for ON."""
    (stay, begin, _), (end, anew, go_on), (leave, next_one, more) = steps.tolist()
    rows = told.tolist()
    out, first, on, back = 0.0, rows[0][0], NEVER, []
    for told_first, told_on in rows[1:]:
        best_out, from_out = out + stay, OUT
        if first + end > best_out:
            best_out, from_out = first + end, FIRST
        if on + leave > best_out:
            best_out, from_out = on + leave, ON
        best_first, before = out + begin, OUT
        if first + anew > best_first:
            best_first, before = first + anew, FIRST
        if on + next_one > best_first:
            best_first, before = on + next_one, ON
        best_on, went = first + go_on, FIRST
        if on + more > best_on:
            best_on, went = on + more, ON
        back.append((from_out, before, went))
        out, first, on = best_out, best_first + told_first, best_on + told_on
    reached = (out, first, on)
    tags = [reached.index(max(reached))]
    for step in reversed(back):
        tags.append(step[tags[-1]])
    return tags[::-1]


def spans(tags: list[int]) -> list[tuple[int, int]]:
    """Where names begin and end by their tags."""
    starts = [at for at, tag in enumerate(tags) if tag == FIRST]
    return [(start, _end(tags, start)) for start in starts]


def _end(tags: list[int], start: int) -> int:
    end = start + 1
    while end < len(tags) and tags[end] == ON:
        end += 1
    return end


def forget() -> None:
    """Read the weights anew: they were written."""
    _weights.cache_clear()


@lru_cache(maxsize=1)
def _weights() -> Weights:
    with np.load(WEIGHTS, allow_pickle=False) as kept:
        pairs = np.ascontiguousarray(kept["signs"]).view(np.int16).ravel()
        return Weights(pairs, np.float32(kept["scale"]), kept["steps"])
