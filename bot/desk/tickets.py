"""Commands about tickets: open, join, add, urge, withdraw, rate, sort, answer, close."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.desk.desk import SYSTEM, Desk
from dialogs.commands import (
    AddToTicket,
    AnswerTicket,
    JoinTicket,
    OpenTicket,
    RateTicket,
    ReopenTicket,
    SortTicket,
    UrgeTicket,
    WithdrawTicket,
)
from followup.due import Due
from followup.survey import About, Answer, Result, Solved, judge
from grid.calendar import SHANGHAI
from grid.events import Actor
from grid.refused import Refused
from grid.tickets import FINAL, State, Ticket, moved

UNSORTED = "1207"
HAZARD = ("E0", "E1")
REOPEN = timedelta(days=15)
EDITABLE = timedelta(hours=24)


def open_ticket(desk: Desk, command: OpenTicket) -> Ticket:
    """Open a ticket in the right grid with the right unit and dates; sorted ones are dispatched."""
    category = desk.district.catalogue[command.category]
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
        routed=command.routed,
    )  # fmt: skip
    ticket, event = moved(ticket, "submit", desk.actor, desk.now, data={"channel": _channel(desk)})
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
    ticket, accepted = moved(ticket, "accept", actor, desk.now, why=ticket.routed)
    ticket, sent = moved(ticket, "dispatch", actor, desk.now, why=why, data={"unit": unit.id},
                         changes={"unit": unit.id, "routed": "；".join(filter(None, (ticket.routed, why)))[:300]})  # fmt: skip
    ticket = desk.work.tickets.save(ticket)
    desk.happened(accepted)
    desk.happened(sent)
    return ticket


def _own(desk: Desk, number: str) -> Ticket:
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
    ticket = _own(desk, command.number)
    if ticket.state in FINAL:
        raise Refused(f"{ticket.number}已经结束了，新的情况请另外登记。")
    desk.work.tickets.add_words(ticket.number, desk.person, command.words, desk.now)
    _belong(desk, ticket.number, command.files)
    data = {"files": len(command.files), "length": len(command.words)}
    desk.happened(moved(ticket, "add", desk.actor, desk.now, data=data)[1])
    return ticket


def urge_ticket(desk: Desk, command: UrgeTicket) -> Ticket:
    """Urge; counted, logged, seen by supervision."""
    ticket = _own(desk, command.number)
    after, event = moved(ticket, "urge", desk.actor, desk.now, data={"count": ticket.urges + 1},
                         changes={"urges": ticket.urges + 1})  # fmt: skip
    after = desk.work.tickets.save(after)
    desk.happened(event)
    return after


def withdraw_ticket(desk: Desk, command: WithdrawTicket) -> Ticket:
    """Withdraw; a follower only leaves, of a hazard only the person is withdrawn (0.2, 11)."""
    ticket = _own(desk, command.number)
    if int(ticket.person) != desk.person:
        desk.work.tickets.unfollow(ticket.number, desk.person)
        desk.happened(moved(ticket, "leave", desk.actor, desk.now)[1])
        return ticket
    desk.work.dues.cancel(desk.now, "诉求人撤回", about=ticket.number)
    if ticket.sla in HAZARD and not ticket.ended:
        desk.happened(
            moved(ticket, "leave", SYSTEM, desk.now, why="安全隐患继续处理，与诉求人脱离")[1]
        )
        desk.work.tickets.detach(ticket.number, desk.now)
        return ticket
    after, event = moved(ticket, "withdraw", desk.actor, desk.now, why=command.why)
    after = desk.work.tickets.save(after)
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
    changes: dict[str, Any] = {"category": category.code, "level": category.level, "sla": category.sla,
               "contact_due": contact_due, "answer_due": answer_due, "routed": "工作人员研判",
               "secret": category.confidential == "high"}  # fmt: skip
    if place:
        changes |= {"grid": place.get("grid", ""), "place": place.get("text", ticket.place)}
    if ticket.state != State.SUBMITTED:
        raise Refused(f"工单{ticket.number}已经分派，不能再改类别。")
    ticket = _dispatch(desk, replace(ticket, **changes), Actor(command.by, "hotline_staff"))
    unit = desk.district.units[ticket.unit]
    _news(desk, ticket, "sorted", unit=unit.name)
    return ticket


def answer_ticket(desk: Desk, command: AnswerTicket) -> Ticket:
    """Record the unit's answer; it goes to everybody who follows the ticket."""
    ticket = _any(desk, command.number)
    if not command.words.strip():
        raise Refused("请先写上给居民的答复。")
    actor = Actor(command.by, "hotline_staff")
    after, event = moved(ticket, "answer", actor, desk.now, data={"length": len(command.words)},
                         changes={"answer": command.words.strip(), "answered": desk.now})  # fmt: skip
    after = desk.work.tickets.save(after)
    desk.happened(event)
    _news(desk, after, "answered", answer=after.answer)
    return after


def _news(desk: Desk, ticket: Ticket, event: str, **more: Any) -> None:
    """Everyone who follows hears of it, each in a turn of their own; words carry no other person."""
    from dialogs.dates import time_words

    data = {"no": ticket.number, "what": desk.district.catalogue[ticket.category].name, **more}
    if ticket.answer_due and "answer" not in data:
        data |= {"contact": time_words(ticket.contact_due or ticket.answer_due),
                 "answer": time_words(ticket.answer_due)}  # fmt: skip
    people = {ticket.contact, *(c for _, c in desk.work.tickets.followers(ticket.number))}
    seq = len(desk.work.log.of("ticket", ticket.number))
    for contact in people:
        desk.tell(contact, f"tell:{ticket.number}:{seq}:{contact}", event, data)


