"""Words as 64-bit marks: a vocabulary is two arrays of numbers instead of a dict of strings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Marks = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int32]
Places = npt.NDArray[np.int64]
_FACTOR = 0x9E37_79B9_7F4A_7C15  # any large odd number; kept models depend on it
NONE = -1  # the number of what is not in a table
_END = 0xFFFF_FFFF_FFFF_FFFF
_AGAIN = np.uint64(_FACTOR)  # what tells the second place of a mark in a table from the first
_ROUNDS = 200  # of moving marks about in a table before it is made larger


def _powers(factor: int, many: int) -> Marks:
    with np.errstate(over="ignore"):
        found = np.cumprod(np.full(many, factor, np.uint64))
    return found.astype(np.uint64)


_POWERS = _powers(_FACTOR, 1024)
_BACK = _powers(pow(_FACTOR, -1, 1 << 64), 1024)  # each undoes the power of its place


def powers(many: int) -> Marks:
    """What the first characters of a word are multiplied with."""
    return _POWERS[:many] if many <= len(_POWERS) else _powers(_FACTOR, many)


def _powers_back(many: int) -> Marks:
    return _BACK[:many] if many <= len(_BACK) else _powers(pow(_FACTOR, -1, 1 << 64), many)


def codes(text: str) -> Marks:
    """The numbers of a text's characters."""
    raw = text.encode("utf-32-le", "surrogatepass")
    return np.frombuffer(raw, np.uint32).astype(np.uint64)


def marks(words: Sequence[str]) -> Marks:
    """One mark for each word: the sum of its characters' numbers, each times the factor of its
    place. Two words share one about once in 10^19, so nobody looks whether they do."""
    lengths = _lengths(words)
    sums, ends = _sums(words, lengths), np.cumsum(lengths)
    found: Marks = sums[ends] - sums[ends - lengths]
    return found


def beginnings(words: Sequence[str]) -> Marks:
    """The marks of the beginnings of each word, one character after the other, whole words last."""
    lengths = _lengths(words)
    sums = _sums(words, lengths)
    found: Marks = sums[1:] - np.repeat(sums[np.cumsum(lengths) - lengths], lengths)
    return found


def distinct(said: Marks) -> Marks:
    """Marks in rising order, each once; the given ones are sorted on the way. Sorting is three
    times as quick here as numpy's unique."""
    said.sort()
    fresh = np.ones(len(said), bool)
    np.not_equal(said[1:], said[:-1], out=fresh[1:])
    return said[fresh]


