"""Which of many patterns may match in a text, and where, told by the pieces they cannot do without.

Each way of a pattern has a bit, once in every plane; a piece found in the text sets the bits of
the needs it meets, and a way is open when its bit is set in all planes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import chain
from operator import add, or_

from nlu.required import PLANES, Sought

_WHOLE = 160  # characters up to which a text is sieved in one piece

Span = tuple[int, int]
Zones = Mapping[Sought, Sequence[Span]]  # where matches of each may begin


class Sieve:
    """The needs of patterns, turned round; safe to share between threads."""

    def __init__(self, patterns: Sequence[Sought]) -> None:
        ways = [way for one in patterns for way in one.ways]
        self._owners = [one for one in patterns for _ in one.ways]
        self._all = (1 << len(ways)) - 1
        self._always = 0
        self._bits: dict[str, int] = {}
        self._stride = max((one.reach or 0 for one in patterns), default=0) or _WHOLE
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
                self._bits[piece] = self._bits.get(piece, 0) | flag

    def zones(self, text: str) -> Zones:
        """For every pattern that may match the stretches in which its matches may begin."""
        if len(text) <= _WHOLE:
            return {one: [(0, len(text))] for one in self._owned(self._open(self._met(text)))}
        zones: dict[Sought, list[Span]] = {}
        starts = range(0, len(text), self._stride)
        met = [self._met(text[start : start + self._stride + 1]) for start in starts]
        for start, here, beyond in zip(starts, met, [*met[1:], self._always], strict=True):
            for pattern in self._owned(self._open(here | beyond) & ~self._endless):
                _put(zones.setdefault(pattern, []), start, start + self._stride)
        for pattern in self._owned(self._open(reduce(or_, met)) & self._endless):
            zones[pattern] = [(0, len(text))]
        return zones

    def _met(self, text: str) -> int:
        """The bits of the needs that the pieces of a text meet."""
        pieces = chain(text, map(add, text, text[1:]))
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
