"""The command of who wants no name on a ticket after all, and what is true of it afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from grid.tickets import Ticket


@dataclass(frozen=True, slots=True)
class HideName:
    """No name on one's ticket any more; the result is an `Unnamed`."""

    number: str


@dataclass(frozen=True, slots=True)
class Unnamed:
    """What is true of a ticket made anonymous afterwards, to be said as it is."""

    ticket: Ticket
    units: tuple[str, ...] = ()  # names of the units that have had it
    read: bool = False  # somebody there has opened it
    whole: bool = False  # … and has read the words as they were typed, for a reason
    open: bool = False  # the other side might be told who it was
    already: bool = False  # it was anonymous before
