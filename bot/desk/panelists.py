"""Notices to the panel: sent to the channel the roster names, or the mediator is told to ring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.desk.desk import SYSTEM, Desk
from bot.desk.docket import Docket, link_of, load, said_of
from dialogs.say import Say
from followup.due import Due
from followup.quiet import next_allowed
from followup.reminders import session_reminders
from followup.rules import Rules
from grid.refused import Refused
from integrations.sql.letters import fates
from mediation import notices, seats
from mediation.booking import confirm_until
from mediation.case import Act, noted
from mediation.notices import CHAIR_WORDS, LEAST
from mediation.parties import DELIVERERS

POLITE, NOW, CHECK = "panel_word", "panel_now", "panel_check"
"""Kinds of due actions: put off over night, never put off, has it arrived?"""
ARRIVED = timedelta(minutes=10)
LOOKS = 3  # at whether it has arrived, before somebody rings


@dataclass(frozen=True, slots=True)
class Word:
    """One notice; `at` is when it is due (None: now), `stale` from when it is of no use."""

    what: str  # a key of notices.KINDS
    said: str
    at: datetime | None = None
    stale: datetime | None = None


def tell(desk: Desk, docket: Docket, member: str, word: Word) -> None:
    """Plan a notice for a member of the roster; who did it themselves is not told."""
    if member not in desk.district.roster or member == desk.actor.id:
        return
    slot, at = docket.case.slot, word.at or desk.now
    morning = _allowed(desk, at)
    urgent = word.what == "reminder_link" or (slot is not None and slot.start - morning < LEAST)
    start = slot.start.isoformat() if slot else ""
    data = {"member": member, "what": word.what, "words": word.said, "start": start}
    key = f"panel:{word.what}:{docket.case.number}:{start}:{desk.now.isoformat()}:{member}"
    kind, at = (NOW, at) if urgent else (POLITE, morning)
    desk.later(Due(key, kind, at, about=docket.case.number, data=data, stale=word.stale))


def _allowed(desk: Desk, at: datetime) -> datetime:
    """That moment, or the end of the night in which it lies."""
    rules = Rules(desk.district.policies, desk.district.calendar)
    return next_allowed(at, rules.night, rules.calendar)


def ask(desk: Desk, docket: Docket, member: str, moved: bool = False) -> None:
    """Somebody is asked to take part at the case's time, and once more when they say nothing."""
    case, slot = docket.case, docket.case.slot
    if slot is None:
        said = notices.asked_anew(case, docket.offer.until)
        tell(desk, docket, member, Word("asked", said, stale=docket.offer.until))
        return
    until = confirm_until(slot, desk.now)
    chair = next((c for c in CHAIR_WORDS if getattr(case, c) == member), "mediator")
    said = notices.moved(case, True) if moved else notices.asked(case, chair, until)
    tell(desk, docket, member, Word("moved" if moved else "asked", said, stale=slot.start))
    at = notices.ask_again_at(slot, desk.now)
    tell(desk, docket, member, Word("again", notices.again(case, until), at, until))


def tell_all(desk: Desk, docket: Docket, word: Word) -> None:
    """The whole panel is told."""
    for member in notices.panel(docket.case):
        tell(desk, docket, member, word)


def tell_mediator(desk: Desk, docket: Docket, what: str, kind: str = "party") -> None:
    """News of a party for the mediator: what was done, never what was said."""
    case = docket.case
    tell(desk, docket, case.mediator, Word(kind, notices.news(case, what)))


def let_go(desk: Desk, docket: Docket) -> None:
    """It ends before the session: nobody need come. To be called while the case has its time."""
    slot = docket.case.slot
    if slot is not None and desk.now < slot.end:
        tell_all(desk, docket, Word("let_go", notices.let_go(docket.case)))


def remind(desk: Desk, docket: Docket, members: tuple[str, ...]) -> None:
    """Plan a member's reminders: a day, an hour, ten minutes before (C.9)."""
    slot = docket.case.slot
    if slot is None:
        return
    rules = Rules(desk.district.policies, desk.district.calendar)
    for one in session_reminders(slot, desk.now, rules):
        for member in members:
            said = notices.reminder(docket.case, one.what, link_of(docket, member))
            tell(desk, docket, member, Word(one.what, said, one.at, one.stale))


# -- when they are due


