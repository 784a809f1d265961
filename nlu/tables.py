"""Reads a city's tickets from CSV or XLSX; a broken file is named with line and reason."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from nlu.workbooks import NO_RESULT, BrokenTable, read_workbook

__all__ = ["BrokenTable", "listed", "read_table"]

_ENCODINGS = ("utf-8-sig", "gb18030")
_LARGEST_CELL = 10_000_000  # characters
_SEPARATORS = ",\t;"
_SHOWN = 5  # lines named of those that are wrong in the same way
_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# What Python's reader says of broken rows, in words for who made the table.
_REASONS = {
    "unexpected end of data": "从这里开始的引号到文件末尾也没有结束（引号没有成对）",
    "expected after": "引号里面又有引号，或者结束的引号后面还有字（引号没有成对）",
    "field larger": f"有一格超过 {_LARGEST_CELL} 个字（引号没有成对？）",
}


def read_table(path: Path, columns: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """Line number and the wanted columns of every row; raises BrokenTable."""
    rows = _rows(path)
    try:
        number, header = next(rows)
    except StopIteration:
        raise BrokenTable(f"{path.name} 是空的") from None
    where = _where(path, number, [name.strip() for name in header], columns)
    full = [(n, row) for n, row in rows if any(cell.strip() for cell in row)]
    if not full:
        raise BrokenTable(f"{path.name} 只有表头，没有数据")
    _even(path, full, len(header), max(where.values()) + 1)
    uncounted = [n for n, row in full if NO_RESULT in (row[at] for at in where.values())]
    if uncounted:
        raise BrokenTable(
            f"{path.name} {listed(uncounted)}有没算出结果的公式；请在表格软件里打开、保存一次"
        )
    return [(n, {name: row[at].strip() for name, at in where.items()}) for n, row in full]


def listed(lines: Sequence[int]) -> str:
    """The first few of some line numbers, in words."""
    more = f" 等 {len(lines)} 行" if len(lines) > _SHOWN else "行"
    return "第" + "、".join(str(line) for line in lines[:_SHOWN]) + more


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows of a file by what it is, not by what it is called."""
    if not path.exists():
        raise BrokenTable(f"找不到文件 {path.name}")
    if path.is_dir():
        raise BrokenTable(f"{path.name} 是文件夹，不是表格")
    with path.open("rb") as file:
        start = file.read(4)
    if start == _OLD:
        raise BrokenTable(f"{path.name} 是旧的 XLS 格式，或者加了密码；请另存为 XLSX 或 CSV")
    return read_workbook(path) if start == _ZIP else _csv(path)


def _where(path: Path, number: int, names: list[str], columns: Sequence[str]) -> dict[str, int]:
    """The place of each wanted column, which has to be there once."""
    missing = [column for column in columns if column not in names]
    if missing:
        said = "、".join(name or "（空）" for name in names)[:200]
        raise BrokenTable(
            f"{path.name} 第{number}行（表头）没有列 {'、'.join(missing)}；有：{said}"
        )
    for column in columns:
        if names.count(column) > 1:
            raise BrokenTable(
                f"{path.name} 第{number}行（表头）里列 {column} 出现了 {names.count(column)} 次，"
                "不知道用哪一个；请改名或删去多余的"
            )
    return {column: names.index(column) for column in columns}


def _even(path: Path, rows: list[tuple[int, list[str]]], width: int, least: int) -> None:
    """Refuse rows whose cells cannot be told apart: too few, or more than the header has.

    Empty cells behind the last column do no harm.
    """
    short = [n for n, row in rows if len(row) < least]
    long = [n for n, row in rows if any(cell.strip() for cell in row[width:])]
    if short:
        raise BrokenTable(f"{path.name} {listed(short)}少了后面的列（引号没有成对？）")
    if long:
        raise BrokenTable(f"{path.name} {listed(long)}比表头多出列（文字里的逗号没有加引号？）")


def _csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(_LARGEST_CELL)
    text = _decoded(path)
    first = text[: text.find("\n")]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            said = next((why for what, why in _REASONS.items() if what in str(wrong)), str(wrong))
            raise BrokenTable(f"{path.name} 第{start}行读不懂：{said}") from wrong
        yield start, row
        start = reader.line_num + 1


def _decoded(path: Path) -> str:
    raw = path.read_bytes()
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", errors="replace")
    furthest = 0
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as wrong:
            furthest = max(furthest, wrong.start)
    line = raw[:furthest].count(b"\n") + 1
    raise BrokenTable(f"{path.name} 第{line}行不是 UTF-8，也不是 GB18030 编码")
