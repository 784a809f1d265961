"""What mediator, lawyer and judge are told of a case, and who of them must be rung instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from grid.events import Event
from mediation.booking import Slot, confirm_until
from mediation.case import ENDS, Case
from mediation.words import moment

KINDS = {
    "asked": "请答复",
    "again": "再请答复",
    "moved": "改了时间",
    "off": "时间取消",
    "fixed": "时间定了",
    "let_go": "不用来了",
    "seat": "调解组有变动",
    "party": "当事人的答复",
    "signing": "签字期限",
    "court": "司法确认",
    "alone": "单独说话",
    "record": "录音录像",
    "risk": "有人身危险",
    "limit": "调解期限",
    "ring": "请打电话",
    "reminder_day": "提前一天的提醒",
    "reminder_hour": "提前一小时的提醒",
    "reminder_link": "会前的链接",
}
RUNG = ("asked", "moved", "off", "fixed", "let_go", "risk", "reminder_day")
"""What somebody is rung about where no channel is known; the rest stands on the case's page."""
ABOUT_A_TIME = ("asked", "again", "moved", "fixed", *(k for k in KINDS if k.startswith("reminder")))
"""What is of no use any more once the time has changed, or the member is off the panel."""
TOLD, RING, RUNG_UP = "panel_told", "panel_ring", "panel_rung"
"""Moves of the log: words went to a channel; somebody has to be rung; somebody was rung."""
LEAST = timedelta(hours=2)  # before a session nobody waits for the end of the night to be told
REPLIES = {"told": "已经告诉本人", "nobody": "没打通", "comes": "说会到场", "cannot": "说来不了"}
"""What comes of ringing somebody up."""


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody of the panel whom staff must ring: about what, since when, and the last try."""

    member: str
    what: str
    words: str
    since: datetime
    tries: int = 0


def panel(case: Case) -> tuple[str, ...]:
    """Ids of who sits on the panel now, the mediator first."""
    return tuple(one for one in (case.mediator, case.lawyer, case.judge) if one)


def of_use(case: Case, what: str, member: str, start: str) -> bool:
    """Whether a notice planned for the time `start` (ISO; empty: none) is still worth sending."""
    if what not in ABOUT_A_TIME:
        return True
    if case.stage in ENDS or member not in panel(case):
        return False
    return (case.slot.start.isoformat() if case.slot else "") == start


def ask_again_at(slot: Slot, now: datetime) -> datetime:
    """Halfway to the end of the time for an answer."""
    return now + (confirm_until(slot, now) - now) / 2


def calls(case: Case, events: Sequence[Event], now: datetime) -> tuple[Call, ...]:
    """Who has to be rung up: nobody who was reached since, nobody for a time that has changed."""
    found: dict[str, Call] = {}
    for event in events:
        member = str(event.data.get("member", ""))
        if event.move == RING:
            found[member] = _call(event, member)
        elif event.move in (TOLD, "seat_taken", "seat_declined"):
            found.pop(member, None)
        elif event.move == RUNG_UP and member in found:
            _rung(found, member, str(event.data.get("said", "")))
    starts = {str(e.data["member"]): str(e.data["start"]) for e in events if e.move == RING}
    return tuple(c for c in found.values() if _open(case, c, starts[c.member], now))


def _call(event: Event, member: str) -> Call:
    return Call(member, str(event.data["what"]), str(event.data["words"]), event.at)


def _rung(found: dict[str, Call], member: str, said: str) -> None:
    last = found.pop(member)
    if said == "nobody":
        found[member] = Call(last.member, last.what, last.words, last.since, last.tries + 1)


def _open(case: Case, call: Call, start: str, now: datetime) -> bool:
    if not of_use(case, call.what, call.member, start):
        return False
    return not start or now < datetime.fromisoformat(start)


def sent_rows(events: Sequence[Event]) -> list[dict[str, Any]]:
    """Every notice that went to a channel: who, what, when, the row of the outbox."""
    return [{"member": str(e.data["member"]), "what": str(e.data["what"]), "at": e.at,
             "row": int(e.data["row"])} for e in events if e.move == TOLD]  # fmt: skip


# -- the words; what the parties told each other is never among them


def asked(case: Case, chair: str, until: datetime) -> str:
    """The mediator is offered a case, a lawyer or judge is asked to come."""
    what = "请您主持" if chair == "mediator" else f"请您作为{CHAIR_WORDS[chair]}参加"
    ask = "接不接" if chair == "mediator" else "来不来"
    return f"{what}{_case(case)}：{_when(case)}。请在{moment(until)}前答复{ask}。"


def asked_anew(case: Case, until: datetime) -> str:
    """A mediator is offered a case whose time has been let go."""
    return (
        f"请您主持{_case(case)}：双方都同意调解，时间还没有定，接了以后请约一个大家都有空的时间。"
        f"请在{moment(until)}前答复接不接。"
    )


def again(case: Case, until: datetime) -> str:
    """Half of the time for an answer has gone."""
    return f"{_case(case)}还在等您答复：{_when(case)}。请在{moment(until)}前说一声来不来。"


def moved(case: Case, asks: bool) -> str:
    """Another time; who takes part is asked anew."""
    end = "请答复这个时间来不来。" if asks else ""
    return f"{_case(case)}的时间改了，新的时间是{_when(case)}。{end}"


def off(case: Case) -> str:
    """The time is off, another is not known yet."""
    return f"{_case(case)}原来约的时间取消了，新的时间定了再告诉您。"


def let_go(case: Case) -> str:
    """A member need not come."""
    return f"{_case(case)}不用您来了，约您的时间已经放开。谢谢。"


def fixed(case: Case) -> str:
    """All have agreed."""
    return f"{_case(case)}的时间定了：{_when(case)}，视频调解。"


def reminder(case: Case, what: str, link: str) -> str:
    """A day, an hour, ten minutes before."""
    if what == "reminder_link":
        return f"{_case(case)}快到时间了，点这里进调解室：{link}\n这个链接是您一个人的。"
    return f"提醒您：{_case(case)}，{_when(case)}。"


def seat(case: Case, left: str, instead: str) -> str:
    """For the mediator: somebody cannot come, and who comes instead; nobody: empty."""
    then = f"已另请{instead}" if instead else "没有别人有空，位子空着，可以照常谈，也可以另约时间"
    return f"{_case(case)}：{left}来不了，{then}。"


def ring(case: Case, who: str, phone: str, why: str) -> str:
    """For the mediator: somebody is not reached by any channel."""
    number = f"（{phone}）" if phone else "（名册里没有电话）"
    return f"{_case(case)}：请打电话给{who}{number}。{why}"


def news(case: Case, what: str) -> str:
    """For the mediator: what a party did, without what it said."""
    return f"{_case(case)}：{what}"


CHAIR_WORDS = {"mediator": "调解员", "lawyer": "律师", "judge": "法官"}


def _case(case: Case) -> str:
    return f"{case.topic}调解（{case.number}）"


def _when(case: Case) -> str:
    return f"{moment(case.slot.start)}，约{case.slot.minutes}分钟" if case.slot else "时间未定"
