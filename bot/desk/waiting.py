"""Whoever a ticket waits for hears of it: who sorts, decides on returns and time, rules, checks."""

from __future__ import annotations

from collections.abc import Iterable

from bot.desk.desk import Desk
from bot.desk.notices import CHECKERS, HOTLINE, LEADER, Word, above, give, holder
from bot.desk.routes import called
from dialogs.dates import time_words
from grid.events import Event
from grid.handling import check_due
from grid.returns import URGENT, pace
from grid.tickets import State, Ticket

UNSORTED = "1207"


ASKS = {"returning": "申请退回", "extending": "申请延期"}
"""What a unit may ask the office for, with its reason."""


def after(desk: Desk, ticket: Ticket, events: Iterable[Event]) -> None:
    """Tell who has to do something now what it is, and by when."""
    category = desk.district.rule(ticket.category, ticket.edition)
    named = f"{ticket.number}（{category.name}）" if category else ticket.number
    for event in events:
        what, to = _whom(desk, ticket, event)
        if what:
            give(desk, ticket, Word(what, f"{named}：{_words(desk, ticket, what, event)}"), (to,))


def _whom(desk: Desk, ticket: Ticket, event: Event) -> tuple[str, str]:
    """What a move means for the office, and the desk it means it for; empty for nothing."""
    if event.move == "submit":
        return ("unsorted", HOTLINE) if ticket.category == UNSORTED else ("", "")
    if event.move == "request_extension":
        return "extending", above(desk, ticket)
    if event.before == event.after or event.after != ticket.state or _called(ticket):
        return "", ""
    waits = {State.RETURN_PENDING: ("returning", above(desk, ticket)),
             State.COORDINATING: ("ruling", LEADER),
             State.DONE_PENDING_CHECK: ("check", checkers(ticket))}  # fmt: skip
    return waits.get(ticket.state, ("", ""))


def _called(ticket: Ticket) -> bool:
    """Whether whoever decides is called already, as for an alarm (`calling.call`)."""
    return ticket.sla in URGENT and ticket.state in (State.RETURN_PENDING, State.COORDINATING)


def _words(desk: Desk, ticket: Ticket, what: str, event: Event) -> str:
    """What is to be done and by when; of what a unit asks for, its reason too."""
    district, own = desk.district, pace(desk.district.policies, ticket.sla)
    if what == "check":
        return f"单位报了办结，请在{time_words(check_due(district, ticket, desk.now))}前核查。"
    limits = {"unsorted": (district.policies.sort, "说是哪一类，派出去"),
              "ruling": (own.rule, "裁定由谁承办")}  # fmt: skip
    limit, done = limits.get(what, (own.decide, "定"))
    by = f"请在{time_words(district.due(limit, desk.now))}前{done}。"
    if what not in ASKS:
        return by
    return f"{called(desk, ticket.unit)}{ASKS[what]}，{event.why.rstrip('。')}。{by}"


def checkers(ticket: Ticket) -> str:
    """The desk of those who make sure of what is done where it lies."""
    return f"{CHECKERS}{ticket.grid or ticket.unit}"


def whose(ticket: Ticket, timer: str) -> str:
    """The desk that can do what a clock runs for; a unit is not reminded to check its own work."""
    own = {"sort": HOTLINE, "dispatch": HOTLINE, "rule": LEADER, "check": checkers(ticket)}
    return own.get(timer, holder(ticket))
