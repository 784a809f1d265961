"""Staff try to reach the other party; after three workdays in vain it ends, and that is told."""

from __future__ import annotations

from bot.desk import ending, risks
from bot.desk.desk import Desk
from bot.desk.docket import Docket, load, save
from followup.due import Due
from grid.refused import Refused
from integrations.sql.plain import plain, record
from mediation import reaching, risk
from mediation.case import Act, Stage, noted
from mediation.parties import DELIVERERS, WAYS
from mediation.reaching import Try

OVER = "reach_over"


def tries_of(docket: Docket) -> tuple[Try, ...]:
    """Every try to reach the other party, oldest first."""
    return tuple(record(Try, one) for one in docket.extras.get("tries", ()))


def tried(desk: Desk, number: str, form: dict[str, str]) -> None:
    """Somebody of the staff has tried and reached nobody."""
    docket = load(desk, number)
    if desk.actor.role not in DELIVERERS:
        raise Refused("由调解员或工作人员联系对方、登记。")
    if docket.case.stage is not Stage.INVITING:
        raise Refused("这件调解现在不用联系对方了，请刷新后再看一下。")
    if form.get("how", "") not in WAYS:
        raise Refused("请选一下是怎么联系的。", "how")
    keep(desk, docket, form["how"], "none")
    save(desk, docket)


def keep(desk: Desk, docket: Docket, how: str, what: str) -> None:
    """Write a try down, and plan the end when it was the last one needed. To be saved."""
    if risks.is_open(docket):
        raise Refused(risk.STOPPED)
    tries = (*tries_of(docket), Try(desk.now, desk.actor.id, how, what))
    docket.extras = {**docket.extras, "tries": [plain(one) for one in tries]}
    why = f"{WAYS[how]}，{reaching.WHATS[what]}"
    desk.happened(noted(docket.case, "tried", Act(desk.actor, desk.now, why)))
    until = reaching.over_at(tries, desk.district.calendar)
    if until is not None and docket.case.stage is Stage.INVITING:
        key = f"{OVER}:{docket.case.number}"
        desk.later(Due(key, OVER, until, about=docket.case.number))


def over(desk: Desk, number: str) -> None:
    """Three workdays of trying, and a day more to answer: it ends, and the other ways are told."""
    docket = load(desk, number)
    if docket.case.stage is Stage.INVITING and not risks.is_open(docket):
        ending.end(desk, docket, Stage.NO_CONTACT, "no_contact", ("case_no_contact", ""))
