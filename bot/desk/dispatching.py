"""Commands that give a ticket to a unit: a dispatcher's, the centre's ruling, a right category."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.desk.calling import calm
from bot.desk.desk import Desk
from bot.desk.returns import approve
from bot.desk.routes import Step, called, fresh, put, repeated, tell, told, unit_of
from bot.desk.tickets import UNSORTED, learn
from dialogs.dates import due_words
from grid.catalogue import Category
from grid.handling import half, rank
from grid.levels import kept_up
from grid.orders import ChangeCategory, Designate, Dispatch, Redispatch
from grid.recount import started
from grid.refused import Refused
from grid.returns import CHANGEABLE, Way, about_itself, barred, way_of
from grid.tickets import State, Ticket
from grid.units import Unit

AGAIN, RENAMED = "again", "renamed"


def dispatch(desk: Desk, command: Dispatch) -> Ticket:
    """Give a ticket to a unit; of an open return that also says yes to it."""
    step = Step("dispatch", command.why.strip(), {"unit": command.unit})
    if done := repeated(desk, command.number, command.seen, step):
        return done
    ticket = fresh(desk, command.number, command.seen)
    why = told(command.why, "为什么派给这个单位")
    way = _way(desk, ticket)
    if no := _barred(desk, ticket, way, unit_of(desk, command.unit)):
        raise Refused(no)
    if ticket.state == State.RETURN_PENDING:
        ticket = approve(desk, ticket, why)
    ticket = _give(desk, ticket, Step("dispatch", why, {"unit": command.unit}))
    _tell_unit(desk, ticket)
    return ticket


def designate(desk: Desk, command: Designate) -> Ticket:
    """The centre's word on whose it is; a unit that returned it may well be named."""
    step = Step("designate", command.why.strip(), {"unit": command.unit})
    if done := repeated(desk, command.number, command.seen, step):
        return done
    ticket = fresh(desk, command.number, command.seen)
    why = told(command.why, "裁定的依据")
    if not command.present.strip():
        raise Refused("请写上协调时听了哪些单位的意见。")
    way = replace(_way(desk, ticket), returned=())
    if no := _barred(desk, ticket, way, unit_of(desk, command.unit)):
        raise Refused(no)
    calm(desk, ticket.number)
    data = {"unit": command.unit, "present": command.present.strip()}
    ticket = _give(desk, ticket, Step("designate", why, data))
    _tell_unit(desk, ticket)
    return ticket


def redispatch(desk: Desk, command: Redispatch) -> Ticket:
    """Unsolved: a unit higher up does it again, or one of the same level that is watched (B.3)."""
    step = Step("redispatch", command.why.strip(), {"unit": command.unit})
    if done := repeated(desk, command.number, command.seen, step):
        return done
    ticket = fresh(desk, command.number, command.seen)
    why = told(command.why, "为什么派给这个单位")
    no = _barred(desk, ticket, _way(desk, ticket), unit_of(desk, command.unit))
    if no := no or _too_low(desk, ticket, command):
        raise Refused(no)
    until = _redo_until(desk, ticket)
    data = {"unit": command.unit, "until": until.isoformat(),
            "supervisor": command.supervisor.strip()}  # fmt: skip
    ticket = _give(desk, ticket, Step("redispatch", why, data))
    if ticket.answer_due is None or ticket.answer_due < until:
        ticket = desk.work.tickets.save(replace(ticket, answer_due=until))
    _tell_unit(desk, ticket, AGAIN)
    return ticket


def _redo_until(desk: Desk, ticket: Ticket) -> datetime:
    """By when a unit has done it again: half of the time, by the rule it was opened under."""
    category = desk.district.rule(ticket.category, ticket.edition)
    assert category  # a category is never taken out of the catalogue
    return desk.district.due(half(category.resolve), desk.now)


def _barred(desk: Desk, ticket: Ticket, way: Way, unit: Unit | None) -> str:
    """Why it may not go to a unit: for what the unit is, or what its rule forbids."""
    itself = about_itself(ticket, unit) if unit else ""
    return barred(desk.district, way, unit) or itself or kept_up(desk.district, ticket, unit)


def _too_low(desk: Desk, ticket: Ticket, command: Redispatch) -> str:
    """Why a redo may not go to that unit, in Chinese; empty when it may."""
    unit, last = unit_of(desk, command.unit), unit_of(desk, ticket.unit)
    if unit is None or last is None or rank(unit) < rank(last):
        return ""
    if rank(unit) > rank(last):
        return f"重办不能派给比{last.name}低的单位。"
    if not command.supervisor.strip():
        return f"{unit.name}不比{last.name}高一级：还派给同级的，请写上由谁督办。"
    return ""


