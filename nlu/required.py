"""What a text must hold for a pattern to match in it, read off the parse of the pattern itself.

A need is a set of pieces, single characters or pairs of neighbours, one of which every match holds.
Whatever is not understood here (a negated set, a lookaround, a class) demands nothing, so that
what follows from the needs is never wrong, at worst too cautious.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import itemgetter
from re import _parser  # type: ignore[attr-defined]
from re._constants import (  # type: ignore[import-not-found]
    ASSERT,
    ASSERT_NOT,
    AT,
    ATOMIC_GROUP,
    BRANCH,
    GROUPREF_EXISTS,
    IN,
    LITERAL,
    MAX_REPEAT,
    MIN_REPEAT,
    POSSESSIVE_REPEAT,
    RANGE,
    SUBPATTERN,
)
from typing import Any, NamedTuple

PLANES = 4  # needs kept of each way to match; more would hold nothing back
_WIDE = 64  # characters up to which a range counts as a choice
_FARTHEST = 96  # characters up to which what a match reads counts as bounded
_PAIRS = 200  # pairs up to which two neighbouring choices count as one of pairs
_SINGLE = 25  # how much commoner one character is than a pair
_COMMON = itemgetter(0)
_LOOPS = {MAX_REPEAT, MIN_REPEAT, POSSESSIVE_REPEAT}
_LOOKS = {ASSERT, ASSERT_NOT}
_ONE = {IN, BRANCH, SUBPATTERN}  # what a sequence of one node is no more than

Letters = frozenset[str] | None  # None: nobody knows, or there may be none
Need = tuple[int, frozenset[str]]  # how common its pieces are together, and the pieces
Node = tuple[Any, Any]  # operator and argument, as the parser of `re` has them


@dataclass(frozen=True, eq=False)
class Sought:
    """A pattern with what its matches need, for each of the ways in which it can match; known by
    being itself."""

    source: str
    ways: tuple[tuple[frozenset[str], ...], ...]
    reach: int | None  # characters a match reads, from its first on; None: there is no bound

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when first needed: most messages need none, and a start waits for nobody."""
        return re.compile(self.source)


def sought(source: str) -> Sought:
    """Parsed for the needs; raises re.error for what is no pattern."""
    tree = _parser.parse(source)
    shapes = [_sequence(way) for way in _ways(tree.data)]
    ways = tuple(_narrowest(one) for one in shapes)
    if tree.state.flags & re.IGNORECASE:
        ways = ((),)
    reach = tree.getwidth()[1] + max(one.ahead for one in shapes) + 1  # $ looks one farther
    return Sought(source, ways, reach if reach <= _FARTHEST else None)


