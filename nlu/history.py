"""Trains on a city's own labelled tickets, whatever its labels are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from nlu.fitting import calibrate
from nlu.historyfitting import Corpus, Tickets, fit_history, judge_fold, prepare
from nlu.historymodel import HistoryModel, save_history
from nlu.report import Judged, write_report
from nlu.tables import BrokenTable, read_table
from nlu.twins import groups

Progress = Callable[[str], None]
_LEAST = 5  # tickets a label needs
_FOLDS, _ONE_SPLIT_FROM = 3, 25_000  # of a big history one part is judged, not all in turn


def train_history(tickets: Tickets, out: Path, say: Progress = print) -> HistoryModel:
    """Train on tickets, write the model and report.html."""
    say("找近似重复的工单…")
    whole = tickets.whole()
    together = groups(whole)
    say(f"  {len(tickets.labels)} 条，去掉近似重复后 {len(set(together))} 组")
    say("统计字词…")
    corpus = prepare(tickets)
    judged, rows = _judge(corpus, together, say)
    say("用全部工单训练…")
    model = fit_history(corpus, judged.temperature)
    model.about.update({"tickets": len(tickets.labels), "scores": judged.scores_of()})
    save_history(out, model)
    write_report(out / "report.html", [whole[row] for row in rows], judged)
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


def mapped(tickets: Tickets, codes: Mapping[str, str], say: Progress) -> Tickets:
    """The tickets with labels turned into our codes; labels the table lacks stay, and are named."""
    missing = sorted(set(tickets.labels) - codes.keys())
    if missing:
        say(f"对照表里没有 {len(missing)} 个标签，照原样用：{'、'.join(missing[:10])}")
    labels = tuple(codes.get(label, label) for label in tickets.labels)
    return Tickets(tickets.columns, tickets.texts, labels, tickets.lines)


def read_codes(path: Path) -> dict[str, str]:
    """A table with the columns label and code; raises BrokenTable."""
    return {row["label"]: row["code"] for _, row in read_table(path, ["label", "code"])}


def _judge(corpus: Corpus, together: list[int], say: Progress) -> tuple[Judged, list[int]]:
    """Scores from a model that has not seen the tickets or near copies; which were judged."""
    from sklearn.model_selection import StratifiedGroupKFold

    classes, truth = np.unique(np.array(corpus.tickets.labels), return_inverse=True)
    scores = np.zeros((len(truth), len(classes)), np.float32)
    if len(set(together)) < _FOLDS * len(classes):
        say("  工单几乎都是重复的：下面的分数偏高，不可信")
        together = list(range(len(truth)))
    folds = StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=5)
    judged: list[int] = []
    many = 1 if len(truth) >= _ONE_SPLIT_FROM else _FOLDS
    for number, (seen, unseen) in enumerate(folds.split(truth, truth, together), 1):
        if number <= many:
            say(f"交叉验证 {number}/{many}…")
            scores[unseen] = judge_fold(corpus, seen, unseen)
            judged.extend(int(row) for row in unseen)
    judged.sort()
    warmth, _ = calibrate(scores[judged], truth[judged])
    lines = tuple(corpus.tickets.lines[row] for row in judged)
    names = tuple(str(c) for c in classes)
    return Judged(names, truth[judged], scores[judged] * warmth, warmth, lines), judged
