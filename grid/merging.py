"""Merging repeats: which tickets may be one matter, and what becomes of their dates (B.7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import cos, hypot, radians

from grid.catalogue import Category
from grid.district import District
from grid.tickets import NEXT, State, Ticket

NEAR = 100.0  # metres between two positions that may be one
DEGREE = 111_320.0  # metres of a degree of latitude
MANY = 3  # households from which a resident is told how many there are
WORKED_ON = frozenset({State.ACCEPTED, State.DISPATCHED, State.IN_PROGRESS, State.RETURN_PENDING,
                       State.COORDINATING, State.SUSPENDED,
                       State.DONE_PENDING_CHECK})  # fmt: skip
"""Where a ticket stands that others can be merged into: sorted, and not answered yet."""
GONE = frozenset({State.WITHDRAWN, State.REJECTED, State.TRANSFERRED, State.CLOSED})
"""Where a ticket has ended without an answer; those merged into it go on without it."""
TIP_OFF = "1203"
CLASSES = ("E0", "E1", "U2", "N3", "C4", "Q", "M", "R", "J")


@dataclass(frozen=True, slots=True)
class Merge:
    """A clerk makes several tickets one matter: `children` are answered with `parent`.

    `seen` is `returns.mark` of the parent as it was shown.
    """

    parent: str
    children: tuple[str, ...]
    why: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Unmerge:
    """A clerk takes a ticket out again: it goes back to the unit it had."""

    number: str
    why: str


def kinds_like(category: Category) -> tuple[str, ...]:
    """The category, and those the catalogue says it is taken for."""
    return (category.code, *category.confusable)


def metres(one: Ticket, other: Ticket) -> float | None:
    """How far apart two tickets are, where both have a position."""
    if one.lat is None or one.lng is None or other.lat is None or other.lng is None:
        return None
    east = (one.lng - other.lng) * cos(radians(one.lat))
    return DEGREE * hypot(one.lat - other.lat, east)


def near(one: Ticket, other: Ticket) -> str:
    """In which words two tickets are at one place; empty when they are not."""
    if one.place_id and one.place_id == other.place_id:
        return "同一地点"
    apart = metres(one, other)
    if apart is not None and apart <= NEAR:
        return f"相距{round(apart)}米"
    return "同一网格" if one.grid and one.grid == other.grid else ""


def may_repeat(one: Ticket, other: Ticket, window: timedelta) -> str:
    """Where `other` is, when it may be the same matter: near, told of within the window."""
    return near(one, other) if abs(one.opened - other.opened) <= window else ""


def unfit(parent: Ticket, child: Ticket) -> str:
    """Why one may not be merged into the other, in Chinese; empty when it may."""
    if parent.number == child.number:
        return "一件工单不能并到它自己。"
    if TIP_OFF in (parent.category, child.category) or parent.secret or child.secret:
        return "身份严格保密的、举报公职人员的，不能并案。"
    if parent.state not in WORKED_ON:
        return f"{parent.number}不在办理中，不能以它为主。没有分类的，请先研判。"
    if "merge" not in NEXT.get(child.state, {}):
        return f"{child.number}现在的状态不能并案。"
    return ""


def with_strictest(parent: Ticket, children: Iterable[Ticket]) -> Ticket:
    """The parent with the earliest dates and the strictest class of them all (B.7)."""
    every = [parent, *children]
    known = [one.sla for one in every if one.sla in CLASSES]
    return replace(
        parent, contact_due=_first(one.contact_due for one in every),
        answer_due=_first(one.answer_due for one in every),
        sla=min(known, key=CLASSES.index) if known else parent.sla,
    )  # fmt: skip


def _first(dates: Iterable[datetime | None]) -> datetime | None:
    return min((at for at in dates if at), default=None)


def on_its_own(district: District, ticket: Ticket) -> Ticket:
    """The ticket with the dates it has without those merged into it."""
    category = district.rule(ticket.category, ticket.edition)
    assert category  # a category is never taken out of the catalogue
    contact, answer = district.deadlines(category, ticket.opened)
    return replace(ticket, contact_due=contact, answer_due=answer, sla=category.sla)
