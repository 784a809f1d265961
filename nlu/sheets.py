"""A sheet of a table as it stands in a file, and what is raised when it cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

_SHOWN = 5  # lines named of those that are wrong in the same way
NO_RESULT = "\0="  # stands for a formula that no program has worked out yet

Line = int | str  # of a file; in a workbook of which several sheets are read "四月!12"
Row = tuple[int, list[str]]  # line and cells
Rows = Iterator[Row]
Say = Callable[[str], None]


class BrokenTable(ValueError):
    """A table that cannot be read; the message says in Chinese where, why, and what to do."""


@dataclass(frozen=True)
class Sheet:
    """Rows under a name; `padded` when empty cells at the end of a row are left out, and a cell
    that stands beyond the header is somebody's note, not a slip of a separator."""

    name: str
    rows: Rows
    padded: bool = False


def listed(lines: Sequence[Line]) -> str:
    """The first few of some lines, in words."""
    more = f" 等 {len(lines)} 行" if len(lines) > _SHOWN else "行"
    return "第" + "、".join(str(line) for line in lines[:_SHOWN]) + more
