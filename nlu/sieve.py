"""Which of many patterns may match in a text, and where, told by the pieces they cannot do without.

Each way of a pattern has a bit, once in every plane; a piece found in the text sets the bits of
the needs it meets, and a way is open when its bit is set in all planes. Pieces are numbers, not
strings: a text gives the numbers of all its characters and pairs at once.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import chain
from operator import or_

from nlu.required import PLANES, Sought

_WHOLE = 160  # characters up to which a text is sieved in one piece
_CODED = f"utf-32-{sys.byteorder[0]}e"  # as the machine has its numbers
_LETTER = 4  # bytes

Span = tuple[int, int]
Zones = Mapping[Sought, Sequence[Span]]  # where matches of each may begin


class Sieve:
    """The needs of patterns, turned round; safe to share between threads."""

    def __init__(self, patterns: Sequence[Sought]) -> None:
        ways = [way for one in patterns for way in one.ways]
        self._owners = [one for one in patterns for _ in one.ways]
        self._all = (1 << len(ways)) - 1
        self._always = 0
        self._bits: dict[int, int] = {}  # by the number of a piece
        reach = max((one.reach or 0 for one in patterns), default=0) or _WHOLE
        self._stride = reach + reach % 2  # even, as pairs are counted
        self._endless = sum(1 << bit for bit, one in enumerate(self._owners) if not one.reach)
        for bit, way in enumerate(ways):
            self._write(bit, way)

    def _write(self, bit: int, way: tuple[frozenset[str], ...]) -> None:
        for plane in range(PLANES):
            flag = 1 << (plane * len(self._owners) + bit)
            if plane >= len(way):
                self._always |= flag
                continue
            for piece in way[plane]:
                key = int.from_bytes(_coded(piece), sys.byteorder)
                self._bits[key] = self._bits.get(key, 0) | flag

    def zones(self, text: str) -> Zones:
        """For every pattern that may match the stretches in which its matches may begin."""
        pieces = _Pieces(text)
        if len(text) <= _WHOLE:
            open_now = self._open(self._met(pieces.between(0, len(text))))
            return {one: [(0, len(text))] for one in self._owned(open_now)}
        zones: dict[Sought, list[Span]] = {}
        starts = range(0, len(text), self._stride)
        met = [self._met(pieces.between(start, start + self._stride)) for start in starts]
        for start, here, beyond in zip(starts, met, [*met[1:], self._always], strict=True):
            for pattern in self._owned(self._open(here | beyond) & ~self._endless):
                _put(zones.setdefault(pattern, []), start, start + self._stride)
        for pattern in self._owned(self._open(reduce(or_, met)) & self._endless):
            zones[pattern] = [(0, len(text))]
        return zones

    def _met(self, pieces: Iterable[int]) -> int:
        """The bits of the needs that some pieces meet."""
        return reduce(or_, filter(None, map(self._bits.get, pieces)), self._always)

    def _open(self, met: int) -> int:
        ways = self._all
        for plane in range(PLANES):
            ways &= met >> (plane * len(self._owners))
        return ways

    def _owned(self, ways: int) -> Iterator[Sought]:
        while ways:
            lowest = ways & -ways
            ways ^= lowest
            yield self._owners[lowest.bit_length() - 1]


class _Pieces:
    """The characters of a text and its pairs of neighbours as numbers."""

    def __init__(self, text: str) -> None:
        raw, many = memoryview(_coded(text)), len(text)
        self._ones = raw.cast("I").tolist()
        self._pairs = [  # that begin at even places, and at odd ones
            raw[_LETTER * odd : _LETTER * (many - (many - odd) % 2)].cast("Q").tolist()
            for odd in (0, 1)
        ]

    def between(self, start: int, end: int) -> Iterator[int]:
        """Of what begins in a stretch, from an even place to an even one or the end; and the
        character behind it."""
        half = slice(start // 2, (end + 1) // 2)
        even, odd = self._pairs
        return chain(self._ones[start : end + 1], even[half], odd[half])


def _coded(text: str) -> bytes:
    return text.encode(_CODED, "surrogatepass")


def matches(one: Sought, text: str, place: Span, zones: Sequence[Span]) -> Iterator[re.Match[str]]:
    """What `finditer` would find in a place of the text: none begins outside the zones, and none
    reads farther than the pattern's reach."""
    done, stop = place
    for start, end in zones:
        if end <= done:
            continue
        last = stop if one.reach is None else min(stop, end + one.reach)
        for match in one.pattern.finditer(text, max(start, done), last):
            if match.start() >= end:
                break
            done = match.end()
            yield match


def _put(zones: list[Span], start: int, end: int) -> None:
    """Add a stretch; one that touches the last continues it."""
    if zones and zones[-1][1] >= start:
        zones[-1] = (zones[-1][0], end)
    else:
        zones.append((start, end))
