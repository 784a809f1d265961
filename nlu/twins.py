"""Finds near copies among many texts, so that no copy is trained on and tested with."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from nlu.features import clean

_GRAM = 4
_ALIKE = 0.5  # of their n-grams, from which texts are near copies
_BANDS, _ROWS = 6, 2
_PRIME = np.uint64(4294967311)


def groups(texts: Sequence[str]) -> list[int]:
    """A group number for each text; texts that share most of their words share a group."""
    parent = list(range(len(texts)))
    seen: dict[tuple[int, int, int], int] = {}
    cleaned = [clean(text) for text in texts]
    for number, text in enumerate(cleaned):
        grams = _grams(text)
        for band in _bands(grams):
            other = seen.setdefault(band, number)
            one, two = _root(parent, number), _root(parent, other)
            if one != two and _shared(grams, _grams(cleaned[other])) >= _ALIKE:
                parent[one] = two
    return [_root(parent, number) for number in range(len(texts))]


def _grams(text: str) -> set[str]:
    return {text[i : i + _GRAM] for i in range(max(1, len(text) - _GRAM + 1))}


def _shared(one: set[str], two: set[str]) -> float:
    """Jaccard: the share of what stands in either that stands in both."""
    both = len(one & two)
    return both / (len(one) + len(two) - both)


def _root(parent: list[int], number: int) -> int:
    while parent[number] != number:
        parent[number] = parent[parent[number]]
        number = parent[number]
    return number


def _bands(grams: set[str]) -> list[tuple[int, int, int]]:
    """MinHash of character 4-grams in bands: equal bands are likely for near copies."""
    hashes = np.array([zlib.crc32(g.encode()) for g in grams], np.uint64)
    factors = np.arange(1, _BANDS * _ROWS + 1, dtype=np.uint64) * np.uint64(2654435761)
    mixed = (hashes[:, None] * factors[None, :] + factors[None, :] * np.uint64(97)) % _PRIME
    least = mixed.min(axis=0)
    return [
        (band, int(least[band * _ROWS]), int(least[band * _ROWS + 1])) for band in range(_BANDS)
    ]
