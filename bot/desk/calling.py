"""Urgent things of the office: the people who decide are called as for an alarm, until one does."""

from __future__ import annotations

from bot.desk.desk import Desk
from bot.desk.people import PAGES, page
from grid.tickets import Ticket

RETURN = "return"


def call(desk: Desk, ticket: Ticket, what: str) -> None:
    """About an urgent ticket on its way somebody must decide: an alert of its own.

    It is never the resident's: theirs is about danger, and this one must not stand in its way.
    """
    calm(desk, ticket.number)
    row = {"contact": office(ticket.number), "at": desk.now, "kind": RETURN, "level": ticket.sla,
           "words": f"{ticket.number}：{what}", "state": "paging"}  # fmt: skip
    page(desk, desk.work.alerts.add(row))


def calm(desk: Desk, number: str) -> None:
    """It is decided: nobody else is called."""
    found = desk.work.alerts.open_of(office(number))
    if found is None:
        return
    keys = [f"page:{found.id}:{n}" for n in range(len(PAGES))]
    desk.work.dues.cancel(desk.now, "已经定了", keys=keys)
    desk.work.alerts.save(found.id, state="acked", acked=desk.now, acked_by=desk.actor.id)


def office(number: str) -> str:
    """The contact of an alert that is about a ticket and no conversation."""
    return f"office:{number}"
