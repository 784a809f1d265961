"""Several tickets become one matter, everybody who reported it stays informed; and back (B.7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.desk.calling import calm
from bot.desk.desk import SYSTEM, Desk
from bot.desk.routes import fresh, heard_as, told
from bot.desk.sharing import own_words
from dialogs.dates import due_words
from grid.events import Actor, Event
from grid.merging import GONE, MANY, Merge, Unmerge, on_its_own, unfit, with_strictest
from grid.refused import Refused
from grid.tickets import FINAL, State, Ticket, moved

STAFFS = ("return_decision", "extension", "suspension", "facts", "facts_silent")
"""Due actions about a ticket that nobody works on by itself any more."""
MOST = 50  # tickets merged at once


def merge(desk: Desk, command: Merge) -> Ticket:
    """Merge tickets into one of them; each reporter hears of it once. Returns the parent."""
    parent = fresh(desk, command.parent, command.seen)
    why = told(command.why, "为什么是同一件事")
    numbers = tuple(dict.fromkeys(command.children))
    if not numbers:
        raise Refused("请先勾上要并进来的工单。")
    if len(numbers) > MOST:
        raise Refused(f"一次最多并{MOST}件，您勾了{len(numbers)}件。请少勾一些，分几次并。")
    wanted = [fresh(desk, number, "") for number in numbers]
    children = [one for one in wanted if one.parent != parent.number or one.state != State.MERGED]
    if not children:
        return parent  # the same form, sent twice
    for child in children:
        if words := unfit(parent, child):
            raise Refused(words)
        if desk.work.tickets.merged_into(child.number):
            raise Refused(f"{child.number}下面已经并了别的工单，请以它为主，或先拆开。")
    parent = take_in(desk, parent, children, (why, desk.actor))
    for child in children:
        _tell_merged(desk, parent, child)
    return parent


def take_in(
    desk: Desk, parent: Ticket, children: Sequence[Ticket], because: tuple[str, Actor]
) -> Ticket:
    """The moves of a merger, of both sides; the parent has the strictest dates from now on."""
    why, actor = because
    for child in children:
        data = {"parent": parent.number, "from": str(child.state), "unit": child.unit}
        after, event = moved(child, "merge", actor, desk.now, why=why, data=data,
                             changes={"parent": parent.number})  # fmt: skip
        desk.work.tickets.save(after)
        desk.happened(event)
        desk.work.dues.cancel(desk.now, f"并到{parent.number}", about=child.number, whats=STAFFS)
        desk.work.notices.look((child.unit,), child.number, actor.id, desk.now)
        calm(desk, child.number)
    taken = {"children": [child.number for child in children]}
    after, event = moved(with_strictest(parent, children), "take_in", actor, desk.now, why=why,
                         data=taken)  # fmt: skip
    desk.happened(event)
    return desk.work.tickets.save(after)


def _tell_merged(desk: Desk, parent: Ticket, child: Ticket) -> None:
    """One notice to each who told of it: how many told of the same, never who (B.7)."""
    households = len(heard_as(desk, parent))
    category = desk.district.catalogue[parent.category]
    unit = desk.district.units.get(parent.unit)
    event = "merged_many" if households >= MANY else "merged"
    data = {"no": child.number, "what": desk.district.catalogue[child.category].name,
            "n": households, "unit": unit.name if unit else "指挥中心",
            "answer": due_words(parent.answer_due, category.resolve)}  # fmt: skip
    seq = len(desk.work.log.of("ticket", child.number))
    others = [contact for _, contact in desk.work.tickets.followers(child.number)]
    for contact in dict.fromkeys((child.contact, *others)):
        if contact != parent.contact:
            desk.tell(contact, f"merged:{child.number}:{seq}:{contact}", event, data)


def unmerge(desk: Desk, command: Unmerge) -> Ticket:
    """Take a ticket out again: back to its unit, with its own dates; its reporter hears of it."""
    child = fresh(desk, command.number, "")
    why = told(command.why, "为什么不是同一件事")
    if child.state != State.MERGED:
        raise Refused(f"工单{child.number}没有并到别的工单里，不用拆。")
    parent = desk.work.tickets.get(child.parent)
    child = split(desk, child, (why, desk.actor))
    if parent is not None:
        _let_go(desk, parent, child.number, why)
    category = desk.district.catalogue[child.category]
    unit = desk.district.units.get(child.unit)
    data = {"no": child.number, "what": category.name, "unit": unit.name if unit else "指挥中心",
            "answer": due_words(child.answer_due, category.resolve)}  # fmt: skip
    seq = len(desk.work.log.of("ticket", child.number))
    desk.tell(child.contact, f"unmerged:{child.number}:{seq}", "unmerged", data)
    return child


def split(desk: Desk, child: Ticket, because: tuple[str, Actor]) -> Ticket:
    """A merged ticket goes on by itself, with the unit that had it."""
    why, actor = because
    was = _merged_from(desk, child)
    move = "split_unsorted" if was == State.SUBMITTED else "split"
    child, event = moved(child, move, actor, desk.now, why=why, data={"parent": child.parent},
                         changes={"parent": ""})  # fmt: skip
    desk.happened(event)
    if child.unit and child.state == State.ACCEPTED and was != State.ACCEPTED:
        child, event = moved(child, "dispatch", actor, desk.now, why="拆开并案，回到原来的单位",
                             data={"unit": child.unit})  # fmt: skip
        desk.happened(event)
    return desk.work.tickets.save(child)


def _merged_from(desk: Desk, child: Ticket) -> str:
    rows = [e for e in desk.work.log.of("ticket", child.number) if e.move == "merge"]
    return str(rows[-1].data.get("from", "")) if rows else ""


def _let_go(desk: Desk, parent: Ticket, number: str, why: str) -> None:
    """The parent without it: its own dates, or those of what is still merged into it."""
    left = desk.work.tickets.merged_into(parent.number)
    if not parent.ended and parent.state not in (State.FEEDBACK, State.SUSPENDED):
        parent = with_strictest(on_its_own(desk.district, parent), left)
    data = {"children": [number]}
    after, event = moved(parent, "let_go", desk.actor, desk.now, why=why, data=data)
    desk.work.tickets.save(after)
    desk.happened(event)


# -- what happens to the one happens to the others


def carry(desk: Desk) -> None:
    """This turn's moves of a parent reach what was merged into it: answered, or set free."""
    events: Iterable[Event] = tuple(desk.events)
    for event in events:
        if event.kind != "ticket" or event.after == event.before:
            continue
        if event.after == State.FEEDBACK:
            _answer_all(desk, event.about)
        elif event.after in (GONE | FINAL):
            _set_free(desk, event.about)


