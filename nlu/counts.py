"""Counts the features of many texts at once, for training: marks become a sparse matrix.

The marks are those that an ear is given when it hears; so both count alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.marks import Marks, Table, table_of

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Terms:
    """Features by column and their weight; named as scikit-learn names them."""

    vocabulary_: Table
    idf_: Floats


def counted(found: Sequence[Marks], at_least: int) -> tuple[Any, Terms]:
    """How often each feature stands in each text, one row a text; takes the features of each with
    repeats, and leaves out those of fewer than so many texts.

    The most frequent features come first: a fit that goes from text to text then finds most
    weights side by side, in the processor's nearest memory.
    """
    matrix, names = _all(found)
    often = np.bincount(matrix.indices, minlength=len(names))
    kept = np.argsort(-often, kind="stable")[: np.count_nonzero(often >= at_least)]
    idf = (np.log((1 + len(found)) / (1 + often[kept])) + 1).astype(np.float32)
    matrix = matrix[:, kept]
    matrix.sort_indices()
    return matrix, Terms(table_of(names[kept], np.arange(len(kept), dtype=np.int32)), idf)


def _all(found: Sequence[Marks]) -> tuple[Any, Marks]:
    """The counts of all features, and their marks."""
    from scipy.sparse import csr_matrix

    names, columns = numbered(np.concatenate(found))
    starts = np.concatenate([[0], np.cumsum([len(marks) for marks in found])])
    ones = np.ones(len(columns), np.float32)
    matrix = csr_matrix((ones, columns.astype(np.int32), starts), (len(found), len(names)))
    matrix.sum_duplicates()
    return matrix, names


def numbered(found: Marks) -> tuple[Marks, npt.NDArray[np.int64]]:
    """Each mark once, and for each given one its number among them.

    As np.unique, but in a third of its time: sorted are the upper bits of the marks with their
    places in the lower ones, where plain sorting does. The few marks alike above are told apart
    afterwards, and stand at the end.
    """
    bits = np.uint64(len(found).bit_length())
    low = (np.uint64(1) << bits) - np.uint64(1)
    packed = (found & ~low) | np.arange(len(found), dtype=np.uint64)
    packed.sort()
    at = (packed & low).astype(np.int64)
    upper = packed >> bits
    first = np.append(True, upper[1:] != upper[:-1])[: len(found)]
    names, columns = found[at[first]], np.empty(len(found), np.int64)
    columns[at] = np.cumsum(first) - 1
    others = np.flatnonzero(names[columns] != found)
    more, which = np.unique(found[others], return_inverse=True)
    columns[others] = len(names) + which
    return np.concatenate([names, more]), columns


def in_texts(matrix: Any, idf: Floats) -> Any:
    """Counts as an ear weighs them in a whole text: sublinear TF-IDF, rows of length one."""
    values = (1 + np.log(matrix.data)) * idf[matrix.indices]
    return _scaled(matrix, values, values * values)


def in_stretches(matrix: Any, idf: Floats) -> Any:
    """Counts as an ear weighs them in a stretch, where every occurrence counts alike."""
    values = matrix.data * idf[matrix.indices]
    return _scaled(matrix, values, values * idf[matrix.indices])


def _scaled(matrix: Any, values: Floats, squares: Floats) -> Any:
    from scipy.sparse import csr_matrix

    many = np.diff(matrix.indptr)
    row = np.repeat(np.arange(len(many)), many)
    lengths = np.sqrt(np.maximum(np.bincount(row, squares, len(many)), 1e-9))
    values = values / lengths.astype(np.float32)[row]
    return csr_matrix((values, matrix.indices, matrix.indptr), matrix.shape)
