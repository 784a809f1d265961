"""Which command is done by which function: one table, read from top to bottom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.desk import (
    asking,
    calling_times,
    calls,
    cases,
    clearing,
    coding,
    confirming,
    copying,
    dispatching,
    editions,
    ending,
    entering,
    handling,
    helping,
    holding,
    joining,
    knowledge,
    leaving,
    looked_up,
    merging,
    newtimes,
    objecting,
    people,
    progressing,
    pushing,
    ratings,
    recounting,
    rejecting,
    returns,
    reviewing,
    sparing,
    supervising,
    suspending,
    systems,
    tickets,
    verdicts,
    whistling,
    whistling_street,
    whistling_units,
)
from bot.desk.desk import Desk
from dialogs import commands as c
from dialogs.hear_again import HearAgain
from dialogs.looked_up import LookedUp
from dialogs.may_call import MayCall
from dialogs.no_more import StopMediation
from dialogs.other_mediator import OtherMediator
from dialogs.unnamed import HideName
from grid import duties, orders
from grid import editions as e
from grid import knowledge as k
from grid import whistles_orders as w
from grid.entering import CallForCaller, EnterReport
from grid.helping import AskHelp, DropHelp, GiveHelp
from grid.joining import AskElsewhere
from grid.merging import Merge, Unmerge
from grid.query_codes import AskByCode
from grid.rejecting import HandToRescue, Reject
from grid.suspending import AskSuspension, DenySuspension, Resume, Suspend
from grid.systems import SystemAlarm, SystemReport
from grid.verdicts import RecordVerdict, Reinspect

DO: dict[type, Callable[[Desk, Any], Any]] = {
    c.OpenTicket: tickets.open_ticket,
    c.JoinTicket: tickets.join_ticket,
    c.AddToTicket: tickets.add_to_ticket,
    c.UrgeTicket: tickets.urge_ticket,
    c.WithdrawTicket: leaving.withdraw_ticket,
    HideName: leaving.hide_name,
    c.RateTicket: ratings.rate_ticket,
    c.ReopenTicket: ratings.reopen_ticket,
    RecordVerdict: verdicts.record_verdict,
    Reinspect: verdicts.reinspect,
    c.AnswerTicket: tickets.answer_ticket,
    c.SortTicket: tickets.sort_ticket,
    c.AllowMediation: clearing.allow_mediation,
    LookedUp: looked_up.tell_of_look,
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
    AskHelp: helping.ask_help,
    GiveHelp: helping.give_help,
    DropHelp: helping.drop_help,
    orders.Redispatch: dispatching.redispatch,
    CallForCaller: entering.call_for_caller,
    EnterReport: entering.enter_report,
    SystemReport: systems.file_report,
    SystemAlarm: systems.sound_alarm,
    AskElsewhere: joining.ask_elsewhere,
    AskByCode: coding.ask_by_code,
    MayCall: calling_times.may_call,
    Reject: rejecting.reject,
    HandToRescue: rejecting.hand_to_rescue,
    AskSuspension: suspending.ask_suspension,
    DenySuspension: suspending.deny_suspension,
    Suspend: suspending.suspend,
    Resume: suspending.resume,
    Merge: merging.merge,
    Unmerge: merging.unmerge,
    orders.TakeHolidays: recounting.take_holidays,
    duties.DecideReview: reviewing.decide,
    duties.RecordCall: calls.record_call,
    duties.FirstContact: calls.first_contact,
    duties.Progress: progressing.report_progress,
    duties.PushUp: pushing.push_up,
    duties.Supervise: supervising.supervise,
    duties.HandOver: holding.hand_over,
    w.Blow: whistling.blow,
    w.CallUnit: whistling_street.call_unit,
    w.Rule: whistling_street.rule,
    w.CallOff: whistling_street.call_off,
    w.Conclude: whistling_street.conclude,
    w.Acknowledge: whistling_units.acknowledge,
    w.Decline: whistling_units.decline,
    w.ReportIn: whistling_units.report_in,
    w.WriteLog: whistling_units.write_log,
    w.Judge: whistling_units.judge,
    c.LeavePhone: people.leave_phone,
    c.CallPerson: people.call_person,
    c.LeaveQueue: people.leave_queue,
    c.RaiseAlert: people.raise_alert,
    c.AnswerAlert: people.answer_alert,
    c.EraseChat: people.erase_chat,
    c.CopyMine: copying.copy_mine,
    c.SetPin: people.set_pin,
    c.StopSurveys: sparing.stop_surveys,
    HearAgain: sparing.hear_again,
    c.HoldSlot: cases.hold_slot,
    c.FreeSlot: cases.free_slot,
    c.ApplyMediation: cases.apply,
    StopMediation: ending.stop_mediation,
    OtherMediator: objecting.other_mediator,
    c.TellTime: newtimes.tell_time,
    c.TellConfirm: confirming.tell_confirm,
    c.KeepQuestion: knowledge.keep_question,
    c.JudgeAnswer: knowledge.judge_answer,
    k.WriteEntry: knowledge.write_entry,
    k.MoveEntry: knowledge.move_entry,
    k.BringEntries: knowledge.bring_entries,
    k.SettleGap: knowledge.settle_gap,
    e.WriteLines: editions.write_lines,
    e.PutLines: editions.put_lines,
    e.UndoLine: editions.undo_line,
    e.DropDraft: editions.drop_draft,
    e.Publish: editions.publish,
    e.TakeBack: editions.take_back,
}


def do(desk: Desk, command: Any) -> Any:
    """Do one command; raises Refused in words, KeyError for a command nobody knows (a bug)."""
    return DO[type(command)](desk, command)
