"""Who has not answered the survey is rung: about what matters, and about a share of the rest."""

from __future__ import annotations

from bot.desk import sparing
from bot.desk.desk import Desk
from followup.due import Due
from followup.survey import never_asked, rung
from grid.calendar import WorkingCalendar
from grid.tickets import State, Ticket
from integrations.sql.duties import SURVEY

RING = "survey_call"
WITHIN = 3  # workdays in which it is tried for the first time
WHY = "答复以后没有回评价，请打电话问两句：解决了吗、满意吗。说不想评价的，不要再问。"


def ring(desk: Desk, due: Due) -> None:
    """Put it on the list of calls; never who does not want it, and never without a number."""
    ticket = desk.work.tickets.get(due.about)
    if ticket is None or ticket.state != State.FEEDBACK or not _wanted(desk, ticket):
        return
    calendar: WorkingCalendar = desk.district.calendar
    by = calendar.add_workdays(desk.now, WITHIN)
    desk.work.calls.owe({"ticket": ticket.number, "kind": SURVEY, "turn": ticket.redo_count,
                         "since": desk.now, "by": by, "why": WHY})  # fmt: skip


def _wanted(desk: Desk, ticket: Ticket) -> bool:
    about = sparing.about(desk, ticket)
    if never_asked(about) or not desk.work.contacts.person(int(ticket.person)).phone:
        return False
    return rung(about, ticket.supervised > 1, desk.district.policies.survey_sample)


def over(desk: Desk, number: str, how: str) -> None:
    """Nobody is rung about it any more: it was rated, or the time is over."""
    desk.work.calls.settle(number, (SURVEY,), how)
