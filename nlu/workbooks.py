"""Reads the sheets of an XLSX workbook; the standard library has all it needs."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from nlu.sheets import NO_RESULT, BrokenTable, Rows, Sheet

_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_LINK = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # ECMA-376: a character XML cannot hold
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]+)(\d+):[A-Z]+(\d+)"')
_PART, _OVERLAP = 1 << 20, 100  # bytes looked through at once, and again with the next
_FRACTION = re.compile(r"-?\d*\.\d+")  # 1.1 may stand as 1.1000000000000001
_MOST_ROWS = 1_048_576  # a sheet of Excel has so many
_BROKEN = (
    zipfile.BadZipFile, zlib.error, ElementTree.ParseError, EOFError, IndexError, KeyError,
    NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip
# What else is a ZIP file, by a part of it.
_OTHERS = {
    "mimetype": "是 OpenDocument 表格（ODS），不是 XLSX",
    "word/document.xml": "是 Word 文档，不是表格",
    "ppt/presentation.xml": "是演示文稿，不是表格",
    "xl/workbook.bin": "是 XLSB 格式",
}
_OTHERWISE = "是压缩文件，里面没有 XLSX 表格；请先解压"

Fills = dict[int, list[tuple[int, int]]]  # first and last row of merged cells, by column


def read_workbook(path: Path) -> Iterator[Sheet]:
    """The sheets that are not hidden, in order; raises BrokenTable, also while rows are read."""
    with _whole(path), zipfile.ZipFile(path) as book:
        names = set(book.namelist())
        if "xl/workbook.xml" not in names:
            other = next((said for part, said in _OTHERS.items() if part in names), _OTHERWISE)
            raise BrokenTable(f"{path.name} {other}；请另存为 XLSX 或 CSV")
        shown = list(_shown(book))
        shared = _shared(book)
    for name, part in shown:
        yield Sheet(name, _sheet(path, part, shared), padded=True)


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    """Whatever is wrong inside a file is said in one way."""
    try:
        yield
    except BrokenTable:
        raise
    except _BROKEN as wrong:
        raise BrokenTable(
            f"{path.name} 不是能读的 XLSX 文件：不完整、加了密码，或者正在被别的程序写；"
            "请在表格软件里打开，另存一份再试"
        ) from wrong


def _shown(book: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name and part of each sheet that can be seen."""
    links = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    parts = {link.get("Id"): link.get("Target", "") for link in links}
    for sheet in ElementTree.fromstring(book.read("xl/workbook.xml")).findall(".//{*}sheet"):
        if sheet.get("state", "visible") == "visible":
            target = parts[sheet.get(_LINK) or sheet.get(_STRICT_LINK)]
            name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if "chartsheets/" not in name:
                yield sheet.get("name", ""), name


def _sheet(path: Path, part: str, shared: list[str]) -> Rows:
    with _whole(path), zipfile.ZipFile(path) as book:
        with book.open(part) as sheet:
            fills = _merged(sheet)
        with book.open(part) as sheet:
            yield from _filled(_rows(sheet, shared), fills)


def _merged(sheet: IO[bytes]) -> Fills:
    """Cells that are one over several rows; they stand behind the rows in the file."""
    out: Fills = {}
    before = b""
    while part := sheet.read(_PART):
        for letters, first, last in _MERGED.findall(before + part):
            rows = int(first), min(int(last), _MOST_ROWS)
            if rows[0] < rows[1] and rows not in out.get(_column(letters.decode(), 0), []):
                out.setdefault(_column(letters.decode(), 0), []).append(rows)
        before = part[-_OVERLAP:]
    return out


def _filled(rows: Rows, fills: Fills) -> Rows:
    """The rows, where cells that are one over several say the same in each of them."""
    heads = {(first, at): last for at, found in fills.items() for first, last in found}
    said: dict[int, tuple[int, str]] = {}  # by column: until which row, and what
    for number, cells in rows:
        for at in fills:
            if (number, at) in heads and at < len(cells):
                said[at] = heads[number, at], cells[at]
            elif at in said and number <= said[at][0]:
                cells.extend([""] * (at + 1 - len(cells)))
                cells[at] = said[at][1]
        yield number, cells


def _rows(sheet: IO[bytes], shared: list[str]) -> Rows:
    number = 0
    for _, row in ElementTree.iterparse(sheet):
        if not row.tag.endswith("}row"):
            continue
        number = int(row.get("r") or number + 1)
        cells: dict[int, str] = {}
        space = row.tag.removesuffix("row")  # there are two kinds of XLSX
        for cell in row.iter(f"{space}c"):
            place = _column(cell.get("r", ""), max(cells, default=-1) + 1)
            cells[place] = _cell(cell, shared, space)
        yield number, [cells.get(index, "") for index in range(max(cells, default=-1) + 1)]
        row.clear()  # a big sheet is never in memory as a whole


def _shared(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    found = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    return [_words(one, found.tag.removesuffix("sst")) for one in found]


def _words(holder: ElementTree.Element | None, space: str) -> str:
    """Plain or formatted text, without notes on how it is spoken."""
    if holder is None:
        return ""
    runs = [*holder.findall(f"{space}t"), *holder.findall(f"{space}r/{space}t")]
    said = "".join(run.text or "" for run in runs)
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), said)


def _column(reference: str, default: int) -> int:
    letters = re.sub(r"[^A-Z]", "", reference)
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1 if letters else default


def _cell(cell: ElementTree.Element, shared: list[str], space: str) -> str:
    """The words of a cell; of a formula its last result, or NO_RESULT."""
    kind, value = cell.get("t"), cell.findtext(f"{space}v")
    if kind == "inlineStr":
        return _words(cell.find(f"{space}is"), space)
    if not value:
        return "" if cell.find(f"{space}f") is None else NO_RESULT
    if kind == "e":
        return ""  # #REF! and the like say nothing
    if kind == "s":
        return shared[int(value)]
    return f"{float(value):.15g}" if _FRACTION.fullmatch(value) else value
