"""Reads a city's tickets from CSV or XLSX; a broken file is named with line and reason."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ENCODINGS = ("utf-8-sig", "gb18030")
_LARGEST_FIELD = 10_000_000


class BrokenTable(ValueError):
    """A table that cannot be read; the message says where and why, in Chinese."""


def read_table(path: Path, columns: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """Line number and the wanted columns of every row; raises BrokenTable."""
    if not path.exists():
        raise BrokenTable(f"找不到文件 {path.name}")
    rows = _xlsx(path) if path.suffix.lower() == ".xlsx" else _csv(path)
    try:
        number, header = next(rows)
    except StopIteration:
        raise BrokenTable(f"{path.name} 是空的") from None
    names = [name.strip() for name in header]
    missing = [column for column in columns if column not in names]
    if missing:
        raise BrokenTable(
            f"{path.name} 第{number}行（表头）没有列 {'、'.join(missing)}；有：{'、'.join(names)}"
        )
    where = {column: names.index(column) for column in columns}
    found = [
        (n, _picked(path, n, row, where)) for n, row in rows if any(cell.strip() for cell in row)
    ]
    if not found:
        raise BrokenTable(f"{path.name} 只有表头，没有数据")
    return found


def _picked(path: Path, number: int, row: list[str], where: dict[str, int]) -> dict[str, str]:
    if len(row) <= max(where.values()):
        raise BrokenTable(
            f"{path.name} 第{number}行只有{len(row)}列，少了后面的列（引号没有成对？）"
        )
    return {column: row[index].strip() for column, index in where.items()}


def _csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(_LARGEST_FIELD)
    reader = csv.reader(io.StringIO(_decoded(path), newline=""), strict=True)
    start = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            raise BrokenTable(f"{path.name} 第{start}行读不懂：{wrong}") from wrong
        yield start, row
        start = reader.line_num + 1


def _decoded(path: Path) -> str:
    raw = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as wrong:
            line = raw[: wrong.start].count(b"\n") + 1
    raise BrokenTable(f"{path.name} 第{line}行不是 UTF-8，也不是 GB18030 编码")


def _xlsx(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The first sheet; a reader of our own, because the standard library has all it needs."""
    try:
        with zipfile.ZipFile(path) as book:
            shared = _shared(book)
            sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError) as wrong:
        raise BrokenTable(f"{path.name} 不是能读的 XLSX 文件：{wrong}") from wrong
    for row in sheet.iter(f"{_SHEET}row"):
        cells: dict[int, str] = {}
        for cell in row.iter(f"{_SHEET}c"):
            cells[_column(cell.get("r", ""), len(cells))] = _cell(cell, shared)
        width = max(cells, default=-1) + 1
        yield int(row.get("r", "0")), [cells.get(index, "") for index in range(width)]


def _shared(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    root = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    return ["".join(t.text or "" for t in one.iter(f"{_SHEET}t")) for one in root]


def _column(reference: str, default: int) -> int:
    letters = re.sub(r"[^A-Z]", "", reference)
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1 if letters else default


def _cell(cell: ElementTree.Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(t.text or "" for t in cell.iter(f"{_SHEET}t"))
    value = cell.findtext(f"{_SHEET}v") or ""
    return shared[int(value)] if cell.get("t") == "s" and value else value
