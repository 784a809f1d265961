"""A model trained on a city's own history: one linear ear per column, their scores added up."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from nlu.encoder import Encoder
from nlu.heard import Guess
from nlu.historymeaning import Meaning, load_meaning, save_meaning
from nlu.historytopics import Topics, load_topics, save_topics
from nlu.historywords import plain
from nlu.linear import Floats, Linear, best, load_linear, save_linear, shares

_FORMAT = 3
READ = 400  # characters of the last column that the joint ear reads of a full ticket
_JOINT = 0.7  # weight of the joint ear beside the columns of a full ticket
_SHORT = 60  # characters in all, below which a ticket counts as short
_MEANT = 0.4  # weight of what a ticket means beside its words
# words and meaning are often wrong together: so much less sure than their sum; and so much where
# topics have made the words less sure already
_BOTH, _ALL = 0.4, 0.55
_DOUBT = 0.95  # confidence under which the meaning is asked: encoding takes a while
_TOLD = 100  # characters that say enough: the meaning of longer tickets adds nothing


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


@dataclass(frozen=True, slots=True)
class Warmth:
    """The factors on scores under which confidences are honest: of full tickets, of short ones;
    and the weight of what topics say beside the joint ear."""

    full: float
    brief: float
    topics: float = 0.4


def is_brief(texts: Sequence[str]) -> bool:
    """Whether a ticket lacks a column or is short in all: the joint ear alone hears it."""
    return not all(texts) or sum(map(len, texts)) < _SHORT


def join(texts: Sequence[str], read: int) -> str:
    """All columns of a full ticket as one text, of the last one the beginning only."""
    *before, last = texts
    return " ".join([*before, last[:read]]).strip()


def together(whole: Floats, joint: Floats) -> Floats:
    """The scores of full tickets from those of both ears."""
    return whole + joint * _JOINT


@dataclass(frozen=True)
class HistoryModel:
    """Guesses labels of a city from the columns it was trained on.

    `whole` has an ear per column and hears full tickets only; `joint` hears all columns as one
    text, was trained on beginnings and single columns too, and alone hears what is short. Where
    words leave a doubt about a short one and there is an encoder, the meaning is asked.
    """

    columns: tuple[str, ...]
    whole: Ears
    joint: Ears
    warmth: Warmth
    about: dict[str, Any]
    meaning: Meaning | None = None
    read: int = READ
    topics: Topics | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """The city's labels, in the order of the scores."""
        return self.whole.linears[0].labels

    def confidences(self, texts: Sequence[str], encoder: Encoder | None = None) -> Floats:
        """One confidence per label for a ticket given in the order of the columns."""
        brief = is_brief(texts)
        joined = " ".join(filter(None, texts)) if brief else join(texts, self.read)
        scores, warmth = self.joint.scores([joined]), self.warmth.brief
        if self.topics:
            scores = scores + self.topics.beside(self.joint.linears[0], joined)
        if not brief:
            scores, warmth = together(self.whole.scores(texts), scores), self.warmth.full
        found = shares(scores * warmth)
        told = not joined.strip() or len(joined) > _TOLD or found.max() >= _DOUBT
        if encoder is None or self.meaning is None or told:
            return found
        meant: Floats = scores + self.meaning.logs(joined, encoder) * _MEANT
        return shares(meant * warmth * (_ALL if self.topics else _BOTH))

    def top(
        self, blocks: Mapping[str, str], many: int = 3, encoder: Encoder | None = None
    ) -> tuple[Guess, ...]:
        """The best labels for a ticket given by column; missing columns count as empty."""
        texts = [plain(blocks.get(column, "")) for column in self.columns]
        return best(self.labels, self.confidences(texts, encoder), many)


def save_history(folder: Path, model: HistoryModel) -> None:
    """Write one file of arrays per ear, and history.json last: without it the folder is none."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "history.json").unlink(missing_ok=True)
    parts = {name: _saved(folder, name, ears) for name, ears in _ears(model)}
    about = {
        **model.about, "format": _FORMAT, "columns": list(model.columns), "parts": parts,
        "temperature": model.warmth.full, "brief": model.warmth.brief, "read": model.read,
    }  # fmt: skip
    about["topics"] = save_topics(folder, model.topics)
    save_meaning(folder, model.meaning)
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
        if about["format"] != _FORMAT:
            raise ValueError("是别的版本训练的，请重新训练")
        warmth = Warmth(float(about["temperature"]), float(about["brief"]))
        whole, joint = (_loaded(folder, name, about["parts"][name]) for name in ("whole", "joint"))
        meaning, topics = load_meaning(folder), load_topics(folder, about.get("topics"))
    except (OSError, ValueError, KeyError, BadZipFile) as wrong:
        raise ValueError(f"{folder} 里没有能用的历史模型：{wrong}") from wrong
    columns = tuple(about["columns"])
    return HistoryModel(columns, whole, joint, warmth, about, meaning, int(about["read"]), topics)


def _loaded(folder: Path, name: str, part: dict[str, Any]) -> Ears:
    linears = [load_linear(folder, f"{name}{i}", block) for i, block in enumerate(part["blocks"])]
    return Ears(tuple(linears), np.array(part["bias"], np.float32))
