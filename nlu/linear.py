"""A linear classifier over the features of a text as it is heard with: arrays and JSON only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.features import View, placed_marks, seen_marks
from nlu.heard import Guess
from nlu.marks import NONE, Marks, Places, Table, marks, runs, table, table_of

_LEAST = 1e-6  # keeps a text without a known feature from dividing by nothing
_PIECE = 64  # features summed at once: for larger pieces BLAS wakes a second thread, and waits
Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int32]
_MANY = np.maximum(np.arange(1024), 1)  # no text that is read has so many characters
_REPEATED: Floats = (1 + np.log(_MANY)).astype(np.float32)  # what a feature counts, so often met


@dataclass(frozen=True)
class Linear:
    """One linear classifier: rows of int8 weights, one scale per class."""

    labels: tuple[str, ...]
    vocabulary: Mapping[str, int] | Table | Marks  # words while it is trained; marks in order
    idf: Floats
    weights: npt.NDArray[np.int8]  # terms × labels
    scale: Floats
    bias: Floats
    temperature: float = 1.0
    view: View = field(default_factory=View)

    @cached_property
    def terms(self) -> Table:
        """The features by their marks."""
        if isinstance(self.vocabulary, Table):
            return self.vocabulary
        if isinstance(self.vocabulary, np.ndarray):
            return table_of(self.vocabulary, np.arange(len(self.vocabulary), dtype=np.int32))
        return table(self.vocabulary)

    def marks(self) -> Marks:
        """The marks of the features in their order."""
        if isinstance(self.vocabulary, np.ndarray):
            return self.vocabulary
        return self.terms.by_number()

    def vector(self, text: str) -> tuple[Ids, Floats]:
        """The ids of a text's known features, each once, and their normalised sublinear TF-IDF
        values; not to be changed by who gets them."""
        return self._remembered(text)

    @cached_property
    def _remembered(self) -> Callable[[str], tuple[Ids, Floats]]:
        """What is asked for what a text tells of is asked again which of its words tell it."""
        return lru_cache(maxsize=8)(self._vector)

    def _vector(self, text: str) -> tuple[Ids, Floats]:
        return self._weighed(*each_once(self.terms.find(seen_marks(text, self.view))))

    def _weighed(self, ids: Ids, often: Floats) -> tuple[Ids, Floats]:
        """Features and what their repeats count, as a row of length one."""
        values = self.idf.take(ids, mode="clip") * often
        return ids, values / np.float32(max(sqrt(values @ values), _LEAST))

    def _rows(self, ids: Ids) -> npt.NDArray[np.int8]:
        return self.weights.take(ids, axis=0, mode="clip")  # quicker than in brackets

    def scores(self, text: str) -> Floats:
        """One decision value per label."""
        ids, values = self.vector(text)
        out: Floats = (values @ self._rows(ids)) * self.scale + self.bias
        return out

    def stretches(self, plain: str, spans: Sequence[tuple[int, int]]) -> Floats:
        """One decision value per label for each stretch of a cleaned text, heard by itself.

        Here every occurrence of a feature counts alike, so that sums can be shared by stretches.
        """
        found = placed_marks(plain, self.view)
        terms = self.terms.find(found.marks)
        known = (terms != NONE).nonzero()[0]
        ids = terms[known]
        if len(spans) == 1:
            return self._whole(ids)[None]
        return self._sums(ids, found.at[known], spans)

    def _whole(self, ids: Ids) -> Floats:
        """What all features of a text say together."""
        idf = self.idf.take(ids, mode="clip")
        length = np.float32(sqrt(max(float(idf @ idf), _LEAST)))
        out: Floats = (idf @ self._rows(ids)) / length * self.scale + self.bias
        return out

    def _sums(self, ids: Ids, at: Places, spans: Sequence[tuple[int, int]]) -> Floats:
        """The same of the features that begin within each stretch."""
        order = at.argsort(kind="stable")
        worth = self._worth(ids.take(order))
        edges = np.array(sorted({edge for span in spans for edge in span}))
        rows = at.take(order).searchsorted(edges)
        steps = np.add.reduceat(worth, rows)  # from each edge to the next
        steps[:-1][rows[1:] == rows[:-1]] = 0
        sums = np.vstack([np.zeros((1, worth.shape[1])), steps.cumsum(axis=0, dtype=np.float64)])
        starts, ends = edges.searchsorted(np.array(spans)).T
        told = sums[ends] - sums[starts]
        length = np.sqrt(np.maximum(told[:, -1:], _LEAST))
        out: Floats = told[:, :-1] / length * self.scale + self.bias
        return out

    def _worth(self, ids: Ids) -> Floats:
        """What each feature says for each label, and the square of its length; nought at the end,
        where what begins behind the last feature begins."""
        idf = self.idf.take(ids)[:, None]
        worth = np.zeros((len(ids) + 1, len(self.labels) + 1), np.float32)
        np.multiply(self._rows(ids), idf, out=worth[:-1, :-1])
        np.multiply(idf, idf, out=worth[:-1, -1:])
        return worth

    def confidences(self, text: str) -> Floats:
        """One calibrated confidence per label; they sum up to one."""
        return shares(self.scores(text) * self.temperature)

    def top(self, text: str, many: int = 3) -> tuple[Guess, ...]:
        """The best guesses, best first."""
        return best(self.labels, self.confidences(text), many)

    def speaking(self, text: str, label: str, spans: Sequence[tuple[int, int]]) -> list[float]:
        """How much each stretch of the text spoke for a label, against the average label."""
        ids, values = self.vector(text)
        if not len(ids):
            return [0.0] * len(spans)
        column = self.labels.index(label)
        own = self.weights[ids, column] * self.scale[column]
        worth = values * (own - self._usual[ids])
        here, lengths = self._here(text)
        order = ids.argsort()
        at = order.take(ids.searchsorted(here, sorter=order), mode="clip")
        told = np.where(ids[at] == here, worth[at], 0)
        return _within(told, lengths, spans)

    def _here(self, text: str) -> tuple[Ids, list[int]]:
        """What all runs of one character, of two … are for the ear, and how many of each."""
        steps = runs(text, self.view.longest)
        found = self.terms.find(np.concatenate([*steps, np.zeros(0, np.uint64)]))
        return found, [len(step) for step in steps]

    @cached_property
    def _usual(self) -> Floats:
        """What each feature says for the average label."""
        even = self.scale / np.float32(len(self.labels))
        pieces = range(0, len(self.weights), _PIECE)
        said = [self.weights[at : at + _PIECE] @ even for at in pieces]
        return np.concatenate([*said, np.zeros(0, np.float32)])


def each_once(every: Ids) -> tuple[Ids, Floats]:
    """Known features in rising order, each once, and what its repeats make it count."""
    every = np.sort(every)
    every = every[every.searchsorted(0) :]  # NONE comes first
    fresh = np.ones(len(every) + 1, bool)
    np.not_equal(every[1:], every[:-1], out=fresh[1:-1])
    edges = fresh.nonzero()[0]
    return every[edges[:-1]], _REPEATED.take(edges[1:] - edges[:-1], mode="clip")


def _within(told: Floats, lengths: Sequence[int], spans: Sequence[tuple[int, int]]) -> list[float]:
    """The sum of what the runs of one character, of two … say that lie within each stretch."""
    starts, ends = np.array(spans, np.int64).reshape(-1, 2).T
    total, done = np.zeros(len(spans)), 0
    for less, length in enumerate(lengths):
        sums = np.zeros(length + 1)
        told[done : done + length].cumsum(out=sums[1:])
        total += sums[np.maximum(ends - less, starts)] - sums[starts]
        done += length
    return total.tolist()


def shares(scores: Floats) -> Floats:
    """Scores as shares of one (softmax)."""
    grown = np.exp(scores - scores.max())
    out: Floats = grown / grown.sum()
    return out


def best(labels: Sequence[str], confidences: Floats, many: int = 3) -> tuple[Guess, ...]:
    """The labels of the highest confidences, best first."""
    order = np.argsort(confidences)[::-1][:many]
    first = zip(order.tolist(), confidences[order].tolist(), strict=True)
    return tuple(Guess(labels[at], round(share, 4)) for at, share in first)


def load_linear(folder: Path, name: str, about: dict[str, Any]) -> Linear:
    """Read one classifier; `about` is its entry as save_linear gave it.

    Every array is read to its end, so that a damaged file is noticed (BadZipFile).
    """
    path = folder / f"{name}.npz"
    with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        terms = arrays["marks"] if "marks" in arrays else _spelt(arrays["terms"])
        return Linear(
            tuple(about["labels"]),
            terms,
            arrays["idf"],
            np.ascontiguousarray(arrays["weights"]),  # one row is read at a time
            arrays["scale"],
            arrays["bias"],
            float(about["temperature"]),
            View(int(about["longest"]), bool(about.get("sounds")), bool(about.get("words"))),
        )


def _spelt(terms: npt.NDArray[np.uint8]) -> Marks:
    """The vocabulary of an older file, which holds the words themselves."""
    return marks(terms.tobytes().decode("utf-8").split("\n"))


def save_linear(folder: Path, name: str, ear: Linear) -> dict[str, Any]:
    """Write one classifier's arrays; returns its entry for model.json."""
    np.savez_compressed(
        folder / f"{name}.npz",
        marks=ear.marks(),
        idf=ear.idf,
        weights=np.ascontiguousarray(ear.weights),
        scale=ear.scale,
        bias=ear.bias,
    )
    view = {"longest": ear.view.longest, "sounds": ear.view.sounds, "words": ear.view.words}
    return {"labels": list(ear.labels), "temperature": ear.temperature, **view}
