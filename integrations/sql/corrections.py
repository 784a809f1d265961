"""Corrections of what was understood: kept with who and when, taught only when a person agrees."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select, update

from integrations.sql.boxes import new_id
from integrations.sql.schema import cases, contacts, corrections, parties, tickets

TEACHABLE = ("category", "act")
"""Fields a model is trained on; all others are found by rules, and only kept."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One field of one message (or of an unsorted ticket) put right; `text` is masked already."""

    field: str
    was: str
    now: str
    text: str
    by: str
    at: datetime
    contact: str
    inbox: int = 0
    ticket: str = ""
    private: bool = False  # must never teach: a confidential matter, mediation, danger to a person


class Corrections:
    """Corrections by id. `state` is open, accepted, rejected, replaced, kept, private or erased.

    Only `open` ones wait for a decision and only `accepted` ones teach; `kept` are facts, which
    no model learns; `private` ones are kept without words.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, one: Correction) -> str:
        """Keep a correction; returns its state, empty when the same clerk said the same before.

        What the same clerk said before of that field and nobody has decided on is replaced.
        """
        mine = (*self._same(one.inbox, one.ticket, one.field), corrections.c.by == one.by)
        before = self._all(select(corrections).where(*mine).order_by(corrections.c.id.desc()))
        if before and before[0].now == one.now and before[0].state != "erased":
            return ""
        stale = update(corrections).where(*mine, corrections.c.state == "open")
        self.connection.execute(stale.values(state="replaced"))
        state = self._state(one)
        new_id(self.connection, corrections, {
            "inbox": one.inbox, "ticket": one.ticket, "contact": one.contact, "at": one.at,
            "by": one.by, "field": one.field, "was": one.was[:200], "now": one.now[:200],
            "text": "" if state == "private" else one.text, "state": state})  # fmt: skip
        return state

    def _state(self, one: Correction) -> str:
        if one.private or not one.text.strip() or self.guarded([one.contact]):
            return "private"
        return "open" if one.field in TEACHABLE else "kept"

    def _same(self, inbox: int, ticket: str, field: str) -> tuple[Any, ...]:
        c = corrections.c
        return (c.inbox == inbox, c.ticket == ticket, c.field == field)

    def _all(self, query: Select[Any]) -> list[Row[Any]]:
        return list(self.connection.execute(query))

    def get(self, row: int) -> Row[Any] | None:
        """One correction."""
        return self.connection.execute(select(corrections).where(corrections.c.id == row)).first()

    def of_messages(self, messages: Sequence[int]) -> dict[int, list[Row[Any]]]:
        """Corrections by message, oldest first."""
        where = (corrections.c.inbox.in_(list(messages)), corrections.c.inbox > 0)
        found: dict[int, list[Row[Any]]] = {}
        for row in self._all(select(corrections).where(*where).order_by(corrections.c.id)):
            found.setdefault(row.inbox, []).append(row)
        return found

    def listed(self, states: Sequence[str], page: int = 1, most: int = 30) -> list[Row[Any]]:
        """A page of corrections, latest first; one more than `most` when there is a next page."""
        query = select(corrections).where(corrections.c.state.in_(list(states)))
        query = query.order_by(corrections.c.id.desc()).limit(most + 1)
        return self._all(query.offset((max(page, 1) - 1) * most))

    def counts(self) -> dict[str, int]:
        """How many corrections stand in each state."""
        query = select(corrections.c.state, func.count()).group_by(corrections.c.state)
        return {row[0]: row[1] for row in self.connection.execute(query)}

    def rivals(self, row: Row[Any]) -> list[Row[Any]]:
        """Other corrections of the same field of the same words that wait or are accepted."""
        if not row.inbox and not row.ticket:
            return []  # the talk is gone: nothing says what belonged together
        same = self._same(row.inbox, row.ticket, row.field)
        query = select(corrections).where(*same, corrections.c.id != row.id)
        return self._all(query.where(corrections.c.state.in_(["open", "accepted"])))

    def decide(self, row: int, seen: str, **values: Any) -> bool:
        """Write a decision on a correction that stood as it was seen; False when it did not."""
        where = (corrections.c.id == row, corrections.c.state == seen)
        query = update(corrections).where(*where).values(values)
        return self.connection.execute(query).rowcount == 1

    def replace(self, rivals: Sequence[Row[Any]]) -> None:
        """Another one of theirs was accepted."""
        ids = [row.id for row in rivals]
        query = update(corrections).where(corrections.c.id.in_(ids))
        self.connection.execute(query.values(state="replaced"))

    def accepted(self) -> list[Row[Any]]:
        """What may teach, as decided, oldest decision first."""
        query = select(corrections).where(
            corrections.c.state == "accepted", corrections.c.text > ""
        )
        rows = self._all(query.order_by(corrections.c.decided, corrections.c.id))
        guarded = self.guarded({row.contact for row in rows if row.contact})
        return [row for row in rows if row.contact not in guarded]

    def guarded(self, of: Collection[str]) -> set[str]:
        """Those of some contacts whose words never teach.

        Who has a mediation, who gave a tip-off or reported violence, who must be discreet.
        """
        wanted = list(of)
        person = select(contacts.c.contact).join(cases, cases.c.person == contacts.c.person)
        asked = (
            select(tickets.c.contact).where(tickets.c.contact.in_(wanted), tickets.c.secret),
            select(contacts.c.contact).where(contacts.c.contact.in_(wanted), contacts.c.shy),
            select(cases.c.contact).where(cases.c.contact.in_(wanted)),
            person.where(contacts.c.contact.in_(wanted)),
            select(parties.c.body["contact"].as_string()).where(
                parties.c.body["contact"].as_string().in_(wanted)),
        )  # fmt: skip
        return {name for query in asked for name in self.connection.scalars(query)}

    def forget(self, contact: str) -> int:
        """A resident's words go, also those that were accepted; returns how many rows."""
        query = update(corrections).where(corrections.c.contact == contact)
        gone = query.values(text="", was="", now="", state="erased", contact="", why="")
        return self.connection.execute(gone).rowcount

    def outlive(self, contact: str) -> None:
        """The talk has had its time: what was accepted stays, leading back to nobody."""
        if not contact:
            return
        if not self.guarded([contact]):
            mine = (corrections.c.contact == contact, corrections.c.state == "accepted")
            taught = update(corrections).where(*mine)
            self.connection.execute(taught.values(contact="", inbox=0, ticket="", was=""))
        self.forget(contact)
