"""A mediation case as staff read it: a line for the list, the panel, the hand-over page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from console.accounts import demo_name
from console.parts import ConsoleParts, Docket
from console.words import MOVES
from grid.calendar import SHANGHAI
from grid.district import District
from integrations.sql.plain import record
from integrations.sql.store import Work
from mediation.case import BINDING, END_REASONS, NEXT, Case, Stage
from mediation.handover import Extras, HandOver, Line, Reply, compose
from mediation.outcome import KEPT, KINDS, Agreement, first_words
from mediation.rooms import EARLY, is_for
from mediation.screening import QUESTIONS

WRITING = (Stage.IN_SESSION, Stage.AGREEMENT_DRAFT, Stage.AGREED_ORAL)
AFTERWARDS = (Stage.PERFORMING, Stage.PERFORMED, Stage.BREACHED, Stage.CLOSED_ARCHIVED)
DONE = {Stage.PERFORMED, Stage.BREACHED}
CALL = timedelta(days=7)  # after the day of performance somebody calls (C.8)
REASONS = {key: words for key, words in END_REASONS.items() if key not in ("agreed", "deadline")}
REPLIES = {Reply.OPEN: "还没答复", Reply.ACCEPTED: "已接受", Reply.DECLINED: "不能接"}
CHAIRS = (("mediator", "调解员"), ("lawyer", "律师"), ("judge", "法官"))
FILES = {"photo": "照片", "voice": "语音", "video": "视频", "document": "文件"}


def case_line(row: Row[Any]) -> dict[str, Any]:
    """What the list shows: number, topic, stage and time, nothing of what was said."""
    return {"case": record(Case, row.body["case"]), "start": row.start, "stage": row.state,
            "reply": REPLIES[Reply(row.body["offer"]["reply"])],
            "offered": row.body["offer"],
            "extras": row.body.get("extras", {}),
            "seats": row.body.get("extras", {}).get("seats", [])}  # fmt: skip


def members(district: District, case: Case) -> list[tuple[str, str, str]]:
    """The panel: chair, name, and the account each has in the demo."""
    found = [(words, district.roster.get(getattr(case, chair))) for chair, words in CHAIRS]
    return [(words, one.name, demo_name(district, one.id)) for words, one in found if one]


def hand_over(parts: ConsoleParts, docket: Docket, member: str) -> dict[str, Any]:
    """The hand-over page: facts, both sides, timeline, files, risks, promises, time, room."""
    case = docket.case
    with parts.store.read() as work:
        ticket = work.tickets.get(case.ticket) if case.ticket else None
        files = work.tickets.files(case.ticket) if case.ticket else []
        names = tuple(FILES.get(row.kind, row.kind) for row in files)
        people = [party for _, party in docket.people]
        events = work.log.of("case", case.number)
        shown = compose(case, people, events, Extras(names, risks(docket), _promised(docket)))
        steps = _steps(work, case)
    return {"page": shown, "files": files, "room": room_link(docket, member),
            "timeline": _timeline(shown, steps), "reply": REPLIES[docket.offer.reply],
            "place": ticket.place if ticket else "",
            "end": ending(docket, parts.clock())}  # fmt: skip


def ending(docket: Docket, now: datetime) -> dict[str, Any]:
    """What the session came to and what may be recorded next; the text begins from what is known.

    The agreement is the docket's plain record; both parties' word on it stands beside it.
    """
    case, kept = docket.case, docket.extras.get("agreement")
    agreement = record(Agreement, kept) if kept else None
    people = [party for _, party in docket.people]
    other = next((p.name for p in people if p.role == "respondent"), "")
    met = case.slot is not None and now >= case.slot.start - EARLY
    stages = [to for to in AFTERWARDS if to in NEXT[case.stage]]
    return {"agreement": agreement, "people": people, "kinds": KINDS, "answers": KEPT,
            "words": agreement.words if agreement else first_words(case, other),
            "writes": case.stage in (*WRITING, Stage.SIGNING) or (
                case.stage is Stage.SCHEDULED and met),
            "signs": case.stage is Stage.SIGNING, "next": stages, "reasons": _reasons(case, now),
            "late": bool(agreement and agreement.day and case.stage in BINDING - DONE and
                         now.astimezone(SHANGHAI).date() >= agreement.day + CALL),
            "fails": case.stage in (Stage.MEDIATOR_PENDING, Stage.SCHEDULED, Stage.RESCHEDULING,
                                    Stage.ADJOURNED, Stage.SIGNING, *WRITING)}  # fmt: skip


def _reasons(case: Case, now: datetime) -> dict[str, str]:
    """Reasons for an end without agreement; that the limit is over only when it is."""
    over = case.limit_at is not None and now >= case.limit_at
    return REASONS | ({"deadline": END_REASONS["deadline"]} if over else {})


def pressed(docket: Docket) -> bool:
    """Whether a party said after the session that it was pressed; the panel is not shown it."""
    voices = docket.extras.get("voices", {})
    return any(voice.get("pressed") == "yes" for voice in voices.values())


def risks(docket: Docket) -> tuple[str, ...]:
    """What the screening says a mediator must know."""
    found = []
    screening = docket.extras.get("screening", {})
    for question in QUESTIONS:
        said = screening.get(question.key)
        if question.options and said:
            found.append(f"{question.words.split('：')[-1]} {question.options.get(said, said)}")
    return tuple(found)


def _promised(docket: Docket) -> tuple[str, ...]:
    """What the parties were told: what is on file, and what every applicant hears."""
    kept = tuple(str(each) for each in docket.extras.get("promised", ()))
    return (*kept, "自愿、免费，随时可以退出", "不影响去仲裁、去法院",
            "不把申请人的联系方式给对方")  # fmt: skip


def _steps(work: Work, case: Case) -> list[Line]:
    """The ticket's own steps, for a case that began as a report."""
    events = work.log.of("ticket", case.ticket) if case.ticket else []
    return [Line(e.at, f"工单：{MOVES.get(e.move, e.move)}") for e in events]


def _timeline(shown: HandOver, steps: list[Line]) -> list[Line]:
    return sorted([*steps, *shown.timeline], key=lambda line: line.at)


def room_link(docket: Docket, member: str) -> str:
    """The member's own way into the room; empty before it is open for the time there is."""
    slot = docket.case.slot
    if docket.room is None or (slot is not None and not is_for(docket.room, slot)):
        return ""
    mine = (e.token for e in docket.room.entries if e.person == member)
    token = next(mine, "")
    return f"{docket.room.address}{token}" if token else ""
