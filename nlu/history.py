"""Trains on a city's own labelled tickets, whatever its labels are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from nlu.drafts import draft
from nlu.encoder import Encoder
from nlu.historycodes import some
from nlu.historyfitting import Tickets, fit_history, prepare
from nlu.historymeaning import encode
from nlu.historymodel import HistoryModel, save_history
from nlu.historywords import plain, spelled
from nlu.judged import Judged
from nlu.judging import judge
from nlu.report import Paper, contradictions, write_report
from nlu.sheets import BrokenTable, Line, listed
from nlu.tables import MissingColumn, read_table
from nlu.twins import groups

Progress = Callable[[str], None]
Rows = list[tuple[Line, dict[str, str]]]
_LEAST = 5  # tickets a label needs
_MOST_LABELS = 1_000  # more are no label set but names or numbers
_SHOWN = 5
_HOW = "请照表头写列名，几列用逗号隔开，例如 --text 标题,内容 --label 类别"


def train_history(
    tickets: Tickets, out: Path, say: Progress = print, encoder: Encoder | None = None
) -> HistoryModel:
    """Train on tickets, write the model and report.html; ended early, nothing is written."""
    with draft(out, "history.json", ("meaning.npz", "topics.npz")) as folder:
        whole = tickets.whole()
        together = _grouped(whole, say)
        say("统计字词…")
        corpus = prepare(tickets)
        judged, warmth = judge(corpus, together, say)
        encoded = encode(tickets.texts, corpus.labels, encoder, say) if encoder else None
        say("用全部工单训练…")
        model = fit_history(corpus, warmth, encoded)
        model.about.update({"tickets": len(tickets.labels), "scores": judged.scores_of()})
        save_history(folder, model)
        write_report(folder / "report.html", judged, Paper(tickets, whole, together))
    _tell(judged, contradictions(together, tickets.labels), say)
    say(f"完成：{out}（报告 {out / 'report.html'}）")
    return model


def _grouped(whole: Sequence[str], say: Progress) -> list[int]:
    say("找近似重复的工单…")
    together = groups(whole)
    say(f"  {len(whole)} 条，去掉近似重复后 {len(set(together))} 组")
    return together


def _tell(judged: Judged, unlike: list[list[int]], say: Progress) -> None:
    """How well it hears, and what of the labels may be wrong."""
    say(f"交叉验证：准确率 {judged.accuracy:.4f}，宏平均 F1 {judged.macro_f1:.4f}")
    for one, two, share in judged.blurred()[:_SHOWN]:
        say(f"  标签 {one} 和 {two} 常常分不清（{share:.0%}），是不是一回事？例子见报告")
    if unlike:
        say(f"  {len(unlike)} 组工单文字几乎一样、标签却不同，请看报告里的“说法不一”")
    weak = [name for name, row in zip(judged.labels, judged.per_label(), strict=True) if not row[2]]
    if weak:
        say(f"  {len(weak)} 个标签一条也没有听对，工单太少或界线不清：{some(weak)}")


def read_tickets(path: Path, columns: Sequence[str], label: str, say: Progress) -> Tickets:
    """The tickets of a table that can be learned from; see all_tickets and frequent."""
    return frequent(all_tickets(path, columns, label, say), say)


def all_tickets(path: Path, columns: Sequence[str], label: str, say: Progress) -> Tickets:
    """Rows without a label or text, and columns without any, are left out and named.

    Raises BrokenTable.
    """
    columns = _asked(columns, label)
    try:
        rows = read_table(path, [*columns, label], say)
    except MissingColumn as wrong:
        raise BrokenTable(f"{wrong}。{_HOW}") from wrong
    rows = [(n, {name: plain(said) for name, said in row.items()}) for n, row in rows]
    full = _labelled(rows, columns, label, say)
    written = [column for column in columns if any(row[column] for _, row in full)]
    if full and len(written) < len(columns):
        say(f"列 {some([c for c in columns if c not in written])} 全是空的，不用")
    texts = tuple(tuple(row[column] for _, row in full) for column in written)
    labels = tuple(row[label] for _, row in full)
    return Tickets(tuple(written), texts, labels, tuple(n for n, _ in full))


def _asked(columns: Sequence[str], label: str) -> list[str]:
    """The columns asked for, each once; raises BrokenTable when that makes no sense."""
    if not columns or not label.strip():
        raise BrokenTable(f"没有写列名。{_HOW}")
    if label in columns:
        raise BrokenTable(f"标签列 {label} 也写在 --text 里，那样就不用猜了；请从 --text 里去掉")
    return list(dict.fromkeys(columns))


def _labelled(rows: Rows, columns: Sequence[str], label: str, say: Progress) -> Rows:
    """The rows with words and a label, whose label is spelled as most often."""
    names, ways = spelled([row[label] for _, row in rows])
    if ways:
        said = "；".join(" = ".join(f"“{way}”" for way in one) for one in ways[:_SHOWN])
        say(f"{len(ways)} 个标签有几种写法（空格、全半角），当作同一个：{said}")
    named = [(n, {**row, label: name}) for (n, row), name in zip(rows, names, strict=True)]
    bare = [n for n, row in named if not row[label]]
    mute = [n for n, row in named if row[label] and not any(row[c] for c in columns)]
    if bare:
        say(f"跳过没有标签的{listed(bare)}")
    if len(bare) * 2 > len(rows):
        say("  多半的行没有标签：是不是同类的几行只在第一行写了？请把每一行都填上")
    if mute:
        say(f"跳过没有文字的{listed(mute)}")
    return [(n, row) for n, row in named if row[label] and any(row[c] for c in columns)]


def frequent(tickets: Tickets, say: Progress) -> Tickets:
    """The tickets whose label has enough of them; raises BrokenTable when too few are left."""
    counts = Counter(tickets.labels)
    rare = sorted(name for name, many in counts.items() if many < _LEAST)
    if rare:
        lost = sum(counts[name] for name in rare)
        say(f"跳过 {len(rare)} 个标签（不到 {_LEAST} 条），共 {lost} 条：{some(rare)}")
    left = len(counts) - len(rare)
    if left < 2:
        raise BrokenTable(
            f"至少要有两个标签，各不少于 {_LEAST} 条；现在有 {left} 个。"
            "请多导出一些工单，或者看看 --label 写的列对不对"
        )
    if left > _MOST_LABELS:
        raise BrokenTable(f"有 {left} 个标签，不像是分类；请看看 --label 写的列对不对")
    kept = [at for at, label in enumerate(tickets.labels) if counts[label] >= _LEAST]
    say(f"读了 {len(kept)} 条工单，{left} 个标签")
    return tickets.some(kept)
