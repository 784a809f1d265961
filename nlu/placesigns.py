"""What speaks for a character being part of a place's name; weighed in nlu.placetags."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nlu.marks import Marks, codes, cut_marks
from nlu.words import kinds

BITS = 17  # of a slot: signs share 131,072 weights
Slots = npt.NDArray[np.intp]
Spans = Sequence[tuple[int, int]]  # starts and ends
_FACTORS = np.array(
    [0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9], np.uint64
).reshape(3, 1, 1)
_ROLE, _END = 0xD1B5_4A32_D192_ED03, 0xFFFF_FFFF_FFFF_FFFF
_SHIFT, _HALF = np.uint64(64 - BITS), np.uint64(31)
_PAD = 2  # characters looked at on both sides
_STOPS = ",。;!?\n"
_STOP = re.compile(f"[{_STOPS}]")
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


def _classes() -> npt.NDArray[np.uint8]:
    """The class of each character by its number; the last one is that of all behind it."""
    found = np.full(1 << 16, _OTHER, np.uint8)
    found[:128] = _LATIN
    found[[ord(letter) for letter in _CLASSES]] = list(_CLASSES.values())
    return found


_CLASS_OF = _classes()

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
    """Of each sign the slots it has at the characters of a text: signs × characters.

    `words` are those of the text, `runs` what the rules of nlu.places take for places in it, in
    the order written.
    """
    first, second, third = _known_of(text, words, runs)[_WHICH] * _FACTORS
    mixed = (first ^ (first >> _HALF)) + second
    mixed = (mixed ^ (mixed >> _HALF)) + third
    mixed = (mixed + _ROLES) * _FACTORS[0, 0, 0]
    slots: Slots = ((mixed ^ (mixed >> _HALF)) * _FACTORS[0, 0, 0] >> _SHIFT).view(np.intp)
    return slots


def _known_of(text: str, words: Spans, runs: Spans) -> Marks:
    """The rows of a text."""
    out = np.zeros((len(_ROWS), len(text)), np.uint64)
    letters = codes(text)
    _around(out[1:6], letters + np.uint64(1))
    around = np.empty((5, len(text)), np.uint64)
    _around(around, _CLASS_OF.take(letters.view(np.intp), mode="clip"))
    out[6] = around[1] * np.uint64(_MANY) + around[2]
    out[7:9] = around[3:]
    if words:
        _words(out[9:14], letters, np.array(words, np.intp).T)
    if runs:
        _runs(text, runs, out[14:18])
    return out


def _around(out: Marks, of: npt.NDArray[np.unsignedinteger]) -> None:
    """The two before each character, itself, and the two behind it, a row each."""
    out[2] = of
    for row, far in ((1, 1), (0, 2)):
        out[row, :far], out[row, far:] = 0, of[:-far]
    for row, far in ((3, 1), (4, 2)):
        out[row, len(of) - far :], out[row, : len(of) - far] = 0, of[far:]


def _words(out: Marks, letters: Marks, words: npt.NDArray[np.intp]) -> None:
    """The word before that of each character, its own, the next, where in its own it stands, and
    what the first two may be for names."""
    starts, ends = words
    lengths = ends - starts
    known = np.zeros((2, len(starts) + 2), np.uint64)
    known[0, 1:-1] = cut_marks(letters, starts, ends)
    known[1, 1:-1] = kinds(known[0, 1:-1]) + 1
    marks, kind = known
    what = kind[1:-1] * np.uint64(_KINDS) + kind[:-2]
    each = np.array([marks[:-2], marks[1:-1], marks[2:], np.full_like(what, _WITHIN), what])
    done = lengths.cumsum()
    at = np.arange(done[-1]) + (starts - done + lengths).repeat(lengths)
    out[:, at] = each.repeat(lengths, axis=1)
    out[3, ends - 1] = _LAST
    out[3, starts] = np.where(lengths > 1, _FIRST, _ALONE)


def _runs(text: str, runs: Spans, out: Marks) -> None:
    """Where in a run each character and its neighbours stand; how near one begins behind it or
    ended before it in the same clause, both together and each by itself."""
    within = np.zeros(len(text) + 2, np.uint64)  # with a character on both sides
    ahead, gone = out[2:]
    last, coming = 0, [start for start, _ in runs[1:]] + [len(text)]
    for (start, end), upto in zip(runs, coming, strict=True):
        within[start + 1 : end + 1] = _WITHIN
        within[end] = _LAST
        within[start + 1] = _FIRST if end - start > 1 else _ALONE
        stop = max(last, *(text.rfind(sign, 0, start) + 1 for sign in _STOPS))
        ahead[stop:start] = _ramp(start - stop)[::-1]
        behind = _STOP.search(text, end, upto)
        upto = behind.start() if behind else upto
        gone[end:upto] = _ramp(upto - end)
        last = end
    out[0] = (within[:-2] * np.uint64(_MANY) + within[1:-1]) * np.uint64(_MANY) + within[2:]
    out[1] = ahead * np.uint64(2 * _NEAR) + gone


def _ramp(many: int) -> Marks:
    """How far from a run the first characters beside it stand."""
    return np.minimum(np.arange(2, many + 2, dtype=np.uint64), _NEAR)
