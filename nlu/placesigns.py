"""What speaks for a character being part of a place's name; weighed in nlu.placetags."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from nlu.marks import Marks, codes, marks
from nlu.words import kind

BITS = 17  # of a slot: signs share 131,072 weights
Slots = npt.NDArray[np.intp]
Spans = Sequence[tuple[int, int]]  # starts and ends
_FACTORS = np.array(
    [0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9], np.uint64
).reshape(3, 1, 1)
_ROLE, _END = 0xD1B5_4A32_D192_ED03, 0xFFFF_FFFF_FFFF_FFFF
_SHIFT, _HALF = np.uint64(64 - BITS), np.uint64(31)
_PAD = 2  # characters looked at on both sides
_STOPS = frozenset(",。;!?\n")
_NEAR = 12  # characters up to which the next or last run of the rules is near
_FIRST, _WITHIN, _LAST, _ALONE = 1, 2, 3, 4  # where in a run or a word a character stands
_CLASSES = {
    **dict.fromkeys("0123456789", 1),
    **dict.fromkeys("零〇一二两三四五六七八九十百千几", 2),
    **dict.fromkeys(',。;!?:、()"\n ', 3),
    **dict.fromkeys(
        "路街巷弄道里村镇乡县市区组队社屯庄桥河湖号栋幢楼座单元室层期苑园城府邸院坊"
        "门口站场厂店校馆所局",
        4,
    ),
}
_LATIN, _OTHER = 5, 6
_MANY, _KINDS = 8, 16  # more than there are classes and kinds of words


# What is known of each character, a row each; what a sign says is told by up to three together.
_ROWS_TEXT = (
    "nothing past before here behind beyond pair shape_behind shape_beyond last word coming place "
    "what run near ahead gone"
)
_SIGNS_TEXT = (
    "past, before, here, behind, beyond, past before, before here, here behind, behind beyond, "
    "past before here, before here behind, here behind beyond, pair shape_behind, "
    "pair shape_behind shape_beyond, word place, last place, coming place, last word place, "
    "word coming place, run here, run before, run word place, run last place, near, ahead what, "
    "ahead pair place, ahead here, ahead before, gone here, gone last place"
)
_ROWS, _SIGNS = _ROWS_TEXT.split(), _SIGNS_TEXT.split(", ")
_WHICH = np.array(
    [[_ROWS.index(row) for row in (*sign.split(), "nothing", "nothing")[:3]] for sign in _SIGNS]
).T
_ROLES = np.array([[(role + 1) * _ROLE & _END] for role in range(len(_SIGNS))], np.uint64)


def signs(text: str, words: Spans, runs: Spans) -> Slots:
    """Of each character the slots of its signs, a row each.

    `words` are those of the text, `runs` what the rules of nlu.places take for places in it.
    """
    first, second, third = _known_of(text, words, runs)[_WHICH] * _FACTORS
    mixed = (first ^ (first >> _HALF)) + second
    mixed = (mixed ^ (mixed >> _HALF)) + third
    mixed = (mixed + _ROLES) * _FACTORS[0, 0, 0]
    slots: Slots = ((mixed ^ (mixed >> _HALF)) * _FACTORS[0, 0, 0] >> _SHIFT).astype(np.intp).T
    return slots


def _known_of(text: str, words: Spans, runs: Spans) -> Marks:
    """The rows of a text."""
    out = np.zeros((len(_ROWS), len(text)), np.uint64)
    out[1:6] = _around(codes(text) + np.uint64(1))
    _, shape_before, shape, *out[7:9] = _around(_shapes(text))
    out[6] = shape_before * np.uint64(_MANY) + shape
    out[9:14] = _words(text, words)
    within, out[16], out[17] = _runs(text, runs)
    around = _around(within)
    out[14] = (around[1] * np.uint64(_MANY) + within) * np.uint64(_MANY) + around[3]
    out[15] = out[16] * np.uint64(2 * _NEAR) + out[17]
    return out


def _around(of: Marks) -> tuple[Marks, ...]:
    """The two before each character, itself, and the two behind it."""
    wide = np.zeros(len(of) + 2 * _PAD, np.uint64)
    wide[_PAD:-_PAD] = of
    return wide[:-4], wide[1:-3], of, wide[3:-1], wide[4:]


def _shapes(text: str) -> Marks:
    return np.array(
        [_CLASSES.get(c) or (_LATIN if c.isascii() else _OTHER) for c in text], np.uint64
    )


def _words(text: str, words: Spans) -> Marks:
    """The word before that of each character, its own, the next, where in its own it stands, and
    what the first two may be for names."""
    known = [(0, 0), *(_known(text[start:end]) for start, end in words), (0, 0)]
    rows = [(0, 0, 0, 0, 0)] * len(text)
    for number, (start, end) in enumerate(words, 1):
        (last, before), (word, own), (coming, _) = known[number - 1 : number + 2]
        what = own * _KINDS + before
        inner = (last, word, coming, _WITHIN, what)
        rows[start:end] = [inner] * (end - start)
        rows[end - 1] = (last, word, coming, _LAST, what)
        rows[start] = (last, word, coming, _FIRST if end - start > 1 else _ALONE, what)
    return np.array(rows, np.uint64).T


@lru_cache(maxsize=8192)
def _known(word: str) -> tuple[int, int]:
    """The mark of a word, and what it may be for names of places."""
    return int(marks([word])[0]), kind(word) + 1


def _runs(text: str, runs: Spans) -> tuple[Marks, Marks, Marks]:
    """Where in a run each character stands, and how near one begins behind it or ended before it
    in the same clause."""
    within = [0] * len(text)
    for start, end in runs:
        within[start:end] = [_WITHIN] * (end - start)
        within[end - 1] = _LAST
        within[start] = _FIRST if end - start > 1 else _ALONE
    gone = _near(text, within)
    ahead = _near(text[::-1], within[::-1])[::-1]
    return np.array(within, np.uint64), np.array(ahead, np.uint64), np.array(gone, np.uint64)


def _near(text: str, within: Sequence[int]) -> list[int]:
    """How many characters behind the last run each character stands; 0 in a run and far from it."""
    found, near = [], 0
    for letter, inside in zip(text, within, strict=True):
        near = 1 if inside else 0 if letter in _STOPS or not near else min(near + 1, _NEAR)
        found.append(0 if inside else near)
    return found
