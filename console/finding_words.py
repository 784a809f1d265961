"""What a typed word may mean: words of a complaint, a number, a phone, the name of a place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select, union_all

from console.finding_asked import Sought
from console.parts import ConsoleParts
from console.rights import Right
from console.scope import Scope, beneath, scope_of
from console.sessions import Visitor
from console.veil import reads_whole
from grid.district import District
from integrations.sql.finding import NAMED, TAIL, of_phone, tail_mark
from integrations.sql.grams import Ways, folded
from integrations.sql.schema import tickets
from integrations.sql.store import Work

NUMBER = tickets.c.number
SHORTEST, LONGEST = 7, 12  # digits of a phone
_FULL = re.compile(r"(20\d{6})-?(\d{4,6})|(20\d{6})-(\d{1,3})")
Names = Mapping[str, tuple[list[str], list[str]]]
"""What places and areas are called: ids of the places, ids of the areas and all in them."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks what, when, of which store."""

    parts: ConsoleParts
    work: Work
    who: Visitor
    sought: Sought
    now: datetime
    names: Names

    @property
    def scope(self) -> Scope:
        """Which tickets they may see."""
        return scope_of(self.parts.district, self.who.roles, self.who.member)

    @property
    def rings(self) -> bool:
        """Whether a person is looked for by phone, by who may."""
        return self.who.may(Right.IDENTITY) and any(
            is_phone(word) or (word.isdecimal() and len(word) == TAIL) for word in self.sought.words
        )


def of_words(asking: Asking, ways: list[Ways]) -> list[ColumnElement[bool]]:
    """Every word must fit: as words, as a number, as a phone, or as the name of a place.

    Of hidden persons' tickets a unit reads no words as they were told, so it finds none by them:
    neither a row nor a count says what is in there. And nobody finds them by a phone, not even by
    one that was told in the words (J1).
    """
    office, where, plain = asking.who.may(Right.TICKETS), [], []
    for word, way in zip(asking.sought.words, ways, strict=True):
        number = _as_number(word)
        if not office or is_phone(word):
            where.append(NAMED if number is None else or_(NAMED, number))
        others = _otherwise(asking, word, number)
        if not others:
            plain.append(way)
            continue
        said = asking.work.finding.saying([way], reads_whole(asking.who))
        where.append(NUMBER.in_(union_all(said, *others)))
    if plain:
        where.append(NUMBER.in_(asking.work.finding.saying(plain, reads_whole(asking.who))))
    return where


def _otherwise(
    asking: Asking, word: str, number: ColumnElement[bool] | None
) -> list[Select[tuple[str]]]:
    """What a word may mean besides itself."""
    found = [] if number is None else [select(NUMBER).where(number)]
    if word.isdecimal() and asking.who.may(Right.IDENTITY):
        found += of_phone(_phone_marks(asking.parts, word))
    places, areas = asking.names.get(word, ((), ()))
    if places:
        found.append(select(NUMBER).where(tickets.c.place_id.in_(places)))
    if areas:
        found.append(select(NUMBER).where(tickets.c.grid.in_(areas)))
    return found


def _as_number(word: str) -> ColumnElement[bool] | None:
    """The number of a ticket, whole, without its dash, or its end."""
    digits = word.strip("-")
    if not re.fullmatch(r"[0-9-]{4,16}", digits):
        return None
    full = _FULL.fullmatch(digits)
    if full:
        day, count = full[1] or full[3], full[2] or full[4]
        return tickets.c.number == f"{day}-{int(count):04d}"
    return NUMBER.like(f"%-{digits}" if len(digits) == 4 else f"%{digits}%")


def is_phone(word: str) -> bool:
    """Whether a word may be a whole phone number."""
    return word.isdecimal() and SHORTEST <= len(word) <= LONGEST and not _FULL.fullmatch(word)


def _phone_marks(parts: ConsoleParts, word: str) -> list[str]:
    if len(word) == TAIL:
        return [tail_mark(parts.seal, word)]
    return [parts.seal.index(word)] if is_phone(word) else []


def names_of(district: District) -> Names:
    """Places and areas by what they are called, folded."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for place in district.places.values():
        for name in {folded(one) for one in (place.name, *place.aliases)}:
            found.setdefault(name, ([], []))[0].append(place.id)
    for unit in district.units.values():
        if unit.kind == "area":
            areas = found.setdefault(folded(unit.name), ([], []))[1]
            areas += sorted(beneath(district, unit.id))
    return found
