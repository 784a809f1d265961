"""The stretches of a message: danger may be told in two clauses of a long complaint."""

from __future__ import annotations

import re

_CUT = re.compile(r"[,。!?;\n]+| ")
LONG = 60  # characters of a stretch
_WHOLE = 90  # up to which a message is one stretch
READ = 380  # characters of a message that the ear for danger reads; the lexicon reads all


def stretches(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each stretch of a cleaned text: runs of whole clauses that overlap, each
    as long as a stretch may be; a clause that is longer still is cut."""
    if len(text) <= _WHOLE:
        return ((0, len(text)),)
    edges = _edges(text[:READ])
    found: list[tuple[int, int]] = []
    for number, start in enumerate(edges[:-1]):
        last = number + 1
        while last + 1 < len(edges) and edges[last + 1] - start <= LONG:
            last += 1
        if not found or edges[last] > found[-1][1]:
            found.append((start, edges[last]))
    return tuple(found)


def _edges(text: str) -> list[int]:
    edges = [0]
    for end in [*(match.end() for match in _CUT.finditer(text)), len(text)]:
        while end - edges[-1] > LONG:
            edges.append(edges[-1] + LONG)
        if end > edges[-1]:
            edges.append(end)
    return edges
