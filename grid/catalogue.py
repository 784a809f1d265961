"""The dispatch catalogue: each category with its units, level, deadlines and what is asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit: value and unit ("minute", "hour", "day"), calendar "natural" or "working"."""

    value: int
    unit: str
    calendar: str


@dataclass(frozen=True, slots=True)
class Category:
    """A second-level category (事项), code of four digits."""

    code: str
    name: str
    first: str  # name of the first-level category
    lead: str  # lead unit's name as in the catalogue
    co: tuple[str, ...]
    level: str  # grid, community, street, district, enforcement
    sla: str  # E0 E1 U2 N3 C4 Q M R J
    respond: Limit  # first contact with the resident
    resolve: Limit  # answer to the resident
    slots: tuple[str, ...]  # what may be asked, in order; "loc" is the place
    mediable: str  # allowed, conditional, forbidden
    grid_first: bool
    confidential: str  # normal, medium, high
    confusable: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    active: bool = True
    not_down: bool = False  # never pushed down to a street, a community or a grid (D18)

    @property
    def has_place(self) -> bool:
        """Whether a place is asked for (45 of 120 categories have none)."""
        return "loc" in self.slots


@dataclass(frozen=True, slots=True)
class Slot:
    """Something that may be asked about a problem, as a resident is asked it."""

    key: str  # loc, photo, since …
    label: str  # on the summary card
    question: str
    why: str  # the answer to 为什么要问这个
    skippable: bool = True
