"""The form that blows a whistle: for which tickets, whom to call, where and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from console.parts import ConsoleParts
from console.scope import Scope, beneath
from console.sessions import Visitor
from console.tickets import code_of
from console.way_handling import when
from console.whistles_log import name_of
from console.whistles_view import Seat, public_place, seat_of
from dialogs.dates import limit_words
from grid.district import District
from grid.refused import Refused
from grid.tickets import NEXT, Ticket
from grid.units import Unit
from grid.whistles import KINDS, MOST_TICKETS
from grid.whistles_clocks import ack_limit, latest_meeting
from grid.whistles_orders import Blow
from integrations.sql.schema import tickets
from integrations.sql.store import Work

MORE_UNITS = 3  # fields for units nobody has suggested
NEAR = 8  # further tickets offered
CAN = [str(state) for state, moves in NEXT.items() if "whistle" in moves]
LONGEST = 380
NOT_HERE = "没有编号{number}的工单，或者它不在您的街道。"


def reach_of(parts: ConsoleParts, who: Visitor, seat: Seat) -> Scope:
    """For which tickets somebody may blow: a street for all in it, whoever holds them."""
    unit = parts.district.units.get(seat.unit)
    if "street" in who.roles and unit is not None:
        return Scope(area=beneath(parts.district, unit.id))
    return seat.scope


def wanted(parts: ConsoleParts, work: Work, who: Visitor, numbers: list[str]) -> list[Ticket]:
    """The tickets asked for; Refused for one that is not within reach."""
    reach = reach_of(parts, who, seat_of(parts, who))
    found = {one.number: one for one in work.tickets.several(numbers)}
    for number in numbers:
        if number not in found or not reach.holds(found[number]):
            raise Refused(NOT_HERE.format(number=number))
    return [found[number] for number in numbers]


def street_of(district: District, ticket: Ticket) -> Unit:
    """The street a ticket lies in, by its place or its unit; the centre where there is none."""
    for start in (ticket.grid, ticket.unit):
        chain = district.chain(start) if start in district.units else ()
        for link in chain:
            if link.kind == "area" and link.level == "street":
                return link
    return district.centre


def suggested(district: District, ticket: Ticket, street: str) -> tuple[str, list[Unit]]:
    """Who leads and who helps, by the ticket's row of the catalogue, without the street itself."""
    category = district.rule(ticket.category, ticket.edition)
    if category is None:
        return ticket.unit, []
    holder = district.units.get(ticket.unit)
    lead = holder if holder and holder.kind != "area" else district.unit_for(category, ticket.grid)
    if lead.id == street or lead.kind in ("centre", "patrol"):
        lead = district.unit_for(category, ticket.grid)
    others = (district.unit_for(category, ticket.grid), *district.co_units(category, ticket.grid))
    co = [one for one in dict.fromkeys(others)
          if one.id not in (street, lead.id) and one.kind not in ("centre", "patrol")]  # fmt: skip
    return ("" if lead.id == street else lead.id), co


def blowing_view(
    parts: ConsoleParts, work: Work, who: Visitor, given: Mapping[str, str]
) -> dict[str, Any]:
    """What the form shows: its tickets, others at the place, whom the catalogue names."""
    district, now = parts.district, parts.clock()
    numbers = numbers_in(given)
    found = wanted(parts, work, who, numbers) if numbers else []
    first = found[0] if found else None
    street = street_for(parts, who, first)
    lead, co = suggested(district, first, street) if first else ("", [])
    return {
        "chosen": [_row(district, one) for one in found], "kinds": KINDS,
        "near": _near(parts, work, who, found) if found else [],
        "street": name_of(district, street) if street else "",
        "lead": f"{lead} {name_of(district, lead)}" if lead else "", "co": co,
        "place": public_place(district, first) if first else "",
        "acks": {kind: limit_words(ack_limit(district.policies, kind)) for kind in KINDS},
        "plan": limit_words(district.policies.whistle_plan),
        "latest": {kind: latest_meeting(district, kind, now) for kind in KINDS},
        "units": [one for one in district.units.values() if _callable(one, street)],
        "more_units": MORE_UNITS, "now": now,
    }  # fmt: skip


def _callable(unit: Unit, street: str) -> bool:
    return bool(unit.parent) and unit.kind != "patrol" and unit.id != street


def numbers_in(given: Mapping[str, str]) -> list[str]:
    """The tickets named: one field with several numbers, and those ticked beside it."""
    typed = given.get("ticket", "").replace("，", " ").replace("、", " ").replace(",", " ")
    ticked = [name.removeprefix("with-") for name in given if name.startswith("with-")]
    return list(dict.fromkeys([*typed.split(), *ticked]))[: MOST_TICKETS + 1]


def street_for(parts: ConsoleParts, who: Visitor, ticket: Ticket | None) -> str:
    """Whose whistle it is: the visitor's street, or the one the ticket lies in."""
    seat = seat_of(parts, who)
    if "street" in who.roles and seat.unit:
        return seat.unit
    return street_of(parts.district, ticket).id if ticket else ""


def _row(district: District, ticket: Ticket) -> dict[str, Any]:
    category = district.catalogue.get(ticket.category)
    return {"t": ticket, "category": category.name if category else "",
            "place": public_place(district, ticket),
            "unit": name_of(district, ticket.unit) if ticket.unit else ""}  # fmt: skip


def _near(
    parts: ConsoleParts, work: Work, who: Visitor, chosen: list[Ticket]
) -> list[dict[str, Any]]:
    """Further tickets at the same place, or of the same grid and kind, which may come along."""
    first, t = chosen[0], tickets.c
    if not (first.place_id or first.grid):
        return []
    same = t.place_id == first.place_id if first.place_id else t.grid == first.grid
    query = select(t.number).where(same, t.state.in_(CAN), t.secret.is_(False))
    numbers = work.connection.scalars(query.order_by(t.number.desc()).limit(4 * NEAR)).all()
    reach = reach_of(parts, who, seat_of(parts, who))
    known = {one.number for one in chosen}
    found = [one for one in work.tickets.several(numbers)
             if one.number not in known and reach.holds(one)
             and not work.whistles.open_of(one.number)]  # fmt: skip
    return [_row(parts.district, one) for one in found[:NEAR]]


def order(parts: ConsoleParts, work: Work, who: Visitor, form: Mapping[str, str]) -> Blow:
    """The form as an order; Refused for tickets out of reach or in several streets."""
    district, numbers = parts.district, numbers_in(form)
    found = wanted(parts, work, who, numbers)
    streets = {street_of(district, one).id for one in found}
    if len(streets) > 1:
        raise Refused("这几件工单不在同一个街道，请分开吹哨。")
    street = street_for(parts, who, found[0] if found else None)
    ticked = [name.removeprefix("co-") for name in form if name.startswith("co-")]
    typed = [code_of(form.get(f"more-{n}", ""), district.units) for n in range(MORE_UNITS)]
    meet = when(form.get("meet", ""))
    if form.get("meet", "").strip() and meet is None:
        raise Refused("到场时间没有看懂，请从日历里选。")
    return Blow(form.get("kind", ""), street, tuple(numbers),
                code_of(form.get("lead", ""), district.units), tuple(one for one in
                (*ticked, *typed) if one), form.get("place", "")[:200],
                form.get("why", "").strip()[:LONGEST], meet, form.get("agreed") == "1")  # fmt: skip
