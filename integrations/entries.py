"""Entries of knowledge as files: CSV that offices edit, YAML that districts carry; in and out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import yaml

from grid.knowledge import STANDING_WORDS, Entry, Wording
from integrations.district.cells import category_code, day, plain

COLUMNS = ("编号", "标题", "问法", "答案", "依据", "文号", "单位", "问谁", "事项", "生效", "失效",
           "网址")  # fmt: skip
NEEDED = ("标题", "问法", "答案", "依据", "单位", "问谁", "生效")
STANDING = "状态"
_FORMULA = ("=", "+", "-", "@", "\t")
"""What a spreadsheet would reckon with instead of showing it."""

Row = tuple[str, Wording]
"""An entry's number, empty for a new one, and its wording."""


class BadEntries(ValueError):
    """A file that is not taken; the message lists every mistake with its line, in Chinese."""


def read_entries(raw: bytes, units: Mapping[str, str]) -> list[Row]:
    """Everything of a CSV or YAML file; raises BadEntries. `units` are ids by id and by name."""
    text = _decoded(raw)
    rows, mistakes = [], []
    for line, cells in _cells(text):
        try:
            rows.append(_row(cells, units))
        except (ValueError, KeyError) as wrong:
            mistakes.append(f"第{line}{_unit_of(text)}：{wrong.args[0]}")
    if not rows and not mistakes:
        mistakes.append("文件里没有条目")
    if mistakes:
        raise BadEntries("\n".join(mistakes))
    return rows


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadEntries("文件有乱码，请另存为“CSV UTF-8”")


def _is_yaml(text: str) -> bool:
    first = next((line for line in text.splitlines() if line.strip() and line[0] != "#"), "")
    return first.startswith("- ")


def _unit_of(text: str) -> str:
    return "条" if _is_yaml(text) else "行"


def _cells(text: str) -> Iterable[tuple[int, dict[str, Any]]]:
    if _is_yaml(text):
        return list(enumerate(_listed(text), 1))
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        found = [(reader.line_num, row) for row in reader]
    except csv.Error:
        raise BadEntries(f"第{reader.line_num}行读不出来，请检查引号是否成对") from None
    missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
    if missing:
        raise BadEntries(f"缺少列：{'、'.join(missing)}")
    return found


def _listed(text: str) -> list[dict[str, Any]]:
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        line = f"第{mark.line + 1}行附近" if mark else ""
        raise BadEntries(f"{line}不是合格的 YAML，请检查缩进和冒号") from None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise BadEntries("YAML 应是一列条目，每条以“- 标题:”开头")
    return found


def _row(cells: Mapping[str, Any], units: Mapping[str, str]) -> Row:
    if missing := [name for name in NEEDED if not cells.get(name)]:
        raise ValueError(f"“{missing[0]}”不能空着")
    unit = plain(_text(cells, "单位"))
    if unit not in units:
        raise ValueError(f"没有“{unit}”这个单位")
    return plain(_text(cells, "编号")), Wording(
        title=_text(cells, "标题"), questions=_lines(cells.get("问法")),
        answer=_text(cells, "答案"), source=_text(cells, "依据"), document=_text(cells, "文号"),
        unit=units[unit], office=_text(cells, "问谁"), valid_from=_day(cells["生效"]),
        valid_until=_day(cells["失效"]) if cells.get("失效") else None,
        link=_text(cells, "网址"),
        categories=tuple(category_code(one) for one in _lines(cells.get("事项"))),
    )  # fmt: skip


def _text(cells: Mapping[str, Any], name: str) -> str:
    found = str(cells.get(name) or "").replace("\r\n", "\n").strip()
    return found[1:] if found[:1] == "'" and found[1:2] in _FORMULA else found


def _lines(cell: Any) -> tuple[str, ...]:
    """A list, or one a line (in a cell also ；)."""
    parts = cell if isinstance(cell, list) else str(cell or "").replace("；", "\n").splitlines()
    return tuple(dict.fromkeys(str(part).strip() for part in parts if str(part).strip()))


def _day(cell: Any) -> date:
    return cell if isinstance(cell, date) else day(str(cell))


def entries_csv(entries: Iterable[Entry]) -> str:
    """A table with a line an entry, for Excel and WPS (with BOM); what it reads it writes."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*COLUMNS, STANDING])
    for entry in entries:
        cells = _written(entry)
        writer.writerow([_safe(_joined(cells[name])) for name in (*COLUMNS, STANDING)])
    return "\ufeff" + out.getvalue()


def entries_yaml(entries: Iterable[Entry]) -> str:
    """The same as YAML, to be kept beside a district's files."""
    kept = [{name: v for name, v in _written(entry).items() if v} for entry in entries]
    return str(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False))


def _written(entry: Entry) -> dict[str, Any]:
    w = entry.wording
    return {"编号": entry.number, "标题": w.title, "问法": list(w.questions), "答案": w.answer,
            "依据": w.source, "文号": w.document, "单位": w.unit, "问谁": w.office,
            "事项": list(w.categories), "生效": w.valid_from.isoformat(),
            "失效": w.valid_until.isoformat() if w.valid_until else "", "网址": w.link,
            STANDING: STANDING_WORDS[entry.standing]}  # fmt: skip


def _joined(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list) else str(value)


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
