"""What flows may see of the store, answered from the turn's own transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.desk import clearing, confirming, merging, newtimes, people, resting, ties
from bot.desk.desk import Desk
from bot.desk.sharing import as_follower
from dialogs.dates import time_words
from dialogs.lookup import Me, Queue, SlotChoice
from grid.calendar import SHANGHAI
from grid.knowledge import Entry
from grid.tickets import Ticket
from integrations.seal import masked_phone
from mediation import booking, panel
from mediation.panel import Ties

PAGE = 3


class SqlSeen:
    """The port `Seen` over one transaction, for one contact."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def mine(self) -> Sequence[Ticket]:
        """The person's own and followed tickets, newest first; of others' what all may read."""
        found = self.desk.work.tickets.of_person(self.desk.person)
        return [merging.as_parent(self.desk, t if int(t.person) == self.desk.person
                                  else as_follower(self.desk, t)) for t in found]  # fmt: skip

    def ticket(self, number: str) -> Ticket | None:
        """One of the person's tickets by its number or last four digits."""
        return next((t for t in self.mine() if number and t.number.endswith(number)), None)

    def twin(self, category: str, grid: str, place_id: str) -> Ticket | None:
        """Only for normal categories in public space, never of a dispute or a named party (A9)."""
        row = self.desk.district.catalogue[category]
        if row.confidential != "normal" or row.mediable != "forbidden" or not grid:
            return None
        if not self._public(place_id):
            return None
        since = self.desk.now - self.desk.district.policies.merge_window
        found = self.desk.work.tickets.alike(category, grid, since, self.desk.person)
        return next((t for t in found if not t.secret and self._same_spot(t, place_id)), None)

    def _public(self, place_id: str) -> bool:
        place = self.desk.district.places.get(place_id)
        return place is not None and place.public

    def _same_spot(self, ticket: Ticket, place_id: str) -> bool:
        return ticket.place_id == place_id

    def slots(
        self, category: str, roles: tuple[str, ...], skip: int, about: tuple[str, str] = ("", "")
    ) -> Sequence[SlotChoice]:
        """The next times at which a mediator and those roles are free, nobody tied to it."""
        known = ties.ties_of(self.desk, about[0], self.desk.person, about[1])
        chairs = tuple(self._chair(role, category, known) for role in ("mediator", *roles))
        if not all(chairs):
            return []
        district, now = self.desk.district, self.desk.now
        members = {m.id for chair in chairs for m in chair}
        until = now + district.policies.booking_horizon + timedelta(days=1)
        taken = self.desk.work.bookings.taken(members, now, until, now)

        def first(count: int) -> list[booking.Slot]:
            needs = booking.Needs(chairs, booking.minutes_for(category), count=count,
                                  policies=district.policies)  # fmt: skip
            return booking.free_slots(needs, taken, district.calendar, now) if count else []

        shown = {s.start for s in first(PAGE * skip)}
        found = [s for s in first(PAGE * (skip + 1)) if s.start not in shown]
        return [SlotChoice(s.start, s.minutes, s.people, time_words(s.start)) for s in found]

    def _chair(self, role: str, category: str, known: Ties) -> tuple[Any, ...]:
        near = tuple(u.id for u in self.desk.district.chain(self._grid())) if self._grid() else ()
        load = self.desk.work.cases.load() if role == "mediator" else {}
        wanted = panel.Wanted(category, near, load=load, ties=known)
        return panel.candidates(self.desk.district.roster.values(), role, wanted)

    def _grid(self) -> str:
        return next((t.grid for t in self.mine() if t.grid), "")

    def cases(self) -> Sequence[Mapping[str, Any]]:
        """Mediation cases the person applied for or was invited to here, newest first.

        `asks` is the start about which this contact has still to say whether it suits, `court`
        the mark of the agreement about whose confirmation it has said nothing yet.
        """
        work, contact = self.desk.work, self.desk.contact
        own = work.cases.of_person(self.desk.person)
        invited = [row for row in work.cases.of_party(contact)
                   if row.number not in {one.number for one in own}]  # fmt: skip
        rows = sorted([*own, *invited], key=lambda row: row.opened, reverse=True)
        return [{"number": row.number, "state": row.state, "start": row.start,
                 "ticket": row.ticket,
                 "asks": newtimes.asks(self.desk, row.number),
                 "court": confirming.asks(self.desk, row.number)} for row in rows]  # fmt: skip

    def rests(self, category: str, number: str, name: str) -> datetime | None:
        """Until when the other party of a dispute is left in peace after a no."""
        return resting.rests_until(self.desk, resting.Again(category, number, name))

    def cleared(self, number: str) -> bool:
        """Whether a clerk has said that this ticket may be mediated."""
        return clearing.cleared(self.desk, number)

    def verdict(self, number: str) -> str:
        """What the person has said of the present answer to a ticket; "" for nothing."""
        ticket = self.ticket(number)
        given = self.desk.work.tickets.ratings(ticket.number) if ticket else []
        own = (row for row in given if row.person == self.desk.person)
        mine = [row.solved for row in own if ticket and row.round == ticket.redo_count]
        return str(mine[-1]) if mine else ""

    def queue(self) -> Queue:
        """How long the wait for a person is."""
        return people.queue(self.desk)

    def entry(self, number: str) -> Entry | None:
        """The version of an entry of knowledge that is in force now."""
        today = self.desk.now.astimezone(SHANGHAI).date()
        found = self.desk.work.knowledge.approved(number)
        return next((one for one in found if one.in_force(today)), None)

    def me(self) -> Me:
        """What is known of the person."""
        work, desk = self.desk.work, self.desk
        person = work.contacts.person(desk.person)
        row = work.contacts.get(desk.contact)
        tickets = work.contacts.tickets(desk.person)
        return Me(masked_phone(desk.seal.open(person.phone)), tickets, person.since,
                  bool(row and row.pin), person.surveys)  # fmt: skip

    def messages(self) -> int:
        """How many of the contact's messages are kept."""
        return self.desk.work.contacts.messages(self.desk.contact)
