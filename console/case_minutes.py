"""The record of a sitting on a case's page, and on paper; for the panel alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response

from console.case_page import chair_of
from console.case_view import members
from console.gate import Gate, NotThere
from console.paper import page
from console.parts import ConsoleParts, Docket
from console.rights import Right
from console.sessions import Visitor
from grid.refused import Refused
from integrations.sql.plain import record
from mediation.case import Case, Stage
from mediation.minutes import FIELDS, NEEDED, SHARED, Minutes
from mediation.rooms import EARLY

WAIT = timedelta(minutes=15)  # for who is not there (C.9)
BEFORE = (Stage.INVITING, Stage.ACCEPTED, Stage.MEDIATOR_PENDING)


def minutes_shown(parts: ConsoleParts, docket: Docket, who: Visitor) -> dict[str, Any] | None:
    """What has been written, and whether the visitor may write now; None while there is nothing."""
    kept, case = _kept(docket), docket.case
    writes = case.mediator == who.member and _met(case, parts.clock())
    if not kept and not writes:
        return None
    start = case.slot.start.isoformat() if case.slot else ""
    now = next((one for one in reversed(kept) if one.start == start or not start), None)
    late = case.slot is not None and parts.clock() >= case.slot.start + WAIT
    absent = late and case.stage is Stage.SCHEDULED and writes
    return {"kept": kept, "absent": absent,
            "people": [party for _, party in docket.people], "writes": writes,
            "fields": FIELDS, "needed": NEEDED, "now": now,
            "sitting": now.start if now and not start else start}  # fmt: skip


def _met(case: Case, now: datetime) -> bool:
    if case.stage in BEFORE or case.stage is Stage.CLOSED_ARCHIVED:
        return False
    early = case.stage is Stage.SCHEDULED and case.slot and now < case.slot.start - EARLY
    return not early


def _kept(docket: Docket) -> list[Minutes]:
    return [record(Minutes, one) for one in docket.extras.get("minutes", ())]


class MinutesPages:
    """The records on A4: one for the file, and what may go to a court on a sheet of its own."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate

    def join(self, router: APIRouter) -> None:
        """Add the page's address."""
        router.add_api_route("/cases/{number}/minutes", self.sheet, methods=["GET"])

    def sheet(self, request: Request, number: str) -> Response:
        """All records of a case, to be printed and signed; each opening is written down."""
        who = self.gate.visitor(request, Right.OWN_CASES)
        try:
            docket = self.parts.cases.load(number)
        except Refused:
            raise NotThere from None
        kept = _kept(docket)
        if not kept or not chair_of(who, docket.case):
            raise NotThere
        with self.parts.store.begin() as work:
            work.accounts.saw(self.parts.clock(), who.name, "handover", number, "打印调解笔录")
        values = {"case": docket.case, "people": [party for _, party in docket.people],
                  "members": members(self.parts.district, docket.case), "fields": FIELDS,
                  "kept": [(one, _start(one)) for one in kept], "shared": SHARED}  # fmt: skip
        return page("case_minutes_print.html", values)


def _start(one: Minutes) -> datetime:
    return datetime.fromisoformat(one.start) if one.start else one.at
