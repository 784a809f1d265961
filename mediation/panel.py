"""Choosing mediators, lawyers and judges from the roster, without conflicts of interest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from grid.people import Member


@dataclass(frozen=True, slots=True)
class Ties:
    """What would make a member partial (C6). `agreed`: both sides know and want to go on."""

    handlers: frozenset[str] = frozenset()  # ids of who handled or verified the ticket
    units: frozenset[str] = frozenset()  # ids of units the complaint is about
    phones: frozenset[str] = frozenset()  # the parties' phones
    names: frozenset[str] = frozenset()  # the parties' names
    disclosed: frozenset[str] = frozenset()  # ids of members who disclosed a relation
    objected: frozenset[str] = frozenset()  # ids a party objected to: no reasons required
    agreed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is looked for: `near` are unit ids from the grid upwards, `load` open cases by member."""

    category: str
    near: tuple[str, ...] = ()
    language: str = ""
    load: Mapping[str, int] = field(default_factory=dict)
    ties: Ties = field(default_factory=Ties)


def conflict(member: Member, ties: Ties) -> str:
    """Why a member should not take the case, in Chinese; empty when nothing is known."""
    if member.id in ties.objected:
        return "有一方要求换人"
    if member.id in ties.agreed:
        return ""
    reasons = (
        (member.id in ties.handlers, "办理或核查过同一件事"),
        (member.unit in ties.units, "所在单位就是被反映的单位"),
        (bool(member.phone) and member.phone in ties.phones, "就是当事人本人或同一户"),
        (member.name in ties.names, "和当事人同名，需要先核实"),
        (member.id in ties.disclosed, "本人说明和当事人有关系"),
    )
    return next((words for true, words in reasons if true), "")


def candidates(roster: Iterable[Member], role: str, wanted: Wanted) -> tuple[Member, ...]:
    """Members of `role` who may take it, best first: language, skill, nearness, then least load.

    Where no mediator names the category, any may take it: a people's mediator takes every quarrel.
    """
    free = [m for m in roster if m.role == role and not conflict(m, wanted.ties)]
    able = [member for member in free if _skill(member, wanted)]
    if not able and role == "mediator":
        able = free
    return tuple(sorted(able, key=lambda member: _rank(member, wanted)))


def _skill(member: Member, wanted: Wanted) -> int:
    """3 for the category, 2 for its first level, 1 for who takes anything, 0 for others."""
    if not member.skills:
        return 1
    if wanted.category in member.skills:
        return 3
    return 2 if wanted.category[:2] in member.skills else 0


def _rank(member: Member, wanted: Wanted) -> tuple[int, int, int, int, str]:
    speaks = not wanted.language or wanted.language in member.languages
    far = wanted.near.index(member.unit) if member.unit in wanted.near else len(wanted.near)
    load = wanted.load.get(member.id, 0)
    return (0 if speaks else 1, -_skill(member, wanted), far, load, member.id)
