"""What a new table of holidays makes of dates already given (domain rules B.11, features K4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from grid.calendar import WorkingCalendar, YearTable
from grid.district import District
from grid.events import Event
from grid.handling import half, handling_of
from grid.returns import pace, way_of
from grid.tickets import Ticket


def with_table(district: District, table: YearTable) -> District:
    """The district as it counts with a table, beside the one that everybody counts with."""
    own = district.calendar
    calendar = WorkingCalendar(own.holidays, own.workdays, own.known, own.hours)
    calendar.take(table)
    return replace(district, calendar=calendar)


STARTS_ANEW = frozenset({"rate_bad", "reopen"})
"""Moves from which the resident's time is counted again; otherwise from when it was opened."""


def started(ticket: Ticket, events: Sequence[Event]) -> datetime:
    """When the resident's time began: when it was opened, or taken up again."""
    again = [event.at for event in events if event.move in STARTS_ANEW]
    return again[-1] if again else ticket.opened


@dataclass(frozen=True, slots=True)
class Recount:
    """A ticket's dates before and after; `unit` is the unit's where a redo had set one."""

    ticket: Ticket
    contact: datetime | None
    answer: datetime | None
    unit: datetime | None = None
    kept: bool = False  # its date was agreed on apart from the catalogue, and stays

    @property
    def moves(self) -> bool:
        """Whether any date is another one."""
        own = (self.ticket.contact_due, self.ticket.answer_due)
        return self.unit is not None or own != (self.contact, self.answer)


def recount(before: District, after: District, ticket: Ticket, events: list[Event]) -> Recount:
    """The dates as they would have been given with the new table.

    A date that was agreed on (more time granted, a question to the resident) stays as it is.
    """
    contact, answer = ticket.contact_due, ticket.answer_due
    category = after.rule(ticket.category, ticket.edition)
    start = started(ticket, events)
    if category is None:
        return Recount(ticket, contact, answer)
    if contact == before.due(category.respond, start):
        contact = after.due(category.respond, start)
    if answer == before.due(category.resolve, start):
        return Recount(ticket, contact, after.due(category.resolve, start),
                       _redo_date(before, after, ticket, events))  # fmt: skip
    unit = _redo_date(before, after, ticket, events)
    if unit and handling_of(events).until == answer:
        return Recount(ticket, contact, unit, unit)
    return Recount(ticket, contact, answer, unit, kept=answer is not None)


def _redo_date(
    before: District, after: District, ticket: Ticket, events: list[Event]
) -> datetime | None:
    """The unit's new date, where a redo had set it by the table; None where it is as it was."""
    given = [event for event in events if event.move == "redispatch"]
    until = handling_of(events).until
    if not given or until is None:
        return None
    category = after.rule(ticket.category, ticket.edition)
    if category is None:
        return None
    limit = half(category.resolve)
    if until != before.due(limit, given[-1].at):
        return None
    new = after.due(limit, given[-1].at)
    return new if new != until else None


def office_date(
    district: District, what: str, ticket: Ticket, events: list[Event]
) -> datetime | None:
    """When a due action of the office about a ticket comes, by the table; None for any other."""
    policies = district.policies
    way, wants = way_of(events), handling_of(events).wants
    asked = [event for event in events if event.move == "ask_resident"]
    if what == "return_decision" and way.asked:
        return district.due(pace(policies, ticket.sla).decide, way.asked.at)
    if what == "extension" and wants:
        return district.due(pace(policies, ticket.sla).decide, wants.at)
    if what == "facts_silent" and asked:
        return district.due(policies.facts_wait, asked[-1].at)
    return None
