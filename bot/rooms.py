"""Rooms of our own pages; with a Jitsi server set, the page leads on to a room there."""

from __future__ import annotations

from mediation.booking import Slot
from mediation.case import Case
from mediation.rooms import Room, entries, room_name


class OwnRooms:
    """The port `Rooms`: personal links on our own web server."""

    def __init__(self, address: str) -> None:
        self._address = f"{address}/room/"

    def open(self, case: Case, slot: Slot) -> Room:
        """A room with an entry for the parties and everybody of the panel."""
        people = [f"{case.number}:a", f"{case.number}:r", *slot.people]
        return Room(room_name(), entries(case, slot, people), self._address)
