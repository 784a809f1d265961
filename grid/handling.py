"""Handling a ticket: signed, done, checked, given more time, done again (domain rules A.1, B.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from grid.catalogue import Limit
from grid.district import District
from grid.events import Event
from grid.returns import GIVES, URGENT
from grid.tickets import ENDED, State, Ticket
from grid.units import LEVELS, Unit

HOW = {"site": "到现场看过", "photo": "看照片", "phone": "电话问过"}
"""How somebody made sure that it is done (B.1, 5)."""

EXTENSIONS = {"E1": 1, "U2": 1, "N3": 1, "C4": 2, "M": 1, "R": 1}
"""How often a ticket may be given more time; not at all where nothing stands here (A.1)."""

MONTH = Limit(30, "day", "natural")  # the longest more time of a petition (A.1)
FOUR_HOURS = Limit(4, "hour", "natural")
FOUR_WORKING_HOURS = Limit(4, "hour", "working")
WORKDAY = Limit(1, "day", "working")


HOLDING = (State.DISPATCHED, State.IN_PROGRESS, State.RETURN_PENDING, State.DONE_PENDING_CHECK)
"""Where a unit has a ticket that it is not rid of yet."""


@dataclass(slots=True)
class Handling:
    """What a ticket's log tells of how the unit that has it has done so far."""

    since: datetime | None = None  # when that unit got it
    until: datetime | None = None  # its date, where it is another than the catalogue's
    wants: Event | None = None  # more time asked for, and nobody has decided
    granted: int = 0  # how often there was more time, in the ticket's life
    done: Event | None = None  # what the unit reported last
    failed: Event | None = None  # the last check that was not passed, since
    handlers: set[str] = field(default_factory=set)  # accounts that signed or reported

    def read(self, event: Event) -> None:
        """One row of the log."""
        if event.move in GIVES:
            self.since, self.wants, self.done, self.failed = event.at, None, None, None
            self.until = _date(event)
        elif event.move in ("sign", "done"):
            self.handlers.add(event.actor.id)
            self.done = event if event.move == "done" else self.done
            self.wants = None
        elif event.move == "request_extension":
            self.wants = event
        elif event.move in ("grant", "deny_extension"):
            self._decided(event)
        elif event.move in ("suspend", "resume"):  # its time is counted anew from then
            self.since, self.until, self.wants = event.at, _date(event), None
        elif event.move == "check_fail":
            self.failed, self.until = event, _date(event) or self.until
        elif event.move == "request_return" or event.after in ENDED:
            self.wants = None
        elif event.move in ("ask_resident", "resident_answered", "resident_silent", "recount"):
            self.until = _date(event) or self.until

    def _decided(self, event: Event) -> None:
        self.wants = None
        if event.move == "grant":
            self.granted += 1
            self.until = _date(event)


def _date(event: Event) -> datetime | None:
    kept = event.data.get("until")
    return datetime.fromisoformat(str(kept)) if kept else None


def handling_of(events: Iterable[Event]) -> Handling:
    """How a ticket was handled, from its log, oldest first."""
    found = Handling()
    for event in events:
        found.read(event)
    return found


def unit_date(district: District, ticket: Ticket, events: list[Event]) -> datetime | None:
    """By when the unit that has it must be done; what was granted, or set by a redo, counts."""
    found, category = handling_of(events), district.rule(ticket.category, ticket.edition)
    if ticket.state not in HOLDING or category is None or found.since is None:
        return None
    return found.until or district.due(category.resolve, found.since)


def sign_due(district: District, ticket: Ticket, since: datetime) -> datetime:
    """By when a unit signs what it got at `since` (B.1, 3); its time runs in any case."""
    policies = district.policies
    own = {**dict.fromkeys(URGENT, policies.sign_urgent), "U2": policies.sign_fast}
    return district.due(own.get(ticket.sla, policies.sign), since)


def check_due(district: District, ticket: Ticket, done: datetime) -> datetime:
    """By when somebody has made sure of what a unit says it has done (B.1, 5)."""
    policies = district.policies
    limit = policies.check_urgent if ticket.sla in URGENT else policies.check
    return district.due(limit, done)


def after_failing(
    district: District, ticket: Ticket, date: datetime | None, now: datetime
) -> datetime:
    """The unit's date once a check was not passed: as before, but four hours at least (B.3)."""
    least = district.due(FOUR_HOURS if ticket.sla in URGENT else FOUR_WORKING_HOURS, now)
    return max(date, least) if date else least


def half(limit: Limit) -> Limit:
    """The time a redo has: half, and on the working calendar no less than a workday (B.3)."""
    value = (limit.value + 1) // 2
    if limit.calendar == "working" and limit.unit != "day":
        return WORKDAY
    return Limit(value, limit.unit, limit.calendar)


def longest(district: District, ticket: Ticket, date: datetime) -> datetime:
    """The latest date that may be asked for: the same time once more, of a petition a month.

    The reference gives the month and how often; as long again is our own.
    """
    if ticket.sla == "R":
        return district.due(MONTH, date)
    category = district.rule(ticket.category, ticket.edition)
    return district.due(category.resolve, date) if category else date


def times_left(ticket: Ticket, handling: Handling) -> int:
    """How often more time may still be asked for."""
    return max(0, EXTENSIONS.get(ticket.sla, 0) - handling.granted)


def rank(unit: Unit) -> int:
    """How high a unit stands; the district is 0."""
    return LEVELS.index(unit.level)


def unit_waits(
    district: District, ticket: Ticket, events: list[Event]
) -> tuple[tuple[str, datetime], ...]:
    """What is to be done about a ticket now, and by when: signed, done, checked."""
    found = handling_of(events)
    if ticket.state == State.DISPATCHED and found.since:
        return (("签收", sign_due(district, ticket, found.since)),)
    if ticket.state == State.DONE_PENDING_CHECK and found.done:
        return (("核查", check_due(district, ticket, found.done.at)),)
    date = unit_date(district, ticket, events)
    return (("办完", date),) if ticket.state == State.IN_PROGRESS and date else ()
