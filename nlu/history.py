"""Trains on a city's own labelled tickets, whatever its labels are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from nlu.encoder import Encoder
from nlu.historyfitting import Tickets, fit_history, prepare
from nlu.historymeaning import encode
from nlu.historymodel import HistoryModel, save_history
from nlu.judging import judge
from nlu.keywords import keywords
from nlu.report import Paper, write_report
from nlu.tables import BrokenTable, listed, read_table
from nlu.twins import groups

Progress = Callable[[str], None]
Rows = list[tuple[int, dict[str, str]]]
_LEAST = 5  # tickets a label needs
_MOST_LABELS = 1_000  # more are no label set but names or numbers


def train_history(
    tickets: Tickets, out: Path, say: Progress = print, encoder: Encoder | None = None
) -> HistoryModel:
    """Train on tickets, write the model and report.html."""
    say("找近似重复的工单…")
    whole = tickets.whole()
    together = groups(whole)
    say(f"  {len(tickets.labels)} 条，去掉近似重复后 {len(set(together))} 组")
    say("统计字词…")
    corpus = prepare(tickets)
    judged, warmth = judge(corpus, together, say)
    encoded = encode(tickets.texts, corpus.labels, encoder, say) if encoder else None
    say("用全部工单训练…")
    model = fit_history(corpus, warmth, encoded)
    model.about.update({"tickets": len(tickets.labels), "scores": judged.scores_of()})
    save_history(out, model)
    write_report(out / "report.html", judged, Paper(tickets, whole, together))
    say(f"交叉验证：准确率 {judged.accuracy:.4f}，宏平均 F1 {judged.macro_f1:.4f}")
    say(f"完成：{out}（报告 {out / 'report.html'}）")
    return model


def read_tickets(path: Path, columns: Sequence[str], label: str, say: Progress) -> Tickets:
    """Rows without a label or text, and labels with too few tickets, are left out and named.

    Raises BrokenTable when what is left can not be learned.
    """
    rows = read_table(path, [*columns, label])
    full = [(n, row) for n, row in rows if row[label] and any(row[c] for c in columns)]
    if len(full) < len(rows):
        good = {n for n, _ in full}
        say(f"跳过没有标签或没有文字的{listed([n for n, _ in rows if n not in good])}")
    kept = _common(path, full, label, say)
    texts = tuple(tuple(row[column] for _, row in kept) for column in columns)
    labels = tuple(row[label] for _, row in kept)
    say(f"读了 {len(kept)} 条工单，{len(set(labels))} 个标签")
    return Tickets(tuple(columns), texts, labels, tuple(n for n, _ in kept))


def _common(path: Path, rows: Rows, label: str, say: Progress) -> Rows:
    """The rows whose label has enough of them."""
    counts = Counter(row[label] for _, row in rows)
    rare = sorted(name for name, many in counts.items() if many < _LEAST)
    if rare:
        say(f"跳过 {len(rare)} 个标签（不到 {_LEAST} 条）：{'、'.join(rare[:10])}")
    left = len(counts) - len(rare)
    if left < 2:
        raise BrokenTable(
            f"{path.name} 的列 {label} 里至少要有两个标签，各不少于 {_LEAST} 条；现在有 {left} 个"
        )
    if left > _MOST_LABELS:
        raise BrokenTable(f"{path.name} 的列 {label} 里有 {left} 个标签，不像是分类")
    return [(n, row) for n, row in rows if counts[row[label]] >= _LEAST]


def mapped(tickets: Tickets, codes: Mapping[str, str], say: Progress) -> Tickets:
    """The tickets with labels turned into our codes; labels the table lacks stay, and are named.

    Raises BrokenTable when all labels become one.
    """
    missing = sorted(set(tickets.labels) - codes.keys())
    if missing:
        say(f"对照表里没有 {len(missing)} 个标签，照原样用：{'、'.join(missing[:10])}")
    unused = sorted(codes.keys() - set(tickets.labels))
    if unused:
        say(f"对照表里有 {len(unused)} 个标签没有工单：{'、'.join(unused[:10])}")
    strange = sorted(set(codes.values()) - keywords().keys())
    if strange:
        say(f"对照表里有 {len(strange)} 个代码不是我们的类别，照原样用：{'、'.join(strange[:10])}")
    labels = tuple(codes.get(label, label) for label in tickets.labels)
    if len(set(labels)) < 2:
        raise BrokenTable(f"按对照表，所有工单都成了同一类（{labels[0]}），没有可学的")
    return Tickets(tickets.columns, tickets.texts, labels, tickets.lines)


def read_codes(path: Path) -> dict[str, str]:
    """A table with the columns label and code; raises BrokenTable."""
    codes: dict[str, str] = {}
    for number, row in read_table(path, ["label", "code"]):
        label, code = row["label"], row["code"]
        if codes.setdefault(label, code) != code:
            raise BrokenTable(f"{path.name} 第{number}行：标签 {label} 已经对到 {codes[label]}")
        if not code:
            raise BrokenTable(f"{path.name} 第{number}行：标签 {label} 没有代码")
    return codes
