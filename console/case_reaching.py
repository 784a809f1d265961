"""What a case's page shows of reaching the other party, of danger, of a mediator to be named."""

from __future__ import annotations

from typing import Any

from console.parts import ConsoleParts, Docket
from console.rights import Right
from console.sessions import Visitor
from grid.people import Member
from integrations.sql.plain import record
from mediation import reaching, risk
from mediation.case import Case, Stage
from mediation.parties import ATTENDS, WAYS, Party
from mediation.reaching import TRIES, WHATS, Try
from mediation.risk import KINDS, Risk


def reaching_shown(parts: ConsoleParts, docket: Docket, who: Visitor) -> dict[str, Any]:
    """Tries so far, the danger that waits to be looked at, mediators to choose from."""
    return {"tries": _tries(parts, docket), "attends": ATTENDS, "untold": _untold(docket, who),
            "risk": _risk(docket, who),
            "assigns": _mediators(parts, docket, who)}  # fmt: skip


def _tries(parts: ConsoleParts, docket: Docket) -> dict[str, Any] | None:
    """For who invites: what was tried, whether today is missing, when it ends."""
    tries, calendar = _kept(docket.extras), parts.district.calendar
    if docket.case.stage is not Stage.INVITING and not tries:
        return None
    lines = [(one.at, one.by, WAYS.get(one.how, one.how), WHATS[one.what]) for one in tries]
    return {"lines": lines, "days": len(reaching.days(tries, calendar)), "most": TRIES,
            "open": docket.case.stage is Stage.INVITING,
            "today": reaching.wanted_today(tries, parts.clock(), calendar),
            "until": reaching.over_at(tries, calendar)}  # fmt: skip


def _untold(docket: Docket, who: Visitor) -> list[Party]:
    """Parties without a conversation, to be told of the time by phone or at the door."""
    slot, mine = docket.case.slot, docket.case.mediator == who.member
    if (
        slot is None
        or docket.case.stage is not Stage.SCHEDULED
        or not (mine or who.may(Right.CASES))
    ):
        return []
    start = slot.start.isoformat()
    return [p for _, p in docket.people if not p.contact and p.told_of != start]


def _kept(extras: dict[str, Any]) -> tuple[Try, ...]:
    return tuple(record(Try, one) for one in extras.get("tries", ()))


def _risk(docket: Docket, who: Visitor) -> dict[str, Any] | None:
    """The danger, without a word of what was said; who may say that it can go on."""
    kept = docket.extras.get("risk")
    found = record(Risk, kept) if kept else None
    mine = who.may(Right.CASES) or docket.case.mediator == who.member
    may = mine and risk.may_halt(docket.case)
    if found is None and not may:
        return None
    side = next((p.called for _, p in docket.people if found and p.id == found.party), "")
    return {"it": found, "words": KINDS[found.kind] if found else "", "side": side,
            "open": bool(found and found.open), "may": may}  # fmt: skip


def _mediators(parts: ConsoleParts, docket: Docket, who: Visitor) -> list[Member]:
    """Who may be named where nobody took the case; empty when nobody is to be named."""
    if not docket.extras.get("unassigned") or not who.may(Right.CASES):
        return []
    roster = parts.district.roster.values()
    return [one for one in roster if one.role == "mediator" and one.active]


def reach_marks(parts: ConsoleParts, case: Case, extras: dict[str, Any], who: Visitor) -> list[str]:
    """What the list says must be done: look at a danger, name a mediator, try the other party."""
    kept = extras.get("risk")
    if kept and record(Risk, kept).open and risk.may_halt(case):
        return ["说到人身危险，先看"]
    office = who.may(Right.CASES)
    if case.stage is Stage.SCHEDULED and extras.get("waited"):
        return ["当事人在等，调解员没到"]
    found = ["要指定调解员"] if extras.get("unassigned") and office else []
    if case.stage is not Stage.INVITING or not office:
        return found
    wanted = reaching.wanted_today(_kept(extras), parts.clock(), parts.district.calendar)
    return [*found, "今天要联系对方"] if wanted else found
