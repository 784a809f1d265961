"""The joint log of a whistle as the street and all called units read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from console.parts import ConsoleParts
from console.ticket_view import ROLES
from console.veil import without_doors
from console.words import WHISTLE_MOVES
from grid.district import District
from grid.events import Event
from grid.tickets import Ticket
from grid.whistles import LOG
from integrations.sql.store import Work


def name_of(district: District, unit: str) -> str:
    """What a unit is called."""
    found = district.units.get(unit)
    return found.name if found else unit


def doorless(tickets: Iterable[Ticket], words: str) -> str:
    """Words as called units read them: of who is anonymous by now no door is named."""
    for ticket in tickets:
        words = without_doors(ticket, words)
    return words


class JointLog:
    """What happened and what was written, oldest first, with its photos."""

    def __init__(self, parts: ConsoleParts, work: Work, tickets: Iterable[Ticket]) -> None:
        self.parts = parts
        self.work = work
        self.tickets = list(tickets)
        self._names: dict[str, str] = {}

    def lines(self, number: str) -> list[dict[str, Any]]:
        """The log of a whistle."""
        kept = self.work.files.of(f"whistle:{number}")
        photos = {row.hash: row.id for row in kept if row.state == "kept"}
        return [{"at": one.at, "by": self._by(one), "unit": self._unit(one),
                 "move": WHISTLE_MOVES.get(one.move, one.move),
                 "words": doorless(self.tickets, one.why), "late": bool(one.data.get("late")),
                 "photos": [photos[mark] for mark in one.data.get("files", ()) if mark in photos]}
                for one in self.work.log.of(LOG, number)]  # fmt: skip

    def _by(self, event: Event) -> str:
        """Who, in which role, under the name of their account."""
        role = ROLES.get(event.actor.role, event.actor.role)
        if event.actor.role == "system":
            return role
        if event.actor.id not in self._names:
            self._names[event.actor.id] = self._name(event.actor.id)
        return f"{role} {self._names[event.actor.id]}"

    def _name(self, actor: str) -> str:
        """Of an account, or of the roster."""
        if account := self.work.accounts.get(actor):
            return str(account.display)
        member = self.parts.district.roster.get(actor.upper())
        return member.name if member else actor

    def _unit(self, event: Event) -> str:
        """The unit it is about, where the name of who did it does not tell that anyway."""
        unit = name_of(self.parts.district, str(event.data.get("unit", "")))
        return "" if unit and unit in self._by(event) else unit
