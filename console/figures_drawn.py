"""Drawings of figures as SVG, made on the server: bars and lines that a phone can show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDE, HIGH = 400, 200
LEFT, RIGHT, TOP, FOOT = 40, 44, 16, 30
ROOM = 36  # so much a label within a bar needs
FEWEST = 10  # so high is the axis of counts at the least
NAMES = 5  # written below the bars at most


@dataclass(frozen=True, slots=True)
class Step:
    """One bar: its name, how many, and the share drawn as a point above it, if there is one."""

    name: str
    count: int
    share: float | None = None


def trend(steps: Sequence[Step], counted: str, shared: str) -> Markup:
    """Bars of counts with a line of shares; a list of the same stands in the text alternative."""
    most = max([FEWEST, *(one.count + one.count % 2 for one in steps)])  # halves are whole
    room = (WIDE - LEFT - RIGHT) / max(1, len(steps))
    parts = [_axis(most)]
    every = -(-len(steps) // NAMES) if steps else 1
    for n, one in enumerate(steps):
        x, high = LEFT + n * room, _scaled(one.count / most)
        parts.append(_bar(x + room * 0.15, room * 0.7, high, one))
        if n % every == 0:
            parts.append(_text(x + room / 2, HIGH - 10, one.name, "middle"))
    parts.append(_line(steps, room))
    words = "；".join(f"{one.name}{counted}{one.count}件" + _said(one, shared) for one in steps)
    return _svg(WIDE, HIGH, f"{counted}和{shared}：{words}", parts)


def _said(step: Step, shared: str) -> str:
    return "" if step.share is None else f"，{shared}{step.share:.0%}"


def _scaled(share: float) -> float:
    return share * (HIGH - TOP - FOOT)


def _axis(most: int) -> Markup:
    lines = []
    for part in (0, 0.5, 1):
        y = HIGH - FOOT - _scaled(part)
        lines.append(Markup('<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>').format(
            LEFT, WIDE - RIGHT, y, y))  # fmt: skip
        lines.append(_text(LEFT - 6, y + 4, f"{most * part:.0f}", "end"))
        lines.append(_text(WIDE - RIGHT + 6, y + 4, f"{part:.0%}", "start", "share"))
    return Markup("").join(lines)


def _bar(x: float, width: float, high: float, step: Step) -> Markup:
    y = HIGH - FOOT - high
    return Markup('<rect class="bar" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}">'
                  "<title>{}：{}件</title></rect>").format(x, y, width, high, step.name,
                                                         step.count)  # fmt: skip


def _line(steps: Sequence[Step], room: float) -> Markup:
    """The shares, joined where they stand beside one another."""
    points = [(LEFT + (n + 0.5) * room, HIGH - FOOT - _scaled(one.share))
              for n, one in enumerate(steps) if one.share is not None]  # fmt: skip
    if not points:
        return Markup("")
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = Markup("").join(
        Markup('<circle class="share" cx="{:.1f}" cy="{:.1f}" r="4"/>').format(x, y)
        for x, y in points
    )
    return Markup('<polyline class="share" points="{}"/>').format(path) + dots


def _text(x: float, y: float, words: str, anchor: str, kind: str = "") -> Markup:
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(
        kind, x, y, anchor, words)  # fmt: skip


def _svg(wide: int, high: int, said: str, parts: Sequence[Markup]) -> Markup:
    head = Markup('<svg class="drawn" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(
        wide, high, said)  # fmt: skip
    return head + Markup("").join(parts) + Markup("</svg>")


def stacked(parts: Sequence[tuple[str, float, float]]) -> Markup:
    """One bar of several parts: name, share and goal each; goals are marked by strokes."""
    wide, high, x = WIDE, 64, 0.0
    drawn, goal = [], 0.0
    for n, (_, share, wanted) in enumerate(parts):
        width = share * wide
        bar = Markup('<rect class="part{}" x="{:.1f}" y="14" width="{:.1f}" height="34"/>')
        drawn.append(bar.format(n, x, width))
        if width > ROOM:
            drawn.append(_text(x + width / 2, 36, f"{share:.0%}", "middle", f"on{n}"))
        x, goal = x + width, goal + wanted
        if n < len(parts) - 1:
            drawn.append(Markup('<line class="goal" x1="{:.1f}" x2="{:.1f}" y1="6" y2="56"/>')
                         .format(goal * wide, goal * wide))  # fmt: skip
    said = "，".join(f"{name}{share:.1%}，目标{wanted:.0%}" for name, share, wanted in parts)
    return _svg(wide, high, said, drawn)


def narrowing(steps: Sequence[tuple[str, int]]) -> Markup:
    """Bars that become shorter: how many came so far."""
    most, row, begin = max([1, *(count for _, count in steps)]), 34, 140
    drawn = []
    for n, (name, count) in enumerate(steps):
        y, width = n * row, max(2.0, (WIDE - begin - 50) * count / most)
        drawn.append(_text(begin - 8, y + 22, name, "end"))
        bar = Markup('<rect class="bar" x="{}" y="{}" width="{:.1f}" height="24"/>')
        drawn.append(bar.format(begin, y + 5, width))
        drawn.append(_text(begin + width + 6, y + 22, str(count), "start"))
    said = "，".join(f"{escape(name)}{count}" for name, count in steps)
    return _svg(WIDE, row * len(steps) + 6, said, drawn)
