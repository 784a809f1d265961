"""What the mediator makes of a session: the agreement recorded, signed, kept, or none at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.desk import (
    absences,
    attending,
    confirming,
    court,
    limits,
    minuting,
    newtimes,
    panelists,
    presiding,
    reaching,
    risks,
    seating,
    signing,
    sittings,
)
from bot.desk.alone_acts import PRIVATE_ACTS
from bot.desk.desk import Desk
from bot.desk.docket import Docket, presided, save, step
from bot.desk.following import (
    agreed,
    agreement_of,
    follow,
    in_force,
    keep,
    matter_link,
    parties_of,
    say,
    settled,
)
from grid.refused import Refused
from mediation import outcome, words
from mediation.case import END_REASONS, Act, Stage, noted, terminate
from mediation.outcome import Draft
from mediation.rooms import EARLY

OPEN = (Stage.MEDIATOR_PENDING, Stage.SCHEDULED, Stage.IN_SESSION, Stage.ADJOURNED,
        Stage.RESCHEDULING, Stage.SIGNING, Stage.AGREEMENT_DRAFT, Stage.AGREED_ORAL)  # fmt: skip
WRITTEN = (Stage.SIGNING, Stage.AGREEMENT_DRAFT, Stage.AGREED_ORAL)
"""Stages in which the words stand; saving them unchanged asks nobody again."""
BY_HAND = (Stage.PERFORMING, Stage.PERFORMED, Stage.BREACHED, Stage.CLOSED_ARCHIVED)
"""Where the mediator moves a case after it came into force; the court's part is in court."""
UNMET = (Stage.MEDIATOR_PENDING, Stage.SCHEDULED, Stage.RESCHEDULING)
"""Stages in which, as far as the case knows, there has been no session."""
TALKED = ("too_far_apart", "refuses_to_sign")
"""Reasons that say that a session has been."""
ROUTES = ("再约调解", "申请仲裁", "到法院起诉")


def record_agreement(desk: Desk, number: str, draft: Draft) -> None:
    """Keep the words; both parties are asked whether they are right. An edit voids assents."""
    docket = presided(desk, number)
    before = agreement_of(docket)
    agreement = outcome.written_down(docket.case, draft, desk.now)
    if before and before.mark == agreement.mark and docket.case.stage in WRITTEN:
        return
    _drafting(desk, docket, draft.kind)
    if before:
        agreement = replace(agreement, reached=before.reached)
        desk.happened(noted(docket.case, "draft_changed", Act(desk.actor, desk.now)))
    keep(desk, docket, agreement)
    for party in parties_of(docket):
        link = matter_link(docket, party.id)
        say(desk, party, f"draft:{agreement.mark}:{desk.now.isoformat()}",
             words.draft_ready(docket.case.topic, link, before is not None))  # fmt: skip


def _drafting(desk: Desk, docket: Docket, kind: str) -> None:
    """Move the case to where the words are being looked at."""
    to = Stage.AGREED_ORAL if kind == "oral" else Stage.AGREEMENT_DRAFT
    if docket.case.stage is Stage.SCHEDULED:
        _begun(desk, docket)
        step(desk, docket, Stage.IN_SESSION, desk.actor)
    if docket.case.stage is Stage.SIGNING:
        signing.end(desk, docket.case.number)
    if docket.case.stage is not to:
        follow(desk, docket, step(desk, docket, to, desk.actor))


def _begun(desk: Desk, docket: Docket) -> None:
    slot = docket.case.slot
    if slot is None or desk.now < slot.start - EARLY:
        raise Refused("还没到约好的时间，谈过以后再记。")


def no_agreement(desk: Desk, number: str, why: str) -> None:
    """End it; both parties hear the other routes (§26)."""
    docket = presided(desk, number)
    if docket.case.stage not in OPEN:
        raise Refused("这件调解现在不能这样结束，请刷新后再看一下。")
    before, case = docket.case.stage, docket.case
    ended, event = terminate(case, Act(desk.actor, desk.now, why), ROUTES)
    desk.happened(event)
    desk.work.bookings.free(number)
    desk.work.dues.cancel(desk.now, "调解结束", about=number)
    panelists.let_go(desk, docket)
    docket.case = ended
    unmet = before in UNMET and not (before is Stage.SCHEDULED and why in TALKED)
    docket.extras = {**docket.extras, "unmet": unmet}
    if before not in UNMET:
        follow(desk, docket, replace(event, before=str(Stage.IN_SESSION)))
    save(desk, docket)
    today = before not in (*UNMET, Stage.ADJOURNED) or (before is Stage.SCHEDULED and why in TALKED)
    said = words.not_agreed() if today and why != "self_settled" else words.ended(END_REASONS[why])
    for party in parties_of(docket):
        say(desk, party, "not_agreed", said)


def signed(desk: Desk, number: str) -> None:
    """All parties and the mediator have signed, the committee's seal is on it (§29)."""
    docket = presided(desk, number)
    in_force(desk, docket, agreed(docket))
    signing.end(desk, number)
    confirming.begin(desk, docket)


def advance(desk: Desk, number: str, to: str) -> None:
    """The mediator says where it stands: being kept, kept, broken, archived."""
    docket = presided(desk, number)
    stage = next((one for one in BY_HAND if one.value == to), None)
    if stage is None:
        raise Refused("请选一项。", "to")
    if stage is Stage.CLOSED_ARCHIVED:
        minuting.needed(docket)
    step(desk, docket, stage, desk.actor)
    if stage in (Stage.PERFORMED, Stage.CLOSED_ARCHIVED):
        settled(desk, number)
    elif stage is Stage.BREACHED:
        confirming.broken(desk, docket)
    save(desk, docket)


MEDIATOR_ACTS: dict[str, Callable[[Desk, str, dict[str, str]], None]] = {
    "agreement": lambda desk, no, form: record_agreement(
        desk, no, Draft(form.get("words", ""), form.get("kind", ""), form.get("keep_by", ""))),
    "failed": lambda desk, no, form: no_agreement(desk, no, form.get("reason", "")),
    "signed": lambda desk, no, form: signed(desk, no),
    "advance": lambda desk, no, form: advance(desk, no, form.get("to", "")),
    "time": sittings.another_time,
    "heard": newtimes.heard,
    "longer": lambda desk, no, form: limits.ask_longer(
        desk, no, form.get("until", ""), form.get("why", "")),
    "comes": lambda desk, no, form: seating.comes(desk, no),
    "cannot": lambda desk, no, form: seating.cannot_come(desk, no, form.get("why", "")),
    "sign_longer": signing.longer,
    "rung": lambda desk, no, form: seating.rung_up(desk, no, form),
    "minutes": minuting.write,
    "absent": absences.absent,
    "tried": reaching.tried,
    "answered": attending.answered,
    "party_told": attending.told,
    "assign": presiding.assign,
    "risk_seen": risks.seen,
    "risk_clear": risks.clear,
    **court.COURT_ACTS,
    **PRIVATE_ACTS,
}  # fmt: skip
"""What the panel's page can do, by the name of the button; each looks who may."""


def mediator_records(desk: Desk, number: str, what: str, form: dict[str, str]) -> None:
    """One of MEDIATOR_ACTS; raises Refused."""
    if what not in MEDIATOR_ACTS:
        raise Refused("请选一项。", "what")
    MEDIATOR_ACTS[what](desk, number, form)
