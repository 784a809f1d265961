"""What has been read so far: things by their code, each with the line it stands on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from grid.catalogue import Category, Slot
from grid.people import Member
from grid.places import Area, Place
from grid.policies import Policies
from grid.replies import ReplyTemplate
from grid.units import Unit
from integrations.district.sheet import Row

Thing = TypeVar("Thing")


@dataclass
class Table(Generic[Thing]):
    """Things by code. `find` also knows a numeric code whose leading zeros Excel took away."""

    file: str
    things: dict[str, Thing] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    _short: dict[str, list[str]] = field(default_factory=dict)

    def add(self, code: str, thing: Thing, row: Row) -> None:
        """Adds it, or notes that the code is taken."""
        if code in self.things:
            row.error(f"编码“{code}”重复了，第{self.lines[code]}行已经用过")
            return
        self.things[code], self.lines[code] = thing, row.line
        if code.isdigit():
            self._short.setdefault(code.lstrip("0"), []).append(code)

    def find(self, code: str) -> str:
        """The full code meant, or "" when there is none or more than one."""
        if code in self.things:
            return code
        meant = self._short.get(code.lstrip("0"), []) if code.isdigit() else []
        return meant[0] if len(meant) == 1 else ""


@dataclass
class Draft:
    """A district on its way from files to a District."""

    units: Table[Unit] = field(default_factory=lambda: Table("units.csv"))
    places: Table[Place] = field(default_factory=lambda: Table("places.csv"))
    catalogue: Table[Category] = field(default_factory=lambda: Table("catalogue.csv"))
    roster: Table[Member] = field(default_factory=lambda: Table("roster.csv"))
    replies: Table[ReplyTemplate] = field(default_factory=lambda: Table("replies.csv"))
    areas: list[tuple[Area, int]] = field(default_factory=list)  # with their lines
    days: dict[date, bool] = field(default_factory=dict)  # the calendar: is it a workday
    slots: dict[str, Slot] = field(default_factory=dict)
    policies: Policies = field(default_factory=Policies)
    wording: dict[str, str] = field(default_factory=dict)
    phones: dict[str, str] = field(default_factory=dict)
