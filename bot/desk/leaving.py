"""Commands of a resident who steps back from their own ticket: withdrawn, or without a name."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.asking import SILENT, silent
from bot.desk.calling import calm
from bot.desk.desk import SYSTEM, Desk
from bot.desk.routes import called
from bot.desk.tickets import HAZARD, own_ticket
from console.rights import CHECK_ROLES, UNIT_ROLES
from dialogs.commands import WithdrawTicket
from dialogs.unnamed import HideName, Unnamed
from grid.refused import Refused
from grid.returns import way_of
from grid.tickets import State, Ticket, moved
from mediation.case import Stage

TO_THE_PERSON = ("call_back", "facts", SILENT, "offer_mediation", "relapse_check")
"""Due actions that are about the person and not about the matter."""
OVER = frozenset({Stage.REFUSED_TYPE, Stage.REFERRED_OUT, Stage.NOT_STARTED_REFUSED,
                  Stage.NO_CONTACT, Stage.CLOSED_ARCHIVED, Stage.TERMINATED})  # fmt: skip
"""Stages of a mediation in which nobody sits at a table with the other side any more."""


def withdraw_ticket(desk: Desk, command: WithdrawTicket) -> Ticket:
    """Withdraw; a follower only leaves, of a hazard only the person is withdrawn (0.2, 11).

    Nothing of a withdrawn ticket stays open: no return, no question, nobody is called.
    """
    ticket = own_ticket(desk, command.number)
    if int(ticket.person) != desk.person:
        desk.work.tickets.unfollow(ticket.number, desk.person)
        desk.happened(moved(ticket, "leave", desk.actor, desk.now)[1])
        return ticket
    if ticket.sla in HAZARD and not ticket.ended:
        return _without_the_person(desk, ticket)
    after, event = moved(ticket, "withdraw", desk.actor, desk.now, why=command.why)
    after = desk.work.tickets.save(after)
    desk.happened(event)
    desk.work.dues.cancel(desk.now, "诉求人撤回", about=ticket.number)
    calm(desk, ticket.number)
    return after


def _without_the_person(desk: Desk, ticket: Ticket) -> Ticket:
    """A hazard goes on, with all the office owes it; the person hears of it no more."""
    silent(desk, ticket.number)
    note = "诉求人撤回"
    desk.work.dues.cancel(desk.now, note, about=ticket.number, whats=TO_THE_PERSON)
    desk.work.dues.cancel(desk.now, note, about=ticket.number, contact=ticket.contact)
    why = "安全隐患继续处理，与诉求人脱离"
    desk.happened(moved(ticket, "leave", SYSTEM, desk.now, why=why)[1])
    desk.work.tickets.detach(ticket.number, desk.now)
    return ticket


def hide_name(desk: Desk, command: HideName) -> Unnamed:
    """Without a name from now on (A12); the result says who has had the words until now."""
    ticket = own_ticket(desk, command.number)
    if int(ticket.person) != desk.person:
        raise Refused(f"{ticket.number}是别人反映的，您只是跟进，上面没有您的名字。")
    stages = {row.state for row in desk.work.cases.of_person(desk.person)
              if row.ticket == ticket.number}  # fmt: skip
    if stages - OVER:
        raise Refused(f"{ticket.number}正在调解，对方总要知道是谁，现在不能改成匿名。"
                      "想停止调解，回“转人工”。")  # fmt: skip
    if ticket.privacy == "anonymous":
        return Unnamed(ticket, already=True)
    found = _seen_by(desk, ticket, bool(stages))
    why = f"诉求人要求匿名（原来：{ticket.privacy}）"
    after, event = moved(ticket, "unname", desk.actor, desk.now, why=why,
                         changes={"privacy": "anonymous"})  # fmt: skip
    after = desk.work.tickets.save(after)
    desk.happened(event)
    desk.work.dues.cancel(desk.now, "已改成匿名", about=ticket.number, whats=["offer_mediation"])
    return replace(found, ticket=after)


def _seen_by(desk: Desk, ticket: Ticket, mediated: bool) -> Unnamed:
    """Which units have had it, whether anybody there has opened it, and who may know the name."""
    held = way_of(desk.work.log.of("ticket", ticket.number)).held
    given = ticket.state not in (State.SUBMITTED, State.VERIFY_PRE)
    units = tuple(called(desk, unit) for unit in dict.fromkeys(held)) if given else ()
    looks = [row for row in desk.work.accounts.seen(ticket.number) if _of_a_unit(desk, row.account)]
    whole = any(row.act == "words" for row in looks)
    return Unnamed(ticket, units, bool(looks), whole,
                   mediated or ticket.privacy == "open")  # fmt: skip


def _of_a_unit(desk: Desk, account: str) -> bool:
    """Whether an account is of somebody who handles or checks tickets."""
    found = desk.work.accounts.get(account)
    roles = set(found.roles.split(",")) if found else set()
    return bool(roles & {*UNIT_ROLES, *CHECK_ROLES})
