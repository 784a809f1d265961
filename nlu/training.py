"""Trains the shipped model from the sentences of a folder: categories, acts, a second opinion."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from nlu.fitting import Fit, fit
from nlu.keywords import keywords
from nlu.model import save_linear

Progress = Callable[[str], None]
_CODE = re.compile(r"c\d{4}")
_CUT_TO = (30, 60)  # characters of the copies of long messages: people stop half way
_REPORTS_FOR_ACTS = 25  # sentences of each category that teach what a report is
_CATEGORY_ACTS = {"c1201": "consult", "c1203": "tip_off", "c1206": ""}
_SURE_DANGERS = {
    "c0706": "domestic_violence", "c1001": "fire",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """One training sentence with its intent as written in the files."""

    text: str
    intent: str


def read_sentences(folder: Path) -> list[Sentence]:
    """All examples of all Rasa files of a folder; raises ValueError naming the broken file."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: list[Sentence] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            raw = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
        except yaml.YAMLError as broken:
            raise ValueError(f"{path.name} 不是正确的 YAML：{broken}") from broken
        for entry in (raw or {}).get("nlu") or ():
            found.extend(_examples(entry))
    return found


def _examples(entry: dict[str, Any]) -> Iterable[Sentence]:
    for line in str(entry.get("examples") or "").splitlines():
        if line.startswith("- ") and line[2:].strip():
            yield Sentence(line[2:].strip(), str(entry["intent"]))


def with_cuts(sentences: Iterable[Sentence]) -> list[Sentence]:
    """The sentences and, of long ones, their beginnings."""
    out: list[Sentence] = []
    for one in sentences:
        out.append(one)
        out.extend(
            Sentence(one.text[:size], one.intent) for size in _CUT_TO if len(one.text) > size * 1.5
        )
    return out


def category_rows(sentences: Iterable[Sentence]) -> list[Sentence]:
    """What teaches the categories: labels are the four-digit codes."""
    chosen = [Sentence(s.text, s.intent[1:]) for s in sentences if _CODE.fullmatch(s.intent)]
    return with_cuts(chosen)


def act_rows(sentences: Iterable[Sentence]) -> list[Sentence]:
    """What teaches the acts: their own sentences, and some of each category as reports."""
    rows: list[Sentence] = []
    reports: dict[str, list[str]] = {}
    for one in sentences:
        if one.intent.startswith("act_"):
            rows.append(Sentence(one.text, one.intent.removeprefix("act_")))
        elif _CODE.fullmatch(one.intent):
            reports.setdefault(one.intent, []).append(one.text)
    chance = random.Random(7)
    for intent, texts in sorted(reports.items()):
        act = _CATEGORY_ACTS.get(intent, "report")
        if not act:  # praise and suggestions side by side: the acts have sentences of their own
            continue
        chosen = chance.sample(texts, min(_REPORTS_FOR_ACTS, len(texts)))
        rows.extend(Sentence(text, act) for text in chosen)
    short = (word for code, words in keywords().items() if code[:2] != "12" for word in words)
    rows.extend(Sentence(word, "report") for word in short)
    return rows


def danger_rows(sentences: Iterable[Sentence]) -> list[Sentence]:
    """What teaches danger: its own file; ordinary reports and acts are no danger."""
    rows: list[Sentence] = []
    chance = random.Random(11)
    for one in sentences:
        if one.intent.startswith("danger_") or one.intent == "no_danger":
            rows.append(one)
        elif one.intent in _SURE_DANGERS:
            continue
        elif not one.intent.startswith(("c10", "c07")) and chance.random() < 0.35:
            rows.append(Sentence(one.text[:80], "no_danger"))
    return rows


_EARS: tuple[tuple[str, Callable[[Iterable[Sentence]], list[Sentence]], Fit], ...] = (
    ("categories", category_rows, Fit(longest=2, strength=0.5)),
    ("acts", act_rows, Fit(longest=2, strength=1.0)),
    ("dangers", danger_rows, Fit(longest=2, strength=1.0)),
)


def data_hash(folder: Path) -> str:
    """A fingerprint of the training files."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.yml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def train(data: Path, out: Path, at: datetime, say: Progress = print) -> dict[str, Any]:
    """Train on a folder of sentences and write a model folder; returns what is in model.json."""
    sentences = read_sentences(data)
    if not any(_CODE.fullmatch(s.intent) for s in sentences):
        raise ValueError(f"{data} 里没有类别例句")
    out.mkdir(parents=True, exist_ok=True)
    parts: dict[str, Any] = {}
    scores: dict[str, Any] = {}
    for name, choose, how in _EARS:
        rows = choose(sentences)
        if len({row.intent for row in rows}) < 2:
            continue
        say(f"训练 {name}：{len(rows)} 句，{len({r.intent for r in rows})} 类")
        fitted = fit([r.text for r in rows], [r.intent for r in rows], how)
        parts[name] = save_linear(out, name, fitted.ear)
        scores[name] = fitted.scores
        say(f"  交叉验证：{fitted.scores}")
    about = {
        "format": 1, "data": data_hash(data), "trained": at.isoformat(timespec="seconds"),
        "sentences": len(sentences), "scores": scores, "parts": parts,
    }  # fmt: skip
    text = json.dumps(about, ensure_ascii=False, indent=1)
    (out / "model.json").write_text(text + "\n", encoding="utf-8")
    return about
