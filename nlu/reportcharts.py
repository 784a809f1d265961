"""The pictures of the training report, as SVG that shrinks with the page."""

from __future__ import annotations

from html import escape

import numpy as np

from nlu.judged import Judged

_MOST = 40  # labels in the picture: those that are mixed up most
_NAME = 8  # characters of a label beside the picture
_WITH_NUMBERS = 16  # labels up to which there is room for numbers
_LEFT, _TOP = 130, 92  # room for the names
_PALE = 0.55  # share from which the ground is dark


def confusion_chart(judged: Judged) -> str:
    """Rows are the labels given, columns the labels guessed; the colour is the share of the row."""
    table = judged.confusion()
    chosen = np.arange(len(judged.labels))
    if len(chosen) > _MOST:
        wrong = table.sum(axis=0) + table.sum(axis=1) - 2 * table.diagonal()
        chosen = np.sort(np.argsort(-wrong, kind="stable")[:_MOST])
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    names = [judged.labels[i] for i in chosen]
    size = max(14, min(56, 640 // len(chosen)))
    cells = [
        _cell((x, y, size), shares[i, j], f"{judged.labels[i]} → {judged.labels[j]}：{table[i, j]}")
        + _number((x, y, size), table[i, j], shares[i, j], len(chosen))
        for y, i in enumerate(chosen)
        for x, j in enumerate(chosen)
    ]
    side = size * len(chosen)
    note = f"<p class=note>只画最容易混的 {_MOST} 个标签。</p>" if len(names) < len(table) else ""
    return (
        f'{note}<svg viewBox="0 0 {_LEFT + side + 60} {_TOP + side}" width="{_LEFT + side + 60}" '
        f'role="img" aria-label="混淆图">{"".join(cells)}{_names(names, size)}</svg>'
    )


def _cell(place: tuple[int, int, int], share: float, said: str) -> str:
    x, y, size = place
    shade = f"rgb({int(255 - 215 * share)},{int(255 - 155 * share)},255)"
    return (
        f'<rect x="{_LEFT + x * size}" y="{_TOP + y * size}" width="{size}" height="{size}" '
        f'fill="{shade}" stroke="#e4e8ee"><title>{escape(said)}</title></rect>'
    )


def _number(place: tuple[int, int, int], many: int, share: float, labels: int) -> str:
    x, y, size = place
    if not many or labels > _WITH_NUMBERS:
        return ""
    ink = "#fff" if share > _PALE else "#333"
    return (
        f'<text x="{_LEFT + (x + 0.5) * size}" y="{_TOP + (y + 0.5) * size + 5}" fill="{ink}" '
        f'text-anchor="middle" font-size="13" pointer-events="none">{many}</text>'
    )


def _names(names: list[str], size: int) -> str:
    letter, out = min(13, size - 2), []
    for place, name in enumerate(names):
        short = escape(name if len(name) <= _NAME else name[: _NAME - 1] + "…")
        middle = (place + 0.5) * size
        x, y = _LEFT + middle, _TOP - 6
        out.append(
            f'<text x="{_LEFT - 6}" y="{_TOP + middle + letter / 3:.0f}" text-anchor="end" '
            f'font-size="{letter}">{short}</text><text x="{x}" y="{y}" font-size="{letter}" '
            f'transform="rotate(-45 {x} {y})">{short}</text>'
        )
    return "".join(out)


def calibration_chart(judged: Judged) -> str:
    """How sure the model was (across) against how often it was right (up)."""
    dots = "".join(
        f'<circle cx="{50 + sure * 300:.0f}" cy="{320 - right * 300:.0f}" '
        f'r="{3 + min(9, many**0.5 / 6):.1f}" fill="#36c" fill-opacity=".8"><title>'
        f"把握 {sure:.2f}，对 {right:.2f}，{many} 条</title></circle>"
        for sure, right, many in judged.calibration()
    )
    marks = "".join(
        f'<path d="M{50 + step * 60} 320v5M50 {320 - step * 60}h-5" stroke="#999"/>'
        f'<text x="{50 + step * 60}" y="340" text-anchor="middle">{step * 20}%</text>'
        f'<text x="42" y="{324 - step * 60}" text-anchor="end">{step * 20}%</text>'
        for step in range(6)
    )
    frame = '<path d="M50 20V320H350M50 320L350 20" stroke="#999" fill="none"/>'
    return (
        '<svg viewBox="0 0 380 365" width="380" font-size="12" role="img" aria-label="校准曲线">'
        f'{frame}{marks}{dots}<text x="200" y="360" text-anchor="middle">模型的把握</text></svg>'
    )
