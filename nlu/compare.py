"""Two models side by side on the same labelled sentences: better, worse, and where."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from nlu.evaluate import Answer, Case, marked, read_cases

SHOWN = 8  # sentences that got worse, as printed
KEPT = 200  # … and as written into the model's folder
SETS = {"chat": "日常短句", "letters": "来信", "acts": "意图句", "emergencies": "险情句",
        "facts": "时间地点等", "parts": "一句几件事"}  # fmt: skip
MEASURES = {
    "category top-1": "类别第一就对", "category top-3": "前三里有对的",
    "sure: answered": "有把握的占", "sure: right": "有把握的里对", "act": "意图对",
    "danger found": "险情听出来", "quiet where none": "不是险情不报", "times": "时间",
    "place": "地点", "phones": "电话", "people": "人数", "tickets": "工单号", "amounts": "金额",
    "parts: one or several": "一件还是几件",
}  # fmt: skip
_TOLD = ("category top-1", "act", "danger found", "quiet where none")
"""A sentence counts as better or worse by these."""
_GRAVE = ("danger found", "quiet where none")


@dataclass(frozen=True, slots=True)
class Line:
    """One measure on one set: shares of right answers of the old and the new model."""

    set: str
    measure: str
    old: float
    new: float
    cases: int


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence one of the two hears rightly and the other does not."""

    set: str
    measure: str
    text: str
    wanted: str
    old: str
    new: str


@dataclass(slots=True)
class Comparison:
    """Everything two models were compared on."""

    lines: list[Line] = field(default_factory=list)
    worse: list[Change] = field(default_factory=list)
    better: list[Change] = field(default_factory=list)

    def as_json(self, without: Collection[str] = ()) -> dict[str, Any]:
        """As kept beside the new model; of some sets the figures alone, no sentence."""
        worse = [one for one in self.worse if one.set not in without]
        better = [one for one in self.better if one.set not in without]
        return {"lines": [asdict(one) for one in self.lines],
                "worse": [asdict(one) for one in worse[:KEPT]],
                "better": [asdict(one) for one in better[:KEPT]]}  # fmt: skip


def read_sets(paths: Iterable[Path]) -> dict[str, list[Case]]:
    """The test sets of files, by what they are called; raises ValueError naming file and line."""
    found: dict[str, list[Case]] = {}
    for path in paths:
        found.setdefault(SETS.get(path.stem, path.stem), []).extend(read_cases([path]))
    return found


@dataclass(frozen=True, slots=True)
class _Tried:
    """One sentence, as the old and the new model answered, and what each was right about."""

    case: Case
    answers: tuple[dict[str, Any], dict[str, Any]]

    @property
    def marks(self) -> tuple[dict[str, float], dict[str, float]]:
        return marked(self.case, self.answers[0]), marked(self.case, self.answers[1])


def compare(sets: dict[str, list[Case]], old: Answer, new: Answer, now: datetime) -> Comparison:
    """Both models on every sentence of every set; `now` is for sentences without a time."""
    found = Comparison()
    for name, cases in sets.items():
        tried = []
        for case in cases:
            at = datetime.fromisoformat(case.now) if case.now else now
            tried.append(_Tried(case, (old(case.text, at), new(case.text, at))))
        found.lines += _lines(name, tried)
        for one in tried:
            _note(found, name, one)
    return found


def _lines(name: str, tried: Sequence[_Tried]) -> list[Line]:
    """Shares of right answers; what only one of the two answered counts for that one alone."""
    tallies: dict[str, tuple[list[float], list[float]]] = {}
    for one in tried:
        for side, marks in enumerate(one.marks):
            for measure, mark in marks.items():
                tallies.setdefault(measure, ([], []))[side].append(mark)
    return [Line(name, measure, _share(old), _share(new), max(len(old), len(new)))
            for measure, (old, new) in tallies.items()]  # fmt: skip


def _share(marks: Sequence[float]) -> float:
    return round(sum(marks) / len(marks), 4) if marks else 0.0


def _note(found: Comparison, name: str, tried: _Tried) -> None:
    """Remember a sentence of which only one of the two is right."""
    was, became = tried.marks
    for measure in _TOLD:
        if was.get(measure) == became.get(measure):
            continue
        heard = [_heard(answer, measure) for answer in tried.answers]
        change = Change(name, measure, tried.case.text, _wanted(tried.case, measure), *heard)
        (found.worse if was[measure] > became[measure] else found.better).append(change)


def _wanted(case: Case, measure: str) -> str:
    if measure == "act":
        return str(case.act)
    return str(case.category) if measure.startswith("category") else str(case.facts["emergency"])


def _heard(answer: dict[str, Any], measure: str) -> str:
    if measure == "act":
        return str(answer["act"])
    return str(answer["category" if measure.startswith("category") else "emergency"])


def print_comparison(found: Comparison, say: Callable[[str], None]) -> None:
    """The table, and a few of the sentences that got worse."""
    say(_row("测试句", "看什么", ("原来", "新的", "差", "句数")))
    for one in found.lines:
        figures = (f"{one.old:.3f}", f"{one.new:.3f}", f"{one.new - one.old:+.3f}", str(one.cases))
        say(_row(one.set, MEASURES.get(one.measure, one.measure), figures))
    say(f"听对的变多：{len(found.better)}句；变错：{len(found.worse)}句。")
    grave = sorted(found.worse, key=lambda one: one.measure not in _GRAVE)
    for change in grave[:SHOWN]:
        text = change.text.replace("\n", " ")
        shown = text if len(text) <= 40 else text[:40] + "…"
        say(f"  变错 [{change.set}] {shown}  应是{change.wanted}，"
            f"原来听成{change.old}，现在听成{change.new}")  # fmt: skip
    if len(found.worse) > SHOWN:
        say(f"  还有{len(found.worse) - SHOWN}句，见模型文件夹里的 compared.json")


def _row(name: str, measure: str, figures: tuple[str, str, str, str]) -> str:
    return _wide(name, 22) + _wide(measure, 16) + "".join(_right(one, 8) for one in figures)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _wide(text: str, columns: int) -> str:
    return text + " " * max(1, columns - _width(text))


def _right(text: str, columns: int) -> str:
    return " " * max(1, columns - _width(text)) + text
