"""Commands about tickets: open, join, add, urge, sort, answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.desk.asking import answered
from bot.desk.desk import SYSTEM, Desk
from bot.desk.routes import heard_as
from bot.desk.sharing import shared
from console.understood import private
from dialogs.commands import (
    AddToTicket,
    AnswerTicket,
    JoinTicket,
    OpenTicket,
    SortTicket,
    UrgeTicket,
)
from dialogs.dates import due_words
from grid.calendar import SHANGHAI
from grid.entering import THROUGH
from grid.events import Actor
from grid.refused import Refused
from grid.returns import about_itself
from grid.tickets import FINAL, State, Ticket, moved
from integrations.sql.corrections import Correction
from nlu.lessons import lesson_text

UNSORTED = "1207"
HAZARD = ("E0", "E1")


def open_ticket(desk: Desk, command: OpenTicket) -> Ticket:
    """Open a ticket in the right grid with the right unit and dates; sorted ones are dispatched."""
    category = desk.district.catalogue[command.category]
    if not category.active:  # out of use: a clerk says what it is now
        category = desk.district.catalogue[UNSORTED]
    place = command.place
    day = desk.now.astimezone(SHANGHAI).strftime("%Y%m%d")
    number = f"{day}-{desk.work.counters.next(f'ticket:{day}'):04d}"
    contact_due, answer_due = desk.district.deadlines(category, desk.now)
    ticket = Ticket(
        number, str(desk.person), desk.contact, category.code, command.detail, desk.now,
        place=str(place.get("text", "")), place_id=str(place.get("place", "")),
        grid=str(place.get("grid", "")), lat=place.get("lat"), lng=place.get("lng"),
        level=category.level, sla=category.sla, contact_due=contact_due, answer_due=answer_due,
        privacy=command.privacy, secret=category.confidential == "high", slots=command.slots,
        routed=command.routed, edition=desk.district.edition,
    )  # fmt: skip
    data = {"channel": _channel(desk)} | ({"through": command.through} if command.through else {})
    why = THROUGH.get(command.through, "")
    ticket, event = moved(ticket, "submit", desk.actor, desk.now, why=why, data=data)
    desk.work.tickets.add(ticket)
    desk.happened(event)
    _belong(desk, number, command.files)
    if category.code == UNSORTED:
        return ticket
    return _dispatch(desk, ticket, SYSTEM)


def _channel(desk: Desk) -> str:
    return desk.contact.partition(":")[0]


def _belong(desk: Desk, number: str, files: tuple[dict[str, Any], ...]) -> None:
    for file in files:
        desk.work.files.add(desk.contact, file, desk.now)
    desk.work.files.belong(desk.contact, [str(f["ref"]) for f in files], number)


def _dispatch(desk: Desk, ticket: Ticket, actor: Actor) -> Ticket:
    """Accept and dispatch by the catalogue; the log says why."""
    category = desk.district.catalogue[ticket.category]
    unit = desk.district.first_unit(category, ticket.grid or None)
    why = f"按派单目录，“{category.name}”由{unit.name}先办"
    if about_itself(ticket, unit):  # what is said of a unit does not go to that unit
        why, unit = f"反映的就是{unit.name}，由指挥中心先看", desk.district.centre
    ticket, accepted = moved(ticket, "accept", actor, desk.now, why=ticket.routed)
    routed = "；".join(filter(None, (ticket.routed, why)))[:300]
    ticket, sent = moved(ticket, "dispatch", actor, desk.now, why=why, data={"unit": unit.id},
                         changes={"unit": unit.id, "routed": routed})  # fmt: skip
    ticket = desk.work.tickets.save(ticket)
    desk.happened(accepted)
    desk.happened(sent)
    return ticket


def own_ticket(desk: Desk, number: str) -> Ticket:
    """A ticket the person opened or follows; others do not exist for them (T03)."""
    ticket = desk.work.tickets.get(number)
    mine = ticket and (int(ticket.person) == desk.person or desk.person in
                       {p for p, _ in desk.work.tickets.followers(number)})  # fmt: skip
    if ticket is None or not mine:
        raise Refused("没有找到您的这件事，请看看编号对不对。")
    return ticket


def _any(desk: Desk, number: str) -> Ticket:
    ticket = desk.work.tickets.get(number)
    if ticket is None:
        raise Refused(f"没有编号{number}的工单，请核对。")
    return ticket


def join_ticket(desk: Desk, command: JoinTicket) -> Ticket:
    """Follow somebody else's ticket about the same public thing."""
    ticket = _any(desk, command.number)
    if ticket.ended:
        raise Refused("那一件刚刚办结了，我帮您单独登记。", question="join")
    if desk.work.tickets.follow(ticket.number, desk.person, desk.contact, desk.now):
        desk.happened(moved(ticket, "join", desk.actor, desk.now)[1])
    return ticket


