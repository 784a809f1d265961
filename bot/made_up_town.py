"""The town of the made-up weeks: whose turn it is when, and what staff and residents can do."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from bot.build import Bot
from bot.clock import real_time
from bot.desk.desk import Desk
from bot.desk.table import do
from dialogs.incoming import Incoming
from grid.events import Actor
from grid.refused import Refused
from grid.tickets import Ticket

Waits = Iterator[datetime]
"""A life: it does something, says until when it waits, and goes on."""


@dataclass(slots=True)
class Life:
    """The town in the making: who is to be woken when."""

    bot: Bot
    rng: Random
    lives: list[tuple[datetime, int, Waits]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=itertools.count)

    @property
    def now(self) -> datetime:
        """The town's time."""
        return self.bot.clock()

    def begins(self, at: datetime, life: Waits) -> None:
        """Somebody's story begins then."""
        heapq.heappush(self.lives, (at, next(self.order), life))

    def lived(self, end: datetime) -> None:
        """Let everybody live until the end; what would come later stays undone."""
        while self.lives and self.lives[0][0] < end:
            at, _, life = heapq.heappop(self.lives)
            self.passes(at)
            if (until := next(life, None)) is not None:
                self.begins(max(until, at), life)
        self.passes(end)

    def passes(self, until: datetime) -> None:
        """Time passes, and what is due is done at its own time."""
        while True:
            with self.bot.store.read() as work:
                at = work.dues.next_at()
            if at is None or at > until:
                break
            self.set(max(at, self.now))
            self.bot.clockwork.tick()
        self.set(until)

    def set(self, at: datetime) -> None:
        """Put the bot's clock."""
        self.bot.clock.offset = at - real_time()

    # -- what people do

    def does(self, actor: Actor, command: Any) -> Any:
        """A command of staff; None when it is refused."""
        try:
            return self.bot.door.do(command, actor)
        except Refused:
            return None

    def resident(self, contact: str, command: Any) -> Any:
        """A resident's command; None when it is refused."""

        def act(desk: Desk) -> Any:
            row = desk.work.contacts.lock(contact, desk.now)
            desk.contact, desk.person = row.contact, row.person
            return do(desk, command)

        try:
            return self.bot.door.change(Actor(contact, "resident"), act)
        except Refused:
            return None

    def ticket(self, number: str) -> Ticket:
        """A ticket as it stands."""
        with self.bot.store.read() as work:
            found = work.tickets.get(number)
        assert found is not None
        return found

    def worked(self, hours: float) -> datetime:
        """So many working hours on."""
        return self.bot.district.calendar.add_working_hours(self.now, hours)

    def says(self, contact: str, text: str) -> None:
        """A resident writes to the bot."""
        key = f"{contact}:{next(self.order)}"
        self.bot.door.take(Incoming(key, contact, self.now, text=text))
