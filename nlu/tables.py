"""Reads a city's tickets from CSV or XLSX; a broken file is named with line, reason and way out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlu.columns import HEADS, Header, header
from nlu.sheets import NO_RESULT, BrokenTable, Line, Row, Say, Sheet, listed
from nlu.textfiles import read_text
from nlu.workbooks import read_workbook

_LOST = 50  # of so many rows one may not fit and is left out
_MOST_NAMES = 200  # characters of the names of columns in a sentence
_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UNSEEN = "\ufeff\u200b\u200c\u200d\u2060\0"
_NOTHING = {"null", "(null)", "<null>", "none", "nan", "#n/a", "n/a", "\\n"}  # as programs say it
_EMPTY = "请看看导出时选的时间和条件"


class MissingColumn(BrokenTable):
    """A table that lacks a wanted column."""


@dataclass(frozen=True)
class _Table:
    """A sheet whose header is known."""

    path: Path
    sheet: Sheet
    top: Header
    rows: list[Row]  # below the header, those that hold something

    @property
    def name(self) -> str:
        """What a sentence about it begins with."""
        return f"{self.path.name} 工作表“{self.sheet.name}”" if self.sheet.name else self.path.name

    @property
    def places(self) -> dict[str, int]:
        """The cell of each wanted column."""
        return {column: places[0] for column, places in self.top.places.items()}

    def without(self, lines: Sequence[int]) -> _Table:
        """The same without some lines."""
        gone = set(lines)
        rows = [row for row in self.rows if row[0] not in gone]
        return _Table(self.path, self.sheet, self.top, rows)


def _quiet(line: str) -> None:
    """Say nothing."""


def read_table(
    path: Path, columns: Sequence[str], say: Say = _quiet
) -> list[tuple[Line, dict[str, str]]]:
    """Line and the wanted columns of every row that holds something; raises BrokenTable.

    The header may have titles above it; of a workbook every sheet with the columns is read. A few
    rows that do not fit are left out and named.
    """
    tables = list(_tables(path, columns, say))
    if not tables:
        raise BrokenTable(f"{path.name} 是空的；{_EMPTY}")
    read = [table for table in tables if not table.top.missing]
    if not read:
        raise _missing(min(tables, key=lambda table: len(table.top.missing)))
    if len(read) < len(tables):
        _tell(tables, say)
    out: list[tuple[Line, dict[str, str]]] = []
    for table in read:
        mark = f"{table.sheet.name}!" if len(read) > 1 else ""
        out += [(mark + str(n) if mark else n, row) for n, row in _wanted(table, say)]
    if not out:
        raise BrokenTable(f"{path.name} 只有表头，没有数据；{_EMPTY}")
    return out


def _tell(tables: Sequence[_Table], say: Say) -> None:
    for table in tables:
        say(table.name + ("没有要的列，没有读" if table.top.missing else "读了"))


def _tables(path: Path, columns: Sequence[str], say: Say) -> Iterator[_Table]:
    """The sheets that hold something."""
    for sheet in _sheets(path, columns, say):
        rows = [(n, row) for n, row in sheet.rows if any(cell.strip() for cell in row)]
        if rows:
            top = header(rows[:HEADS], columns)
            yield _Table(path, sheet, top, [row for row in rows if row[0] > top.line])


def _sheets(path: Path, columns: Sequence[str], say: Say) -> Iterator[Sheet]:
    """Sheets of a file by what it is, not by what it is called."""
    if not path.exists():
        raise BrokenTable(f"找不到文件 {path}；请看看路径和文件名")
    if path.is_dir():
        raise BrokenTable(f"{path.name} 是文件夹，不是表格；请写里面那个文件的路径")
    with path.open("rb") as file:
        start = file.read(4)
    if start == _OLD:
        raise BrokenTable(f"{path.name} 是旧的 XLS 格式，或者加了密码；请另存为 XLSX 或 CSV")
    return read_workbook(path) if start == _ZIP else iter([read_text(path, columns, say)])


def _missing(table: _Table) -> MissingColumn:
    top = table.top
    names = "、".join(" ".join(name.split()) or "（空）" for name in top.names)
    lacking = "、".join(top.missing)
    there = f"有：{names[:_MOST_NAMES]}"
    if sum(map(bool, top.names)) == 1 and not table.sheet.padded:
        there += "（只有一列？列与列要用英文逗号、分号、竖线或制表符隔开）"
    return MissingColumn(f"{table.name} 第{top.line}行（表头）没有列 {lacking}；{there}")


def _wanted(table: _Table, say: Say) -> Iterator[tuple[int, dict[str, str]]]:
    """The wanted columns of a table's rows, without what can not be told apart."""
    _once(table)
    table = table if table.sheet.padded else _even(table, say)
    uncounted = [n for n, row in table.rows if NO_RESULT in _cells(table, row).values()]
    if uncounted:
        raise BrokenTable(
            f"{table.name} {listed(uncounted)}有没算出结果的公式；请在表格软件里打开、保存一次"
        )
    heading = {column: table.top.names[at].strip() for column, at in table.places.items()}
    for number, row in table.rows:
        cells = {column: tidy(cell) for column, cell in _cells(table, row).items()}
        if cells != heading:  # a header stands again where exports were joined
            yield number, cells


def _cells(table: _Table, row: list[str]) -> dict[str, str]:
    return {column: row[at] if at < len(row) else "" for column, at in table.places.items()}


def tidy(cell: str) -> str:
    """What a cell says: nothing, when it says so in a program's words."""
    said = cell.strip().strip(_UNSEEN).strip()
    return "" if said.casefold() in _NOTHING else said


def _once(table: _Table) -> None:
    """Refuse a wanted column that is there twice and says different things."""
    for column, places in table.top.places.items():
        apart = any(len({row[at] for at in places if at < len(row)}) > 1 for _, row in table.rows)
        if len(places) > 1 and apart:
            raise BrokenTable(
                f"{table.name} 第{table.top.line}行（表头）里列 {column} 出现了 {len(places)} 次，"
                "内容不同，不知道用哪一个；请改名或删去多余的"
            )


def _even(table: _Table, say: Say) -> _Table:
    """Without the few rows whose cells cannot be told apart: too few, or more than the header
    has; many are refused. Empty cells behind the last column do no harm."""
    least, width = max(table.places.values()) + 1, len(table.top.names)
    short = [n for n, row in table.rows if len(row) < least]
    long = [n for n, row in table.rows if any(cell.strip() for cell in row[width:])]
    for lines, reason in (
        (short, "少了后面的列（引号没有成对，或是页脚？）"),
        (long, "比表头多出列（文字里的逗号没有加引号？）"),
    ):
        if len(lines) * _LOST > len(table.rows):
            raise BrokenTable(f"{table.name} {listed(lines)}{reason}；请改好，或者另存为 XLSX")
        if lines:
            say(f"跳过{listed(lines)}：{reason}")
    return table.without([*short, *long])
