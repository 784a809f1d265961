"""What a case's page shows of judicial confirmation, and the pack that is printed for it."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response

from console.case_page import chair_of
from console.case_view import members
from console.gate import Gate, NotThere
from console.paper import page
from console.parts import ConsoleParts, Docket
from console.rights import Right
from console.sessions import Visitor
from grid.calendar import SHANGHAI
from grid.refused import Refused
from integrations.sql.plain import record
from mediation.agreement import last_day, legal_last_day
from mediation.case import Case
from mediation.confirm_words import routes
from mediation.confirmation import (
    ANSWERS,
    BARS,
    RESULTS,
    Confirmation,
    bar_of,
    effective_day,
    materials,
    phase,
)
from mediation.outcome import Agreement
from mediation.words import day

NEAR = 5  # days before the last one from which it is pointed out
SIDES = 2  # of a dispute; each must want it
WHOLE = 700  # characters of an agreement that are repeated in the application


def confirmation_shown(parts: ConsoleParts, docket: Docket, who: Visitor) -> dict[str, Any] | None:
    """Where it stands and what may be recorded next; None while no agreement is in force."""
    agreement, kept = _kept(docket)
    since = effective_day(agreement) if agreement else None
    if agreement is None or since is None:
        return None
    calendar, today = parts.district.calendar, parts.clock().astimezone(SHANGHAI).date()
    last, people = last_day(since, calendar), [party for _, party in docket.people]
    bar = bar_of(docket.case, agreement, kept)
    where = phase(docket.case, agreement, kept, (today, calendar))
    return {
        "kept": kept, "phase": where, "last": day(last), "left": (last - today).days,
        "near": (last - today).days <= NEAR, "bar": BARS[bar] if bar else None, "bars": BARS,
        "since": since.isoformat(), "today": today.isoformat(), "mark": agreement.mark,
        "latest": min(today, legal_last_day(since, calendar)).isoformat(),
        "people": [(one.id, _name(one), one, kept.wish(one.id)) for one in people],
        "both": kept.both(tuple(one.id for one in people)), "answers": ANSWERS,
        "results": RESULTS, "court": kept.court or parts.district.policies.court,
        "mine": docket.case.mediator == who.member, "routes": routes(agreement, kept),
        "labour": docket.case.category.startswith("09"), "oral": agreement.kind == "oral",
    }  # fmt: skip


def court_marks(parts: ConsoleParts, case: Case, extras: dict[str, Any]) -> list[str]:
    """What the list says while both want it and it is not with the court."""
    agreement, kept = _of(extras)
    today = (parts.clock().astimezone(SHANGHAI).date(), parts.district.calendar)
    asked = tuple({one.party for one in kept.wishes})
    if agreement is None or len(asked) < SIDES or not kept.both(asked):
        return []
    return ["要办司法确认"] if phase(case, agreement, kept, today) == "open" else []


def _kept(docket: Docket) -> tuple[Agreement | None, Confirmation]:
    """The agreement, and what is kept of the confirmation of these very words."""
    return _of(docket.extras)


def _of(extras: dict[str, Any]) -> tuple[Agreement | None, Confirmation]:
    found, kept = extras.get("agreement"), extras.get("confirmation")
    agreement = record(Agreement, found) if found else None
    mark = agreement.mark if agreement else ""
    said = record(Confirmation, kept) if kept else Confirmation(mark)
    return agreement, said if said.mark == mark else Confirmation(mark)


def _name(party: Any) -> str:
    return "申请人" if party.role == "applicant" else str(party.name)


class ConfirmationPages:
    """The pack on paper: application, the committee's letter, materials; for the panel alone."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate

    def join(self, router: APIRouter) -> None:
        """Add the page's address."""
        router.add_api_route("/cases/{number}/confirmation", self.pack, methods=["GET"])

    def pack(self, request: Request, number: str) -> Response:
        """Everything on A4, filled in with what is known; each opening is written down."""
        who = self.gate.visitor(request, Right.OWN_CASES)
        try:
            docket = self.parts.cases.load(number)
        except Refused:
            raise NotThere from None
        shown = confirmation_shown(self.parts, docket, who)
        if shown is None or not chair_of(who, docket.case) or not shown["kept"].printed:
            raise NotThere
        with self.parts.store.begin() as work:
            work.accounts.saw(self.parts.clock(), who.name, "handover", number, "打印司法确认材料")
        return page("case_confirmation_print.html", self._values(docket) | {"it": shown})

    def _values(self, docket: Docket) -> dict[str, Any]:
        agreement, _ = _kept(docket)
        assert agreement is not None  # looked at before
        member = self.parts.district.roster.get(docket.case.mediator)
        unit = self.parts.district.units.get(member.unit) if member else None
        whole = len(agreement.words) <= WHOLE
        return {
            "case": docket.case, "agreement": agreement, "whole": whole,
            "people": [party for _, party in docket.people],
            "members": members(self.parts.district, docket.case),
            "materials": materials(docket.case, agreement),
            "committee": unit.name if unit else "人民调解委员会",
            "mediator": member.name if member else "",
            "reached": _full(agreement.reached.astimezone(SHANGHAI).date()),
            "since": _full(effective_day(agreement)),
            "keep_by": _full(agreement.day), "window": self.parts.district.policies.court_window,
        }  # fmt: skip


def _full(of: date | None) -> str:
    """2026年11月26日; empty without a day."""
    return f"{of.year}年{of.month}月{of.day}日" if of else ""
