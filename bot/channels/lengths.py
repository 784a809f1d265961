"""Long texts in pieces a channel takes, cut where a reader would pause."""

from __future__ import annotations

from collections.abc import Callable

# Where a long text may be cut, the best place first.
BREAKS = ("\n\n", "\n", "。", "！", "？", "；", ". ", "，", " ")


def pieces(text: str, head: Callable[[str], str]) -> list[str]:
    """The text in pieces; `head` gives the longest beginning of a text that fits in one."""
    rest, parts = text.strip(), []
    while (fits := head(rest)) != rest:
        cut = _cut(fits)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*parts, rest] if rest else parts


def _cut(head: str) -> int:
    """Where to end this piece: after the last break of its second half, or at its end."""
    for mark in BREAKS:
        at = head.rfind(mark, len(head) // 2)
        if at > 0:
            return at + len(mark)
    return len(head)


def in_bytes(longest: int) -> Callable[[str], str]:
    """The longest beginning within so many bytes of UTF-8 that cuts no character in two."""
    return lambda text: text.encode()[:longest].decode("utf-8", "ignore")
