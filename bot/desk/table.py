"""Which command is done by which function: one table, read from top to bottom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.desk import (
    asking,
    cases,
    clearing,
    dispatching,
    handling,
    people,
    ratings,
    returns,
    tickets,
)
from bot.desk.desk import Desk
from dialogs import commands as c
from grid import orders

DO: dict[type, Callable[[Desk, Any], Any]] = {
    c.OpenTicket: tickets.open_ticket,
    c.JoinTicket: tickets.join_ticket,
    c.AddToTicket: tickets.add_to_ticket,
    c.UrgeTicket: tickets.urge_ticket,
    c.WithdrawTicket: tickets.withdraw_ticket,
    c.RateTicket: ratings.rate_ticket,
    c.ReopenTicket: ratings.reopen_ticket,
    c.AnswerTicket: tickets.answer_ticket,
    c.SortTicket: tickets.sort_ticket,
    c.AllowMediation: clearing.allow_mediation,
    orders.RequestReturn: returns.request_return,
    orders.DenyReturn: returns.deny_return,
    orders.Coordinate: returns.coordinate,
    orders.Dispatch: dispatching.dispatch,
    orders.Designate: dispatching.designate,
    orders.ChangeCategory: dispatching.change_category,
    orders.AskResident: asking.ask_resident,
    orders.Sign: handling.sign,
    orders.ReportDone: handling.report_done,
    orders.AskTime: handling.ask_time,
    orders.DecideTime: handling.decide_time,
    orders.Check: handling.check,
    orders.Redispatch: dispatching.redispatch,
    c.LeavePhone: people.leave_phone,
    c.CallPerson: people.call_person,
    c.LeaveQueue: people.leave_queue,
    c.RaiseAlert: people.raise_alert,
    c.AnswerAlert: people.answer_alert,
    c.EraseChat: people.erase_chat,
    c.CopyMine: people.copy_mine,
    c.SetPin: people.set_pin,
    c.StopSurveys: people.stop_surveys,
    c.HoldSlot: cases.hold_slot,
    c.FreeSlot: cases.free_slot,
    c.ApplyMediation: cases.apply,
}


def do(desk: Desk, command: Any) -> Any:
    """Do one command; raises Refused in words, KeyError for a command nobody knows (a bug)."""
    return DO[type(command)](desk, command)
