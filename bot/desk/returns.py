"""Commands about returns: a unit asks, a dispatcher decides, and time decides where nobody does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.desk.calling import call, calm
from bot.desk.desk import SYSTEM, Desk
from bot.desk.routes import LEAST, Step, called, fresh, put, repeated, tell, till, told, unit_of
from dialogs.dates import due_words
from followup.due import Due
from grid.events import Actor
from grid.orders import Coordinate, DenyReturn, RequestReturn
from grid.refused import Refused
from grid.returns import (
    NAMES_ANOTHER,
    NO_REASON,
    REASONS,
    URGENT,
    Way,
    barred,
    centre_offered,
    desk_above,
    may_be_returned_until,
    pace,
    way_of,
)
from grid.tickets import State, Ticket


def request_return(desk: Desk, command: RequestReturn) -> Ticket:
    """A unit would not have a ticket it holds: the dispatcher above decides, the unit's time runs.

    After as many returns as the district allows, the next request goes to the centre at once
    (0.2, 1); after its ruling none is heard.
    """
    why = _said(desk, command)
    if done := repeated(desk, command.number, command.seen, Step("request_return", why)):
        return done
    ticket = fresh(desk, command.number, command.seen)
    way = way_of(desk.work.log.of("ticket", ticket.number))
    _in_time(desk, ticket, way, command)
    _well_founded(desk, way, command)
    above = desk_above(desk.district, ticket.unit)
    data = {"from": ticket.unit, "reason": command.reason, "better": command.better,
            "desk": above.id}  # fmt: skip
    ticket = put(desk, ticket, Step("request_return", why, data))
    if ticket.sla in URGENT:
        call(desk, ticket, f"{called(desk, ticket.unit)}申请退回，请马上定")
    return _to_be_decided(desk, ticket)


def _to_be_decided(desk: Desk, ticket: Ticket) -> Ticket:
    """By a dispatcher in time, or by the centre at once when it was returned often enough."""
    if ticket.return_count >= desk.district.policies.return_max:
        words = f"已经退回过{ticket.return_count}次，这一次直接交中心裁定"
        return to_centre(desk, ticket, Step("auto", words), SYSTEM)
    until = desk.district.due(pace(desk.district.policies, ticket.sla).decide, desk.now)
    key = f"return_decision:{ticket.number}:{ticket.version}"
    desk.later(Due(key, "return_decision", until, about=ticket.number))
    return ticket


def _said(desk: Desk, command: RequestReturn) -> str:
    """The reason as the log tells it."""
    reason = REASONS.get(command.reason, "")
    better = unit_of(desk, command.better)
    other = f"（应由{better.name}办）" if better else ""
    return f"{reason}：{command.words.strip()}{other}"


def _in_time(desk: Desk, ticket: Ticket, way: Way, command: RequestReturn) -> None:
    """Refused when the unit does not have it, or may not return it any more."""
    if not command.unit or ticket.unit != command.unit:
        raise Refused(f"工单{ticket.number}现在不在您的单位，不用退回。")
    if way.designated:
        raise Refused(
            f"工单{ticket.number}已经由中心裁定由{called(desk, ticket.unit)}承办，不能再退回。"
            "办理中有困难，请直接联系中心。"
        )
    until = may_be_returned_until(desk.district, ticket, way)
    if until is not None and desk.now > until:
        raise Refused(
            f"退回要在{till(until)}前提出，现在已经过了，请接着办。确实不归您单位管的，"
            "请马上联系派单员，由他改类别或交中心裁定。"
        )


def _well_founded(desk: Desk, way: Way, command: RequestReturn) -> None:
    """Refused without one of the reasons, its ground, and whose it is where the reason says so."""
    if command.reason not in REASONS:
        raise Refused("请选一个退回的理由。")
    if command.reason == NO_REASON:
        raise Refused("信息不足不用退回：请联系坐席或派单员，由机器人问居民一次，工单留在您这里。")
    if len(command.words.strip()) < LEAST:
        raise Refused(f"请写明依据：哪条规定、职责清单的哪一条、怎么看出来的（至少{LEAST}个字）。")
    if command.better == command.unit:
        raise Refused("建议的单位就是您自己的单位，请另选一个。")
    if not command.better and command.reason in NAMES_ANOTHER:
        raise Refused(f"{REASONS[command.reason]}的，请写上您认为该由哪个单位办。")
    if command.better and (no := barred(desk.district, way, unit_of(desk, command.better))):
        raise Refused(f"建议的单位不行：{no}")


def deny_return(desk: Desk, command: DenyReturn) -> Ticket:
    """The unit goes on; a second no to the same unit is counted as shirking (B.3)."""
    step = Step("deny_return", command.why.strip())
    if done := repeated(desk, command.number, command.seen, step):
        return done
    ticket = fresh(desk, command.number, command.seen)
    why = told(command.why, "为什么不同意退回")
    way = way_of(desk.work.log.of("ticket", ticket.number))
    times = way.denied.count(ticket.unit) + 1
    data = {"from": ticket.unit, "times": times, "shirking": times > 1}
    _decided(desk, ticket)
    return put(desk, ticket, Step("deny_return", why, data))


def coordinate(desk: Desk, command: Coordinate) -> Ticket:
    """The centre is to say whose it is: of an open return from the last allowed one on."""
    step = Step("coordinate", command.why.strip())
    if done := repeated(desk, command.number, command.seen, step):
        return done
    ticket = fresh(desk, command.number, command.seen)
    why = told(command.why, "为什么要中心裁定")
    if way_of(desk.work.log.of("ticket", ticket.number)).designated:
        raise Refused(f"工单{ticket.number}已经裁定过，由{called(desk, ticket.unit)}承办。")
    if ticket.state == State.RETURN_PENDING:
        if not centre_offered(desk.district, ticket):
            raise Refused("第一次退回先由派单员定：同意就改派，不同意就写明理由。")
        ticket = approve(desk, ticket, why)
    return to_centre(desk, ticket, Step("coordinate", why))


def approve(desk: Desk, ticket: Ticket, why: str) -> Ticket:
    """The unit is rid of it; counted."""
    _decided(desk, ticket)
    changes = {"return_count": ticket.return_count + 1}
    return put(desk, ticket, Step("approve_return", why, {"from": ticket.unit}, changes))


def to_centre(desk: Desk, ticket: Ticket, step: Step, by: Actor | None = None) -> Ticket:
    """The centre has it until it rules; the resident hears once that they need do nothing."""
    given_back = ticket.unit in way_of(desk.work.log.of("ticket", ticket.number)).returned
    changes = {"unit": desk.district.centre.id}
    ticket = put(desk, ticket, replace(step, changes=changes), by)
    if ticket.sla in URGENT:
        call(desk, ticket, "由谁承办定不下来，请马上裁定")
    until = desk.district.due(pace(desk.district.policies, ticket.sla).rule, desk.now)
    when = {"ruled": till(until), "answered": _answered(desk, ticket, until)}
    tell(desk, ticket, desk.say("way.centre_returned" if given_back else "way.centre", **when))
    return ticket


def _answered(desk: Desk, ticket: Ticket, ruled: datetime) -> str:
    """What becomes of the date of the answer, said honestly: the ruling may come after it."""
    category, due = desk.district.catalogue.get(ticket.category), ticket.answer_due
    if category is None or due is None or due <= desk.now:
        return desk.say("way.no_date")
    when = due_words(due, category.resolve)
    return desk.say("way.same_date" if due > ruled else "way.may_be_late", answer=when)


def _decided(desk: Desk, ticket: Ticket) -> None:
    desk.work.dues.cancel(desk.now, "已经定了", about=ticket.number, whats=["return_decision"])
    calm(desk, ticket.number)


def undecided(desk: Desk, number: str) -> None:
    """Nobody decided on a return in time: it goes to the centre (B.3)."""
    ticket = desk.work.tickets.get(number)
    if ticket and ticket.state == State.RETURN_PENDING:
        to_centre(desk, ticket, Step("auto", "到时没有定退不退，自动交中心裁定"), SYSTEM)
