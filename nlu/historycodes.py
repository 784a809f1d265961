"""A city's labels as our codes, by a table that says which is which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from nlu.historyfitting import Tickets
from nlu.historywords import folded
from nlu.keywords import keywords
from nlu.sheets import BrokenTable, Line, Say
from nlu.tables import MissingColumn, read_table

_NAMED = ("label", "code"), ("标签", "代码"), ("类别", "代码")  # what the two columns may be called
_SHOWN = 10
_CODE = 4  # digits; a spreadsheet takes the first away where it is a zero


def mapped(tickets: Tickets, codes: Mapping[str, str], say: Say) -> Tickets:
    """The tickets with labels turned into our codes; labels the table lacks stay, and are named.

    Raises BrokenTable when all labels become one.
    """
    known = {folded(label): code for label, code in codes.items()}
    have = {folded(label) for label in tickets.labels}
    missing = sorted({label for label in tickets.labels if folded(label) not in known})
    if missing:
        say(f"对照表里没有 {len(missing)} 个标签，照原样用：{some(missing)}")
    unused = sorted(label for label in codes if folded(label) not in have)
    if unused:
        say(f"对照表里有 {len(unused)} 个标签没有工单：{some(unused)}")
    strange = sorted(set(codes.values()) - keywords().keys())
    if strange:
        say(f"对照表里有 {len(strange)} 个代码不是我们的类别，照原样用：{some(strange)}")
    labels = tuple(known.get(folded(label), label) for label in tickets.labels)
    if len(set(labels)) < 2:
        raise BrokenTable(f"按对照表，所有工单都成了同一类（{labels[0]}），没有可学的")
    return replace(tickets, labels=labels)


def read_codes(path: Path, say: Say) -> dict[str, str]:
    """A table with the columns label and code; rows without a code count as none.

    Raises BrokenTable.
    """
    codes: dict[str, str] = {}
    for number, label, code in _rows(path, say):
        code = _whole(code)
        if code and codes.setdefault(label, code) != code:
            raise BrokenTable(
                f"{path.name} 第{number}行：标签 {label} 已经对到 {codes[label]}，"
                f"这里又对到 {code}；请只留一行"
            )
    if not codes:
        raise BrokenTable(f"{path.name} 里没有一行有代码；每行要有标签和它的代码")
    return codes


def some(names: Sequence[str]) -> str:
    """The first few names, in words."""
    return "、".join(names[:_SHOWN]) + (" 等" if len(names) > _SHOWN else "")


def _rows(path: Path, say: Say) -> list[tuple[Line, str, str]]:
    lacking = []
    for label, code in _NAMED:
        try:
            found = read_table(path, [label, code], say)
        except MissingColumn as wrong:
            lacking.append(wrong)
        else:
            return [(number, row[label], row[code]) for number, row in found if row[label]]
    raise BrokenTable(f"{lacking[0]}；对照表要有 label 和 code（或“标签”和“代码”）两列")


def _whole(code: str) -> str:
    """One of our codes with the zero that a spreadsheet took away."""
    return code.zfill(_CODE) if code.zfill(_CODE) in keywords() else code
