"""The report on a model trained from a city's history: one HTML page, charts drawn as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from nlu.privacy import mask

_SHOWN = 60
_SURELY_WRONG = 0.9


@dataclass(frozen=True)
class Judged:
    """Every ticket judged by a model that had not seen it; `scores` are already calibrated."""

    labels: tuple[str, ...]
    truth: Any
    scores: Any
    temperature: float
    lines: tuple[int, ...]

    @property
    def confidences(self) -> Any:
        grown = np.exp(self.scores - self.scores.max(axis=1, keepdims=True))
        return grown / grown.sum(axis=1, keepdims=True)

    @property
    def guesses(self) -> Any:
        return self.scores.argmax(axis=1)

    @property
    def accuracy(self) -> float:
        return float((self.guesses == self.truth).mean())

    def confusion(self) -> Any:
        """Rows are the labels given, columns the labels guessed."""
        table = np.zeros((len(self.labels), len(self.labels)), int)
        np.add.at(table, (self.truth, self.guesses), 1)
        return table

    def per_label(self) -> list[tuple[float, float, float, int]]:
        """Precision, recall, F1 and number of tickets of each label."""
        table = self.confusion()
        out = []
        for i in range(len(self.labels)):
            hits, guessed, given = table[i, i], table[:, i].sum(), table[i].sum()
            precision = hits / guessed if guessed else 0.0
            recall = hits / given if given else 0.0
            both = precision + recall
            out.append(
                (precision, recall, 2 * precision * recall / both if both else 0.0, int(given))
            )
        return out

    @property
    def macro_f1(self) -> float:
        return float(np.mean([row[2] for row in self.per_label()]))

    def scores_of(self) -> dict[str, float]:
        return {"accuracy": round(self.accuracy, 4), "macro_f1": round(self.macro_f1, 4)}

    def calibration(self) -> list[tuple[float, float, int]]:
        """Mean confidence, share right and number of tickets in ten steps of confidence."""
        sure = self.confidences.max(axis=1)
        right = self.guesses == self.truth
        out = []
        for step in range(10):
            inside = (sure > step / 10) & (sure <= (step + 1) / 10)
            if inside.any():
                out.append(
                    (float(sure[inside].mean()), float(right[inside].mean()), int(inside.sum()))
                )
        return out


def write_report(path: Path, texts: Sequence[str], judged: Judged) -> None:
    """Write the page; messages in it are masked."""
    parts = [
        "<!doctype html><html lang=zh-CN><meta charset=utf-8><title>训练报告</title>",
        "<style>body{font:15px/1.6 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
        "table{border-collapse:collapse}td,th{padding:.2em .8em;border-bottom:1px solid #ddd;"
        "text-align:left}th{white-space:nowrap}td.n{text-align:right}</style>",
        f"<h1>训练报告</h1><p>评了 {len(judged.truth)} 条工单，{len(judged.labels)} "
        f"个标签。以下都是交叉验证："
        f"每条工单由没有见过它（和它的近似重复）的模型来判。准确率 <b>{judged.accuracy:.3f}</b>，"
        f"宏平均 F1 <b>{judged.macro_f1:.3f}</b>。</p>",
        _table(judged),
        "<h2>混淆图</h2><p>行是人工标签，列是模型的判断；越深越多。</p>",
        _confusion_svg(judged),
        "<h2>校准曲线</h2><p>模型说有多大把握（横），实际对了多少（纵）；靠近斜线为好。</p>",
        _calibration_svg(judged),
        _pairs(judged),
        _suspects(judged, texts),
        "</html>",
    ]
    path.write_text("\n".join(parts), encoding="utf-8")


def _table(judged: Judged) -> str:
    rows = sorted(zip(judged.labels, judged.per_label(), strict=True), key=lambda r: r[1][2])
    cells = "".join(
        f"<tr><td>{escape(label)}<td class=n>{p:.3f}<td class=n>{r:.3f}<td class=n>{f:.3f}<td "
        f"class=n>{n}"
        for label, (p, r, f, n) in rows
    )
    return (
        "<h2>各标签</h2><table><tr><th>标签<th>精确率<th>召回率<th>F1<th>条数" + cells + "</table>"
    )


def _confusion_svg(judged: Judged) -> str:
    table = judged.confusion()
    size = max(6, min(36, 720 // len(judged.labels)))
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    cells = [
        f'<rect x="{160 + j * size}" y="{i * size}" width="{size}" height="{size}" '
        f'fill="rgb({int(255 - 215 * v)},{int(255 - 155 * v)},255)"><title>'
        f"{escape(judged.labels[i])} → {escape(judged.labels[j])}：{table[i, j]}</title></rect>"
        for i, row in enumerate(shares)
        for j, v in enumerate(row)
    ]
    names = [
        f'<text x="154" y="{(i + 0.75) * size:.0f}" text-anchor="end" font-size="{min(12, size)}">'
        f"{escape(label[:14])}</text>"
        for i, label in enumerate(judged.labels)
    ]
    wide = 170 + size * len(judged.labels)
    return (
        f'<svg width="{wide}" height="{size * len(judged.labels)}">{"".join(cells + names)}</svg>'
    )


def _calibration_svg(judged: Judged) -> str:
    dots = "".join(
        f'<circle cx="{40 + sure * 240:.0f}" cy="{260 - right * 240:.0f}" '
        f'r="{3 + min(9, many**0.5 / 6):.1f}" fill="#36c"><title>'
        f"把握 {sure:.2f}，对 {right:.2f}，{many} 条</title></circle>"
        for sure, right, many in judged.calibration()
    )
    frame = '<path d="M40 20V260H280M40 260L280 20" stroke="#999" fill="none"/>'
    return f'<svg width="320" height="290">{frame}{dots}</svg>'


def _pairs(judged: Judged) -> str:
    """Labels that people and model mix up most often, both ways: overlap in the label set."""
    table = judged.confusion()
    both = table + table.T
    count = len(judged.labels)
    pairs = sorted(
        ((int(both[i, j]), i, j) for i in range(count) for j in range(i + 1, count)), reverse=True
    )
    rows = "".join(
        f"<tr><td>{escape(judged.labels[i])}<td>{escape(judged.labels[j])}<td class=n>{many}"
        f"<td class=n>{many / max(1, table[i].sum() + table[j].sum()):.1%}"
        for many, i, j in pairs[:12]
        if many
    )
    head = "<h2>分不清的标签</h2><table><tr><th>标签<th>标签<th>互相混淆<th>占两类"
    return head + rows + "</table>"


def _suspects(judged: Judged, texts: Sequence[str]) -> str:
    """Tickets whose label the model contradicts most surely: look at these first."""
    confidences = judged.confidences
    wrong = np.flatnonzero(judged.guesses != judged.truth)
    order = sorted(wrong, key=lambda i: -confidences[i, judged.guesses[i]])
    rows = "".join(
        f"<tr><td class=n>{judged.lines[i]}<td>{escape(judged.labels[judged.truth[i]])}"
        f"<td>{escape(judged.labels[judged.guesses[i]])}<td "
        f"class=n>{confidences[i, judged.guesses[i]]:.2f}"
        f"<td>{escape(mask(texts[int(i)])[:_SHOWN])}"
        for i in order[:100]
        if confidences[i, judged.guesses[i]] >= _SURELY_WRONG or len(order) <= 100
    )
    head = "<h2>可能标错的工单</h2><table><tr><th>行<th>标签<th>模型认为<th>把握<th>内容"
    return head + rows + "</table>"