def led(source: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern compiled so that it passes over all places at once where no match can begin."""
    first = _sequence(_parser.parse(source).data).first
    if not first:
        return re.compile(source, flags)
    return re.compile(f"(?=[{''.join(map(re.escape, sorted(first)))}])(?:{source})", flags)


class Shape(NamedTuple):
    """What a piece of a pattern needs, with which characters it begins and ends, and how many
    characters its lookaheads read."""

    needs: Sequence[Need] = ()
    first: Letters = None
    last: Letters = None
    ahead: int = 0


_UNKNOWN = Shape()


class _Row:
    """A sequence of pieces, as it grows."""

    def __init__(self) -> None:
        self.needs: list[Need] = []
        self.first: Letters = frozenset()
        self.last: Letters = None
        self.ahead = 0
        self._begun = False

    def add(self, part: Shape) -> None:
        """One that must be there; with its neighbour it makes pairs, which say more than either."""
        if not self._begun:
            self.first, self._begun = _either((self.first, part.first)), True
        needs = part.needs
        if pair := _pair(self.last, part.first):
            if self.needs and self.needs[-1][1] is self.last:
                self.needs.pop()
            self.needs.append(pair)
            needs = [need for need in needs if need[1] is not part.first]
        self.needs += needs
        self.last = part.last
        self.ahead = max(self.ahead, part.ahead)

    def may_add(self, part: Shape) -> None:
        """One that may be missing."""
        if not self._begun:
            self.first = _either((self.first, part.first))
        self.last = _either((self.last, part.last))
        self.ahead = max(self.ahead, part.ahead)

    def look(self, inner: Any) -> None:
        """A lookaround: it demands nothing, but what it reads must be there to be read."""
        self.ahead = max(self.ahead, inner.getwidth()[1] + _sequence(inner.data).ahead)

    def shape(self) -> Shape:
        if not self._begun:
            return Shape(ahead=self.ahead)
        return Shape(self.needs, self.first, self.last, self.ahead)


def _ways(nodes: Sequence[Node]) -> list[list[Node]]:
    """The first choice between alternatives written out, so that each has needs of its own."""
    for i, (operator, argument) in enumerate(nodes):
        if operator is BRANCH:
            return [[*nodes[:i], *one.data, *nodes[i + 1 :]] for one in argument[1]]
    return [list(nodes)]


def _narrowest(shape: Shape) -> tuple[frozenset[str], ...]:
    return tuple(pieces for _, pieces in sorted(shape.needs, key=_COMMON)[:PLANES])


def _sequence(nodes: Sequence[Node]) -> Shape:
    if len(nodes) == 1 and nodes[0][0] in _ONE:
        return _shape(*nodes[0])
    if nodes and nodes[0][0] is LITERAL:
        letters = [chr(argument) for operator, argument in nodes if operator is LITERAL]
        if len(letters) == len(nodes):
            return _word("".join(letters))
    row = _Row()
    for operator, argument in nodes:
        if operator is LITERAL:
            row.add(_word(chr(argument)))
        elif operator in _LOOPS and argument[0] == 0:
            row.may_add(_sequence(argument[2].data))
        elif operator in _LOOKS:
            row.look(argument[1])
        elif operator is not AT:
            row.add(_shape(operator, argument))
    return row.shape()


def _shape(operator: Any, argument: Any) -> Shape:
    if operator is IN:
        return _set(argument)
    if operator is BRANCH:
        return _any_of([_sequence(one.data) for one in argument[1]])
    if operator is GROUPREF_EXISTS:
        return _any_of([_sequence(one.data if one else ()) for one in argument[1:]])
    if operator is SUBPATTERN:
        inner = _sequence(argument[3].data)
        return Shape(ahead=inner.ahead) if argument[1] & re.IGNORECASE else inner
    if operator is ATOMIC_GROUP:
        return _sequence(argument.data)
    return _sequence(argument[2].data) if operator in _LOOPS else _UNKNOWN


@lru_cache(maxsize=4096)  # the same words stand in many patterns
def _word(word: str) -> Shape:
    first, last = frozenset({word[0]}), frozenset({word[-1]})
    pairs = tuple((1, frozenset({word[i : i + 2]})) for i in range(len(word) - 1))
    return Shape(pairs or ((_SINGLE, first),), first, first if len(word) == 1 else last)


def _set(items: Iterable[Node]) -> Shape:
    """A set in brackets; unknown when it is negated, wide or has a class in it."""
    letters: list[str] = []
    for operator, argument in items:
        if operator is LITERAL:
            letters.append(chr(argument))
        elif operator is RANGE and argument[1] - argument[0] < _WIDE:
            letters += map(chr, range(argument[0], argument[1] + 1))
        else:
            return _UNKNOWN
    one = frozenset(letters)
    return Shape(((_SINGLE * len(one), one),), one, one)


def _any_of(shapes: list[Shape]) -> Shape:
    """One of several: the narrowest need of one or that of another, then the second narrowest."""
    needs, firsts, lasts, aheads = zip(*shapes, strict=True)
    rows = [sorted(row, key=_COMMON) if len(row) > 1 else row for row in needs]
    deep = min(PLANES, max(map(len, rows))) if all(rows) else 0
    chosen = [_one_of([row[i] if i < len(row) else row[-1] for row in rows]) for i in range(deep)]
    return Shape(chosen, _either(firsts), _either(lasts), max(aheads))


def _one_of(needs: list[Need]) -> Need:
    common, pieces = zip(*needs, strict=True)
    return sum(common), frozenset().union(*pieces)


def _either(choices: Sequence[Letters]) -> Letters:
    known = [one for one in choices if one is not None]
    return frozenset().union(*known) if len(known) == len(choices) else None


def _pair(left: Letters, right: Letters) -> Need | None:
    if not left or not right or len(left) * len(right) > _PAIRS:
        return None
    return len(left) * len(right), frozenset([a + b for a in left for b in right])
