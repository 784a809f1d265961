"""Answers on paper: the same plain values as JSON, or as the XML the standard describes."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

from integrations.open311.body import clean

ITEMS = {"services": "service", "attributes": "attribute", "values": "value",
         "service_requests": "request", "errors": "error", "endpoints": "endpoint",
         "formats": "format"}  # fmt: skip
"""What one of a list is called."""
MEDIA = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}


def format_of(name: str, accept: str) -> tuple[str, str]:
    """The path without its ending, and the format: by the ending, else by Accept, else JSON."""
    stem, dot, ending = name.rpartition(".")
    if dot and ending in MEDIA:
        return stem, ending
    wanted = accept.lower()
    others = "json" in wanted or "html" in wanted
    return name, "xml" if "xml" in wanted and not others else "json"


def written(root: str, value: Any, form: str) -> bytes:
    """The answer's bytes; `root` is the outermost element of the XML."""
    if form == "json":
        return json.dumps(value, ensure_ascii=False).encode()
    element = ElementTree.Element(root)
    _fill(element, value)
    ElementTree.indent(element)
    return bytes(ElementTree.tostring(element, encoding="utf-8", xml_declaration=True))


def _fill(element: ElementTree.Element, value: Any) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            _fill(ElementTree.SubElement(element, name), inner)
    elif isinstance(value, list):
        for inner in value:
            _fill(ElementTree.SubElement(element, ITEMS[element.tag]), inner)
    elif value is not None:
        element.text = _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return clean(str(value))


def errors(code: int, words: str) -> list[dict[str, Any]]:
    """The standard's list of errors."""
    return [{"code": code, "description": words}]