def _sums(words: Sequence[str], lengths: npt.NDArray[np.int64]) -> Marks:
    """The characters of all words in a row as they count in marks, summed up from nought."""
    flat = codes("".join(words))
    sums = np.zeros(len(flat) + 1, np.uint64)
    if len(flat):
        places = np.arange(len(flat)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        np.cumsum(flat * powers(int(lengths.max()))[places], out=sums[1:])
    return sums


def _lengths(words: Sequence[str]) -> npt.NDArray[np.int64]:
    return np.fromiter(map(len, words), np.int64, len(words))


def runs(text: str, longest: int) -> list[Marks]:
    """The marks of all runs of one character, of two, up to `longest`, in the order of `text`."""
    return runs_of(codes(text), longest)


def runs_of(letters: Marks, longest: int) -> list[Marks]:
    """The same of a text's characters by their numbers."""
    found = letters * _POWERS[0]
    steps = [found] if len(letters) and longest else []
    for length in range(2, min(longest, len(letters)) + 1):
        ends = letters[length - 1 :]
        found = found[: len(ends)] + ends * _POWERS[length - 1]
        steps.append(found)
    return steps


def cut_marks(letters: Marks, starts: Places, ends: Places) -> Marks:
    """The marks of stretches of a text, by the numbers of its characters."""
    many = len(letters) + 1
    sums = np.zeros(many, np.uint64)
    np.cumsum(letters * powers(many - 1), out=sums[1:])
    back: Marks = np.ones(many, np.uint64)
    back[1:] = _powers_back(many - 1)
    found: Marks = (sums[ends] - sums[starts]) * back[starts]
    return found


def led(begun: Marks, lengths: Places, behind: Marks) -> Marks:
    """The marks of words that begin with words of these marks and lengths and go on with those."""
    factors: Marks = powers(int(lengths.max(initial=1)))[lengths - 1]
    return begun + factors * behind


@dataclass(frozen=True, slots=True)
class Table:
    """A number for each mark. Made by `table_of` or `table`.

    A mark may stand in two places and stands in one of them (cuckoo hashing), so that a search for
    many marks is two looks at each, and no row is read to its end.
    """

    places: Marks  # the marks where they stand
    numbers: Numbers  # the number of the mark that stands there, or NONE
    shift: np.uint64  # what is left of a mark behind the bits that tell a place

    def __len__(self) -> int:
        return int(np.count_nonzero(self.numbers != NONE))

    @property
    def marks(self) -> Marks:
        """All marks; `values` has their numbers in the same order."""
        found: Marks = self.places[self.numbers != NONE]
        return found

    @property
    def values(self) -> Numbers:
        """All numbers, in the order of `marks`."""
        found: Numbers = self.numbers[self.numbers != NONE]
        return found

    def find(self, wanted: Marks) -> Numbers:
        """The number of each mark, NONE for those that are not here."""
        first, second = _both(wanted, self.shift)
        at = np.where(self.places.take(first, mode="clip") == wanted, first, second)
        there = self.places.take(at, mode="clip") == wanted
        return np.where(there, self.numbers.take(at, mode="clip"), NONE)

    def by_number(self) -> Marks:
        """The marks in the order of their numbers, which run from nought without a gap."""
        return self.marks[np.argsort(self.values)]

    def beside(self, more: Table) -> Table:
        """Both tables in one; where both know a mark, `more` counts."""
        both = Table(self.places.copy(), self.numbers.copy(), self.shift)
        roomy = _bits(len(self) + len(more)) <= 64 - int(self.shift)
        new = zip(more.marks.tolist(), more.values.tolist(), strict=True)
        if roomy and all(both._take(mark, number) for mark, number in new):
            return both
        kept = more.find(self.marks) == NONE
        return table_of(
            np.concatenate([self.marks[kept], more.marks]),
            np.concatenate([self.values[kept], more.values]),
        )

    def _take(self, mark: int, number: int) -> bool:
        """Take one mark in; who stands in its place goes on to their other one, and so on. False
        when somebody is left without a place."""
        homes = _homes(mark, int(self.shift))
        at = homes[1] if self.places[homes[1]] == mark else homes[0]
        known = self.places[at] == mark
        for _ in range(_ROUNDS):
            before = int(self.places[at]), int(self.numbers[at])
            self.places[at], self.numbers[at] = mark, number
            if known or before[1] == NONE:
                return True
            mark, number = before
            first, second = _homes(mark, int(self.shift))
            at = second if at == first else first
        return False


def _both(wanted: Marks, shift: np.uint64) -> tuple[Places, Places]:
    """The two places of each mark."""
    return (wanted >> shift).view(np.int64), ((wanted * _AGAIN) >> shift).view(np.int64)


def _homes(mark: int, shift: int) -> tuple[int, int]:
    """The two places of one mark."""
    return mark >> shift, ((mark * _FACTOR) & _END) >> shift


def _bits(many: int) -> int:
    """How many bits tell the places of so many marks: at most half of the places are taken."""
    return many.bit_length() + 1


def table_of(unsorted: Marks, values: Numbers) -> Table:
    """A table of marks in any order, none of them twice, with their numbers."""
    bits = _bits(len(unsorted))
    settled = None
    while settled is None:
        shift = np.uint64(64 - bits)
        settled, bits = _settled(_both(unsorted, shift), 1 << bits), bits + 1
    here = settled != NONE
    places, numbers = np.full(len(settled), _END, np.uint64), np.full(len(settled), NONE, np.int32)
    places[here], numbers[here] = unsorted[settled[here]], values[settled[here]]
    return Table(places, numbers, shift)


def _settled(homes: tuple[Places, Places], many: int) -> Places | None:
    """Which mark stands in each of so many places; None when they find no rest.

    All marks without a place take one of their two at once; of several the last one stays, and who
    stood there before goes on to their other place.
    """
    taken = np.full(many, NONE, np.int64)
    homeless, at_second = np.arange(len(homes[0])), np.zeros(len(homes[0]), bool)
    for _ in range(_ROUNDS):
        if not len(homeless):
            return taken
        wanted = np.where(at_second[homeless], homes[1][homeless], homes[0][homeless])
        before = taken[wanted]
        taken[wanted] = homeless
        stayed = taken[wanted] == homeless
        moved = before[stayed]  # from as many places, so each once
        homeless = np.concatenate([homeless[~stayed], moved[moved != NONE]])
        at_second[homeless] ^= True
    return None


def table(numbers: Mapping[str, int]) -> Table:
    """A table of words."""
    values = np.fromiter(numbers.values(), np.int32, len(numbers))
    return table_of(marks(list(numbers)), values)
