"""The lawyer and the judge of a session: asked to come, and another in the place of who cannot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from grid.people import Member
from grid.refused import Refused
from mediation.case import Case, Stage
from mediation.handover import Offer, Reply
from mediation.panel import Ties, Wanted, candidates

CHAIRS = {"lawyer": "律师", "judge": "法官"}
"""The chairs that may stay empty; the mediator's may not (C.9)."""
ANSWERS = frozenset({Stage.INVITING, Stage.ACCEPTED, Stage.MEDIATOR_PENDING, Stage.SCHEDULED})
SEAT_REPLIES = {Reply.OPEN: "还没答复", Reply.ACCEPTED: "会到场", Reply.DECLINED: "来不了"}


@dataclass(frozen=True, slots=True)
class Seat:
    """A member asked to sit on a chair at the case's time, and what they said."""

    chair: str  # one of CHAIRS
    member: str
    reply: Reply = Reply.OPEN
    why: str = ""
    at: datetime | None = None


def current(case: Case, said: Sequence[Seat]) -> tuple[Seat, ...]:
    """Who sits on the chairs now, with what they said to this time."""
    taken = [(chair, str(getattr(case, chair))) for chair in CHAIRS if getattr(case, chair)]
    given = {one.member: one for one in said}
    return tuple(given.get(member, Seat(chair, member)) for chair, member in taken)


def owes_answer(case: Case, offer: Offer, said: Sequence[Seat], member: str) -> bool:
    """Whether a member of the panel has still to say that they take the case, or come."""
    if member == case.mediator:
        return offer.reply is Reply.OPEN
    return any(one.member == member and one.reply is Reply.OPEN for one in current(case, said))


def may_answer(case: Case, now: datetime) -> bool:
    """Whether it is still of use to say that one comes or not."""
    return case.stage in ANSWERS and case.slot is not None and now < case.slot.start


def answered(case: Case, seat: Seat, reply: Reply, said: tuple[str, datetime]) -> Seat:
    """The seat with its answer; `said` is why and when. A no says why; it may follow a yes."""
    why, now = said
    if not may_answer(case, now):
        raise Refused("这场调解现在不用答复了，请刷新后再看一下。")
    if reply is Reply.DECLINED and not why.strip():
        raise Refused("请简单说一下为什么来不了，方便另请一位。", "why")
    return replace(seat, reply=reply, why=why.strip()[:300], at=now)


def others(
    case: Case, chair: str, roster: Iterable[Member], said: Sequence[Seat]
) -> tuple[Member, ...]:
    """Who else may sit on the chair, best first: nobody who said that they cannot come."""
    out = {one.member for one in said if one.reply is Reply.DECLINED}
    ties = Ties(objected=frozenset({*out, getattr(case, chair)}))
    return candidates(roster, chair, Wanted(case.category, ties=ties))


def full(case: Case, said: Sequence[Seat]) -> Case:
    """The case as it was meant: on an empty chair sits again who could not come that time."""
    last = {one.chair: one.member for one in said if one.reply is Reply.DECLINED}
    lawyer, judge = (getattr(case, chair) or last.get(chair, "") for chair in CHAIRS)
    return replace(case, lawyer=lawyer, judge=judge)


def chairs(
    case: Case, roster: Mapping[str, Member], swap: bool = False
) -> tuple[tuple[Member, ...], ...]:
    """The chairs of another session: the same people; with `swap` others for lawyer and judge."""
    found: list[tuple[Member, ...]] = [(roster[case.mediator],)]
    for chair in CHAIRS:
        member = roster.get(getattr(case, chair))
        if member is not None:
            rest = others(case, chair, roster.values(), ()) if swap else ()
            found.append((member, *rest))
    return tuple(found)


def with_people(case: Case, people: Sequence[str], roster: Mapping[str, Member]) -> Case:
    """The case with those on its chairs; a chair nobody sits on is empty."""
    by_role = {roster[one].role: one for one in people}
    return replace(case, lawyer=by_role.get("lawyer", ""), judge=by_role.get("judge", ""))
