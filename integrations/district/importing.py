"""A table that somebody uploads, as lines for a draft: only what it says, over what stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from grid.district import District
from grid.editions import CATALOGUE, KINDS, REPLIES, ROSTER
from grid.refused import Refused
from integrations.district import cells
from integrations.district.amending import line_of
from integrations.district.lines import CATEGORY, MEMBER, REPLY
from integrations.district.mistakes import Notes
from integrations.district.sheet import Row, rows_of, text_in

Lines = dict[str, dict[str, str]]
COLUMNS: Mapping[str, tuple[str, ...]] = {
    CATALOGUE: CATEGORY, ROSTER: MEMBER, REPLIES: REPLY,
}  # fmt: skip
CODES: Mapping[str, Callable[[str], str]] = {
    CATALOGUE: cells.category_code, ROSTER: cells.code, REPLIES: cells.code,
}  # fmt: skip
MOST = 5  # mistakes that are told at once
FORGIVEN = ("说明",)


def read_lines(kind: str, raw: bytes, district: District) -> tuple[Lines, dict[str, int]]:
    """Lines by code, and where each stands in the file; raises Refused with every mistake.

    A column the file leaves out, and a code it does not name, stay as they are.
    """
    notes = Notes()
    text = text_in(raw, KINDS[kind], notes)
    rows = rows_of(text, KINDS[kind], ("编码",), notes) if text else []
    _known(kind, rows, notes)
    found: Lines = {}
    numbers: dict[str, int] = {}
    for row in rows:
        code = row.needed("编码", CODES[kind])
        if code in numbers:
            row.error(f"编码“{code}”重复了，第{numbers[code]}行已经用过")
        elif code:
            stands = line_of(district, kind, code) or {}
            found[code] = {**stands, **row.cells, "编码": code}
            numbers[code] = row.line
    _refuse(notes, rows)
    return found, numbers


def _known(kind: str, rows: list[Row], notes: Notes) -> None:
    """A column with a slip in its name would be passed over without a word."""
    names = rows[0].cells if rows else {}
    strange = [name for name in names if name and name not in (*COLUMNS[kind], *FORGIVEN)]
    if strange:
        words = f"看不懂的列：{'、'.join(strange)}（列名要和导出的一样）"
        notes.error(KINDS[kind], 0, words)


def _refuse(notes: Notes, rows: list[Row]) -> None:
    if notes.errors:
        told = [f"第{one.line}行{one.words}" if one.line else one.words for one in notes.errors]
        more = f"；还有{len(told) - MOST}处" if len(told) > MOST else ""
        raise Refused(f"没有导入：{'；'.join(told[:MOST])}{more}。")
    if not rows:
        raise Refused("没有导入：文件里一行也没有。")
