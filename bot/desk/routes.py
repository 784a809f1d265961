"""What the commands about a ticket's way share: fresh forms, moves, units, word to the resident."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.desk.desk import Desk
from bot.desk.sharing import shared
from bot.discreet import without_numbers
from dialogs.dates import time_words
from followup.due import Due
from grid.events import Actor, Event
from grid.refused import Refused
from grid.returns import mark
from grid.tickets import STATE_WORDS, Ticket, moved
from grid.units import Unit

LEAST = 4  # characters of a reason
LATELY = 3  # rows of the log among which the same form sent twice is recognised


@dataclass(frozen=True, slots=True)
class Step:
    """One move with its reason, what the log keeps beside it, and what changes of the ticket."""

    move: str
    why: str
    data: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)


def put(desk: Desk, ticket: Ticket, step: Step, by: Actor | None = None) -> Ticket:
    """Make the move, keep it, log it. Refused when the table has none, or somebody was quicker."""
    more = {"why": step.why, "data": step.data, "changes": step.changes}
    after, event = moved(ticket, step.move, by or desk.actor, desk.now, **more)
    after = desk.work.tickets.save(after)
    desk.happened(event)
    return after


def fresh(desk: Desk, number: str, seen: str) -> Ticket:
    """The ticket, Refused when it is no longer as the form showed it; `seen` "" takes it as is."""
    ticket = desk.work.tickets.get(number)
    if ticket is None:
        raise Refused(f"没有编号{number}的工单，请核对。")
    if seen and seen != mark(ticket):
        raise Refused(
            f"工单{number}刚刚有了变化（{STATE_WORDS[ticket.state].replace('您', '居民')}），"
            "请看过新的情况再定。"
        )
    return ticket


def repeated(desk: Desk, number: str, seen: str, step: Step) -> Ticket | None:
    """The ticket, when the very same form was sent a moment ago; sending twice does nothing."""
    ticket = desk.work.tickets.get(number)
    if ticket is None or not seen or seen == mark(ticket):
        return None
    lately = desk.work.log.of("ticket", number)[-LATELY:]
    return ticket if any(_same(event, step, desk.actor) for event in lately) else None


def _same(event: Event, step: Step, actor: Actor) -> bool:
    """Whether a row of the log is that step; to another unit it is another one."""
    alike = all(event.data.get(key) == value for key, value in step.data.items())
    return alike and (event.move, event.actor, event.why) == (step.move, actor, step.why)


def told(why: str, what: str) -> str:
    """A reason written down, without numbers of papers; Refused when there is hardly one."""
    if len(why.strip()) < LEAST:
        raise Refused(f"请写明{what}（至少{LEAST}个字），会记入经过。")
    return without_numbers(why.strip())


def unit_of(desk: Desk, unit: str) -> Unit | None:
    """A unit by its id."""
    return desk.district.units.get(unit)


def called(desk: Desk, unit: str) -> str:
    """What a unit is called."""
    found = unit_of(desk, unit)
    return found.name if found else "原单位"


def till(at: datetime) -> str:
    """A time as people say it."""
    return time_words(at)


def heard_as(desk: Desk, ticket: Ticket) -> dict[str, str]:
    """Who hears of a ticket, and by which number: theirs, where it was merged into this one.

    The resident and the followers; of what is secret by now, the resident.
    """
    followers = () if ticket.secret else desk.work.tickets.followers(ticket.number)
    found = {contact: ticket.number for _, contact in followers}
    for child in desk.work.tickets.merged_into(ticket.number):
        theirs = [contact for _, contact in desk.work.tickets.followers(child.number)]
        found = {**dict.fromkeys((*theirs, child.contact), child.number), **found}
    return {**found, ticket.contact: ticket.number}


def tell(desk: Desk, ticket: Ticket, words: str) -> None:
    """The resident and whoever follows hear of it, each in a turn of their own."""
    category = desk.district.catalogue.get(ticket.category)
    what = category.name if category else "您反映的事"
    seq = len(desk.work.log.of("ticket", ticket.number))
    for contact, number in heard_as(desk, ticket).items():
        if contact.partition(":")[0] == "office":
            continue
        said = shared(desk, ticket, contact, words)
        data = {"words": desk.say("way.notice", no=number, what=what, words=said),
                "kind": "notice"}  # fmt: skip
        desk.later(Due(f"way:{ticket.number}:{seq}:{contact}", "tell", desk.now, contact,
                       ticket.number, data))  # fmt: skip