def change_category(desk: Desk, command: ChangeCategory) -> Ticket:
    """Put the category right: unit and dates follow the catalogue, the correction may teach.

    The resident's time is still counted from when they told it; the unit's begins anew.
    """
    why = command.why.strip()
    if done := repeated(
        desk, command.number, command.seen, Step("correct", why, {"now": command.category})
    ):
        return done
    ticket = fresh(desk, command.number, command.seen)
    why = told(command.why, "为什么改类别")
    category = _wanted(desk, ticket, command)
    way = _way(desk, ticket)
    unit = _unit_of(desk, ticket, category, way)
    learn(desk, ticket, category.code, desk.actor.id)
    data = {"was": ticket.category, "now": category.code}
    ticket = put(desk, ticket, Step("correct", why, data, _follows(desk, ticket, category)))
    if unit != ticket.unit or ticket.state == State.ACCEPTED:
        ticket = _to(desk, ticket, unit, f"类别改为“{category.name}”，按派单目录改派")
    _tell_unit(desk, ticket, RENAMED)
    return ticket


def _wanted(desk: Desk, ticket: Ticket, command: ChangeCategory) -> Category:
    """The new category; Refused where it is none, the same, or too late for another."""
    category = desk.district.catalogue.get(command.category)
    if category is None or not category.active or category.code == UNSORTED:
        raise Refused("没有这个类别，请从列表里选一个具体的类别。")
    if category.code == ticket.category:
        raise Refused(f"现在就是“{category.name}”，不用改。")
    if _way(desk, ticket).designated or ticket.state == State.COORDINATING:
        raise Refused("由谁承办已经交中心裁定，类别不能再改；类别不对的，请在答复里说明。")
    if ticket.state not in CHANGEABLE:
        raise Refused(f"工单{ticket.number}现在不能改类别。")
    return category


def _unit_of(desk: Desk, ticket: Ticket, category: Category, way: Way) -> str:
    """Whose it is by the catalogue; Refused where that unit may not get it."""
    grid = ticket.grid or None
    first, lead = (desk.district.first_unit(category, grid),
                   desk.district.unit_for(category, grid))  # fmt: skip
    unit = lead if barred(desk.district, way, first) else first
    if unit.id == ticket.unit and ticket.state != State.RETURN_PENDING:
        return unit.id
    renamed = replace(ticket, category=category.code)
    if no := barred(desk.district, way, unit) or about_itself(renamed, unit):
        whose = f"按派单目录，“{category.name}”由{unit.name}办。"
        raise Refused(f"{whose}{no}请另派单位，或交中心裁定。")
    return unit.id


def _follows(desk: Desk, ticket: Ticket, category: Category) -> dict[str, Any]:
    """What of a ticket its category decides; what was secret stays so."""
    start = started(ticket, desk.work.log.of("ticket", ticket.number))
    contact_due, answer_due = desk.district.deadlines(category, start)
    return {"category": category.code, "level": category.level, "sla": category.sla,
            "edition": desk.district.edition, "contact_due": contact_due, "answer_due": answer_due,
            "routed": f"类别改为“{category.name}”，还由{called(desk, ticket.unit)}办",
            "secret": ticket.secret or category.confidential == "high"}  # fmt: skip


def _to(desk: Desk, ticket: Ticket, unit: str, why: str) -> Ticket:
    """To the unit of the right category, by whichever move leads there."""
    if ticket.state == State.RETURN_PENDING:
        ticket = approve(desk, ticket, why)
    move = "dispatch" if ticket.state == State.ACCEPTED else "reroute"
    return _give(desk, ticket, Step(move, why, {"unit": unit}))


def _give(desk: Desk, ticket: Ticket, step: Step) -> Ticket:
    unit = str(step.data["unit"])
    words = {"dispatch": "改派", "designate": "中心裁定",
             "redispatch": "重办，派"}.get(step.move, "")  # fmt: skip
    routed = f"{words or '改类别'}给{called(desk, unit)}：{step.why}"[:300]
    return put(desk, ticket, replace(step, changes={"unit": unit, "routed": routed}))


def _way(desk: Desk, ticket: Ticket) -> Way:
    return way_of(desk.work.log.of("ticket", ticket.number))


def _tell_unit(desk: Desk, ticket: Ticket, key: str = "") -> None:
    """Whose it is now, and that the resident need do nothing; no date that has passed."""
    category, due = desk.district.rule(ticket.category, ticket.edition), ticket.answer_due
    unit = called(desk, ticket.unit)
    words = desk.say("way.given_late", unit=unit)
    if category and due and due > desk.now:
        words = desk.say("way.given", unit=unit, answer=due_words(due, category.resolve))
    if key == AGAIN:
        words = desk.say("way.again", words=words)
    if key == RENAMED and category:
        words = desk.say("way.renamed", what=category.name, words=words)
    tell(desk, ticket, words)
