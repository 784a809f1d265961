"""A clerk's word on whether a conditional dispute may be mediated."""

from __future__ import annotations

from bot.desk.desk import Desk
from dialogs.commands import AllowMediation
from followup.due import Due
from grid.events import Actor
from grid.refused import Refused
from grid.tickets import Ticket, moved

MOVE = "allow_mediation"
LEAST_REASON = 4  # characters


def allow_mediation(desk: Desk, command: AllowMediation) -> Ticket:
    """Keep the word with who, when and why; the resident is asked in a turn of their own."""
    ticket = desk.work.tickets.get(command.number)
    if ticket is None:
        raise Refused(f"没有编号{command.number}的工单，请核对。")
    if why_not := refusal(desk, ticket):
        raise Refused(why_not)
    if len(command.why.strip()) < LEAST_REASON:
        raise Refused(f"请写明为什么可以调解（至少{LEAST_REASON}个字），会记入日志。")
    actor = Actor(command.by, "hotline_staff")
    desk.happened(moved(ticket, MOVE, actor, desk.now, why=command.why.strip())[1])
    desk.later(Due(f"offer_mediation:{ticket.number}", "offer_mediation", desk.now,
                   ticket.contact, ticket.number))  # fmt: skip
    return ticket


def refusal(desk: Desk, ticket: Ticket) -> str:
    """Why this ticket waits for no such word, in Chinese; empty when it does."""
    category = desk.district.catalogue[ticket.category]
    if category.mediable != "conditional":
        return f"“{category.name}”不用坐席来定能不能调解。"
    if ticket.ended:
        return f"工单{ticket.number}已经结束了。"
    if ticket.secret or ticket.privacy == "anonymous":
        return "匿名、严格保密的事不能约对方调解。"
    return "已经准过调解了。" if cleared(desk, ticket.number) else ""


def cleared(desk: Desk, number: str) -> bool:
    """Whether a clerk has said that this ticket may be mediated."""
    return any(event.move == MOVE for event in desk.work.log.of("ticket", number))
