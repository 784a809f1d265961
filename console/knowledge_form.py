"""The form of an entry and of a file of entries: what was typed, and what it means."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from console.tickets import code_of
from grid.district import District
from grid.knowledge import Wording
from grid.refused import Refused

LARGEST = 2_000_000  # bytes of a file of entries with its form
LONG = 4000  # characters kept of a field that is too long, so that its writer can shorten it
_SPLIT = re.compile(r"[、,，;；\s]+")


async def read_file(request: Request, largest: int = LARGEST) -> dict[str, Any]:
    """A form with one file: its fields as text, and "file", the bytes."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > largest:
        raise HTTPException(413)
    async with request.form(max_files=1, max_fields=10) as form:
        fields = {name: one for name, one in form.items() if isinstance(one, str)}
        found = form.get("file")
        return {**fields, "file": await found.read() if isinstance(found, UploadFile) else b""}


async def read_entries_file(request: Request) -> dict[str, Any]:
    """A form with a table."""
    return await read_file(request)


EntriesForm = Annotated[dict[str, Any], Depends(read_entries_file)]


def number_in(form: dict[str, str], name: str) -> int:
    """A field that holds a number; 0 for anything else."""
    text = form.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def wording_of(form: dict[str, str], district: District) -> Wording:
    """What was typed, as a wording; Refused for what is no date. Its faults are for the desk."""

    def said(name: str) -> str:
        return form.get(name, "").replace("\r\n", "\n").strip()[:LONG]

    questions = tuple(dict.fromkeys(q.strip() for q in said("questions").splitlines() if q.strip()))
    codes = tuple(code for code in _SPLIT.split(said("categories")) if code[:4].isdecimal())
    start, end = _day(said("valid_from"), "生效"), _day(said("valid_until"), "失效")
    if start is None:
        raise Refused("请选生效日期。")
    return Wording(said("title"), questions, said("answer"), said("source"), said("document"),
                   code_of(said("unit"), district.units), said("office"), start, end,
                   said("link"), tuple(dict.fromkeys(code[:4] for code in codes)))  # fmt: skip


def _day(text: str, what: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(f"{what}日期“{text}”看不懂，请从日历里选。") from None


def typed_of(wording: Wording, district: District) -> dict[str, str]:
    """A wording as the form shows it."""
    unit = district.units.get(wording.unit)
    return {
        "title": wording.title, "questions": "\n".join(wording.questions),
        "answer": wording.answer, "source": wording.source, "document": wording.document,
        "unit": f"{unit.id} {unit.name}" if unit else wording.unit, "office": wording.office,
        "valid_from": wording.valid_from.isoformat(), "link": wording.link,
        "valid_until": wording.valid_until.isoformat() if wording.valid_until else "",
        "categories": "、".join(wording.categories),
    }  # fmt: skip
