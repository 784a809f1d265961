"""Pairs of syllables as marks, for all Chinese characters of a text at once."""

from __future__ import annotations

import numpy as np

from nlu.marks import NONE, Marks, Places, Table, marks, powers
from nlu.sounds import syllable

SOUND = "\x01"  # begins a pair of syllables: no text has it
_FIRST, _LAST = 0x4E00, 0x9FFF
_MANY = _LAST - _FIRST + 1


class _Sounds:
    """What a character brings into a pair: the mark of the pair's beginning when it comes first,
    the factor of what follows, the mark of its syllable. Filled in as characters are met."""

    def __init__(self) -> None:
        self.first, self.factor, self.second = (np.zeros(_MANY, np.uint64) for _ in range(3))
        self.met = np.zeros(_MANY, bool)

    def meet(self, letters: Places) -> None:
        """Learn how characters sound; filling in twice gives the same."""
        wanted = np.zeros(_MANY, bool)
        wanted[letters] = True
        fresh = (wanted & ~self.met).nonzero()[0]
        if not len(fresh):
            return
        sounds = [syllable(chr(_FIRST + letter)) for letter in fresh.tolist()]
        self.first[fresh] = marks([f"{SOUND}{sound} " for sound in sounds])
        lengths = np.array([len(SOUND) + len(sound) + 1 for sound in sounds])
        self.factor[fresh] = powers(int(lengths.max()) + 1)[lengths - 1]
        self.second[fresh] = marks(sounds)
        self.met[fresh] = True


_SOUNDS = _Sounds()


def learn(known: Table) -> None:
    """Learn how the characters sound that ears know, at once and before the first message."""
    codes = np.arange(_FIRST, _LAST + 1, dtype=np.uint64)
    _SOUNDS.meet((known.find(codes * powers(1)) != NONE).nonzero()[0])


def sounding(codes: Marks) -> Places:
    """Where the Chinese characters of a text stand; `codes` are the numbers of its characters."""
    found: Places = ((codes >= _FIRST) & (codes <= _LAST)).nonzero()[0]
    return found


def pairs_at(codes: Marks, at: Places) -> Marks:
    """The mark of each pair of neighbouring syllables, whatever stands between them."""
    letters = codes[at].view(np.int64) - _FIRST
    if not _SOUNDS.met[letters].all():
        _SOUNDS.meet(letters)
    one, two = letters[:-1], letters[1:]
    found: Marks = _SOUNDS.first[one] + _SOUNDS.factor[one] * _SOUNDS.second[two]
    return found


def pairs_of(codes: Marks) -> tuple[Marks, Places]:
    """The same for all characters of a text, none of them a Latin letter, and where each pair
    begins."""
    at = sounding(codes)
    return pairs_at(codes, at), at[:-1]
