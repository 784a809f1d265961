"""A unit says how it goes: a plan within a day, a word for the resident within three (130)."""

from __future__ import annotations

from bot.desk.desk import Desk
from bot.desk.routes import fresh, tell, told
from grid.duties import Progress
from grid.refused import Refused
from grid.tickets import State, Ticket, moved

KINDS = {"plan": "由谁办、怎么办、什么时候办好", "stage": "办到哪一步了"}


def report_progress(desk: Desk, command: Progress) -> Ticket:
    """Kept in the log; a stage report is sent to the resident and whoever follows."""
    ticket = fresh(desk, command.number, command.seen)
    if not command.unit or ticket.unit != command.unit:
        raise Refused(f"工单{ticket.number}现在不在您的单位，不用再报。")
    if command.kind not in KINDS or ticket.state != State.IN_PROGRESS:
        raise Refused("办理中的工单才能报部署和进展，请先签收。")
    why = told(command.words, KINDS[command.kind])
    last = desk.work.log.of("ticket", ticket.number)[-1]
    if (last.move, last.actor, last.why) == (command.kind, desk.actor, why):
        return ticket  # sent twice
    desk.happened(moved(ticket, command.kind, desk.actor, desk.now, why=why)[1])
    if command.kind == "stage":
        tell(desk, ticket, desk.say("stage_report", words=why))
    return ticket
