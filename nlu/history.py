"""Trains on a city's own labelled tickets, whatever its labels are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nlu.features import analyse
from nlu.fitting import calibrate
from nlu.historymodel import Ears, HistoryModel, save_history
from nlu.linear import Linear
from nlu.meanings import load_meanings
from nlu.report import Judged, write_report
from nlu.tables import BrokenTable, read_table
from nlu.twins import groups

Progress = Callable[[str], None]
_LONGEST = 3  # characters of the longest n-gram
_MOST_TERMS = 400_000  # n-grams kept per column
_SHARE = 0.5  # weight of the meanings beside the n-grams
# C of the machines: of the columns, of the joined text, of the one on likelihood ratios
_STRENGTH, _STRENGTH_SHORT, _STRENGTH_RATIO = 2.0, 1.0, 0.5
_LEAST = 5  # tickets a label needs
_FOLDS = 3
_HEADS = (60, 30)  # characters of the beginnings that teach short messages
_JOINED = 400  # characters of the last column in the joined text


@dataclass(frozen=True, slots=True)
class Tickets:
    """A city's tickets: one list of texts per column, labels, lines in the file."""

    columns: tuple[str, ...]
    texts: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...]
    lines: tuple[int, ...]

    def whole(self) -> list[str]:
        """All columns of each ticket joined."""
        return [" ".join(row) for row in zip(*self.texts, strict=True)]


def train_history(
    path: Path, columns: Sequence[str], label: str, out: Path, say: Progress = print
) -> HistoryModel:
    """Train on a CSV or XLSX file, write the model and report.html; raises BrokenTable."""
    tickets = read_tickets(path, columns, label, say)
    say("找近似重复的工单…")
    together = groups(tickets.whole())
    say(f"  {len(tickets.labels)} 条，去掉近似重复后 {len(set(together))} 组")
    judged = _judge(tickets, together, say)
    say("用全部工单训练…")
    model = _fit(tickets, judged.temperature)
    model.about.update({"tickets": len(tickets.labels), "scores": judged.scores_of()})
    save_history(out, model)
    write_report(out / "report.html", tickets.whole(), judged)
    say(f"交叉验证：准确率 {judged.accuracy:.4f}，宏平均 F1 {judged.macro_f1:.4f}")
    say(f"完成：{out}（报告 {out / 'report.html'}）")
    return model


def read_tickets(path: Path, columns: Sequence[str], label: str, say: Progress) -> Tickets:
    """Rows without a label or text, and labels with too few tickets, are left out and named."""
    rows = read_table(path, [*columns, label])
    full = [(n, row) for n, row in rows if row[label] and any(row[c] for c in columns)]
    if len(full) < len(rows):
        say(f"跳过 {len(rows) - len(full)} 行：没有标签或没有文字")
    counts = Counter(row[label] for _, row in full)
    rare = sorted(name for name, many in counts.items() if many < _LEAST)
    if rare:
        say(f"跳过 {len(rare)} 个标签（不到 {_LEAST} 条）：{'、'.join(rare[:10])}")
    kept = [(n, row) for n, row in full if counts[row[label]] >= _LEAST]
    if len({row[label] for _, row in kept}) < 2:
        raise BrokenTable(f"{path.name} 的列 {label} 里至少要有两个标签，各不少于 {_LEAST} 条")
    say(f"读了 {len(kept)} 条工单，{len({row[label] for _, row in kept})} 个标签")
    texts = tuple(tuple(row[column] for _, row in kept) for column in columns)
    labels = tuple(row[label] for _, row in kept)
    return Tickets(tuple(columns), texts, labels, tuple(n for n, _ in kept))


def _judge(tickets: Tickets, together: list[int], say: Progress) -> Judged:
    """Scores for every ticket from a model that has not seen it or a near copy of it."""
    from sklearn.model_selection import StratifiedGroupKFold

    classes = np.array(sorted(set(tickets.labels)))
    truth = np.searchsorted(classes, np.array(tickets.labels))
    scores = np.zeros((len(truth), len(classes)), np.float32)
    if len(set(together)) < _FOLDS * len(classes):
        say("  工单几乎都是重复的：下面的分数偏高，不可信")
        together = list(range(len(truth)))
    folds = StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=5)
    for number, (seen, unseen) in enumerate(folds.split(truth, truth, together), 1):
        say(f"交叉验证 {number}/{_FOLDS}…")
        model = _fit(_some(tickets, seen), 1.0)
        where = np.searchsorted(classes, np.array(model.labels))
        for row in unseen:
            scores[row, where] = model.scores([texts[row] for texts in tickets.texts])
    warmth, _ = calibrate(scores, truth)
    return Judged(tuple(str(c) for c in classes), truth, scores * warmth, warmth, tickets.lines)


