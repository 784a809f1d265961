"""The clockwork: due actions are rows; this looks which are ripe and has them done, once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.afterwards import plan
from bot.desk import (
    alone,
    asking,
    calls,
    confirming,
    entering,
    handling,
    helping,
    holding,
    limits,
    morning,
    newtimes,
    notices,
    panelists,
    people,
    pushing,
    ratings,
    reaching,
    recording,
    returns,
    reviewing,
    risks,
    rooms,
    settling,
    signing,
    sparing,
    supervising,
    survey_calls,
    suspending,
    watching,
    whistling_clocks,
    whistling_over,
)
from bot.desk.desk import SYSTEM, Desk
from bot.door import Door, due_incoming
from bot.house import desk_of
from bot.pager import Pager
from followup.after import still_wanted
from followup.catchup import Verdict, verdict
from followup.due import Due
from followup.rules import Rules
from followup.survey import never_asked
from grid.tickets import Ticket
from integrations.sql.engine import away
from integrations.sql.watch import DUE, Watch
from mediation.rooms import Rooms

log = logging.getLogger("fengqiao.clockwork")
BATCH = 100
TRIES = 5
ASKING = ("survey", "survey_reminder", "relapse_check", "session_survey", "relation_check")
"""What somebody who wants no more questions is not asked."""
AGAIN = timedelta(minutes=1)


class Clockwork:
    """Does what is due. Several may run side by side: each row is locked while it is done."""

    def __init__(self, door: Door, rooms: Rooms, pager: Pager) -> None:
        self.door = door
        self.rooms = rooms
        self.pager = pager
        self.acts = self._acts()

    def tick(self) -> int:
        """Do everything that is ripe, oldest first; returns how many rows were looked at."""
        house = self.door.house
        with house.store.read() as work:
            ripe = work.dues.ripe(house.clock(), BATCH)
        for row, due in ripe:
            try:
                self._one(row, due)
            except Exception as error:
                if away(error):
                    raise  # the next tick does it: that the store is away is not counted
                log.exception("due action %s (%s)", row, due.what)
                self._tried(row, error)
        return len(ripe)

    def _one(self, row: int, due: Due) -> None:
        judged = self._judge(due)
        if judged.do == "do" and due.contact and due.what not in self.acts:
            self.door.due(row, due_incoming(row, due))
            return
        with self.door.house.store.begin() as work:
            if work.dues.take(row) is None:
                return
            now = self.door.house.clock()
            if judged.do == "defer" and judged.at:
                work.dues.move(row, judged.at, judged.note)
            elif judged.do == "drop":
                work.dues.done(row, now, judged.note, "dropped")
            else:
                work.dues.done(row, now)  # first: what is done may plan the same row anew
                self._act(desk_of(self.door.house, work, now, SYSTEM), due)
        self.door.house.wake()

    def _act(self, desk: Desk, due: Due) -> None:
        act = self.acts.get(due.what)
        if act is None:
            log.warning("nothing is known to do for %s", due.what)
            return
        if due.contact:
            row = desk.work.contacts.lock(due.contact, desk.now)
            desk.contact, desk.person = row.contact, row.person
        act(desk, due)
        plan(desk, None, [])

    def _judge(self, due: Due) -> Verdict:
        """Do, put off, or drop: quiet hours, the cap, stale rows, tickets that moved on."""
        house = self.door.house
        with house.store.read() as work:
            ticket = work.tickets.get(due.about) if due.about else None
            sent = work.surveyed(due.contact) if due.contact else []
            muted = bool(due.contact) and self._muted(work, due)
            spared = self._spared(work, due, ticket) if ticket else ""
        if entering.by_phone_only(due.contact) and due.what not in self.acts:
            return Verdict("drop", note="没有消息渠道，由工作人员打电话")
        if muted:
            return Verdict("drop", note="本人不要这类消息")
        if ticket is not None:
            note = still_wanted(due, ticket.state, ticket.redo_count) or spared
            if note:
                return Verdict("drop", note=note)
        rules = Rules(house.district.policies, house.district.calendar)
        return verdict(due, house.clock(), rules, sent)

    def _spared(self, work: Any, due: Due, ticket: Ticket) -> str:
        """Why whoever told it is not asked after all; what was heard since the answer counts."""
        if due.what not in ASKING:
            return ""
        house = self.door.house
        desk = desk_of(house, work, house.clock(), SYSTEM)
        why = never_asked(sparing.about(desk, ticket))
        return f"不请本人评价：{why}" if why else ""

    def _muted(self, work: Any, due: Due) -> bool:
        row = work.contacts.get(due.contact)
        if row is None:
            return False
        person = work.contacts.person(row.person)
        if due.what in ASKING:
            return not person.surveys
        return due.what in ("tell", "nudge") and not person.notices

    def _tried(self, row: int, error: Exception) -> None:
        """A failing action is put off, and given up with a note after a few tries."""
        with self.door.house.store.begin() as work:
            now = self.door.house.clock()
            if work.dues.tried(row) >= TRIES:
                work.dues.done(row, now, "多次没有做成，请人工处理", "failed")
                Watch(work.connection).given_up(DUE, row, now, type(error).__name__)
            else:
                work.dues.move(row, now + AGAIN, "没有做成，稍后再试")

    def _acts(self) -> dict[str, Callable[[Desk, Due], None]]:
        """What happens of itself, without a conversation."""
        return {
            "survey_close": lambda desk, due: ratings.close_unanswered(desk, due.about),
            "rated": lambda desk, due: ratings.close_rated(desk, due.about),
            "archive": lambda desk, due: ratings.archive(desk, due.about),
            "return_decision": lambda desk, due: returns.undecided(desk, due.about),
            "facts_silent": lambda desk, due: asking.silent(desk, due.about),
            "extension": lambda desk, due: handling.undecided_time(desk, due.about),
            "call_back": calls.late,
            calls.LATE: calls.late,
            survey_calls.RING: survey_calls.ring,
            ratings.REVIEW_LATE: reviewing.late,
            supervising.LIGHT: supervising.look,
            pushing.BOX: pushing.over,
            helping.LATE: helping.late,
            morning.LIST: morning.tell,
            suspending.ASKED: suspending.undecided,
            suspending.OVER: suspending.over,
            suspending.LOOK: suspending.look,
            notices.SENT: self._notice,
            notices.GROUP: watching.look,
            whistling_clocks.ANSWER: whistling_clocks.look,
            whistling_clocks.COME: whistling_clocks.look,
            whistling_clocks.PLAN: whistling_clocks.unplanned,
            whistling_clocks.RATE: whistling_clocks.unrated,
            whistling_over.TICKET: whistling_over.ticket_over,
            holding.SILENT: holding.silent,
            holding.IDLE: holding.idle,
            holding.OVER: holding.handed_over,
            "free_hold": lambda desk, due: desk.work.bookings.free(str(due.data["hold"])),
            "case_expiry": lambda desk, due: settling.lapse(desk, due.about),
            reaching.OVER: lambda desk, due: reaching.over(desk, due.about),
            risks.STOP: risks.stop,
            risks.HEARD: risks.heard,
            risks.MISTAKE: risks.mistaken,
            "case_room": lambda desk, due: rooms.open_room(desk, due.about, self.rooms),
            "limit_remind": lambda desk, due: limits.remind(
                desk, due.about, str(due.data["limit"])
            ),
            "limit_end": lambda desk, due: limits.limit_reached(
                desk, due.about, str(due.data["limit"])
            ),
            signing.TIMEOUT: signing.timeout,
            confirming.REMIND: confirming.remind,
            confirming.ROUTES: confirming.routes,
            newtimes.SILENCE: lambda desk, due: newtimes.silence(
                desk, due.about, str(due.data["start"])
            ),
            alone.OVER: alone.over,
            recording.OVER: recording.over,
            panelists.POLITE: panelists.deliver,
            panelists.NOW: panelists.deliver,
            panelists.CHECK: panelists.check,
            "page": self._page,
            "alert_silence": self._silence,
        }

    def _notice(self, desk: Desk, due: Due) -> None:
        """To the member's channel; who has none is paged, of what is urgent."""
        if not notices.deliver(desk, due):
            self.pager.notice(desk, due)

    def _page(self, desk: Desk, due: Due) -> None:
        self.pager.page(desk, int(due.data["alert"]), int(due.data["n"]))

    def _silence(self, desk: Desk, due: Due) -> None:
        """60 seconds without a word: page, and say so to the resident."""
        found = desk.work.alerts.get(int(due.data["alert"]))
        if found is None or found.state != "asked":
            return
        people.page(desk, found.id)
        desk.later(Due(f"still_there:{found.id}", "still_there", desk.now, due.contact))


__all__ = ["Clockwork"]
