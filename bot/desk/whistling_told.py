"""What is written down of a whistle, and who is told: units, the street, leaders, the duty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.desk import notices
from bot.desk.calling import calm, office
from bot.desk.desk import Desk
from bot.desk.people import page
from bot.desk.routes import called
from bot.desk.sharing import own_words
from console.veil import without_doors
from followup.due import Due
from followup.quiet import next_allowed
from followup.rules import Rules
from grid.events import Actor, Event
from grid.people import Member
from grid.tickets import Ticket, moved
from grid.whistles import KINDS, LOG, Whistle

TICKET_ROWS = {"call_unit": "whistle_called", "ack": "whistle_acked", "decline": "whistle_declined",
               "insist": "whistle_ruled", "excuse": "whistle_ruled", "arrive": "whistle_arrived",
               "late": "whistle_late", "handle": "whistle_handled", "call_off": "whistle_off",
               "judge": "whistle_rated"}  # fmt: skip
"""Under which name a row of a whistle's log stands in the logs of its tickets too."""
ALERT = "whistle"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a whistle's log: the move, in words, the unit it is about, small data."""

    move: str
    why: str = ""
    unit: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    by: Actor | None = None  # where it is not who acts


def write(desk: Desk, before: Whistle, after: Whistle, row: Row) -> None:
    """Keep what happened: in the whistle's own log, and in that of each of its tickets."""
    actor = row.by or desk.actor
    data = {**row.data, **({"unit": row.unit} if row.unit else {})}
    desk.happened(Event(LOG, after.number, row.move, desk.now, actor, before.state, after.state,
                        row.why[:500], data))  # fmt: skip
    move = TICKET_ROWS.get(row.move)
    if move is None:
        return
    words = f"{after.number}：{row.why}" if row.why else after.number
    for number in after.tickets:
        if ticket := desk.work.tickets.get(number):
            more = {"why": words[:500], "data": {**data, "whistle": after.number}}
            desk.happened(moved(ticket, move, actor, desk.now, **more)[1])


def tickets_of(desk: Desk, numbers: Iterable[str]) -> list[Ticket]:
    """The tickets a whistle is about."""
    return desk.work.tickets.several(tuple(numbers))


def discreet(desk: Desk, tickets: Iterable[Ticket], words: str) -> str:
    """What staff write for all called units to read, without what tells who reported it (J1).

    Covered as it is written: so nobody can read it uncovered anywhere.
    """
    for ticket in tickets:
        words = own_words(desk, ticket).out_of(words)
        words = without_doors(ticket, words)
    return words


# -- who is told


def give(desk: Desk, whistle: Whistle, word: notices.Word, desks: Iterable[str]) -> None:
    """Tell desks once at this moment; by channel or page whoever has one, of an emergency all."""
    for to in dict.fromkeys(one for one in desks if one):
        _give(desk, whistle, word, (to, people(desk, to)))


def give_leader(desk: Desk, whistle: Whistle, word: notices.Word, unit: str) -> list[Member]:
    """Tell a unit and write to its leaders; who they are. Without any, to its people again."""
    leaders = [one for one in desk.district.at_work
               if one.unit == unit and one.role == notices.UNIT_LEADER]  # fmt: skip
    _give(desk, whistle, word, (unit, leaders or people(desk, unit)))
    return leaders


def _give(desk: Desk, whistle: Whistle, word: notices.Word, whom: tuple[str, list[Member]]) -> None:
    to, members = whom
    urgent = whistle.kind == "emergency"
    key = f"{word.what}:{whistle.number}:{desk.now.isoformat()}:{to}"
    row = {"key": key, "at": desk.now, "desk": to, "ticket": whistle.number,
           "what": word.what, "words": word.words[:300]}  # fmt: skip
    if desk.work.notices.add(row):
        for member in (one for one in members if one.channel or urgent):
            desk.later(_letter(desk, row, member, urgent))


def _letter(desk: Desk, row: dict[str, Any], member: Member, urgent: bool) -> Due:
    """A notice on its way: an emergency's at once, others not at night."""
    rules = Rules(desk.district.policies, desk.district.calendar)
    at = desk.now if urgent else next_allowed(desk.now, rules.night, rules.calendar)
    data = {"words": row["words"], "what": row["what"], "level": "E1" if urgent else "",
            "notice": row["key"], "member": member.id,
            "page": f"/staff/whistles/{row['ticket']}"}  # fmt: skip
    key = f"{notices.SENT}:{row['key']}:{member.id}"[:200]
    return Due(key, notices.SENT, at, about=str(row["ticket"]), data=data)


def people(desk: Desk, to: str) -> list[Member]:
    """Who is told at a desk: its members, and of a unit whose watch it is."""
    roster = desk.district.at_work
    watch = [one for one in roster if one.unit == to and one.role == "duty"]
    return notices.members(desk, to) + [one for one in watch if one.on_duty(desk.now)]


def nobody(desk: Desk, unit: str) -> bool:
    """Whether a unit has nobody on the roster who could answer."""
    return not notices.members(desk, unit)


def home(desk: Desk, whistle: Whistle) -> tuple[str, ...]:
    """Who hears for the street: its own people; the centre where there are none."""
    lonely = nobody(desk, whistle.street) or whistle.street == desk.district.centre.id
    return (notices.HOTLINE,) if lonely else (whistle.street,)


def district_duty(desk: Desk, whistle: Whistle, words: str) -> None:
    """The last step: the centre's desks hear of it; of an emergency its duty is called too."""
    desks = (notices.HOTLINE, notices.SUPERVISOR)
    give(desk, whistle, notices.Word("whistle_late", words), desks)
    contact = office(whistle.number)
    if whistle.kind == "emergency" and desk.work.alerts.open_of(contact) is None:
        row = {"contact": contact, "at": desk.now, "kind": ALERT, "level": "E1",
               "words": words[:200], "state": "paging"}  # fmt: skip
        page(desk, desk.work.alerts.add(row))


def quiet(desk: Desk, whistle: Whistle) -> None:
    """Nothing is overdue any more: nobody else is called."""
    if not whistle.open or not any(one.late(desk.now) for one in whistle.calls):
        calm(desk, whistle.number)


def named(desk: Desk, whistle: Whistle) -> str:
    """应急哨S20261118-001（禾光街道）."""
    return f"{KINDS[whistle.kind]}{whistle.number}（{called(desk, whistle.street)}）"
