"""Tables as offices save them: UTF-8 or GB18030, with or without BOM, any line ends."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from integrations.district.cells import plain
from integrations.district.mistakes import Notes

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; what is wrong with it goes to the notes."""

    file: str
    line: int
    cells: dict[str, str]
    notes: Notes

    def text(self, column: str) -> str:
        return self.cells.get(column, "")

    def error(self, words: str) -> None:
        self.notes.error(self.file, self.line, words)

    def value(self, column: str, parse: Callable[[str], Value], default: Value) -> Value:
        """The parsed cell; `default` when it is empty or wrong (then also a mistake)."""
        text = self.text(column)
        if not text:
            return default
        try:
            return parse(text)
        except ValueError as wrong:
            self.error(f"“{column}”：{wrong}")
            return default

    def needed(self, column: str, parse: Callable[[str], Value]) -> Value | None:
        """The parsed cell; None and a mistake when it is empty or wrong."""
        if not self.text(column):
            self.error(f"“{column}”不能空着")
            return None
        return self.value(column, lambda text: parse(text), None)

    def each(self, column: str, parse: Callable[[str], Value], split: Callable[[str], Iterable[str]]
             ) -> tuple[Value, ...]:  # fmt: skip
        """All parsed parts of a cell that holds a list."""
        return self.value(column, lambda text: tuple(parse(part) for part in split(text)), ())


def rows(path: Path, needed: tuple[str, ...], notes: Notes) -> list[Row]:
    """The lines of a table; none, and a mistake, when the file or a needed column is missing."""
    text = decoded(path, notes)
    return rows_of(text, path.name, needed, notes) if text is not None else []


def rows_of(text: str, file: str, needed: tuple[str, ...], notes: Notes) -> list[Row]:
    """The lines of a table's text, however it came here."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",\t;", key=first.count)
    lines = _lines(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True),
                   file, notes)  # fmt: skip
    number, header = next(lines, (1, []))
    names = [plain(name) for name in header]
    missing = [name for name in needed if name not in names]
    if missing:
        hint = "；列与列之间请用英文逗号" if any("，" in name for name in header) else ""
        notes.unread(file, number, f"缺少列：{'、'.join(missing)}{hint}")
        return []
    found = (_filled(Row(file, line, {}, notes), names, cells) for line, cells in lines)
    return [row for row in found if row]


def _lines(reader: Iterator[list[str]], file: str, notes: Notes) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells, without blank lines; stops at a line that cannot be read."""
    while True:
        line = getattr(reader, "line_num", 0) + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            notes.unread(file, line, "这一行读不出来，请检查引号是否成对")
            return
        if any(plain(cell) for cell in cells):
            yield line, cells


def _filled(row: Row, names: list[str], cells: list[str]) -> Row | None:
    if any(cell.strip() for cell in cells[len(names) :]):
        row.error(f"这一行有{len(cells)}列，表头只有{len(names)}列")
        return None
    return replace(row, cells={n: cell.strip() for n, cell in zip(names, cells, strict=False)})


def decoded(path: Path, notes: Notes) -> str | None:
    """The text of a file; None and a mistake with the line when no encoding fits."""
    try:
        raw = path.read_bytes()
    except OSError:
        notes.unread(path.name, 0, "缺少这个文件")
        return None
    return text_in(raw, path.name, notes)


def text_in(raw: bytes, file: str, notes: Notes) -> str | None:
    """The text of a file's bytes; None and a mistake with the line when no encoding fits."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        # A UTF-8 file with one broken line must not be read as GB18030: that gives nonsense.
        if any(char > "\u2e80" for char in raw[: wrong.start].decode("utf-8")):
            _unreadable(file, raw, wrong.start, notes)
            return None
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError as wrong:
        _unreadable(file, raw, wrong.start, notes)
        return None


def _unreadable(file: str, raw: bytes, at: int, notes: Notes) -> None:
    line = raw.count(b"\n", 0, at) + 1
    notes.unread(file, line, "这一行有乱码，请另存为“CSV UTF-8”或GB18030编码")
