"""A party would rather have another mediator: once, without a reason (S10 §14; domain rule C6)."""

from __future__ import annotations

from bot.desk import ending, panelists, presiding, settling
from bot.desk.desk import SYSTEM, Desk
from bot.desk.docket import Docket, load, save, step
from bot.desk.panelists import Word
from dialogs.other_mediator import OtherMediator
from followup.reminders import KINDS
from grid.refused import Refused
from mediation import notices
from mediation.case import Act, Stage, noted

MAY = frozenset({Stage.INVITING, Stage.MEDIATOR_PENDING, Stage.SCHEDULED, Stage.RESCHEDULING})
"""Until they have sat down together; afterwards a person is told."""
NOT_NOW = "现在不能换调解员。有不放心的，请回“转人工”告诉我们。"
ONCE = (
    "您已经换过一次调解员了。对新的调解员也不放心，可以不谈（回“不调解了”），"
    "或者回“转人工”告诉我们。"
)


def other_mediator(desk: Desk, command: OtherMediator) -> None:
    """What a party says in its conversation."""
    objects(desk, command.number, ending.party_of(desk, load(desk, command.number)).id)


def objects(desk: Desk, number: str, party: str) -> None:
    """The mediator goes, nobody hears who wished it; another is asked, at that time if free."""
    docket = load(desk, number)
    case, gone = docket.case, docket.extras.get("objected", {})
    if case.stage not in MAY or docket.extras.get("unassigned"):
        raise Refused(NOT_NOW)
    if gone.get(party):
        raise Refused(ONCE)
    docket.extras = {**docket.extras, "objected": {**gone, party: [case.mediator]}}
    desk.happened(noted(case, "objected", Act(SYSTEM, desk.now)))
    _replaced(desk, docket)
    save(desk, docket)
    if docket.case.stage is Stage.MEDIATOR_PENDING:
        ending.tell(desk, docket, "case_other_mediator")


def _replaced(desk: Desk, docket: Docket) -> None:
    before = docket.case
    if before.stage in (Stage.SCHEDULED, Stage.RESCHEDULING):
        step(desk, docket, Stage.MEDIATOR_PENDING, SYSTEM, "换调解员")
    _no_reminders(desk, before.number)
    if presiding.another(desk, docket):
        said = notices.let_go(docket.case)
        panelists.tell(desk, docket, before.mediator, Word("let_go", said))
        return
    if docket.case.slot is not None:
        settling.let_time_go(desk, docket)
    presiding.next_one(desk, docket)


def _no_reminders(desk: Desk, number: str) -> None:
    """Until the time is settled anew nobody is reminded of it."""
    for row in desk.work.dues.of(number):
        reminds = row.what in KINDS or row.data.get("what") in KINDS
        if row.state == "waiting" and reminds:
            desk.work.dues.done(row.id, desk.now, "换调解员，重新安排", "dropped")
