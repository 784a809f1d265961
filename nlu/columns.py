"""Finds the columns that are wanted in the rows a table begins with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from nlu.sheets import Row

HEADS = 20  # rows among which the header is
_UNSEEN = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\0]+")
_ASIDE = re.compile(r"[(\[【].*?[)\]】]|[*:]")  # 标题（必填）, *标题, 标题：


@dataclass(frozen=True)
class Header:
    """Where the wanted columns stand: the row of the names, and the cell of each column."""

    line: int
    names: list[str]
    places: dict[str, list[int]]  # more than one when a name stands there twice
    rows: int = 1  # that it takes, the last of them on that line

    @property
    def missing(self) -> list[str]:
        """Wanted columns that are not there."""
        return [column for column, places in self.places.items() if not places]


def same_name(name: str) -> str:
    """A name without what eyes do not see: spaces, width, case."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", name)).casefold()


def known_names(names: Sequence[str], columns: Sequence[str]) -> int:
    """How many of the wanted columns are among some names."""
    return sum(bool(_places(names, column)) for column in columns)


def header(rows: Sequence[Row], columns: Sequence[str]) -> Header:
    """The first row, or two rows together, with all columns; else the one with most of them.

    Takes the first rows of a sheet that hold something.
    """
    singles = [_header(line, names, columns) for line, names in rows]
    pairs = [  # a name over several columns, and theirs below it
        _header(low[0], _above(high[1], low[1]), columns, 2) for high, low in pairwise(rows)
    ]
    whole = [one for one in [*singles, *pairs] if not one.missing]
    if whole:
        return whole[0]
    return min(singles, key=lambda one: (len(one.missing), -sum(map(bool, one.names)), one.line))


def _header(line: int, names: list[str], columns: Sequence[str], rows: int = 1) -> Header:
    return Header(line, names, {column: _places(names, column) for column in columns}, rows)


def _above(high: list[str], low: list[str]) -> list[str]:
    return [below or above for above, below in zip_longest(high, low, fillvalue="")]


def _places(names: Sequence[str], column: str) -> list[int]:
    """Where a name stands: as it is written, else as eyes see it, else without what is aside."""
    for alike in (str.strip, same_name, _bare):
        wanted = alike(column)
        if not wanted:
            continue
        if found := [at for at, name in enumerate(names) if alike(name) == wanted]:
            return found
    return []


def _bare(name: str) -> str:
    return _ASIDE.sub("", same_name(name))
