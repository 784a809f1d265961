"""What a case's page shows of notices: what reached whom, and whom staff have to ring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from console.case_confirmation import court_marks
from console.case_reaching import reach_marks
from console.parts import ConsoleParts, Docket
from console.rights import Right
from console.sessions import Visitor
from grid.events import Event
from grid.people import Member
from integrations.sql.letters import Fate, fates
from integrations.sql.plain import record
from integrations.sql.store import Work
from mediation import notices, seats
from mediation.case import ENDS, Case, Stage
from mediation.newtime import NewTime
from mediation.notices import CHAIR_WORDS, KINDS, REPLIES, Call
from mediation.seats import Seat

SHOWN = 12  # notices on the page, the latest first
PLANNED = ("panel_word", "panel_now")
STATES = {"waiting": ("正在发", ""), "sent": ("已送到", "green"), "failed": ("没有送到", "red"),
          "dropped": ("没有发", "amber")}  # fmt: skip


def notices_shown(parts: ConsoleParts, docket: Docket, who: Visitor) -> dict[str, Any]:
    """Notices with what became of them, what is planned, and the calls this visitor should make."""
    case, roster = docket.case, parts.district.roster
    with parts.store.read() as work:
        events = work.log.of("case", case.number)
        rows = notices.sent_rows(events)[::-1][:SHOWN]
        found = fates(work, [row["row"] for row in rows])
        planned = _planned(work, docket, roster)
    return {"lines": [_line(row, roster, found) for row in rows], "planned": planned,
            "calls": _calls(docket, roster, calls_for(parts, case, events, who)),
            "replies": REPLIES}  # fmt: skip


def calls_for(
    parts: ConsoleParts, case: Case, events: Sequence[Event], who: Visitor
) -> tuple[Call, ...]:
    """Calls of this visitor: the mediator rings the others, the office may ring everybody."""
    found = notices.calls(case, events, parts.clock())
    if who.may(Right.CASES):
        return found
    if not who.member or who.member != case.mediator:
        return ()
    return tuple(call for call in found if call.member != who.member)


def _calls(
    docket: Docket, roster: Mapping[str, Member], calls: Sequence[Call]
) -> list[dict[str, Any]]:
    return [{"id": call.member, "name": called(roster, call.member), "words": call.words,
             "phone": roster[call.member].phone, "since": call.since, "tries": call.tries,
             "answers": call.member != docket.case.mediator and _owes(docket, call.member)}
            for call in calls if call.member in roster]  # fmt: skip


def _line(
    row: dict[str, Any], roster: Mapping[str, Member], found: Mapping[int, Fate]
) -> dict[str, Any]:
    fate = found.get(row["row"], Fate("dropped", None, "记录已清除"))
    words, colour = STATES.get(fate.state, ("没有送到", "red"))
    return {"name": called(roster, row["member"]), "what": KINDS[row["what"]], "at": row["at"],
            "state": words, "colour": colour,
            "note": fate.note if fate.state != "sent" else ""}  # fmt: skip


def _owes(docket: Docket, member: str) -> bool:
    said = [record(Seat, one) for one in docket.extras.get("seats", [])]
    return seats.owes_answer(docket.case, docket.offer, said, member)


def _planned(work: Work, docket: Docket, roster: Mapping[str, Member]) -> list[dict[str, Any]]:
    rows = [row for row in work.dues.of(docket.case.number)
            if row.what in PLANNED and row.state == "waiting"]  # fmt: skip
    live = [row for row in rows if _still(docket, row.data)]
    return [{"name": called(roster, row.data["member"]), "what": KINDS[row.data["what"]],
             "at": row.at} for row in live]  # fmt: skip


def _still(docket: Docket, data: Mapping[str, Any]) -> bool:
    """Whether a planned notice will be sent, as far as is known today."""
    what, member = str(data["what"]), str(data["member"])
    if what in ("asked", "again") and not _owes(docket, member):
        return False
    return notices.of_use(docket.case, what, member, str(data["start"]))


def marks(parts: ConsoleParts, work: Work, line: dict[str, Any], who: Visitor) -> list[str]:
    """What the list says must be done about a case: calls, a time that does not suit, signing."""
    case, extras = line["case"], line["extras"]
    if case.stage in ENDS or not (who.may(Right.CASES) or who.member == case.mediator):
        return []
    events = work.log.of("case", case.number)
    found = ["要打电话"] if calls_for(parts, case, events, who) else []
    new = record(NewTime, extras["time"]) if extras.get("time") else None
    if new and case.slot and new.start == case.slot.start and case.stage is Stage.SCHEDULED:
        found += ["有一方说时间不行"] if any(one.answer == "no" for one in new.said) else []
    over = bool(extras.get("signing", {}).get("over")) and case.stage is Stage.SIGNING
    found += ["签字到期"] if over else []
    mine = bool(who.member) and who.member == case.mediator
    found += ["有人单独说了话"] if mine and work.private.unseen(case.number, who.member) else []
    return [*reach_marks(parts, case, extras, who), *found, *court_marks(parts, case, extras)]


def called(roster: Mapping[str, Member], member: str) -> str:
    """A member as staff call them: 律师方某."""
    one = roster.get(member)
    return f"{CHAIR_WORDS.get(one.role, '')}{one.name}" if one else member


def calendar_of(parts: ConsoleParts, who: Visitor) -> str:
    """Where the calendar of a member of panels finds their sessions; empty for others."""
    if not who.member or not who.may(Right.OWN_CASES):
        return ""
    mark = parts.seal.index(f"calendar:{who.member}")
    return f"{parts.address}/calendar/{who.member}/{mark}.ics"
