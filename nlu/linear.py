"""A linear classifier over the features of a text as it is heard with: arrays and JSON only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.features import View, counts, placed
from nlu.heard import Guess

_PIECE = 4096  # rows of weights turned into floats at once
_LEAST = 1e-6  # keeps a stretch without a known feature from dividing by nothing
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Linear:
    """One linear classifier: rows of int8 weights, one scale per class."""

    labels: tuple[str, ...]
    vocabulary: dict[str, int]
    idf: Floats
    weights: npt.NDArray[np.int8]  # terms × labels
    scale: Floats
    bias: Floats
    temperature: float = 1.0
    view: View = field(default_factory=View)

    def vector(self, text: str) -> tuple[npt.NDArray[np.int32], Floats]:
        """The ids and the normalised sublinear TF-IDF values of a text's known features."""
        known, found = self.vocabulary, counts(text, self.view)
        pairs = [(known[one], many) for one, many in found.items() if one in known]
        if not pairs:
            return np.zeros(0, np.int32), np.zeros(0, np.float32)
        ids, many_of = np.array(pairs, np.int32).T
        values = (1 + np.log(many_of.astype(np.float32))) * self.idf[ids]
        return ids, values / np.sqrt(values @ values)

    @cached_property
    def _mean(self) -> Floats:
        """What each feature weighs on average over the labels."""
        shares = self.scale / len(self.labels)
        pieces = range(0, len(self.weights), _PIECE)  # the whole as floats would not be small
        means = [self.weights[at : at + _PIECE] @ shares for at in pieces]
        return np.concatenate(means).astype(np.float32)

    def scores(self, text: str) -> Floats:
        """One decision value per label."""
        ids, values = self.vector(text)
        out: Floats = (values @ self.weights[ids].astype(np.float32)) * self.scale + self.bias
        return out

    def stretches(self, plain: str, spans: Sequence[tuple[int, int]]) -> Floats:
        """One decision value per label for each stretch of a cleaned text, heard by itself.

        Here every occurrence of a feature counts alike, so that sums can be shared by stretches.
        """
        known = ((self.vocabulary.get(one), at) for one, at in placed(plain, self.view))
        found = sorted((at, term) for term, at in known if term is not None)
        at, ids = np.array(found, np.int32).reshape(-1, 2).T
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

    def speaking(self, text: str, label: str) -> dict[str, float]:
        """How much each feature of the text spoke for a label, against the average label."""
        ids, values = self.vector(text)
        column = self.labels.index(label)
        own = self.weights[ids, column] * self.scale[column]
        worth = values * (own - self._mean[ids])
        known = [one for one in counts(text, self.view) if one in self.vocabulary]
        return dict(zip(known, (float(w) for w in worth), strict=True))


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
        terms = str(arrays["terms"].tobytes().decode("utf-8")).split("\n")
        return Linear(
            tuple(about["labels"]),
            {term: i for i, term in enumerate(terms)},
            arrays["idf"],
            arrays["weights"],
            arrays["scale"],
            arrays["bias"],
            float(about["temperature"]),
            View(int(about["longest"]), bool(about.get("sounds")), bool(about.get("words"))),
        )


def save_linear(folder: Path, name: str, ear: Linear) -> dict[str, Any]:
    """Write one classifier's arrays; returns its entry for model.json."""
    terms = "\n".join(sorted(ear.vocabulary, key=lambda t: ear.vocabulary[t])).encode("utf-8")
    np.savez_compressed(
        folder / f"{name}.npz",
        terms=np.frombuffer(terms, np.uint8),
        idf=ear.idf,
        weights=ear.weights,
        scale=ear.scale,
        bias=ear.bias,
    )
    view = {"longest": ear.view.longest, "sounds": ear.view.sounds, "words": ear.view.words}
    return {"labels": list(ear.labels), "temperature": ear.temperature, **view}
