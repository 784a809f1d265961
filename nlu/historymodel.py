"""A model trained on a city's own history: one linear ear per column, their scores added up."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nlu.heard import Guess
from nlu.linear import Floats, Linear, load_linear, save_linear

_JOINT = 0.7  # weight of the joint ear beside the columns of a full ticket
_SHORT = 100  # characters in all, below which a ticket counts as short


@dataclass(frozen=True)
class Ears:
    """One linear ear per column, and what is added to the sum of their scores."""

    linears: tuple[Linear, ...]
    bias: Floats

    def scores(self, texts: Sequence[str]) -> Floats:
        """One decision value per label; empty columns say nothing."""
        total = self.bias.copy()
        for ear, text in zip(self.linears, texts, strict=True):
            total = total + ear.scores(text) if text else total
        return total


def blend(texts: Sequence[str], whole: Floats, joint: Floats) -> Floats:
    """Both ears for a full ticket; what is short or lacks a column is heard by the joint one."""
    brief = not all(texts) or sum(map(len, texts)) < _SHORT
    return joint * 2 if brief else joint * _JOINT + whole


@dataclass(frozen=True)
class HistoryModel:
    """Guesses labels of a city from the columns it was trained on.

    `whole` has an ear per column and hears full tickets only; `joint` hears all columns as one
    text, was trained on beginnings and single columns too, and alone hears what is short.
    """

    columns: tuple[str, ...]
    whole: Ears
    joint: Ears
    temperature: float
    about: dict[str, Any]

    @property
    def labels(self) -> tuple[str, ...]:
        """The city's labels, in the order of the scores."""
        return self.whole.linears[0].labels

    def scores(self, texts: Sequence[str]) -> Floats:
        """One decision value per label for a ticket given in the order of the columns."""
        joined = self.joint.scores([" ".join(text for text in texts if text)])
        return blend(texts, self.whole.scores(texts), joined)

    def top(self, blocks: Mapping[str, str], many: int = 3) -> tuple[Guess, ...]:
        """The best labels for a ticket given by column; missing columns count as empty."""
        scores = self.scores([blocks.get(column, "") for column in self.columns])
        scores = scores * self.temperature
        grown = np.exp(scores - scores.max())
        confidences = grown / grown.sum()
        order = np.argsort(confidences)[::-1][:many]
        return tuple(Guess(self.labels[i], round(float(confidences[i]), 4)) for i in order)


def save_history(folder: Path, model: HistoryModel) -> None:
    """Write history.json and one file of arrays per ear."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = {name: _saved(folder, name, ears) for name, ears in _ears(model)}
    about = {
        **model.about, "format": 1, "columns": list(model.columns), "parts": parts,
        "temperature": model.temperature,
    }  # fmt: skip
    text = json.dumps(about, ensure_ascii=False, indent=1)
    (folder / "history.json").write_text(text + "\n", encoding="utf-8")


def _ears(model: HistoryModel) -> tuple[tuple[str, Ears], ...]:
    return ("whole", model.whole), ("joint", model.joint)


def _saved(folder: Path, name: str, ears: Ears) -> dict[str, Any]:
    blocks = [save_linear(folder, f"{name}{i}", ear) for i, ear in enumerate(ears.linears)]
    return {"blocks": blocks, "bias": [float(b) for b in ears.bias]}


def load_history(folder: Path) -> HistoryModel:
    """Read a folder written by save_history; raises ValueError when it is none."""
    try:
        about = json.loads((folder / "history.json").read_text(encoding="utf-8"))
        whole, joint = (_loaded(folder, name, about["parts"][name]) for name in ("whole", "joint"))
    except (OSError, ValueError, KeyError) as wrong:
        raise ValueError(f"{folder} 里没有能用的历史模型：{wrong}") from wrong
    return HistoryModel(tuple(about["columns"]), whole, joint, float(about["temperature"]), about)


def _loaded(folder: Path, name: str, part: dict[str, Any]) -> Ears:
    linears = [load_linear(folder, f"{name}{i}", block) for i, block in enumerate(part["blocks"])]
    return Ears(tuple(linears), np.array(part["bias"], np.float32))
