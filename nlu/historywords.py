"""The words of a ticket as people wrote them: without web pages' marks, labels in one spelling."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from html import unescape

_TAGS = (
    "a|abbr|b|big|blockquote|body|br|center|code|div|em|font|form|h[1-6]|head|hr|html|i|iframe|"
    "img|input|ins|label|li|link|meta|o:p|ol|p|pre|s|script|section|small|span|st1:\\w+|strike|"
    "strong|style|sub|sup|table|tbody|td|tfoot|th|thead|title|tr|tt|u|ul|v:\\w+|video|w:\\w+"
)
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6])\b[^<>]*>", re.IGNORECASE)
_HIDDEN = re.compile(r"<(style|script|head)\b.*?</\1\s*>|<!--.*?-->|<!\[.*?\]>", re.I | re.DOTALL)
_TAG = re.compile(rf"</?(?:{_TAGS})(?:[\s/][^<>]*)?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_UNSEEN = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\0]+")
_SAYS = re.compile(r"\w")


def plain(text: str) -> str:
    """A text without the marks of a web page; what is not one stays as it is."""
    if "&" in text:
        text = unescape(unescape(text)) if _ENTITY.search(text) else text
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub("\n", _HIDDEN.sub("", text)))
    return text.replace("\xa0", " ").replace("\0", "").strip()


def spelled(labels: Sequence[str]) -> tuple[list[str], list[tuple[str, ...]]]:
    """Labels in the most frequent spelling of each, and the spellings that became one.

    Spellings differ in what eyes hardly see: spaces, line breaks, full width. A label without any
    letter ("-", "/") is none.
    """
    counts = Counter(labels)
    ways: dict[str, list[str]] = {}
    for label, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        ways.setdefault(folded(label), []).append(label)
    shown = {key: " ".join(_seen(found[0]).split()) for key, found in ways.items()}
    said = [shown[key] if _SAYS.search(key) else "" for key in map(folded, labels)]
    apart = [
        tuple(dict.fromkeys(" ".join(_seen(w).split()) for w in found)) for found in ways.values()
    ]
    return said, [names for names in apart if len(names) > 1]


def folded(label: str) -> str:
    """A label without what eyes hardly see."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", label))


def _seen(label: str) -> str:
    return label.translate(dict.fromkeys([*range(0x200B, 0x2010), 0x2060, 0xFEFF, 0]))
