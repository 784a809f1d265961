"""What another system reads of tickets: its own, public ones where it may; who saw what is kept."""

from __future__ import annotations

from datetime import datetime

from bot.desk import merging, systems
from bot.desk.desk import Desk
from dialogs.flows.kind import NOT_LISTED, OF_PARTIES
from grid.district import District
from integrations.open311.requests import Look
from integrations.sql.keys import Public, Wanted


def look_at(desk: Desk, wanted: Wanted) -> list[Look]:
    """The tickets asked for that may be read, newest first."""
    keys = desk.work.keys
    keys.use(wanted.key, desk.now)
    numbers = keys.numbers(wanted)
    mine = keys.own(wanted.key, numbers) if wanted.own else set()
    moved = keys.moved(numbers)
    keys.saw(wanted.key, numbers, desk.now)
    return [_look(desk, number, number in mine, moved.get(number)) for number in numbers]


def _look(desk: Desk, number: str, own: bool, moved: datetime | None) -> Look:
    ticket = desk.work.tickets.get(number)
    assert ticket is not None
    ticket = merging.as_parent(desk, ticket)
    return Look(ticket, own, systems.stands(desk, ticket), moved)


def public(district: District) -> Public:
    """Matters all may follow: normal kinds that are no dispute, in public space (A9)."""
    kinds = [one.code for one in district.catalogue.values()
             if one.confidential == "normal" and one.mediable == "forbidden"
             and one.code != NOT_LISTED]  # fmt: skip
    places = [one.id for one in district.places.values() if one.public]
    return Public(kinds, places, OF_PARTIES)
