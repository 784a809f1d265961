"""What the list of tickets shows beside the tickets: tabs, choices, and what is looked for."""

from __future__ import annotations

from typing import Any

from console.finding_asked import LIGHTS, MARKS, ORDERS, Sought
from console.holiday_words import gap
from console.parts import ConsoleParts
from console.rights import Right
from console.scope import scope_of
from console.sessions import Visitor
from console.words import state
from grid.tickets import STATE_WORDS, State

TABS = {"open": "没办完的", "overdue": "超期的", "unsorted": "待研判", "returned": "退回待定的",
        "coordinating": "待裁定的", "extending": "申请延期的", "suspending": "申请挂账的",
        "suspended": "挂账的", "done_pending_check": "待核查的",
        "redo": "要重办的", "review": "等负责人定的", "watched": "催办、督办的"}  # fmt: skip
SHOWN_TO_UNITS = ("open", "overdue", "watched", "returned", "suspended", "done_pending_check")
STATES = TABS | {
    str(s): state(s)
    for s in STATE_WORDS
    if s not in (State.DRAFT, State.COORDINATING, State.REVIEW, State.SUSPENDED)
}
AREAS = ("street", "community", "grid", "micro_grid")


def tabs_of(who: Visitor) -> dict[str, str]:
    """The office sees all; a unit what concerns it; who checks has one list."""
    if who.may(Right.TICKETS):
        return TABS
    shown = SHOWN_TO_UNITS if who.may(Right.UNIT_TICKETS) else ()
    return {key: TABS[key] for key in shown}


def choices(parts: ConsoleParts, who: Visitor) -> dict[str, Any]:
    """What may be chosen from."""
    district = parts.district
    areas = [u for u in district.units.values() if u.kind == "area" and u.level in AREAS]
    units = [u for u in district.units.values() if u.lead_names or u.kind != "area"]
    firsts: dict[str, list[Any]] = {}
    for one in district.catalogue.values():
        firsts.setdefault(one.first, []).append(one)
    return {"areas": areas, "units": units, "firsts": firsts, "states": STATES,
            "lights": LIGHTS, "marks": MARKS, "orders": ORDERS}  # fmt: skip


def list_values(parts: ConsoleParts, who: Visitor, sought: Sought) -> dict[str, Any]:
    """What the list is headed by."""
    scope = scope_of(parts.district, who.roles, who.member)
    seat = parts.district.units.get(scope.unit or "")
    holidays = gap(parts.district.calendar, parts.clock()) if who.may(Right.TICKETS) else ""
    return {"sought": sought, "unit": seat.name if seat else "", "gap": holidays,
            "chosen": chosen(parts, sought)}  # fmt: skip


def chosen(parts: ConsoleParts, sought: Sought) -> list[tuple[str, str]]:
    """Each condition that is set, in words, with the address of the list without it."""
    district = parts.district
    category = district.catalogue.get(sought.cat)
    named = {key: district.units[code].name if code else ""
             for key, code in (("unit", sought.unit), ("grid", sought.grid))}  # fmt: skip
    found = [
        ("state", STATES.get(sought.state, sought.state) if sought.state != "all" else ""),
        ("cat", category.name if category else sought.cat), *named.items(),
        ("since", f"{sought.since}起" if sought.since else ""),
        ("until", f"到{sought.until}" if sought.until else ""),
        ("light", LIGHTS.get(sought.light, "")),
        *((key, words if getattr(sought, key) else "") for key, words in MARKS.items()),
    ]  # fmt: skip
    empty = {"since": None, "until": None, **dict.fromkeys(MARKS, False)}
    return [(words, sought.address(**{key: empty.get(key, "")})) for key, words in found if words]
