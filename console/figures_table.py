"""Tables of figures: the same rows as a page and as CSV, each count with what stands behind it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from urllib.parse import quote

from fastapi import Response

from grid.figures import Rate

BOM = "\ufeff"
"""Without it Excel reads Chinese as Latin."""
COUNTS = re.compile(r"(\d+)/(\d+)")
RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a table: words, where they lead, small words below; `raw` for CSV."""

    words: str
    url: str = ""
    note: str = ""
    note_url: str = ""
    raw: tuple[str, ...] = ()
    tone: str = ""  # red or good

    @property
    def plain(self) -> tuple[str, ...]:
        """The columns of a CSV file."""
        return self.raw or (self.words,)


@dataclass(frozen=True, slots=True)
class Head:
    """A column's name; `raw` where CSV has several columns for it."""

    words: str
    raw: tuple[str, ...] = ()

    @property
    def plain(self) -> tuple[str, ...]:
        """The columns of a CSV file."""
        return self.raw or (self.words,)


@dataclass(slots=True)
class Table:
    """A table with its name in the address, its title and a note on how it was counted."""

    key: str
    title: str
    heads: tuple[Head, ...]
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    note: str = ""
    empty: str = "这段时间没有。"

    def csv(self) -> str:
        """UTF-8 with a mark that lets Excel read it; no cell is ever a formula."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow([name for head in self.heads for name in head.plain])
        for row in self.rows:
            writer.writerow([_safe(one) for cell in row for one in cell.plain])
        return BOM + out.getvalue()


def _safe(text: str) -> str:
    """No formula, and no 7/9 that Excel would take for a day in September."""
    if counts := COUNTS.fullmatch(text):
        return f"{counts[1]}（共{counts[2]}）"
    return f"'{text}" if text.startswith(RISKY) else text


def heads(*names: str) -> tuple[Head, ...]:
    """Plain columns."""
    return tuple(Head(name) for name in names)


def rate_head(name: str) -> Head:
    """A rate is three columns of CSV."""
    return Head(name, (name, f"{name}·分子", f"{name}·分母"))


def rate_cell(rate: Rate, got_url: str = "", of_url: str = "") -> Cell:
    """A rate with its counts, each leading to its tickets; too few answers lead nowhere."""
    if rate.hidden or not rate.of:
        return Cell(rate.words, raw=(rate.words, "", ""))
    raw = ("" if rate.share is None else f"{rate.share:.4f}", str(rate.got), str(rate.of))
    if rate.share is None:
        return Cell(rate.words, of_url, raw=raw)
    return Cell(rate.words, got_url, rate.counts, of_url, raw)


def count_cell(count: int, url: str = "", tone: str = "") -> Cell:
    """A number; none leads nowhere."""
    return Cell(str(count), url if count else "", tone=tone if count else "")


def download(table: Table, name: str) -> Response:
    """A table as a file to be saved."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}.csv",
               "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}  # fmt: skip
    return Response(table.csv().encode(), 200, headers, "text/csv; charset=utf-8")
