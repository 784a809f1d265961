"""Returns between units: reasons, time limits, who may not be given a ticket (domain rules B.5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from grid.catalogue import Limit
from grid.district import District
from grid.events import Event
from grid.policies import Policies
from grid.tickets import ENDED, State, Ticket
from grid.units import Unit

REASONS = {
    "duty": "职能不符", "place": "属地不符", "unclear": "权属不清", "twin": "已有在办",
    "facts": "信息不足",
}  # fmt: skip
NAMES_ANOTHER = frozenset({"duty", "place"})
"""Reasons that say whose it is instead."""
NO_REASON = "facts"
"""Missing facts are asked for; they are no reason to return (B.5)."""

URGENT = ("E0", "E1")


@dataclass(frozen=True, slots=True)
class Pace:
    """By when a return is decided, given to another unit, met about and ruled on."""

    decide: Limit
    dispatch: Limit
    meet: Limit
    rule: Limit


def window(policies: Policies, sla: str) -> Limit:
    """How long after dispatch a ticket of that class may be returned."""
    own = {"U2": policies.return_window_fast, "R": policies.return_window_petition}
    urgent = policies.return_window_urgent if sla in URGENT else policies.return_window
    return own.get(sla, urgent)


def pace(policies: Policies, sla: str) -> Pace:
    """How fast the office decides about a return.

    B.5 names of what is urgent only the meeting's two hours; the rest is ours: a burst main
    cannot wait.
    """
    p = policies
    if sla in URGENT:
        return Pace(p.return_decide_urgent, p.return_dispatch_urgent, p.return_meet_urgent,
                    p.return_rule_urgent)  # fmt: skip
    return Pace(p.return_decide, p.return_dispatch, p.return_meet, p.return_rule)


GIVES = frozenset({"dispatch", "redispatch", "reroute", "designate", "push_up"})


@dataclass(frozen=True, slots=True)
class Way:
    """What a ticket's log tells of its way: who held it, since when, who would not have it."""

    held: tuple[str, ...] = ()
    since: datetime | None = None  # when the unit that has it got it
    asked: Event | None = None  # the return nobody has decided on
    returned: tuple[str, ...] = ()  # units that gave it back, or ask to
    denied: tuple[str, ...] = ()  # units that had to keep it, once each time
    designated: bool = False
    waits: datetime | None = None  # since when the office has it: returned, or to be ruled on
    reporter: str = ""  # who reported it: a member's id, or a contact


@dataclass(slots=True)
class _Reader:
    """Reads a log row by row."""

    held: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    denied: list[str] = field(default_factory=list)
    since: datetime | None = None
    waits: datetime | None = None
    asked: Event | None = None
    designated: bool = False
    reporter: str = ""

    def read(self, event: Event) -> None:
        if event.move == "submit":
            self.reporter = event.actor.id
        elif event.move in GIVES:
            self.held.append(str(event.data.get("unit", "")))
            self.since, self.waits, self.asked = event.at, None, None
            self.designated |= event.move == "designate"
        elif event.move == "request_return":
            self.asked, self.waits = event, event.at
            self.returned.append(str(event.data.get("from", "")))
        elif event.move == "deny_return":
            self.denied.append(self.returned.pop())
            self.asked, self.waits = None, None
        elif event.move in ("approve_return", "coordinate", "auto"):
            self.asked, self.waits = None, event.at
        elif event.after in ENDED:
            self.asked, self.waits = None, None  # withdrawn: nobody owes it anything any more


def way_of(events: Iterable[Event]) -> Way:
    """The way of a ticket, from its log, oldest first."""
    read = _Reader()
    for event in events:
        read.read(event)
    return Way(tuple(read.held), read.since, read.asked, tuple(read.returned), tuple(read.denied),
               read.designated, read.waits, read.reporter)  # fmt: skip


def mark(ticket: Ticket) -> str:
    """What a form was shown of a ticket; another one means that somebody has moved it since."""
    return f"{ticket.state}/{ticket.unit}/{ticket.category}/{ticket.return_count}"


