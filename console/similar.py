"""Similar past tickets: how something like this was solved before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from console.parts import ConsoleParts
from console.ticket_view import SORTABLE, summary
from grid.tickets import Ticket
from integrations.sql.store import Work
from nlu.alike import most_alike
from nlu.lessons import lesson_text

MOST = 5
WORDS, ANSWER = 60, 160  # characters shown
HERE, SAME_GRID, SAME_KIND = 0.1, 0.05, 0.1  # what place and kind add to the words' likeness
LEAST, LEAST_WORDS = 0.18, 0.06  # likeness in all, and of the words alone


@dataclass(frozen=True, slots=True)
class Sought:
    """What something is to be like: its words, what it may be about, where it is."""

    words: str
    categories: tuple[str, ...] = ()
    grid: str = ""
    place_id: str = ""
    but: tuple[str, ...] = ()  # numbers of the ticket itself, or of the person's own


def of_ticket(ticket: Ticket) -> Sought:
    """What a ticket's like would be."""
    kinds = () if ticket.category == SORTABLE else (ticket.category,)
    return Sought(ticket.detail, kinds, ticket.grid, ticket.place_id, (ticket.number,))


def of_heard(text: str, heard: dict[str, Any], but: tuple[str, ...] = ()) -> Sought:
    """What the like of a message would be."""
    spot = heard.get("spot") or {}
    grids = spot.get("grids") or [""]
    kinds = tuple(guess["code"] for guess in heard.get("guesses", []))
    return Sought(text, kinds, grids[0] if len(grids) == 1 else "", "", but)


def similar(parts: ConsoleParts, work: Work, sought: Sought) -> list[dict[str, Any]]:
    """Past tickets like it, best first. Confidential ones are never among them."""
    found = [one for one in work.tickets.past(sought.categories, sought.grid)
             if one.number not in sought.but]  # fmt: skip
    words = lesson_text(sought.words)  # a name in common is no likeness
    alike = most_alike(words, [one.detail for one in found], 3 * MOST, LEAST_WORDS)
    ranked = [(one.score + _nearness(found[one.at], sought), one) for one in alike]
    ranked = sorted((r for r in ranked if r[0] >= LEAST), key=lambda r: -r[0])[:MOST]
    return [_shown(parts, found[one.at], sought, one.shared) for _, one in ranked]


def _nearness(ticket: Ticket, sought: Sought) -> float:
    near = HERE if ticket.place_id and ticket.place_id == sought.place_id else 0.0
    near += SAME_GRID if ticket.grid and ticket.grid == sought.grid else 0.0
    return near + (SAME_KIND if ticket.category in sought.categories[:1] else 0.0)


def _shown(
    parts: ConsoleParts, ticket: Ticket, sought: Sought, shared: tuple[str, ...]
) -> dict[str, Any]:  # fmt: skip
    near = "同一地点" if ticket.place_id and ticket.place_id == sought.place_id else ""
    if not near and ticket.grid and ticket.grid == sought.grid:
        near = "同一网格"
    return {**summary(parts, ticket, parts.clock()), "words": _cut(ticket.detail, WORDS),
            "answer": _cut(ticket.answer, ANSWER), "near": near, "shared": shared}  # fmt: skip


_COMMA = re.compile(r"(?<=[一-鿿]),|,(?=[一-鿿])")
"""Between Chinese words a comma is a wide one, also once the text was normalised for comparing."""


def _cut(text: str, size: int) -> str:
    text = _COMMA.sub("，", lesson_text(text))  # who it was is of no matter here
    return text if len(text) <= size else text[:size] + "…"
