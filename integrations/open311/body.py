"""What was posted as flat fields of clean text: a form as the standard has it, or JSON."""

from __future__ import annotations

import json
import unicodedata
from typing import Any
from urllib.parse import parse_qsl

from integrations.open311.wrong import Wrong

MOST_FIELDS = 200
_FORM = "application/x-www-form-urlencoded"


def fields_of(kind: str, raw: bytes) -> dict[str, str]:
    """The fields by name, cleaned, empty ones left out; of a field sent twice the first counts."""
    kind = kind.partition(";")[0].strip().lower()
    if kind == "application/json":
        return _cleaned(_of_json(raw))
    if kind in ("", _FORM):
        return _cleaned(_of_form(raw))
    raise Wrong(415, f"请用表单（{_FORM}）或 JSON（application/json）来发。")


def clean(text: str) -> str:
    """Text without what no XML document and no database can hold; line breaks stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or _fit(c)).strip()


def _fit(letter: str) -> bool:
    """Neither control characters nor halves of a pair nor what is no character at all."""
    return unicodedata.category(letter) not in ("Cc", "Cs") and ord(letter) & 0xFFFE != 0xFFFE


def _cleaned(pairs: list[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        if words := clean(value):
            found.setdefault(clean(name), words)
    return found


def _of_form(raw: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(raw.decode(), keep_blank_values=True, errors="strict",
                         max_num_fields=MOST_FIELDS)  # fmt: skip
    except UnicodeDecodeError:
        raise Wrong(400, "内容不是 UTF-8 编码，请改成 UTF-8 再发。") from None
    except ValueError:
        raise Wrong(400, f"字段太多了，最多{MOST_FIELDS}个。") from None


def _of_json(raw: bytes) -> list[tuple[str, str]]:
    try:
        found = json.loads(raw.decode())
    except UnicodeDecodeError:
        raise Wrong(400, "内容不是 UTF-8 编码，请改成 UTF-8 再发。") from None
    except (ValueError, RecursionError):
        raise Wrong(400, "JSON 读不出来，请检查括号、引号和逗号。") from None
    if not isinstance(found, dict) or len(found) > MOST_FIELDS:
        raise Wrong(400, "JSON 应是一个对象：字段名和值。")
    attributes = found.pop("attribute", None) or {}
    if not isinstance(attributes, dict):
        raise Wrong(400, "attribute 应是一个对象：追问项的编码和值。")
    pairs = [(name, _plain(name, value)) for name, value in found.items()]
    return pairs + [(f"attribute[{name}]", _plain(name, value))
                    for name, value in attributes.items()]  # fmt: skip


def _plain(name: str, value: Any) -> str:
    """A text or a number as text; nothing else can be a field."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Wrong(400, f"{clean(name)[:40]}应是文字或数字。")
    try:
        return str(value)
    except ValueError:  # a number of thousands of digits
        raise Wrong(400, f"{clean(name)[:40]}这个数太长了。") from None
