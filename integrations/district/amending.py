"""An edition's lines put over a district that was read from its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from grid.district import District
from grid.editions import CATALOGUE, MAP, REPLIES, ROSTER, Line
from integrations.district import tables
from integrations.district.checks import leads
from integrations.district.draft import Draft, Table
from integrations.district.lines import category_cells, member_cells, reply_cells
from integrations.district.maps import FILE, areas_of, map_line, overlapping, replaced
from integrations.district.mistakes import Notes
from integrations.district.sheet import Row

Lines = Mapping[str, Line | None]


@dataclass
class Amended:
    """The district with the lines, and what is wrong with them."""

    district: District
    notes: Notes = field(default_factory=Notes)

    @property
    def wrong(self) -> str:
        """Every mistake in one sentence each; empty when there is none."""
        words = dict.fromkeys(_told(each.line, each.words) for each in self.notes.errors)
        return "；".join(words)


def _told(line: int, words: str) -> str:
    return f"第{line}行{words}" if line else words


def amended(
    district: District, kind: str, lines: Lines, numbers: Mapping[str, int] | None = None
) -> Amended:
    """The district with an edition's lines over it; `numbers` are the lines of a file by code."""
    return AMEND[kind](district, lines, numbers or {})


def line_of(district: District, kind: str, code: str) -> dict[str, Any] | None:
    """A line as it stands in a district; None where there is no such code."""
    if kind == CATALOGUE:
        category = district.catalogue.get(code)
        return dict(category_cells(category, district)) if category else None
    if kind == ROSTER:
        member = district.roster.get(code)
        return dict(member_cells(member)) if member else None
    if kind == MAP:
        return map_line(district, code)
    if kind == REPLIES:
        template = district.replies.get(code)
        return dict(reply_cells(template)) if template else None
    return None


def usable(district: District, kind: str, lines: Lines) -> tuple[District, str]:
    """The district with those lines that fit it; what is wrong with the others, in words.

    The files may have changed since an edition was published: a unit it names may be gone. What
    fits holds all the same, and the files' own line stands for what does not.
    """
    whole = amended(district, kind, lines)
    if not whole.wrong:
        return whole.district, ""
    fitting = {code: one for code, one in lines.items()
               if not amended(district, kind, {code: one}).wrong}  # fmt: skip
    rest = amended(district, kind, fitting)
    return (district if rest.wrong else rest.district), whole.wrong


def _with_catalogue(district: District, lines: Lines, numbers: Mapping[str, int]) -> Amended:
    done = Amended(district)
    draft = Draft(units=_table("units.csv", district.units), slots=dict(district.slots))
    for code, line in lines.items():
        number = numbers.get(code, 0)
        category = tables.category_in(_row("catalogue.csv", number, line, done), draft)
        if category and category.code != code:
            done.notes.error("catalogue.csv", number, f"编码{code}不能改成{category.code}")
        elif category:
            draft.catalogue.things[code] = category
            draft.catalogue.lines[code] = number
    leads(draft, done.notes)
    found = {**district.catalogue, **draft.catalogue.things}
    done.district = replace(district, catalogue=dict(sorted(found.items())))
    return done


def _with_roster(district: District, lines: Lines, numbers: Mapping[str, int]) -> Amended:
    done = Amended(district)
    draft = Draft(units=_table("units.csv", district.units))
    found = dict(district.roster)
    for code, line in lines.items():
        if line is None:
            found.pop(code, None)
            continue
        row = _row("roster.csv", numbers.get(code, 0), line, done)
        member = tables.member_in(row, draft)
        if member and member.id == code:
            found[code] = member
    done.district = replace(district, roster=found)
    return done


def _with_replies(district: District, lines: Lines, numbers: Mapping[str, int]) -> Amended:
    done = Amended(district)
    draft = Draft(catalogue=_table("catalogue.csv", district.catalogue))
    found = dict(district.replies)
    for code, line in lines.items():
        found.pop(code, None)
        if line is None:
            continue
        template = tables.reply_in(_row("replies.csv", numbers.get(code, 0), line, done), draft)
        if template and template.code == code:
            found[code] = template
    done.district = replace(district, replies=dict(sorted(found.items())))
    return done


def _with_map(district: District, lines: Lines, numbers: Mapping[str, int]) -> Amended:
    known = (*district.units, *district.places)
    fresh = [area for code, line in lines.items() if code in known
             for area in areas_of(code, line)]  # fmt: skip
    kept = [area for area in district.areas if area.of not in lines]
    done = Amended(replaced(district, (*kept, *fresh)))
    for words in overlapping(district, kept, fresh):
        done.notes.error(FILE, 0, words)
    for code in lines:
        if code not in known:
            done.notes.error(FILE, 0, f"没有编码为“{code}”的单位或地点")
    return done


def _row(file: str, number: int, line: Line | None, done: Amended) -> Row:
    return Row(file, number, {name: str(text) for name, text in (line or {}).items()}, done.notes)


def _table(file: str, things: Mapping[str, Any]) -> Table[Any]:
    """A table of things that were read before."""
    made: Table[Any] = Table(file, dict(things), dict.fromkeys(things, 0))
    return made


AMEND: dict[str, Callable[[District, Lines, Mapping[str, int]], Amended]] = {
    CATALOGUE: _with_catalogue, ROSTER: _with_roster, MAP: _with_map, REPLIES: _with_replies,
}  # fmt: skip