def deliver(desk: Desk, due: Due) -> None:
    """Put a notice on its way; without a known channel somebody has to ring."""
    docket = load(desk, due.about)
    data = due.data
    if not _wanted(docket, data):
        return
    member = desk.district.roster.get(str(data["member"]))
    if member is None:
        return
    if not member.channel:
        _ring(desk, docket, data, "没有登记联系渠道")
        return
    row = desk.work.outbox.add(member.channel, Say(_signed(desk, due), kind="notice"), desk.now,
                               None)  # fmt: skip
    _log(desk, docket, notices.TOLD, {**data, "row": row})
    _look_later(desk, due, row, 1)


def _wanted(docket: Docket, data: dict[str, Any]) -> bool:
    what, member = str(data["what"]), str(data["member"])
    if not notices.of_use(docket.case, what, member, str(data["start"])):
        return False
    answered = not seats.owes_answer(docket.case, docket.offer, said_of(docket), member)
    return not (answered and what in ("asked", "again"))


def _signed(desk: Desk, due: Due) -> str:
    """The words with where to answer; the page asks who it is."""
    page = f"{desk.address}/staff/cases/{due.about}"
    return f"{due.data['words']}\n{page}" if desk.address else str(due.data["words"])


def _look_later(desk: Desk, due: Due, row: int, n: int) -> None:
    desk.later(Due(f"{CHECK}:{row}:{n}", CHECK, desk.now + ARRIVED, about=due.about,
                   data={**due.data, "row": row, "n": n}))  # fmt: skip


def check(desk: Desk, due: Due) -> None:
    """Has it arrived? If not after a while, somebody rings."""
    row, n = int(due.data["row"]), int(due.data["n"])
    fate = fates(desk.work, [row]).get(row)
    if fate is None or fate.state == "sent":
        return
    if fate.state == "waiting" and n < LOOKS:
        _look_later(desk, due, row, n + 1)
        return
    docket = load(desk, due.about)
    if _wanted(docket, due.data):
        _ring(desk, docket, due.data, "消息没有送到")


def _ring(desk: Desk, docket: Docket, data: dict[str, Any], why: str) -> None:
    """A task for who presides (about the mediator: for the office), and word of it."""
    if data["what"] not in notices.RUNG:
        return
    events = desk.work.log.of("case", docket.case.number)
    waiting = {one.member for one in notices.calls(docket.case, events, desk.now)}
    if data["what"] == "fixed" and data["member"] in waiting:
        return  # they are rung about this time anyway
    _log(desk, docket, notices.RING, {**data, "why": why})
    mediator = desk.district.roster.get(docket.case.mediator)
    if mediator is None or data["member"] == mediator.id or not mediator.channel:
        return
    member = desk.district.roster[str(data["member"])]
    said = notices.ring(docket.case, _called(desk, member.id), member.phone, why)
    tell(desk, docket, mediator.id, Word("ring", said))


def _log(desk: Desk, docket: Docket, move: str, data: dict[str, Any]) -> None:
    who, why = _called(desk, str(data["member"])), str(data.get("why", ""))
    about = notices.KINDS[str(data["what"])]
    words = f"{who}：{about}" + (f"，{why}" if why else "")
    desk.happened(noted(docket.case, move, Act(SYSTEM, desk.now, words, dict(data))))


def _called(desk: Desk, member: str) -> str:
    one = desk.district.roster[member]
    return f"{CHAIR_WORDS.get(one.role, '')}{one.name}"


def rung_up(desk: Desk, number: str, member: str, said: str) -> Docket:
    """Staff rang a member of the panel; what came of it (a key of notices.REPLIES) is logged."""
    docket = load(desk, number)
    mine = desk.actor.id == docket.case.mediator
    if not mine and desk.actor.role not in DELIVERERS - {"mediator"}:
        raise Refused("由主持的调解员或工作人员打电话、登记。")
    events = desk.work.log.of("case", number)
    if member not in {one.member for one in notices.calls(docket.case, events, desk.now)}:
        raise Refused("这个电话已经不用打了，请刷新后再看一下。")
    if said not in notices.REPLIES:
        raise Refused("请选一下电话打得怎么样。", "said")
    words = f"{_called(desk, member)}：{notices.REPLIES[said]}"
    data = {"member": member, "said": said}
    desk.happened(noted(docket.case, notices.RUNG_UP, Act(desk.actor, desk.now, words, data)))
    return docket
