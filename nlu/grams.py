"""Counts the character n-grams of many texts at once, for training on big histories.

The values are those that `nlu.linear` computes for one text when it hears, and those of
scikit-learn's TfidfVectorizer; a text at a time in Python would take ten times as long.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.features import clean

_CHUNK = 2_000  # texts counted at once
_BITS = 14  # of a character's number; rarer characters than the first 16,383 are left out
_GRAM = np.uint64((1 << 3 * _BITS) - 1)  # the n-gram within a key of text and n-gram
LONGEST = 3
Numbers = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Terms:
    """N-grams by column and their weight; named as scikit-learn names them."""

    vocabulary_: dict[str, int]
    idf_: Floats


@dataclass(frozen=True)
class _Counted:
    """One chunk: rows of (text, n-gram) as keys, in order, and how often."""

    keys: Numbers
    many: npt.NDArray[np.int32]


def weighed(texts: Sequence[str], at_least: int, most: int) -> tuple[Any, Terms]:
    """Rows of sublinear TF-IDF of length one, and their n-grams.

    Takes n-grams of at least so many texts; of those at most so many, the most frequent ones.
    """
    from scipy.sparse import vstack

    said = [f" {clean(text)} " if text else "" for text in texts]
    letters = _letters(said)
    chunks = [_counted(said[at : at + _CHUNK], letters) for at in range(0, len(said), _CHUNK)]
    grams, often = _frequent(chunks, at_least, most)
    idf = (np.log((1 + len(texts)) / (1 + often)) + 1).astype(np.float32)
    rows = [
        _rows(chunk, min(_CHUNK, len(texts) - number * _CHUNK), (grams, idf))
        for number, chunk in enumerate(_consumed(chunks))
    ]
    names = _names(grams, letters)
    return vstack(rows, format="csr"), Terms({name: i for i, name in enumerate(names)}, idf)


def projected(texts: Sequence[str], terms: Terms, weights: Floats) -> npt.NDArray[np.float16]:
    """For each text the sum of its known n-grams' weights: what an ear would hear of each."""
    names = list(terms.vocabulary_)
    letters = _letters(names)
    keys = _keys(names, letters)
    order = np.argsort(keys)
    places = np.array([terms.vocabulary_[names[one]] for one in order])
    known = keys[order], terms.idf_[places]
    out = np.zeros((len(texts), weights.shape[1]), np.float16)
    for at in range(0, len(texts), _CHUNK):
        said = [f" {clean(text)} " if text else "" for text in texts[at : at + _CHUNK]]
        rows = _rows(_counted(said, letters), len(said), known)
        out[at : at + len(said)] = rows @ weights[places]
    return out


def _keys(names: Sequence[str], letters: npt.NDArray[np.uint32]) -> Numbers:
    """The n-grams as `_counted` numbers them."""
    number = {chr(letter): place + 1 for place, letter in enumerate(letters.tolist())}
    out = np.zeros(len(names), np.uint64)
    for row, name in enumerate(names):
        key = 0
        for letter in name:
            key = key << _BITS | number[letter]
        out[row] = key
    return out


def _letters(texts: Sequence[str]) -> npt.NDArray[np.uint32]:
    """The characters used, most frequent first; a character's number is its place plus one."""
    counts = np.zeros(0x110000, np.int64)
    for at in range(0, len(texts), _CHUNK):
        counts += np.bincount(_codes(texts[at : at + _CHUNK]), minlength=len(counts))
    used = np.flatnonzero(counts)
    order = np.argsort(-counts[used], kind="stable")[: (1 << _BITS) - 1]
    return used[order].astype(np.uint32)


def _codes(texts: Sequence[str]) -> npt.NDArray[np.uint32]:
    return np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)


def _counted(texts: Sequence[str], letters: npt.NDArray[np.uint32]) -> _Counted:
    number = np.zeros(0x110000, np.uint64)
    number[letters] = np.arange(1, len(letters) + 1, dtype=np.uint64)
    flat = number[_codes(texts)]
    text = np.repeat(np.arange(len(texts), dtype=np.uint64), [len(one) for one in texts])
    keys = []
    for length in range(1, LONGEST + 1):
        stop = max(0, len(flat) - length + 1)
        gram, whole = np.zeros(stop, np.uint64), text[:stop] == text[length - 1 :]
        for place in range(length):
            letter = flat[place : place + stop]
            gram = (gram << np.uint64(_BITS)) | letter
            whole &= letter > 0
        keys.append((text[:stop] << np.uint64(3 * _BITS) | gram)[whole])
    found, many = np.unique(np.concatenate(keys), return_counts=True)
    return _Counted(found, many.astype(np.int32))


def _frequent(
    chunks: Sequence[_Counted], at_least: int, most: int
) -> tuple[Numbers, npt.NDArray[np.int64]]:
    """The n-grams to keep, in order, and in how many texts they stand."""
    grams, often = np.zeros(0, np.uint64), np.zeros(0, np.int64)
    for chunk in chunks:
        fresh, many = np.unique(chunk.keys & _GRAM, return_counts=True)
        grams, places = np.unique(np.concatenate([grams, fresh]), return_inverse=True)
        often = np.bincount(places, np.concatenate([often, many])).astype(np.int64)
    kept = np.flatnonzero(often >= at_least)
    if len(kept) > most:
        kept = np.sort(kept[np.argsort(-often[kept], kind="stable")[:most]])
    return grams[kept], often[kept]


def _consumed(chunks: list[_Counted]) -> Iterator[_Counted]:
    """The chunks in order, each let go as soon as the next is wanted."""
    chunks.reverse()
    while chunks:
        yield chunks.pop()


def _rows(chunk: _Counted, height: int, terms: tuple[Numbers, Floats]) -> Any:
    """One chunk as a sparse matrix of rows of length one."""
    from scipy.sparse import csr_matrix

    grams, idf = terms
    gram = chunk.keys & _GRAM
    column = np.minimum(np.searchsorted(grams, gram), max(0, len(grams) - 1))
    known = grams[column] == gram if len(grams) else np.zeros(len(gram), bool)
    text = (chunk.keys >> np.uint64(3 * _BITS)).astype(np.int64)[known]
    column = column[known].astype(np.int32)
    values = (1 + np.log(chunk.many[known].astype(np.float32))) * idf[column]
    lengths = np.sqrt(np.bincount(text, values.astype(np.float64) ** 2, height))
    values /= lengths[text].astype(np.float32)
    starts = np.concatenate([[0], np.cumsum(np.bincount(text, minlength=height))])
    return csr_matrix((values, column, starts), shape=(height, len(grams)))


def _names(grams: Numbers, letters: npt.NDArray[np.uint32]) -> list[str]:
    """The n-grams as words."""
    spelt = np.concatenate([np.zeros(1, np.uint32), letters])
    mask = np.uint64((1 << _BITS) - 1)
    places = [(grams >> np.uint64(shift * _BITS)) & mask for shift in reversed(range(LONGEST))]
    table = spelt[np.stack(places, axis=1)] if len(grams) else np.zeros((0, LONGEST), np.uint32)
    return ["".join(chr(code) for code in row if code) for row in table.tolist()]
