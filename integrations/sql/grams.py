"""Chinese words for an index: pairs of neighbouring characters, and how words are asked for.

Every character begins one piece: 路灯不亮 is 路灯, 灯不, 不亮, 亮. So words are found without
knowing where one ends, as pieces that follow one another, and a single character as a beginning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nlu.normal import normal

SEAM = "0x0"
"""Stands between two texts, so that no phrase goes across; no typed word gives it."""
LONGEST = 12  # characters of a word that is taken apart
MOST = 12_000  # pieces of one ticket
_RUN = re.compile(r"[0-9]+|[a-z]+|[^\W0-9a-z_]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Pieces that follow one another; `open_end` when the last may be the beginning of one."""

    pieces: tuple[str, ...]
    open_end: bool = False

    def fts5(self) -> str:
        """For SQLite's FTS5."""
        return f'"{" ".join(self.pieces)}"' + (" *" if self.open_end else "")

    def tsquery(self) -> str:
        """For PostgreSQL."""
        joined = " <-> ".join(f"'{piece}'" for piece in self.pieces)
        return f"({joined}{':*' if self.open_end else ''})"


Ways = tuple[tuple[Phrase, ...], ...]
"""Ways in which something may be said: all phrases of one of them."""


def fts5(asked: Sequence[Ways]) -> str:
    """All of it, each in one of its ways, for FTS5."""
    ways = [[" AND ".join(one.fts5() for one in way) for way in each] for each in asked]
    return " AND ".join("(" + " OR ".join(f"({way})" for way in each) + ")" for each in ways)


def tsquery(asked: Sequence[Ways]) -> str:
    """All of it, each in one of its ways, for PostgreSQL."""
    ways = [[" & ".join(one.tsquery() for one in way) for way in each] for each in asked]
    return " & ".join("(" + " | ".join(f"({way})" for way in each) + ")" for each in ways)


def folded(text: str) -> str:
    """As it is compared: simplified, half width, small letters."""
    return normal(text).text.casefold()


def phrase(word: str) -> Phrase | None:
    """A word as it is looked for; None when there is no letter or digit in it."""
    runs = _RUN.findall(folded(word))
    if not runs:
        return None
    pieces = [piece for run in runs for piece in _pieces(run)]
    if runs[-1].isascii():
        return Phrase(tuple(pieces))
    if len(runs[-1]) == 1:
        return Phrase(tuple(pieces), open_end=True)
    return Phrase(tuple(pieces[:-1]))  # the text may go on behind the last character


def loosely(word: str) -> Ways:
    """A word that may be said in parts of two or three characters; empty when it has no parts."""
    runs = _RUN.findall(folded(word))
    if len(runs) != 1 or runs[0].isascii() or not 4 <= len(runs[0]) <= LONGEST:
        return ()
    parts = [[phrase(part) for part in cut] for cut in _cuts(runs[0])]
    return tuple(tuple(one for one in way if one) for way in parts)


def _cuts(run: str) -> list[tuple[str, ...]]:
    if len(run) <= 3:
        return [(run,)] if len(run) > 1 else []
    return [(run[:size], *rest) for size in (2, 3) for rest in _cuts(run[size:])]


def pieces(texts: Iterable[str]) -> list[str]:
    """The pieces of several texts in order, seams between them."""
    found: list[str] = []
    for text in texts:
        if found:
            found.append(SEAM)
        found += [piece for run in _RUN.findall(folded(text)) for piece in _pieces(run)]
    return found[:MOST]


def _pieces(run: str) -> list[str]:
    if run.isascii():
        return [run]
    return [run[at : at + 2] for at in range(len(run))]


def for_fts5(found: list[str]) -> str:
    """As FTS5 takes them."""
    return " ".join(found)


def for_tsvector(found: list[str]) -> str:
    """As a tsvector takes them, with their places."""
    return " ".join(f"'{piece}':{at}" for at, piece in enumerate(found, 1))
