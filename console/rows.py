"""What the console reads and writes in the store beyond the gateways' own methods."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, or_, select, update

from console.scope import Scope
from grid.tickets import ENDED, State, Ticket
from integrations.sql.schema import accounts, alerts, audit, dues, inbox, sessions, tickets
from integrations.sql.store import Work
from nlu.privacy import mask

OPEN_ALERTS = ("asked", "paging")


def end_sessions(work: Work, account: str) -> None:
    """End every session of an account."""
    work.connection.execute(delete(sessions).where(sessions.c.account == account))


def count_fail(work: Work, account: str) -> int:
    """Count a failed login; returns how many there have been in a row."""
    query = update(accounts).where(accounts.c.name == account)
    counted = query.values(fails=accounts.c.fails + 1).returning(accounts.c.fails)
    return int(work.connection.execute(counted).scalar_one())


def open_alerts(work: Work) -> list[Row[Any]]:
    """Alerts nobody has taken, the gravest and oldest first."""
    query = select(alerts).where(alerts.c.state.in_(OPEN_ALERTS))
    return list(work.connection.execute(query.order_by(alerts.c.level, alerts.c.id)))


def acknowledge(work: Work, alert: int, account: str, now: datetime) -> bool:
    """Take an alert; False when somebody was quicker."""
    where = (alerts.c.id == alert, alerts.c.state.in_(OPEN_ALERTS))
    query = update(alerts).where(*where)
    taken = query.values(state="acked", acked=now, acked_by=account)
    return work.connection.execute(taken).rowcount == 1


def message(work: Work, row: int, contact: str) -> Row[Any] | None:
    """One message of a contact."""
    where = (inbox.c.id == row, inbox.c.contact == contact)
    return work.connection.execute(select(inbox).where(*where)).first()


def last_words(work: Work, contacts: Iterable[str]) -> dict[str, str]:
    """What each contact told last, a line of it, numbers masked; a mere 好的 or 1 tells nothing."""
    wanted = list(contacts)
    own = inbox.c.body["kind"].as_string().in_(("message", "edit"))
    said = func.length(inbox.c.body["text"].as_string()) >= TELLS
    newest = select(func.max(inbox.c.id)).where(inbox.c.contact.in_(wanted), own, said)
    query = select(inbox.c.contact, inbox.c.body)
    found = work.connection.execute(query.where(inbox.c.id.in_(newest.group_by(inbox.c.contact))))
    return {contact: _line(body["text"]) for contact, body in found}


def _line(text: str) -> str:
    plain = mask(" ".join(text.split()))
    return plain if len(plain) <= LINE else plain[:LINE] + "…"


TELLS, LINE = 4, 40  # characters that tell something; characters shown


def dealt_with(work: Work, key: str) -> bool:
    """Whether what came in under that key is no longer open."""
    query = select(inbox.c.state).where(inbox.c.key == key)
    return work.connection.execute(query).scalar() != "open"


def audited(work: Work, account: str, about: str, most: int = 200) -> list[Row[Any]]:
    """Who did and saw what, latest first; of one account or about one thing when given."""
    query = select(audit)
    if account:
        query = query.where(audit.c.account == account)
    if about:
        query = query.where(audit.c.about == about)
    return list(work.connection.execute(query.order_by(audit.c.id.desc()).limit(most)))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tickets are asked for; empty means any."""

    state: str = ""  # a state, "open" for all not ended, "overdue" or "returned"
    grid: str = ""
    unit: str = ""
    number: str = ""  # its beginning or its end
    page: int = 1
    scope: Scope = field(default_factory=Scope)


def wanted_tickets(work: Work, wanted: Wanted, now: datetime, most: int = 50) -> list[Ticket]:
    """A page of tickets by due date; one more than `most` when there is a next page."""
    query = select(tickets.c.number).where(*_where(wanted, now))
    query = query.order_by(tickets.c.answer_due, tickets.c.number)
    query = query.limit(most + 1).offset((max(wanted.page, 1) - 1) * most)
    found = [work.tickets.get(number) for number in work.connection.scalars(query)]
    return [ticket for ticket in found if ticket]


def counted(work: Work, scope: Scope) -> dict[str, int]:
    """How many tickets somebody may see in each state, and on each list that is no state."""
    query = select(tickets.c.state, func.count()).where(scope.where()).group_by(tickets.c.state)
    found = {row[0]: row[1] for row in work.connection.execute(query)}
    for name, where in LISTS.items():
        count = select(func.count()).select_from(tickets).where(scope.where(), where)
        found[name] = int(work.connection.execute(count).scalar_one())
    return found


RETURNED = or_(
    tickets.c.state == "return_pending",
    and_(tickets.c.state == "accepted", tickets.c.return_count > 0),
)
"""Returned by a unit, and a dispatcher is to decide or to give it to another."""


EXTENDING = tickets.c.number.in_(
    select(dues.c.about).where(dues.c.what == "extension", dues.c.state == "waiting")
)
"""Its unit asks for more time, and a dispatcher is to decide."""


SUSPENDING = and_(
    tickets.c.state == str(State.IN_PROGRESS),
    tickets.c.number.in_(
        select(dues.c.about).where(dues.c.what == "suspension", dues.c.state == "waiting")
    ),
)
"""Its unit asks for it to be suspended, and the leader is to decide."""


OPEN = [str(state) for state in State if state not in ENDED]
RUNNING = [state for state in OPEN if state != State.FEEDBACK]
"""States in which something is still to be done, named so that an index finds them."""
UNSORTED = and_(tickets.c.state == str(State.SUBMITTED), tickets.c.category == "1207")
"""待研判: a clerk is to say what it is."""
WATCHED = and_(
    tickets.c.state.in_(RUNNING),
    or_(tickets.c.supervised > 0, tickets.c.urges > 0),
)
"""Reminded, under supervision or urged by a resident, and not done."""
LISTS = {"returned": RETURNED, "extending": EXTENDING, "suspending": SUSPENDING,
         "watched": WATCHED, "unsorted": UNSORTED}  # fmt: skip


def _where(wanted: Wanted, now: datetime) -> list[Any]:
    where: list[Any] = [wanted.scope.where(), *standing(wanted.state, now)]
    for column, value in ((tickets.c.grid, wanted.grid), (tickets.c.unit, wanted.unit)):
        if value:
            where.append(column == value)
    if wanted.number:
        where.append(tickets.c.number.contains(wanted.number, autoescape=True))
    return where


def standing(state: str, now: datetime) -> list[ColumnElement[bool]]:
    """How a ticket must stand: a state, "open", "overdue" or one of LISTS; "" for any."""
    if state == "open":
        return [tickets.c.state.in_(OPEN)]
    if state == "overdue":
        return [tickets.c.state.in_(RUNNING), tickets.c.answer_due < now]
    if state in LISTS:
        return [LISTS[state]]
    return [tickets.c.state == state] if state else []