def add_to_ticket(desk: Desk, command: AddToTicket) -> Ticket:
    """Words and files added; the first words are never changed."""
    ticket = own_ticket(desk, command.number)
    if ticket.state in FINAL:
        raise Refused(f"{ticket.number}已经结束了，新的情况请另外登记。")
    desk.work.tickets.add_words(ticket.number, desk.person, command.words, desk.now)
    _belong(desk, ticket.number, command.files)
    data = {"files": len(command.files), "length": len(command.words)}
    desk.happened(moved(ticket, "add", desk.actor, desk.now, data=data)[1])
    return answered(desk, ticket)


def urge_ticket(desk: Desk, command: UrgeTicket) -> Ticket:
    """Urge; counted, logged, seen by supervision."""
    ticket = own_ticket(desk, command.number)
    after, event = moved(ticket, "urge", desk.actor, desk.now, data={"count": ticket.urges + 1},
                         changes={"urges": ticket.urges + 1})  # fmt: skip
    after = desk.work.tickets.save(after)
    if ticket.state != State.MERGED:
        desk.happened(event)
        return after
    desk.work.log.append(event)
    if parent := desk.work.tickets.get(ticket.parent):
        urged, event = moved(parent, "urge", desk.actor, desk.now, data={"of": ticket.number},
                             changes={"urges": parent.urges + 1})  # fmt: skip
        desk.work.tickets.save(urged)
        desk.happened(event)
    return after


def sort_ticket(desk: Desk, command: SortTicket) -> Ticket:
    """A clerk gives an unsorted ticket its category; the resident hears the dates."""
    ticket = _any(desk, command.number)
    if command.category not in desk.district.catalogue or command.category == UNSORTED:
        raise Refused("请选一个具体的类别。")
    category = desk.district.catalogue[command.category]
    contact_due, answer_due = desk.district.deadlines(category, ticket.opened)
    place = command.place
    changes: dict[str, Any] = {
               "category": category.code, "level": category.level, "sla": category.sla,
               "contact_due": contact_due, "answer_due": answer_due, "routed": "工作人员研判",
               "edition": desk.district.edition,
               "secret": category.confidential == "high"}  # fmt: skip
    if place:
        changes |= {"grid": place.get("grid", ticket.grid),
                    "place": place.get("text", ticket.place)}  # fmt: skip
    if ticket.state != State.SUBMITTED:
        raise Refused(f"工单{ticket.number}已经分派，不能再改类别。")
    learn(desk, ticket, command.category, command.by)
    ticket = _dispatch(desk, replace(ticket, **changes), Actor(command.by, "hotline_staff"))
    unit = desk.district.units[ticket.unit]
    unnamed = "_unnamed" if ticket.privacy == "anonymous" else ""
    news(desk, ticket, f"sorted{unnamed}", unit=unit.name)
    return ticket


def learn(desk: Desk, ticket: Ticket, category: str, by: str) -> None:
    """What a clerk made of the resident's words may teach, once a second person agrees (B9)."""
    fix = ("category", category)
    kept = desk.work.inbox.of(ticket.contact)
    own = [one for one in kept if one.incoming.text.strip()]
    told = [one.heard or {} for one in own if one.incoming.text.strip() in ticket.detail]
    high = any(private(heard, fix, desk.district) for heard in (*told, {}))
    desk.work.corrections.add(Correction(
        "category", ticket.category, category, lesson_text(ticket.detail), by,
        desk.now, ticket.contact, ticket=ticket.number, private=high or ticket.secret))  # fmt: skip


def answer_ticket(desk: Desk, command: AnswerTicket) -> Ticket:
    """Record the unit's answer; it goes to everybody who follows the ticket."""
    ticket = _any(desk, command.number)
    if not command.words.strip():
        raise Refused("请先写上给居民的答复。")
    actor = Actor(command.by, "hotline_staff")
    changes = {"answer": command.words.strip(), "answered": desk.now}
    data = {"length": len(command.words)}
    after, event = moved(ticket, "answer", actor, desk.now, data=data, changes=changes)
    after = desk.work.tickets.save(after)
    desk.happened(event)
    news(desk, after, "answered", answer=after.answer)
    return after


def news(desk: Desk, ticket: Ticket, event: str, **more: Any) -> None:
    """Everyone who follows hears of it, each in a turn of their own; no person is named."""
    category = desk.district.rule(ticket.category, ticket.edition)
    assert category  # a category is never taken out of the catalogue
    data = {"no": ticket.number, "what": category.name, **more}
    if ticket.answer_due and "answer" not in data:
        data |= {"contact": due_words(ticket.contact_due, category.respond),
                 "answer": due_words(ticket.answer_due, category.resolve)}  # fmt: skip
    seq = len(desk.work.log.of("ticket", ticket.number))
    for contact, number in heard_as(desk, ticket).items():
        said = {**data, "no": number}
        if "answer" in data:
            said["answer"] = shared(desk, ticket, contact, str(data["answer"]))
        desk.tell(contact, f"tell:{ticket.number}:{seq}:{contact}", event, said)