def barred(district: District, way: Way, unit: Unit | None) -> str:
    """Why a ticket may not be given to a unit, in Chinese; empty when it may.

    Never back to a unit that returned it, nor to the grid whose own patroller reported it (the
    backflow guard, B.5 with 0.2, 2); patrols find and never handle (B.3), but for one that takes
    what lies in no grid.
    """
    if unit is None:
        return "没有这个单位，请从列表里选。"
    if unit.kind == "patrol" and not unit.catch_all:
        return f"{unit.name}只管发现、不管办理，请派给别的单位。"
    if unit.kind == "area" and not unit.parent:
        return "请派给具体的部门、街道、社区或网格。"
    if unit.id in way.returned:
        return f"{unit.name}退回过这件事，不能再派给它。"
    if unit.id in own_grids(district, way.reporter):
        return f"这件事是{unit.name}自己的巡查员报上来的，不能再派回去。"
    return ""


ABOUT_STAFF = ("1202", "1203")
"""Complaints about an office and who works there: a higher one looks into them (B.3)."""
LEAST_NAME = 3  # characters of a name that means one unit alone


def about_itself(ticket: Ticket, unit: Unit) -> str:
    """Why a complaint about staff may not go to that unit, in Chinese; empty when it may."""
    if ticket.category not in ABOUT_STAFF:
        return ""
    told = "".join((ticket.detail, *(value for _, value in ticket.slots)))
    names = (unit.name, unit.name.removeprefix("区"), *unit.lead_names)
    if not any(len(name) >= LEAST_NAME and name in told for name in names):
        return ""
    return f"反映的就是{unit.name}，不能派给它自己，请派给它的上级或纪检监察机关。"


def own_grids(district: District, reporter: str) -> frozenset[str]:
    """The grid of the member of the roster who reported something, and the micro-grids in it."""
    member = district.roster.get(reporter)
    unit = district.units.get(member.unit) if member else None
    if unit is None or unit.level not in ("grid", "micro_grid"):
        return frozenset()
    found = {unit.id, *(each.id for each in district.children(unit.id))}
    above = district.units.get(unit.parent)
    return frozenset(found | ({above.id} if above and above.level == "grid" else set()))


def desk_above(district: District, unit_id: str) -> Unit:
    """Whose dispatchers decide on what a unit returns: the nearest level above that has some.

    Never the unit itself, and the centre where no level has dispatchers of its own.
    """
    above = district.chain(unit_id)[1:] if unit_id in district.units else ()
    for link in above:
        if found := district.members("dispatcher", (link,)):
            return district.units[found[0].unit]
    return district.centre


def may_be_returned_until(district: District, ticket: Ticket, way: Way) -> datetime | None:
    """The end of the unit's time for returning a ticket it holds; None when it cannot at all."""
    if ticket.state not in (State.DISPATCHED, State.IN_PROGRESS) or way.designated:
        return None
    limit = window(district.policies, ticket.sla)
    return district.due(limit, way.since) if way.since else None


CHANGEABLE = (State.ACCEPTED, State.DISPATCHED, State.IN_PROGRESS, State.RETURN_PENDING)
"""Where a dispatched ticket's category may still be put right; not before or after a ruling."""


def centre_offered(district: District, ticket: Ticket) -> bool:
    """Whether an open return may be left to the centre: the last the district allows may."""
    return ticket.return_count + 1 >= district.policies.return_max


def office_dues(district: District, ticket: Ticket, way: Way) -> tuple[tuple[str, datetime], ...]:
    """What the office owes a returned ticket, and by when: words and times, the first first."""
    if way.waits is None:
        return ()
    own = pace(district.policies, ticket.sla)
    if ticket.state == State.RETURN_PENDING:
        return (("定退不退", district.due(own.decide, way.waits)),)
    if ticket.state == State.ACCEPTED:
        return (("重新派单", district.due(own.dispatch, way.waits)),)
    if ticket.state == State.COORDINATING:
        found = (("开协调会", district.due(own.meet, way.waits)),
                 ("裁定", district.due(own.rule, way.waits)))  # fmt: skip
        return found[1:] if own.meet == own.rule else found
    return ()


def unit_due(district: District, ticket: Ticket, way: Way) -> datetime | None:
    """By when the unit that has it must be done: its clock starts anew when it gets it (B.11).

    The resident's clock goes on regardless. None while nobody has it.
    """
    category = district.rule(ticket.category, ticket.edition)
    working = ticket.state in (State.DISPATCHED, State.IN_PROGRESS, State.RETURN_PENDING)
    if category is None or way.since is None or not working:
        return None
    return district.due(category.resolve, way.since)
