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

_LEAST = 1e-6  # keeps a stretch without a known feature from dividing by nothing
Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Linear:
    """One linear classifier: rows of int8 weights, one scale per class."""

    labels: tuple[str, ...]
    vocabulary: Mapping[str, int] | Table  # words while it is trained, marks when it is read
    idf: Floats
    weights: npt.NDArray[np.int8]  # terms × labels
    scale: Floats
    bias: Floats
    temperature: float = 1.0
    view: View = field(default_factory=View)

    @cached_property
    def terms(self) -> Table:
        """The features by their marks."""
        return self.vocabulary if isinstance(self.vocabulary, Table) else table(self.vocabulary)

    def vector(self, text: str) -> tuple[Ids, Floats]:
        """The ids of a text's known features, in rising order, and their normalised sublinear
        TF-IDF values; not to be changed by who gets them."""
        return self._remembered(text)

    @cached_property
    def _remembered(self) -> Callable[[str], tuple[Ids, Floats]]:
        """What is asked for what a text tells of is asked again which of its words tell it."""
        return lru_cache(maxsize=4)(self._vector)

    def _vector(self, text: str) -> tuple[Ids, Floats]:
        every = self.terms.find(seen_marks(text, self.view))
        every.sort()
        every = every[every.searchsorted(0) :]  # NONE comes first
        if not len(every):
            return every, np.zeros(0, np.float32)
        fresh = np.ones(len(every), bool)
        np.not_equal(every[1:], every[:-1], out=fresh[1:])
        first = fresh.nonzero()[0]
        ids = every[first]
        values = self.idf[ids]
        if len(ids) < len(every):
            many = np.diff(np.append(first, len(every)))
            values = values * (1 + np.log(many)).astype(np.float32)
        length = np.float32(sqrt(values @ values))
        return ids, values / length

    def scores(self, text: str) -> Floats:
        """One decision value per label."""
        ids, values = self.vector(text)
        out: Floats = (values @ self.weights[ids].astype(np.float32)) * self.scale + self.bias
        return out

    def stretches(self, plain: str, spans: Sequence[tuple[int, int]]) -> Floats:
        """One decision value per label for each stretch of a cleaned text, heard by itself.

        Here every occurrence of a feature counts alike, so that sums can be shared by stretches.
        """
        found = placed_marks(plain, self.view)
        terms = self.terms.find(found.marks)
        known = np.flatnonzero(terms != NONE)
        ids, at = terms[known], found.at[known]
        sums = self._whole(ids) if len(spans) == 1 else self._sums(ids, at, spans)
        length: Floats = np.sqrt(np.maximum(sums[:, -1:], _LEAST))
        out: Floats = sums[:, :-1] / length * self.scale + self.bias
        return out

    def _whole(self, ids: Ids) -> Floats:
        """What all features say together, and the square of their length."""
        idf = self.idf[ids]
        return np.append(idf @ self.weights[ids].astype(np.float32), idf @ idf)[None]

    def _sums(self, ids: Ids, at: Places, spans: Sequence[tuple[int, int]]) -> Floats:
        """The same of the features that begin within each stretch."""
        order = np.lexsort((ids, at))
        ids, at = ids[order], at[order]
        idf = self.idf[ids][:, None]
        worth = np.hstack([self.weights[ids] * idf, idf * idf])
        sums = np.vstack([np.zeros((1, worth.shape[1])), np.cumsum(worth, axis=0)])
        starts, ends = np.array(spans).T
        out: Floats = sums[np.searchsorted(at, ends)] - sums[np.searchsorted(at, starts)]
        return out

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
        weights, column = self.weights[ids].astype(np.float32), self.labels.index(label)
        usual = weights @ (self.scale / len(self.labels))
        worth = values * (weights[:, column] * self.scale[column] - usual)
        starts, ends = np.array(spans, np.int64).reshape(-1, 2).T
        steps = runs(text, self.view.longest)
        here = self.terms.find(np.concatenate([*steps, np.zeros(0, np.uint64)]))
        at = np.minimum(ids.searchsorted(here), len(ids) - 1)
        told = np.where(ids[at] == here, worth[at], 0)
        total, done = np.zeros(len(spans)), 0
        for less, step in enumerate(steps):
            sums = np.zeros(len(step) + 1)
            np.cumsum(told[done : done + len(step)], out=sums[1:])
            total += sums[np.maximum(ends - less, starts)] - sums[starts]
            done += len(step)
        return total.tolist()


def shares(scores: Floats) -> Floats:
    """Scores as shares of one (softmax)."""
    grown = np.exp(scores - scores.max())
    out: Floats = grown / grown.sum()
    return out


def best(labels: Sequence[str], confidences: Floats, many: int = 3) -> tuple[Guess, ...]:
    """The labels of the highest confidences, best first."""
    order = np.argsort(confidences)[::-1][:many]
    return tuple(Guess(labels[i], round(float(confidences[i]), 4)) for i in order)


def load_linear(folder: Path, name: str, about: dict[str, Any]) -> Linear:
    """Read one classifier; `about` is its entry as save_linear gave it."""
    with np.load(folder / f"{name}.npz", allow_pickle=False) as arrays:
        terms = arrays["marks"] if "marks" in arrays else _spelt(arrays["terms"])
        return Linear(
            tuple(about["labels"]),
            table_of(terms, np.arange(len(terms), dtype=np.int32)),
            arrays["idf"],
            arrays["weights"],
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
        marks=ear.terms.by_number(),
        idf=ear.idf,
        weights=ear.weights,
        scale=ear.scale,
        bias=ear.bias,
    )
    view = {"longest": ear.view.longest, "sounds": ear.view.sounds, "words": ear.view.words}
    return {"labels": list(ear.labels), "temperature": ear.temperature, **view}
