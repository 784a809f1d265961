"""What a case's page shows of recording a sitting, and the look at where a recording lies."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response

from console.case_page import chair_of
from console.gate import Form, Gate, NotThere
from console.paper import page
from console.parts import ConsoleParts, Docket
from console.rights import Right
from console.sessions import Visitor
from grid.calendar import SHANGHAI
from grid.refused import Refused
from integrations.sql.store import Work
from mediation import notices, recording
from mediation.case import Stage
from mediation.recording import ANSWERS, HOWS, YEARS, Answer
from mediation.words import moment

SITS = (Stage.SCHEDULED, Stage.IN_SESSION)
LOOKED = "recording"


def recording_shown(parts: ConsoleParts, docket: Docket, who: Visitor) -> dict[str, Any] | None:
    """Who agrees, whether it may be on, the proof, and recordings without where they lie."""
    case, slot = docket.case, docket.case.slot
    with parts.store.read() as work:
        proof = work.recordings.all_answers(case.number)
        made = work.recordings.of(case.number, parts.seal)
        looks = _looks(parts, work, case.number)
        events = work.log.of("case", case.number)
    names, kept = _names(parts, docket), docket.extras.get("recording", {})
    live = slot is not None and case.stage in SITS
    asked = live and slot is not None and kept.get("start") == slot.start.isoformat()
    here = [one for start, one in proof if slot is not None and start == slot.start]
    may = asked and recording.may(here, tuple(names))
    today = parts.clock().astimezone(SHANGHAI).date()
    if not (live or proof or made):
        return None
    return {
        "live": live, "asked": asked, "may": may, "on": may and bool(kept.get("on")),
        "mine": case.mediator == who.member, "answers": ANSWERS, "years": YEARS,
        "people": [(one, name, recording.said(here, one), one.startswith(f"{case.number}:"))
                   for one, name in names.items()],
        "own": recording.said(here, who.member), "sits": who.member in names,
        "proof": _proof(proof, names), "made": [(one, one.over(today)) for one in made],
        "sittings": _sittings(proof, {one.why for one in events if one.move == "record_on"}),
        "names": names, "looks": looks,
    }  # fmt: skip


def _names(parts: ConsoleParts, docket: Docket) -> dict[str, str]:
    """Everybody in the sitting, by id."""
    found = {p.id: p.called for _, p in docket.people}
    roster = parts.district.roster
    return found | {one: roster[one].name for one in notices.panel(docket.case) if one in roster}


def _proof(proof: list[tuple[datetime, Answer]], names: dict[str, str]) -> list[dict[str, str]]:
    return [{"sitting": moment(start), "who": names.get(one.person, one.person),
             "answer": ANSWERS[one.answer], "at": moment(one.at), "wording": one.wording,
             "how": HOWS[one.how]} for start, one in proof]  # fmt: skip


def _sittings(proof: list[tuple[datetime, Answer]], on: set[str]) -> list[tuple[str, str]]:
    """Sittings that were recorded, as a form names them and in words."""
    starts = sorted({start for start, one in proof if one.answer == "yes"})
    return [(start.isoformat(), moment(start)) for start in starts if moment(start) in on]


def _looks(parts: ConsoleParts, work: Work, number: str) -> list[Any]:
    return [row for row in work.accounts.seen(number) if row.act == LOOKED]


class RecordingPages:
    """Where a recording lies, for the panel alone, with a reason; each look is written down."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate

    def join(self, router: APIRouter) -> None:
        """Add the page's address."""
        router.add_api_route("/cases/{number}/recording", self.look, methods=["POST"])

    def look(self, request: Request, number: str, form: Form) -> Response:
        """The place, this once; first the look is logged, then it is shown."""
        who = self.gate.poster(request, form, Right.OWN_CASES)
        docket = self._docket(who, number)
        row, why = form.get("row", ""), form.get("why", "").strip()
        with self.parts.store.begin() as work:
            found = next((one for one in work.recordings.of(number, self.parts.seal)
                          if str(one.id) == row and one.destroyed is None), None)  # fmt: skip
            if found is None:
                raise NotThere
            if why:
                said = f"第{found.id}份：{why}"
                work.accounts.saw(self.parts.clock(), who.name, LOOKED, number, said)
            looks = _looks(self.parts, work, number)
        values = {"who": who, "here": "cases", "now": self.parts.clock(), "demo": self.parts.demo,
                  "case": docket.case, "it": found if why else None, "looks": looks,
                  "sitting": moment(found.start)}  # fmt: skip
        return page("case_recording_look.html", values, 200 if why else 409)

    def _docket(self, who: Visitor, number: str) -> Docket:
        try:
            docket = self.parts.cases.load(number)
        except Refused:
            raise NotThere from None
        if not chair_of(who, docket.case):
            raise NotThere
        return docket
