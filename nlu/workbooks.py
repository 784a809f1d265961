"""Reads the first sheet of an XLSX workbook; the standard library has all it needs."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
NO_RESULT = "\0="  # stands for a formula that no program has worked out yet
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # ECMA-376: a character XML cannot hold


class BrokenTable(ValueError):
    """A table that cannot be read; the message says where and why, in Chinese."""


def read_workbook(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each row; raises BrokenTable."""
    try:
        with zipfile.ZipFile(path) as book:
            shared = _shared(book)
            with book.open(_first_sheet(book)) as sheet:
                yield from _rows(sheet, shared)
    except (zipfile.BadZipFile, KeyError, IndexError, ElementTree.ParseError) as wrong:
        raise BrokenTable(f"{path.name} 不是能读的 XLSX 文件：{wrong}") from wrong


def _first_sheet(book: zipfile.ZipFile) -> str:
    """The part of the workbook with the first sheet that is not hidden."""
    sheets = ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
    shown = [sheet for sheet in sheets if sheet.get("state", "visible") == "visible"]
    links = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    parts = {link.get("Id"): link.get("Target", "") for link in links}
    target = parts[shown[0].get(_LINK)]
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _rows(sheet: IO[bytes], shared: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Rows as wide as the first one at least: a workbook leaves empty cells at the end out."""
    number, width = 0, 0
    for _, row in ElementTree.iterparse(sheet):
        if row.tag != f"{_MAIN}row":
            continue
        number = int(row.get("r") or number + 1)
        cells: dict[int, str] = {}
        for cell in row.iter(f"{_MAIN}c"):
            place = _column(cell.get("r", ""), max(cells, default=-1) + 1)
            cells[place] = _cell(cell, shared)
        last = max(cells, default=-1) + 1
        width = width or last
        yield number, [cells.get(index, "") for index in range(max(width, last))]
        row.clear()  # a big sheet is never in memory as a whole


def _shared(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    return [_words(one) for one in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]


def _words(holder: ElementTree.Element | None) -> str:
    """Plain or formatted text, without notes on how it is spoken."""
    if holder is None:
        return ""
    runs = [*holder.findall(f"{_MAIN}t"), *holder.findall(f"{_MAIN}r/{_MAIN}t")]
    said = "".join(run.text or "" for run in runs)
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), said)


def _column(reference: str, default: int) -> int:
    letters = re.sub(r"[^A-Z]", "", reference)
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1 if letters else default


def _cell(cell: ElementTree.Element, shared: list[str]) -> str:
    """The words of a cell; of a formula its last result, or NO_RESULT."""
    kind, value = cell.get("t"), cell.findtext(f"{_MAIN}v")
    if kind == "inlineStr":
        return _words(cell.find(f"{_MAIN}is"))
    if value is None:
        return "" if cell.find(f"{_MAIN}f") is None else NO_RESULT
    if kind == "e":
        return ""  # #REF! and the like say nothing
    return shared[int(value)] if kind == "s" else value
