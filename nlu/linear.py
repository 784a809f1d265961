"""A linear classifier over the features of a text as it is heard with: arrays and JSON only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.features import View, counted, placed_marks
from nlu.heard import Guess
from nlu.marks import NONE, Marks, Table, marks, runs, table, table_of

_LEAST = 1e-6  # keeps a stretch without a known feature from dividing by nothing
Floats = npt.NDArray[np.float32]


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

    def vector(self, text: str) -> tuple[npt.NDArray[np.int32], Floats]:
        """The ids and the normalised sublinear TF-IDF values of a text's known features."""
        ids, values, _ = self._known(text)
        return ids, values

    def _known(self, text: str) -> tuple[npt.NDArray[np.int32], Floats, Marks]:
        """The same with the features' marks."""
        found = counted(text, self.view)
        ids = self.terms.find(found.marks)
        known = ids != NONE
        ids, seen = ids[known], found.marks[known]
        if not len(ids):
            return ids, np.zeros(0, np.float32), seen
        values = (1 + np.log(found.many[known])) * self.idf[ids]
        return ids, values / np.sqrt(values @ values), seen

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
        order = known[np.lexsort((terms[known], found.at[known]))]
        at, ids = found.at[order], terms[order]
        idf = self.idf[ids][:, None]
        worth = np.hstack([self.weights[ids] * idf, idf * idf])
        sums = np.vstack([np.zeros((1, worth.shape[1])), np.cumsum(worth, axis=0)])
        starts, ends = np.array(spans).T
        inside = sums[np.searchsorted(at, ends)] - sums[np.searchsorted(at, starts)]
        length = np.sqrt(np.maximum(inside[:, -1:], _LEAST))
        out: Floats = inside[:, :-1] / length * self.scale + self.bias
        return out

    def confidences(self, text: str) -> Floats:
        """One calibrated confidence per label; they sum up to one."""
        return shares(self.scores(text) * self.temperature)

    def top(self, text: str, many: int = 3) -> tuple[Guess, ...]:
        """The best guesses, best first."""
        return best(self.labels, self.confidences(text), many)

    def speaking(self, text: str, label: str, spans: Sequence[tuple[int, int]]) -> list[float]:
        """How much each stretch of the text spoke for a label, against the average label."""
        ids, values, seen = self._known(text)
        column = self.labels.index(label)
        own = self.weights[ids, column] * self.scale[column]
        usual = self.weights[ids] @ (self.scale / len(self.labels))
        worth = dict(zip(seen.tolist(), (values * (own - usual)).tolist(), strict=True))
        steps = [
            [worth.get(one, 0.0) for one in run.tolist()] for run in runs(text, self.view.longest)
        ]
        return [
            sum(sum(step[start : max(0, end - less)]) for less, step in enumerate(steps))
            for start, end in spans
        ]


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
