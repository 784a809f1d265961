"""Who presides writes the record of a sitting; without one no file is closed (C12)."""

from __future__ import annotations

from bot.desk.desk import Desk
from bot.desk.docket import Docket, presided, save
from grid.refused import Refused
from integrations.sql.plain import plain, record
from mediation import minutes
from mediation.case import Act, Stage, noted
from mediation.minutes import Minutes
from mediation.rooms import EARLY

BEFORE = (Stage.INTAKE, Stage.SCREENED, Stage.INVITING, Stage.ACCEPTED, Stage.MEDIATOR_PENDING)


def minutes_of(docket: Docket) -> tuple[Minutes, ...]:
    """The records there are, oldest sitting first."""
    return tuple(record(Minutes, one) for one in docket.extras.get("minutes", ()))


def write(desk: Desk, number: str, form: dict[str, str]) -> None:
    """The record of the sitting there was; written again it takes the place of the one before."""
    docket = presided(desk, number)
    slot, stage = docket.case.slot, docket.case.stage
    if stage in BEFORE or (stage is Stage.SCHEDULED and slot and desk.now < slot.start - EARLY):
        raise Refused("还没到约好的时间，谈过以后再写。")
    if stage is Stage.CLOSED_ARCHIVED:
        raise Refused("已经归档，笔录不能再改。")
    start = slot.start.isoformat() if slot else form.get("sitting", "")
    made = minutes.written(form, start, (desk.now, desk.actor.id))
    kept = minutes.with_new(minutes_of(docket), made)
    docket.extras = {**docket.extras, "minutes": [plain(one) for one in kept]}
    desk.happened(noted(docket.case, "minutes", Act(desk.actor, desk.now)))
    save(desk, docket)


def needed(docket: Docket) -> None:
    """Refused while a file that had a sitting has no record."""
    if not docket.extras.get("unmet") and not minutes_of(docket):
        raise Refused(minutes.MISSING)
