"""What one edition changes against another: by code, the cells before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from grid.district import District
from grid.editions import MAP, Edition
from integrations.district.amending import line_of, usable
from integrations.district.maps import extent
from integrations.seal import masked_phone

Changes = dict[str, dict[str, list[str]]]
"""By code and column: [before, after]."""


def with_edition(files: District, edition: Edition | None) -> District:
    """The district as an edition makes it; without one, as the files do."""
    return usable(files, edition.kind, edition.lines)[0] if edition else files


def changes(files: District, edition: Edition, before: Edition | None) -> Changes:
    """What an edition changes against the one before, or against the files."""
    codes = {*edition.lines, *(before.lines if before else ())}
    old, new = with_edition(files, before), with_edition(files, edition)
    return differing(edition.kind, old, new, codes)


def differing(kind: str, old: District, new: District, codes: Iterable[str]) -> Changes:
    """What differs between two districts in the lines of those codes."""
    found = {}
    for code in sorted(codes):
        lines = line_of(old, kind, code), line_of(new, kind, code)
        was, now = (extent(line) if kind == MAP else line for line in lines)
        cells = _cells(was, now)
        if cells:
            found[code] = {name: _covered(name, pair) for name, pair in cells.items()}
    return found


def _covered(name: str, pair: list[str]) -> list[str]:
    """A number or an address is covered wherever changes are told, in the log too."""
    if name == "电话":
        return [masked_phone(text) for text in pair]
    if name == "联系渠道":
        return [text.partition(":")[0] for text in pair]
    return pair


def _cells(was: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> dict[str, list[str]]:
    was, now = was or {}, now or {}
    return {name: [str(was.get(name, "")), str(now.get(name, ""))]
            for name in dict.fromkeys([*was, *now])
            if was.get(name, "") != now.get(name, "")}  # fmt: skip
