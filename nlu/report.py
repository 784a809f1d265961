"""The report on a model trained from a city's history: one HTML page that needs nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from nlu.historyfitting import Tickets
from nlu.judged import Judged
from nlu.privacy import mask
from nlu.reportcharts import calibration_chart, confusion_chart

_SHOWN = 60  # characters of a ticket
_SURE, _SURELY_WRONG = 0.8, 0.9
_PAIRS, _EXAMPLES, _SUSPECTS, _CONTRADICTIONS = 12, 2, 100, 20
_NUMBERS = ("精确率", "召回率", "F1", "条数", "行", "把握")  # columns set to the right
_STYLE = """
body{font:15px/1.6 system-ui,"PingFang SC","Noto Sans CJK SC",sans-serif;color:#222;
max-width:60em;margin:1.5em auto;padding:0 1em}
h1{font-size:1.5em}h2{font-size:1.15em;margin:2em 0 .4em}p.note{color:#555;margin:.2em 0 .8em}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}
td,th{padding:.3em .6em;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}
th{white-space:nowrap;font-weight:600}th.n{text-align:right}
h3{font-size:1em;margin:1em 0 .2em}ul{margin:.2em 0;padding-left:1.2em}
li{overflow-wrap:anywhere}td.n{text-align:right;white-space:nowrap}
td.l{white-space:nowrap}td.t{overflow-wrap:anywhere;min-width:11em}
.figures{display:flex;flex-wrap:wrap;gap:.8em;margin:1em 0}
.figures div{background:#f3f6fa;border-radius:.5em;padding:.5em 1em;flex:1 1 8em}
.figures b{display:block;font-size:1.5em}svg{max-width:100%;height:auto;display:block}
@media(max-width:40em){body{margin:.8em auto;font-size:14px}td,th{padding:.25em .35em}}
"""


@dataclass(frozen=True)
class Paper:
    """The tickets as the report shows them: whole texts, and the group of near copies of each."""

    tickets: Tickets
    whole: Sequence[str]
    groups: Sequence[int]

    def words(self, row: int) -> str:
        """The beginning of a ticket without personal data."""
        text = " ".join(mask(self.whole[row]).split())
        return escape(text[:_SHOWN] + ("…" if len(text) > _SHOWN else ""))


def write_report(path: Path, judged: Judged, paper: Paper) -> None:
    """Write the page; tickets in it are masked."""
    parts = [
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>训练报告</title><style>{_STYLE}</style>",
        _head(judged, paper),
        _labels(judged),
        "<h2>混淆图</h2><p class=note>行是人工标签，列是模型的判断；颜色是占这一行的比例。</p>",
        confusion_chart(judged),
        "<h2>校准曲线</h2><p class=note>横：模型说有多大把握；纵：实际对了多少。"
        "越靠近斜线，把握说得越准；点越大，工单越多。</p>",
        calibration_chart(judged),
        _pairs(judged, paper),
        _contradictions(paper),
        _suspects(judged, paper),
        "</html>",
    ]
    path.write_text("\n".join(parts), encoding="utf-8")


def _head(judged: Judged, paper: Paper) -> str:
    share, right = judged.sure(_SURE)
    figures = (
        (f"{judged.accuracy:.1%}", "准确率"),
        (f"{judged.macro_f1:.3f}", "宏平均 F1"),
        (f"{judged.among_two:.1%}", "前两个里有对的"),
        (f"{right:.1%}", f"有把握的（{share:.0%} 的工单）准确率"),
        (f"{judged.heads:.1%}", "只看标题或开头时准确率"),
    )
    boxes = "".join(f"<div><b>{value}</b>{name}</div>" for value, name in figures)
    return (
        f"<h1>训练报告</h1><p>{len(paper.whole)} 条工单，{len(judged.labels)} 个标签；评了其中 "
        f"{len(judged.truth)} 条，每条由没有见过它（和它的近似重复）的模型来判。"
        f"电话、证件号等已隐去。</p><div class=figures>{boxes}</div>"
    )


def _table(head: Sequence[str], rows: Iterable[str]) -> str:
    names = "".join(f"<th{' class=n' if name in _NUMBERS else ''}>{name}" for name in head)
    return f"<div class=wide><table><tr>{names}{''.join(rows)}</table></div>"


def _labels(judged: Judged) -> str:
    found = zip(judged.labels, judged.per_label(), strict=True)
    rows = (
        f"<tr><td>{escape(label)}<td class=n>{precision:.3f}<td class=n>{recall:.3f}"
        f"<td class=n>{both:.3f}<td class=n>{many}"
        for label, (precision, recall, both, many) in sorted(found, key=lambda row: row[1][2])
    )
    return (
        "<h2>各标签</h2><p class=note>F1 低的在前。精确率：判为这类的有多少对；"
        "召回率：这类的找到了多少。</p>"
    ) + _table(("标签", "精确率", "召回率", "F1", "条数"), rows)


def _pairs(judged: Judged, paper: Paper) -> str:
    """Labels that people and model differ about most often: overlap in the label set itself."""
    given = Counter(int(label) for label in judged.truth)
    found = [
        f"<h3>{escape(judged.labels[i])} ↔ {escape(judged.labels[j])}："
        f"{many} 条（{many / (given[i] + given[j]):.1%}）</h3>"
        f"<ul>{_examples(judged, paper, (i, j))}{_examples(judged, paper, (j, i))}</ul>"
        for many, i, j in judged.mixed_up()[:_PAIRS]
    ]
    head = (
        "<h2>分不清的标签</h2><p class=note>人和模型最常说法不一的两类（占这两类工单的比例），"
        "和几个例子；要么界线不清，要么该并成一类。</p>"
    )
    return head + "".join(found) if found else ""


def _examples(judged: Judged, paper: Paper, pair: tuple[int, int]) -> str:
    given, guessed = pair
    return "".join(
        f"<li>第{judged.lines[i]}行，人标<b>{escape(judged.labels[given])}</b>："
        f"{paper.words(judged.rows[i])}"
        for i in judged.called(given, guessed)[:_EXAMPLES]
    )


def contradictions(groups: Sequence[int], labels: Sequence[str]) -> list[list[int]]:
    """The tickets of each group of near copies that have different labels."""
    members: dict[int, list[int]] = {}
    for row, group in enumerate(groups):
        members.setdefault(group, []).append(row)
    return [rows for rows in members.values() if len({labels[row] for row in rows}) > 1]


def _contradictions(paper: Paper) -> str:
    """Near copies that people gave different labels."""
    found = contradictions(paper.groups, paper.tickets.labels)
    rows = (_contradiction(paper, group) for group in found[:_CONTRADICTIONS])
    more = f"，列出 {_CONTRADICTIONS} 组" if len(found) > _CONTRADICTIONS else ""
    head = (
        "<h2>说法不一的近似重复</h2><p class=note>文字几乎一样，人工标签不同，"
        f"共 {len(found)} 组{more}。</p>"
    )
    return head + _table(("标签（行）", "内容"), rows) if found else ""


def _contradiction(paper: Paper, group: list[int]) -> str:
    first = {paper.tickets.labels[row]: paper.tickets.lines[row] for row in reversed(group)}
    said = "<br>".join(f"{escape(label)}（{line}）" for label, line in first.items())
    return f"<tr><td class=l>{said}<td class=t>{paper.words(group[0])}"


def _suspects(judged: Judged, paper: Paper) -> str:
    """Tickets whose label the model contradicts most surely: look at these first."""
    found = judged.suspects(_SURELY_WRONG)
    rows = (
        f"<tr><td class=n>{judged.lines[i]}<td class=l>{escape(judged.labels[judged.truth[i]])}"
        f"<br>→ {escape(judged.labels[judged.guesses[i]])}"
        f"<td class=n>{judged.confidences[i].max():.2f}<td class=t>{paper.words(judged.rows[i])}"
        for i in found[:_SUSPECTS]
    )
    more = f"，列出把握最大的 {_SUSPECTS} 条" if len(found) > _SUSPECTS else ""
    head = (
        "<h2>可能标错的工单</h2><p class=note>模型有九成以上把握、却和人工标签不同的 "
        f"{len(found)} 条{more}；请人看一看，改了再训练。</p>"
    )
    return head + _table(("行", "标签 → 模型", "把握", "内容"), rows)
