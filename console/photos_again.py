"""A unit's photo that was there before: the resident's, an earlier one, another ticket's (T19)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import select

from console.parts import ConsoleParts
from grid.tickets import Ticket
from integrations.sql.schema import files
from integrations.sql.store import Work

SIDE = 16  # the look of a photo is SIDE times SIDE bits
NEAR = 12  # of them may differ: a photo saved anew, made smaller, or turned into another kind
LEAST = 24  # bits of either kind; a plain wall looks like any other
LATEST = 60  # of the unit's own photos that are looked at
UNIT = "unit:"


def again(parts: ConsoleParts, work: Work, ticket: Ticket) -> dict[int, str]:
    """What who checks should know of a ticket's photos of work done, by the file's row."""
    own = [row for row in work.tickets.files(ticket.number) if _a_photo(row)]
    shown = [row for row in own if row.contact.startswith(UNIT)]
    if not shown:
        return {}
    others = _of_unit(work, ticket, shown[0].contact)
    found = ((row.id, _where(parts, row, own, others)) for row in shown)
    return {row: words for row, words in found if words}


def _where(parts: ConsoleParts, row: Any, own: list[Any], others: list[Any]) -> str:
    """Where a photo was before; empty when it is new."""
    before = [one for one in own if one.at < row.at and _same(parts, one, row)]
    if any(one.contact.startswith(UNIT) for one in before):
        return "这张照片上一次报办结时已经交过。"
    if before:
        return "这张照片和办理以前的照片是同一张。"
    numbers = dict.fromkeys(one.ticket for one in others if _same(parts, one, row))
    return f"这张照片在工单{'、'.join(list(numbers)[:3])}里也用过。" if numbers else ""


def _of_unit(work: Work, ticket: Ticket, unit: str) -> list[Any]:
    """The unit's latest photos of other tickets."""
    where = (files.c.contact == unit, files.c.state == "kept", files.c.ticket != ticket.number)
    query = select(files).where(*where).order_by(files.c.id.desc()).limit(LATEST)
    return [row for row in work.connection.execute(query) if _a_photo(row)]


def _a_photo(row: Any) -> bool:
    return bool(row.state == "kept" and row.mime.startswith("image/"))


def _same(parts: ConsoleParts, one: Any, other: Any) -> bool:
    """Whether two photos are one, whatever was done to the file."""
    mine, theirs = (look(parts.file_path(row.hash)) for row in (one, other))
    if mine is None or theirs is None:
        return bool(one.hash == other.hash)
    return (mine ^ theirs).bit_count() <= NEAR


@lru_cache(maxsize=20_000)
def look(path: Path) -> int | None:
    """How a photo looks, as bits: where it grows lighter to the right. None tells nothing."""
    try:
        with Image.open(path) as picture:
            picture.draft("L", (SIDE * 4, SIDE * 4))  # a JPEG is decoded small at once
            small = picture.convert("L").resize((SIDE + 1, SIDE), Image.Resampling.BOX)
    except (OSError, ValueError):
        return None
    cells = small.tobytes()
    bits = 0
    for n, light in enumerate(cells):
        if n % (SIDE + 1) < SIDE:
            bits = bits << 1 | (cells[n + 1] > light)
    return bits if LEAST <= bits.bit_count() <= SIDE * SIDE - LEAST else None
