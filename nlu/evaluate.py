"""Scores whoever hears on files of labelled messages, and prints a table."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

Answer = Callable[[str, datetime], dict[str, Any]]
_SURE = 0.75


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled message; `also` are categories that are right too. None: not labelled."""

    text: str
    category: str | None = None
    also: tuple[str, ...] = ()
    act: str | None = None
    now: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)


_FACTS = ("emergency", "place", "phones", "people", "times", "parts", "tickets", "amounts")


def read_cases(paths: Iterable[Path]) -> list[Case]:
    """JSON lines or a JSON list; raises ValueError naming file and line."""
    cases: list[Case] = []
    for path in paths:
        text = path.read_text(encoding="utf-8-sig").strip()
        rows = json.loads(text) if text.startswith("[") else _lines(path, text)
        cases.extend(_case(row) for row in rows)
    return cases


def _lines(path: Path, text: str) -> Iterable[dict[str, Any]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            row["text"]
        except (ValueError, KeyError, TypeError) as wrong:
            raise ValueError(f"{path.name} 第{number}行读不懂：{wrong}") from wrong
        yield row


def _case(row: dict[str, Any]) -> Case:
    also = row.get("also") or ()
    return Case(
        text=str(row["text"]),
        category=str(row["category"]) if row.get("category") else None,
        also=(also,) if isinstance(also, str) else tuple(str(code) for code in also),
        act=row.get("act"),
        now=row.get("now"),
        facts={name: row[name] for name in _FACTS if name in row},
    )


def evaluate(cases: Sequence[Case], answer: Answer, now: datetime) -> dict[str, Any]:
    """Shares of right answers by kind of question, with the number of cases behind each."""
    tallies: dict[str, list[float]] = {}
    wrong: list[dict[str, Any]] = []
    for case in cases:
        at = datetime.fromisoformat(case.now) if case.now else now
        heard = answer(case.text, at)
        for name, value in marked(case, heard).items():
            tallies.setdefault(name, []).append(value)
        if case.category and heard["category"] not in (case.category, *case.also):
            wrong.append(
                {"text": case.text[:60], "category": case.category, "heard": heard["top3"]}
            )
    scores = {
        name: {"share": round(sum(marks) / len(marks), 4), "cases": len(marks)}
        for name, marks in sorted(tallies.items())
    }
    return {"cases": len(cases), "scores": scores, "wrong": wrong[:200]}


def marked(case: Case, heard: dict[str, Any]) -> dict[str, float]:
    """What one answer is right about: 1 or 0 by kind of question; only what is labelled."""
    marks: dict[str, float] = {}
    if case.category:
        right = {case.category, *case.also}
        top = [guess["code"] for guess in heard["top3"]]
        hit = bool(top) and top[0] in right
        marks["category top-1"] = float(hit)
        marks["category top-3"] = float(bool(right & set(top)))
        marks["sure: answered"] = float(heard["confidence"] >= _SURE)
        if heard["confidence"] >= _SURE:
            marks["sure: right"] = float(hit)
    if case.act:
        marks["act"] = float(heard["act"] == case.act)
    marks.update(_fact_marks(case, heard))
    return marks


def _fact_marks(case: Case, heard: dict[str, Any]) -> dict[str, float]:
    marks: dict[str, float] = {}
    for name, wanted in case.facts.items():
        if name == "parts":
            many = wanted if isinstance(wanted, int) else len(wanted)
            marks["parts: one or several"] = float((len(heard["parts"]) > 1) == (many > 1))
        elif name == "times":
            marks["times"] = float(_starts(heard["times"]) == _starts(wanted))
        elif name == "emergency":
            kind = "danger found" if wanted else "quiet where none"
            marks[kind] = float(bool(heard["emergency"]) == bool(wanted))
        else:
            marks[name] = float(_same(heard[name], wanted))
    return marks


def _starts(times: Iterable[Any]) -> list[datetime]:
    starts = (time["start"] if isinstance(time, dict) else time for time in times)
    return [datetime.fromisoformat(start) for start in starts]


def _same(heard: Any, wanted: Any) -> bool:
    if isinstance(wanted, list):
        return list(heard) == wanted
    return bool(heard == wanted)


def print_table(scores: dict[str, Any], say: Callable[[str], None]) -> None:
    """One line a score."""
    say(f"{'':26}  share  cases")
    for name, one in scores["scores"].items():
        say(f"{name:26} {one['share']:6.3f} {one['cases']:6d}")
