"""A mediation case as staff read it: a line for the list, the panel, the hand-over page."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from console.accounts import demo_name
from console.parts import ConsoleParts, Docket
from console.words import MOVES
from grid.district import District
from integrations.sql.plain import record
from integrations.sql.store import Work
from mediation.case import Case
from mediation.handover import Extras, HandOver, Line, Reply, compose
from mediation.screening import QUESTIONS

REPLIES = {Reply.OPEN: "还没答复", Reply.ACCEPTED: "已接受", Reply.DECLINED: "不能接",
           Reply.LAPSED: "超时没有答复"}  # fmt: skip
CHAIRS = (("mediator", "调解员"), ("lawyer", "律师"), ("judge", "法官"))
FILES = {"photo": "照片", "voice": "语音", "video": "视频", "document": "文件"}


def case_line(row: Row[Any]) -> dict[str, Any]:
    """What the list shows: number, topic, stage and time, nothing of what was said."""
    return {"case": record(Case, row.body["case"]), "start": row.start, "stage": row.state,
            "reply": REPLIES[Reply(row.body["offer"]["reply"])]}  # fmt: skip


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
            "place": ticket.place if ticket else ""}  # fmt: skip


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
    """The member's own way into the room; empty before it is open."""
    if docket.room is None:
        return ""
    mine = (e.token for e in docket.room.entries if e.person == member)
    token = next(mine, "")
    return f"{docket.room.address}{token}" if token else ""