def _some(tickets: Tickets, chosen: Any) -> Tickets:
    return Tickets(
        tickets.columns,
        tuple(tuple(texts[i] for i in chosen) for texts in tickets.texts),
        tuple(tickets.labels[i] for i in chosen),
        tuple(tickets.lines[i] for i in chosen),
    )


def _short(tickets: Tickets) -> tuple[list[str], list[str]]:
    """Texts and labels for the ear of short messages: joined tickets, every column alone (the
    last one by its beginnings), because people write less in a chat than in a letter."""
    texts, labels = [], []
    for *row, label in zip(*tickets.texts, tickets.labels, strict=True):
        heads = [row[-1][:size] for size in _HEADS if len(row[-1]) > size]
        whole = " ".join([*row[:-1], row[-1][:_JOINED]]).strip()
        mine = [text for text in dict.fromkeys([whole, *row[:-1], *heads]) if text]
        texts.extend(mine)
        labels.extend([label] * len(mine))
    return texts, labels


def _fit(tickets: Tickets, temperature: float) -> HistoryModel:
    from scipy.sparse import hstack

    blocks = [_block(texts) for texts in tickets.texts]
    matrix = hstack([matrix for matrix, _ in blocks], format="csr", dtype=np.float32)
    whole = _ears(blocks, _machines(matrix, np.array(tickets.labels), _STRENGTH))
    del matrix, blocks
    texts, labels = _short(tickets)
    block = _block(texts)
    joint = _ears([block], _machines(block[0], np.array(labels), _STRENGTH_SHORT))
    return HistoryModel(tickets.columns, whole, joint, temperature, {})


def _ears(blocks: Sequence[tuple[Any, Any]], machines: tuple[tuple[str, ...], Any, Any]) -> Ears:
    classes, weights, bias = machines
    ears, start = [], 0
    for block, vectors in blocks:
        ears.append(_ear(vectors, weights[start : start + block.shape[1]], classes))
        start += block.shape[1]
    return Ears(tuple(ears), bias.astype(np.float32))


def _block(texts: Sequence[str]) -> tuple[Any, Any]:
    """TF-IDF of n-grams, and the meanings beside them, of one column."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(
        analyzer=lambda text: analyse(text, _LONGEST) if text else [], sublinear_tf=True,
        min_df=2, max_features=_MOST_TERMS, dtype=np.float32,
    )  # fmt: skip
    matrix = vectors.fit_transform(texts)
    meanings = load_meanings()
    if meanings is None:
        return matrix, vectors
    empty = np.zeros(meanings.size, np.float32)
    dense = np.stack([meanings.vector(text) if text else empty for text in texts]) * _SHARE
    return hstack([matrix, csr_matrix(dense)], format="csr", dtype=np.float32), vectors


def _machines(matrix: Any, labels: Any, strength: float) -> tuple[tuple[str, ...], Any, Any]:
    """A linear SVM plus one on features weighted by their likelihood ratio: one set of weights."""
    from sklearn.svm import LinearSVC

    plain = LinearSVC(C=strength, dual="auto", random_state=0).fit(matrix, labels)
    classes = tuple(str(c) for c in plain.classes_)
    weights, bias = plain.coef_.T.copy(), plain.intercept_.copy()
    if len(classes) == 2:
        return classes, np.hstack([-weights, weights]), np.array([-bias[0], bias[0]])
    for column, label in enumerate(plain.classes_):
        ratio = _ratio(matrix, labels == label)
        machine = LinearSVC(C=_STRENGTH_RATIO, dual="auto", random_state=0)
        machine.fit(matrix.multiply(ratio).tocsr(), labels == label)
        weights[:, column] += machine.coef_[0] * ratio
        bias[column] += machine.intercept_[0]
    return classes, weights, bias


def _ratio(matrix: Any, mine: Any) -> Any:
    """How much likelier a feature is within a label than outside, as an absolute log ratio."""
    present = matrix > 0
    inside = np.asarray(present[mine].sum(axis=0)).ravel() + 0.5
    outside = np.asarray(present[~mine].sum(axis=0)).ravel() + 0.5
    return np.abs(np.log(inside / inside.sum()) - np.log(outside / outside.sum()))


def _ear(vectors: Any, weights: Any, classes: tuple[str, ...]) -> Linear:
    terms = len(vectors.vocabulary_)
    dense = (weights[terms:] * _SHARE).astype(np.float32)
    scale = np.abs(weights[:terms]).max(axis=0) / 127
    scale[scale == 0] = 1
    return Linear(
        labels=classes,
        vocabulary={str(term): int(i) for term, i in vectors.vocabulary_.items()},
        idf=vectors.idf_.astype(np.float32),
        weights=np.round(weights[:terms] / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=np.zeros(len(classes), np.float32),
        longest=_LONGEST,
        dense=dense if len(dense) else None,
        meanings=load_meanings() if len(dense) else None,
    )
