"""The trained model as it is heard with: numpy arrays and JSON, no scikit-learn."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.features import counts
from nlu.heard import Danger, Guess
from nlu.meanings import Meanings, load_meanings

_NO_DANGER = "no_danger"
# Chosen out of fold: a fifth lets one ordinary complaint in a hundred through as a false alarm.
_NO_RISK, _SOME_RISK, _HIGH_RISK = 0.02, 0.2, 0.97

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
        known = [
            (self.vocabulary[g], n)
            for g, n in counts(text, self.longest).items()
            if g in self.vocabulary
        ]
        ids = np.fromiter((i for i, _ in known), np.int32, len(known))
        values = np.fromiter((1 + math.log(n) for _, n in known), np.float32, len(known))
        values *= self.idf[ids]
        norm = float(np.sqrt(values @ values))
        return ids, values / norm if norm else values

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
        rows = self.weights[ids].astype(np.float32) * self.scale
        worth = values * (rows[:, column] - rows.mean(axis=1))
        grams = [g for g in counts(text, self.longest) if g in self.vocabulary]
        return dict(zip(grams, (float(w) for w in worth), strict=True))


@dataclass(frozen=True)
class Model:
    """What was trained together: categories, acts and the second opinion on danger."""

    categories: Linear
    acts: Linear | None = None
    dangers: Linear | None = None
    about: dict[str, Any] | None = None

    def guess(self, text: str) -> tuple[Guess, ...]:
        """Up to three categories, best first."""
        return self.categories.top(text)

    def act(self, text: str) -> tuple[str, float] | None:
        """The likeliest act and its confidence."""
        if self.acts is None:
            return None
        first = self.acts.top(text, 1)[0]
        return first.code, first.confidence

    def second_opinion(self, text: str, ruled: Danger | None) -> Danger | None:
        """The lexicon's finding, tempered or completed by the trained ear.

        The ear alone only brings the safety sentence unless it is very sure; a strong finding of
        the lexicon in which it hears no danger at all pages nobody, a weak one is dropped.
        """
        if self.dangers is None:
            return ruled
        shares = dict(zip(self.dangers.labels, self.dangers.confidences(text), strict=True))
        risk = 1.0 - float(shares.pop(_NO_DANGER, 0.0))
        if ruled:
            if risk >= _NO_RISK:
                return ruled
            return replace(ruled, strong=False) if ruled.strong else None
        if risk < _SOME_RISK:
            return None
        kind = max(shares, key=lambda name: shares[name]).removeprefix("danger_")
        return Danger(kind, "E0", text[:40], strong=risk >= _HIGH_RISK)

    def why(self, text: str, code: str, spans: Sequence[tuple[int, int]]) -> tuple[str, ...]:
        """The words that spoke for a category, strongest first, at most five."""
        if code not in self.categories.labels:
            return ()
        worth = self.categories.speaking(text, code)
        words: dict[str, float] = {}
        for start, end in spans:
            word = text[start:end]
            if len(word) > 1:
                words[word] = sum(w for g, w in worth.items() if g in word or word in g)
        strong = sorted((w for w in words if words[w] > 0), key=lambda w: -words[w])
        return tuple(strong[:5])


def load_model(folder: Path) -> Model:
    """Read model.json and the arrays beside it; raises ValueError when they do not fit."""
    about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    if about.get("format") != 1:
        raise ValueError(f"模型格式不认识：{folder}")
    ears = {name: load_linear(folder, name, about["parts"][name]) for name in about["parts"]}
    return Model(ears["categories"], ears.get("acts"), ears.get("dangers"), about)


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
