"""Watching for hot spots: each report is held against what is usual where it was told of."""

from __future__ import annotations

from bot.desk import notices
from bot.desk.desk import Desk
from bot.desk.people import page
from followup.due import Due
from grid.hotspots import GROUP, Hotspot, burst, crowd, explained, resting
from grid.tickets import Ticket
from integrations.sql.hotspots import Hotspots, crowd_at, told_of


def look(desk: Desk, due: Due) -> None:
    """After a report: do many tell of the same, and is it more than usual at its place?"""
    notices.group(desk, due)
    ticket = desk.work.tickets.get(due.about)
    if ticket is None or ticket.secret:
        return
    for spot in _found(desk, ticket):
        _keep(desk, ticket, spot)


def _found(desk: Desk, ticket: Ticket) -> list[Hotspot]:
    """The place before its grid: what is hot at one house need not be told of the whole grid."""
    store, spots = desk.work.connection, []
    if ticket.place_id and (group := crowd(crowd_at(store, ticket.place_id, desk.now))):
        spots.append(group)
    for place in (ticket.place_id, ticket.grid):
        if place and (found := burst(told_of(store, ticket, place, desk.now))):
            return [*spots, found]
    return spots


def _keep(desk: Desk, ticket: Ticket, spot: Hotspot) -> None:
    """Shown until a person has looked; of a group of people the duty hears at once."""
    kept = Hotspots(desk.work.connection)
    if resting(kept.word(spot), spot, desk.now) or not kept.keep(spot, desk.now, ticket.grid):
        return
    seen = spot.seen
    words = f"{called(desk, spot)}：{explained(spot.kind, seen.count, seen.people, spot.usual)}。"
    desks = (notices.LEADER, notices.SUPERVISOR, notices.HOTLINE if spot.kind == GROUP else "")
    notices.give(desk, ticket, notices.Word("hotspot", words), desks)
    if spot.kind == GROUP:
        _call(desk, spot, words)


def _call(desk: Desk, spot: Hotspot, words: str) -> None:
    """The people on duty are called, one after the other, until one takes it."""
    contact = f"crowd:{spot.seen.place}"
    if desk.work.alerts.open_of(contact) is None:
        row = {"contact": contact, "at": desk.now, "kind": "mass_incident", "level": "E1",
               "words": words[:200], "state": "paging"}  # fmt: skip
        page(desk, desk.work.alerts.add(row))


def called(desk: Desk, spot: Hotspot) -> str:
    """Where it is, and what."""
    district, seen = desk.district, spot.seen
    place, unit = district.places.get(seen.place), district.units.get(seen.place)
    where = place.name if place else unit.name if unit else "没有名字的地方"
    category = district.catalogue.get(seen.category)
    return f"{where}“{category.name}”" if category else where