def _answer_all(desk: Desk, number: str) -> None:
    """Each is answered with the parent's answer, and asked on its own whether it is solved."""
    children = desk.work.tickets.merged_into(number)
    parent = desk.work.tickets.get(number) if children else None
    if parent is None:
        return
    answer = own_words(desk, parent).out_of(parent.answer)
    changes = {"answer": answer, "answered": desk.now, "unit": parent.unit}
    data = {"parent": number, "unit": parent.unit}
    for child in children:
        after, event = moved(child, "answer_with", SYSTEM, desk.now, why=f"随{number}一起答复",
                             data=data, changes=changes)  # fmt: skip
        desk.work.tickets.save(after)
        desk.happened(event)


def _set_free(desk: Desk, number: str) -> None:
    """The one that was worked on is gone: the first of the others takes its place."""
    children = desk.work.tickets.merged_into(number)
    if not children:
        return
    why = f"{number}已经结束，这件事接着办"
    first = split(desk, children[0], (why, SYSTEM))
    for child in children[1:]:
        after, event = moved(child, "regroup", SYSTEM, desk.now, why=why,
                             data={"parent": first.number},
                             changes={"parent": first.number})  # fmt: skip
        desk.work.tickets.save(after)
        desk.happened(event)
    if len(children) > 1:
        first = with_strictest(first, children[1:])
        data = {"children": [child.number for child in children[1:]]}
        after, event = moved(first, "take_in", SYSTEM, desk.now, why=why, data=data)
        desk.work.tickets.save(after)
        desk.happened(event)


def as_parent(desk: Desk, ticket: Ticket) -> Ticket:
    """A merged ticket as its reporter reads it: their own, with how it stands where it is done."""
    parent = desk.work.tickets.get(ticket.parent) if ticket.state == State.MERGED else None
    if parent is None:
        return ticket
    return replace(ticket, state=parent.state, unit=parent.unit, answer_due=parent.answer_due)
