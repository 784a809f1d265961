"""A linear classifier over character n-grams as it is heard with: arrays and JSON only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.features import counts
from nlu.heard import Guess
from nlu.meanings import Meanings, load_meanings

_PIECE = 4096  # rows of weights turned into floats at once
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Linear:
    """One linear classifier over character n-grams: rows of int8 weights, one scale per class."""

    labels: tuple[str, ...]
    vocabulary: dict[str, int]
    idf: Floats
    weights: npt.NDArray[np.int8]  # terms × labels
    scale: Floats
    bias: Floats
    temperature: float = 1.0
    longest: int = 3
    dense: Floats | None = None  # meanings × labels
    meanings: Meanings | None = None

    def vector(self, text: str) -> tuple[npt.NDArray[np.int32], Floats]:
        """The ids and the normalised sublinear TF-IDF values of a text's known n-grams."""
        known, grams = self.vocabulary, counts(text, self.longest)
        pairs = [(known[gram], many) for gram, many in grams.items() if gram in known]
        if not pairs:
            return np.zeros(0, np.int32), np.zeros(0, np.float32)
        ids, many_of = np.array(pairs, np.int32).T
        values = (1 + np.log(many_of.astype(np.float32))) * self.idf[ids]
        return ids, values / np.sqrt(values @ values)

    @cached_property
    def _mean(self) -> Floats:
        """What each n-gram weighs on average over the labels."""
        shares = self.scale / len(self.labels)
        pieces = range(0, len(self.weights), _PIECE)  # the whole as floats would not be small
        means = [self.weights[at : at + _PIECE] @ shares for at in pieces]
        return np.concatenate(means).astype(np.float32)

    def scores(self, text: str) -> Floats:
        """One decision value per label."""
        ids, values = self.vector(text)
        out: Floats = (values @ self.weights[ids].astype(np.float32)) * self.scale + self.bias
        if self.dense is not None and self.meanings is not None:
            out += self.meanings.vector(text) @ self.dense
        return out

    def confidences(self, text: str) -> Floats:
        """One calibrated confidence per label; they sum up to one."""
        scores = self.scores(text) * self.temperature
        grown = np.exp(scores - scores.max())
        out: Floats = grown / grown.sum()
        return out

    def top(self, text: str, many: int = 3) -> tuple[Guess, ...]:
        """The best guesses, best first."""
        confidences = self.confidences(text)
        order = np.argsort(confidences)[::-1][:many]
        return tuple(Guess(self.labels[i], round(float(confidences[i]), 4)) for i in order)

    def speaking(self, text: str, label: str) -> dict[str, float]:
        """How much each n-gram of the text spoke for a label, against the average label."""
        ids, values = self.vector(text)
        column = self.labels.index(label)
        own = self.weights[ids, column] * self.scale[column]
        worth = values * (own - self._mean[ids])
        grams = [g for g in counts(text, self.longest) if g in self.vocabulary]
        return dict(zip(grams, (float(w) for w in worth), strict=True))


def load_linear(folder: Path, name: str, about: dict[str, Any]) -> Linear:
    """Read one classifier; `about` is its entry as save_linear gave it."""
    with np.load(folder / f"{name}.npz", allow_pickle=False) as arrays:
        terms = str(arrays["terms"].tobytes().decode("utf-8")).split("\n")
        dense = arrays["dense"].astype(np.float32) if "dense" in arrays else None
        return Linear(
            tuple(about["labels"]),
            {term: i for i, term in enumerate(terms)},
            arrays["idf"],
            arrays["weights"],
            arrays["scale"],
            arrays["bias"],
            float(about["temperature"]),
            int(about["longest"]),
            dense,
            load_meanings() if dense is not None else None,
        )


def save_linear(folder: Path, name: str, ear: Linear) -> dict[str, Any]:
    """Write one classifier's arrays; returns its entry for model.json."""
    terms = "\n".join(sorted(ear.vocabulary, key=lambda t: ear.vocabulary[t])).encode("utf-8")
    dense: dict[str, Any] = {} if ear.dense is None else {"dense": ear.dense.astype(np.float16)}
    np.savez_compressed(
        folder / f"{name}.npz",
        terms=np.frombuffer(terms, np.uint8),
        idf=ear.idf,
        weights=ear.weights,
        scale=ear.scale,
        bias=ear.bias,
        **dense,
    )
    return {"labels": list(ear.labels), "temperature": ear.temperature, "longest": ear.longest}
