"""What the pages of editions show: the draft, what it changes, and what it would have changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from console.parts import ConsoleParts
from console.rights import Right
from grid.district import District
from grid.editions import CATALOGUE, KINDS, MAP, REPLIES, ROSTER, Edition, draft_of, in_force
from grid.simulating import Outcome, simulate
from integrations.district.amending import usable
from integrations.district.comparing import Changes, changes, with_edition
from integrations.sql.store import Work

RIGHT = {CATALOGUE: Right.CATALOGUE, ROSTER: Right.ROSTER, MAP: Right.MAP,
         REPLIES: Right.REPLIES}  # fmt: skip
SPANS = (1, 7, 30)  # days a draft is tried on
SHOWN = 50  # tickets listed of those that would have gone elsewhere
MOST = 50_000  # tickets a draft is tried on


@dataclass(frozen=True, slots=True)
class Standing:
    """The editions of a kind: all published, the newest, the one that holds now, the draft."""

    kind: str
    editions: list[Edition]
    draft: Edition | None
    holding: int  # number of the edition in force; 0: the files

    @property
    def newest(self) -> Edition | None:
        """The latest published, which may not have begun."""
        return self.editions[-1] if self.editions else None

    @property
    def latest(self) -> Edition:
        """What an editor changes: the draft, or an empty one on top of the newest edition."""
        return self.draft or draft_of(self.kind, self.newest)

    def numbered(self, number: int) -> Edition | None:
        """A published edition; None for the files themselves."""
        return next((one for one in self.editions if one.number == number), None)


def standing(work: Work, kind: str, now: datetime) -> Standing:
    """How the editions of a kind stand."""
    editions = work.editions.published(kind)
    holds = in_force(editions, now)
    return Standing(kind, editions, work.editions.draft(kind), holds.number if holds else 0)


def drafted(parts: ConsoleParts, found: Standing) -> District:
    """The district as the draft, or the newest edition, would have it."""
    return with_edition(parts.own_files, found.latest)


def draft_changes(parts: ConsoleParts, found: Standing) -> Changes:
    """What the draft changes, by code; nothing without one."""
    return changes(parts.own_files, found.draft, found.newest) if found.draft else {}


def tried(parts: ConsoleParts, work: Work, found: Standing, days: int) -> dict[str, Any]:
    """What the draft would have made of the tickets of the last days."""
    before = with_edition(parts.own_files, found.newest)
    since = parts.clock() - timedelta(days=days)
    kinds = sorted(draft_changes(parts, found)) if found.kind == CATALOGUE else None
    asked, tickets = work.tickets.opened_since(since, kinds, MOST)
    outcomes = simulate(before, drafted(parts, found), tickets)
    elsewhere = [one for one in outcomes if one.elsewhere]
    return {"days": days, "spans": SPANS, "asked": asked, "elsewhere": len(elsewhere),
            "redated": sum(one.redated for one in outcomes),
            "gone": sum(one.gone for one in outcomes),
            "outcomes": [_row(parts, one) for one in outcomes[:SHOWN]],
            "more": max(0, len(outcomes) - SHOWN),
            "flows": _flows(elsewhere)}  # fmt: skip


def _row(parts: ConsoleParts, one: Outcome) -> dict[str, Any]:
    category = parts.district.catalogue.get(one.ticket.category)
    return {"o": one, "what": category.name if category else one.ticket.category}


def _flows(outcomes: list[Outcome]) -> list[tuple[str, str, int]]:
    """From which unit to which, and how many; the most first."""
    found: dict[tuple[str, str], int] = {}
    for one in outcomes:
        way = (one.before.name, one.after.name)
        found[way] = found.get(way, 0) + 1
    ordered = sorted(found.items(), key=lambda item: -item[1])
    return [(*way, many) for way, many in ordered]


def common(parts: ConsoleParts, who: Any, found: Standing) -> dict[str, Any]:
    """What every page about editions shows."""
    changed, holds = draft_changes(parts, found), found.numbered(found.holding)
    trouble = usable(parts.own_files, found.kind, holds.lines)[1] if holds else ""
    return {"trouble": trouble, "who": who, "here": "setup", "demo": parts.demo, "kind": found.kind,
            "kinds": {kind: KINDS[kind] for kind in SETUP if who.may(RIGHT[kind])},
            "title": KINDS[found.kind], "found": found, "changed": changed, "refused": "",
            "told": "", "writers": found.draft.writers if found.draft else ()}  # fmt: skip


def place_name(district: District, code: str) -> str:
    """What a polygon is of: a unit or a place."""
    known: Any = district.units.get(code) or district.places.get(code)
    return str(known.name) if known else ""


SETUP: tuple[str, ...] = (CATALOGUE, ROSTER, MAP, REPLIES)
"""Kinds that have pages."""

NAMES: dict[str, Callable[[District, str], str]] = {
    CATALOGUE: lambda d, code: d.catalogue[code].name if code in d.catalogue else "",
    ROSTER: lambda d, code: d.roster[code].name if code in d.roster else "",
    MAP: lambda d, code: place_name(d, code),
    REPLIES: lambda d, code: d.replies[code].name if code in d.replies else "",
}
"""What a line is about, by its code."""
