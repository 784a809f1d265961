"""Free times for another session of a case, as the booking rows say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from grid.district import District
from integrations.sql.store import Work
from mediation import booking, seats
from mediation.booking import Needs, Slot
from mediation.case import Case
from mediation.seats import Seat

OFFERED = 6


class Times:
    """Looks for times at which the case's panel is free; its own booking does not stand in the way.

    The same lawyer and judge as long as that is possible, others of the panel otherwise.
    """

    def __init__(self, work: Work, district: District, now: datetime) -> None:
        self.work, self.district, self.now = work, district, now

    def free(self, case: Case, said: Sequence[Seat]) -> list[Slot]:
        """Some times to choose from: none after the case's limit, nor the one it has."""
        found: list[Slot] = []
        for needs in self._ways(case, said):
            found = found or booking.free_slots(
                needs, self._taken(case, needs), self.district.calendar, self.now
            )
        now = case.slot.start if case.slot else None
        fit = [one for one in found if case.limit_at is None or one.end <= case.limit_at]
        return [one for one in fit if one.start != now][:OFFERED]

    def at(self, case: Case, said: Sequence[Seat], start: datetime) -> Slot | None:
        """The slot that begins then; None when somebody of the panel is not free."""
        for needs in self._ways(case, said):
            taken = self._taken(case, needs)
            slot = booking.slot_at(needs, taken, self.district.calendar, start, self.now)
            if slot is not None:
                return slot
        return None

    def _ways(self, case: Case, said: Sequence[Seat]) -> Iterator[Needs]:
        """The panel as it was meant, then with others, then without the chairs left empty."""
        meant = seats.full(case, said)
        yield self._needs(meant, False)
        yield self._needs(meant, True)
        yield self._needs(case, True)

    def _needs(self, case: Case, swap: bool) -> Needs:
        chairs = seats.chairs(case, self.district.roster, swap)
        return Needs(chairs, booking.minutes_for(case.category), count=OFFERED + 1,
                     policies=self.district.policies)  # fmt: skip

    def _taken(self, case: Case, needs: Needs) -> set[tuple[str, datetime]]:
        members = {member.id for chair in needs.chairs for member in chair}
        until = self.now + self.district.policies.booking_horizon + timedelta(days=1)
        taken = self.work.bookings.taken(members, self.now, until, self.now)
        return taken - {(row.member, row.quarter) for row in self.work.bookings.of(case.number)}