def rate_ticket(desk: Desk, command: RateTicket) -> tuple[str, datetime | None]:
    """Keep the answer and act on it; the result is what follows and by when somebody calls.

    "redo", "review", "call_back" or "close"; "kept" for a follower's answer and for praise after
    a redo has begun. The same person may change a good answer within 24 hours (0.2, 4).
    """
    ticket = _own(desk, command.number)
    row = {"ticket": ticket.number, "person": desk.person, "round": ticket.redo_count,
           "at": desk.now, "solved": command.solved, "satisfied": command.satisfied,
           "reason": command.reason, "words": command.words}  # fmt: skip
    if not desk.work.tickets.rate(row, desk.now - EDITABLE):
        raise Refused("这件事您已经评价过了，谢谢您。想说别的，直接告诉我。")
    if ticket.state != State.FEEDBACK or int(ticket.person) != desk.person:
        return "kept", None
    answer = Answer(Solved(command.solved), command.satisfied)
    about = About(ticket.number, ticket.contact, ticket.sla, redo_count=ticket.redo_count)
    verdict = judge(answer, about, desk.now, desk.district.calendar)
    desk.work.dues.cancel(desk.now, "已评价", about=ticket.number, whats=SURVEY_DUES)
    if verdict.result in (Result.REDO, Result.REVIEW):
        _take_up_again(desk, ticket, command, verdict.result)
    else:
        at = verdict.acts_at or desk.now + EDITABLE
        desk.later(Due(f"rated:{ticket.number}:{ticket.redo_count}", "rated", at,
                       about=ticket.number))  # fmt: skip
    if verdict.call_by and verdict.result is not Result.REDO:  # a redo plans its own call
        _call_back(desk, ticket, verdict.call_by, command.reason)
    return str(verdict.result), verdict.call_by


def _call_back(desk: Desk, ticket: Ticket, by: datetime, why: str) -> None:
    """A person not of the handling unit calls; the task stands among the due actions."""
    desk.happened(moved(ticket, "call_back", desk.actor, desk.now, why=why)[1])
    desk.later(Due(f"call_back:{ticket.number}:{ticket.redo_count}", "call_back", by,
                   about=ticket.number, data={"since": desk.now.isoformat()}))  # fmt: skip


def _take_up_again(desk: Desk, ticket: Ticket, command: RateTicket, result: Result) -> None:
    """Unsolved goes to redo; the third time the centre's reviewer decides (0.2, 3)."""
    why = f"{command.solved} {command.reason} {command.words}".strip()
    move, changes = "third_unsolved", {}
    if result is Result.REDO:
        _, due = desk.district.deadlines(desk.district.catalogue[ticket.category], desk.now)
        move, changes = "rate_bad", {"redo_count": ticket.redo_count + 1, "answer_due": due}
    after, event = moved(ticket, move, desk.actor, desk.now, why=why[:500], changes=changes)
    desk.work.tickets.save(after)
    desk.happened(event)


def close_rated(desk: Desk, number: str) -> None:
    """Twenty-four hours after a good answer the ticket is closed."""
    ticket = desk.work.tickets.get(number)
    if ticket and ticket.state == State.FEEDBACK:
        _close(desk, ticket, "rate_ok", "rated", SYSTEM)


SURVEY_DUES = ("survey", "survey_reminder", "survey_close")


def _close(desk: Desk, ticket: Ticket, move: str, code: str, actor: Actor | None = None) -> None:
    desk.work.dues.cancel(desk.now, "已评价", about=ticket.number, whats=SURVEY_DUES)
    after, event = moved(ticket, move, actor or desk.actor, desk.now, changes={"close_code": code})
    desk.work.tickets.save(after)
    desk.happened(event)


def close_unanswered(desk: Desk, number: str) -> None:
    """The end of the answering time closes an unrated ticket; never as satisfied (D.5)."""
    ticket = desk.work.tickets.get(number)
    if ticket and ticket.state == State.FEEDBACK:
        _close(desk, ticket, "no_answer", "unrated", SYSTEM)


def reopen_ticket(desk: Desk, command: ReopenTicket) -> Ticket:
    """Closed, but not solved: within 15 days it is taken up again (B.3)."""
    ticket, why = _own(desk, command.number), command.why
    if ticket.answered and desk.now - ticket.answered > REOPEN:
        raise Refused(f"{ticket.number}办结已经超过15天了，请把现在的情况说一遍，我重新登记。")
    changes = {"redo_count": ticket.redo_count + 1}
    after, event = moved(ticket, "reopen", desk.actor, desk.now, why=why, changes=changes)
    after = desk.work.tickets.save(after)
    desk.happened(event)
    return after


def archive(desk: Desk, number: str) -> None:
    """Thirty quiet days after closing."""
    ticket = desk.work.tickets.get(number)
    if ticket and ticket.state == State.CLOSED:
        after, event = moved(ticket, "archive", SYSTEM, desk.now)
        desk.work.tickets.save(after)
        desk.happened(event)
