"""Commands of who handles a ticket and who makes sure: sign, done, more time, check."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.desk.desk import SYSTEM, Desk
from bot.desk.helping import waited_for
from bot.desk.routes import Step, fresh, put, repeated, tell, told
from bot.desk.tickets import news
from dialogs.dates import due_words, time_words
from followup.due import Due
from grid.asking import asked_of
from grid.events import Actor, Event
from grid.handling import (
    HOW,
    Handling,
    after_failing,
    handling_of,
    longest,
    sign_due,
    times_left,
    unit_date,
)
from grid.orders import AskTime, Check, DecideTime, ReportDone, Sign
from grid.refused import Refused
from grid.returns import pace, way_of
from grid.tickets import State, Ticket, moved

LEAST_DONE = 10  # characters that tell what was done
WAITING = "extension"  # the due action of an extension nobody has decided on


def _log(desk: Desk, number: str) -> list[Event]:
    return desk.work.log.of("ticket", number)


def _held(desk: Desk, command: Any) -> Ticket:
    """The ticket as the form showed it; Refused when the unit does not have it."""
    ticket = fresh(desk, command.number, command.seen)
    if not command.unit or ticket.unit != command.unit:
        raise Refused(f"工单{ticket.number}现在不在您的单位，不用再办。")
    return ticket


def _noted(desk: Desk, ticket: Ticket, step: Step, by: Actor | None = None) -> None:
    """A row of the log that leaves the ticket as it is."""
    more = {"why": step.why, "data": step.data}
    desk.happened(moved(ticket, step.move, by or desk.actor, desk.now, **more)[1])


def sign(desk: Desk, command: Sign) -> Ticket:
    """The unit has it; whether it signed late is kept."""
    if done := repeated(desk, command.number, command.seen, Step("sign", "")):
        return done
    ticket = _held(desk, command)
    since = handling_of(_log(desk, ticket.number)).since
    late = bool(since and desk.now > sign_due(desk.district, ticket, since))
    return put(desk, ticket, Step("sign", "", {"late": late}))


def report_done(desk: Desk, command: ReportDone) -> Ticket:
    """What was done, with a photo where there is a place to be seen; then somebody else checks."""
    words = command.words.strip()
    if done := repeated(desk, command.number, command.seen, Step("done", words)):
        return done
    ticket = _held(desk, command)
    if ticket.state == State.DISPATCHED:
        raise Refused("请先签收，再报办结。")
    if len(words) < LEAST_DONE:
        raise Refused(f"请写清楚做了什么、结果怎样（至少{LEAST_DONE}个字）。")
    _proved(desk, ticket, command)
    if others := waited_for(desk, ticket):
        raise Refused(f"请{others}协办，还没有回复：等它回复，或者写明不用协办了，再报办结。")
    data = {"files": len(command.files), "document": command.document.strip()}
    ticket = put(desk, ticket, Step("done", words, data))
    _decided(desk, ticket)
    _keep(desk, ticket, f"unit:{ticket.unit}", command.files)
    return ticket


def _proved(desk: Desk, ticket: Ticket, command: ReportDone) -> None:
    """Refused without a photo or a document, of what can be seen somewhere (B.1, 4)."""
    category = desk.district.catalogue.get(ticket.category)
    if category and category.has_place and not (command.files or command.document.strip()):
        raise Refused("请附办完以后的照片；拍不了的，写上文书编号或为什么没有照片。")


def _keep(desk: Desk, ticket: Ticket, contact: str, files: Iterable[dict[str, Any]]) -> None:
    """Photos of staff belong to the ticket from now on."""
    for file in files:
        ref = f"{ticket.number}:{file['hash']}"
        desk.work.files.add(contact, {**file, "ref": ref, "kind": "photo"}, desk.now)
        desk.work.files.belong(contact, [ref], ticket.number)
        if row := desk.work.files.get(contact, ref):
            desk.work.files.save(row.id, state="kept", hash=file["hash"])


def ask_time(desk: Desk, command: AskTime) -> Ticket:
    """More time, asked for before the date and for a reason; a dispatcher decides (B.3)."""
    ticket = _held(desk, command)
    why = told(command.why, "为什么要延期")
    found = handling_of(_log(desk, ticket.number))
    if found.wants and (found.wants.actor, found.wants.why) == (desk.actor, why):
        return ticket  # sent twice
    _may_ask(desk, ticket, found, command)
    step = Step("request_extension", why, {"until": command.until.isoformat()})
    _noted(desk, ticket, step)
    until = desk.district.due(pace(desk.district.policies, ticket.sla).decide, desk.now)
    key = f"{WAITING}:{ticket.number}:{len(_log(desk, ticket.number))}"
    desk.later(Due(key, WAITING, until, about=ticket.number))
    return ticket


def _may_ask(desk: Desk, ticket: Ticket, found: Handling, command: AskTime) -> None:
    """Refused when it is too late, too often, too long, or asked already."""
    date = unit_date(desk.district, ticket, _log(desk, ticket.number))
    if ticket.state != State.IN_PROGRESS or date is None:
        raise Refused("办理中的工单才能申请延期，请先签收。")
    if found.wants:
        raise Refused("已经申请过延期，等派单员定。")
    if asked_of(_log(desk, ticket.number)):
        raise Refused("正在等居民补充情况，时间停着，等居民回了话再申请延期。")
    if not times_left(ticket, found):
        raise Refused("这件事按规定不能再延期，请按时办。实在办不了的，请马上联系派单员。")
    if desk.now > date:
        raise Refused(f"延期要在{time_words(date)}前申请，现在已经过了，请尽快办完。")
    latest = longest(desk.district, ticket, date)
    if not date < command.until <= latest:
        raise Refused(f"新的期限要晚于{time_words(date)}，最晚到{time_words(latest)}。")


def decide_time(desk: Desk, command: DecideTime) -> Ticket:
    """Granted, the resident hears the new date and why; if not, the date stays."""
    step = Step("grant" if command.yes else "deny_extension", command.why.strip())
    ticket = fresh(desk, command.number, command.seen)
    lately = [(e.move, e.actor, e.why) for e in _log(desk, ticket.number)[-1:]]
    if lately == [(step.move, desk.actor, step.why)]:
        return ticket  # sent twice
    why = told(command.why, "为什么同意延期" if command.yes else "为什么不同意延期")
    wants = handling_of(_log(desk, ticket.number)).wants
    if wants is None or ticket.state != State.IN_PROGRESS:
        raise Refused("没有等着定的延期申请，可能别人刚定过，请看经过。")
    _decided(desk, ticket)
    if not command.yes:
        _noted(desk, ticket, Step("deny_extension", why))
        return ticket
    return _granted(desk, ticket, wants, why)


def _granted(desk: Desk, ticket: Ticket, wants: Event, why: str) -> Ticket:
    """The resident's date moves with the unit's, never to an earlier one."""
    until = datetime.fromisoformat(str(wants.data["until"]))
    old = ticket.answer_due
    later = until if old is None or until > old else old
    step = Step("grant", why, {"until": until.isoformat()}, {"answer_due": later})
    ticket = put(desk, ticket, step)
    if later != old:
        tell(desk, ticket, _words(desk, ticket, wants.why, old))
    return ticket


def _words(desk: Desk, ticket: Ticket, why: str, old: datetime | None) -> str:
    """What the resident hears of a later date (E.3, 14)."""
    category = desk.district.catalogue[ticket.category]
    why, new = why.rstrip("。"), time_words(ticket.answer_due) if ticket.answer_due else "以后"
    if old is None:
        return desk.say("way.extended_new", why=why, new=new)
    when = due_words(old, category.resolve)
    return desk.say("way.extended", old=when, why=why, new=new)


def undecided_time(desk: Desk, number: str) -> None:
    """Nobody decided on more time: the date stays, and the log says that it was so."""
    ticket = desk.work.tickets.get(number)
    if ticket and handling_of(_log(desk, number)).wants:
        _noted(desk, ticket, Step("deny_extension", "到时没有定，期限不变"), SYSTEM)


def _decided(desk: Desk, ticket: Ticket) -> None:
    desk.work.dues.cancel(desk.now, "已经定了", about=ticket.number, whats=[WAITING])


def check(desk: Desk, command: Check) -> Ticket:
    """Passed, the resident gets the answer; if not, the unit goes on (B.3)."""
    move, words = "check_pass" if command.passed else "check_fail", command.words.strip()
    if done := repeated(desk, command.number, command.seen, Step(move, words[:500])):
        return done
    ticket = fresh(desk, command.number, command.seen)
    _may_check(desk, ticket, command)
    _keep(desk, ticket, f"check:{desk.actor.id}", command.files)
    if not command.passed:
        return _failed(desk, ticket, command)
    if len(words) < LEAST_DONE:
        raise Refused(f"请写上给居民的答复（至少{LEAST_DONE}个字）。")
    changes = {"answer": words, "answered": desk.now}
    step = Step(move, words[:500], {"how": command.how}, changes)
    ticket = put(desk, ticket, step)
    news(desk, ticket, "answered", answer=words)
    return ticket


def _failed(desk: Desk, ticket: Ticket, command: Check) -> Ticket:
    why = told(command.words, "哪里没有办好")
    date = unit_date(desk.district, ticket, _log(desk, ticket.number))
    until = after_failing(desk.district, ticket, date, desk.now)
    data = {"how": command.how, "until": until.isoformat()}
    return put(desk, ticket, Step("check_fail", why, data))


def _may_check(desk: Desk, ticket: Ticket, command: Check) -> None:
    """Refused for who had a hand in it, or reported it (0, 1), and where nothing waits."""
    events = _log(desk, ticket.number)
    if ticket.state != State.DONE_PENDING_CHECK:
        raise Refused(f"工单{ticket.number}现在不用核查。")
    if command.how not in HOW:
        raise Refused("请选怎样核查的。")
    if desk.actor.id in handling_of(events).handlers:
        raise Refused("这件事是您经办的，要由别人核查。")
    if command.member and command.member == way_of(events).reporter:
        raise Refused("这件事是您报上来的，要由别人核查。")
