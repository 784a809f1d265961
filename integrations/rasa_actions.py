"""Our commands as actions of a Rasa assistant: open a ticket, progress, apply for mediation.

They speak the action server's protocol (`respond`), or are put into rasa-sdk's own (`register`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from dialogs.commands import (
    ApplyMediation,
    CallPerson,
    HoldSlot,
    OpenTicket,
    RaiseAlert,
)
from dialogs.dates import parsed, time_words
from dialogs.flows.progress import status
from dialogs.flows.receipt import receipt
from dialogs.lookup import Lookup
from dialogs.places import settled
from grid.refused import Refused
from mediation.screening import QUESTIONS, screen
from nlu.heard import Heard, Spot

UNSORTED = "1207"
SURE = 0.5  # our own ear's confidence from which its category is taken
FAULT = "抱歉，刚才系统出了点问题，这件事没有办成。请稍后再说一遍，急事请打12345。"
Do = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Call:
    """What Rasa's tracker says: who, the last message, its intent, the slots."""

    contact: str
    text: str = ""
    intent: str = ""
    slots: Mapping[str, Any] = field(default_factory=dict)

    def slot(self, name: str) -> str:
        """One of our slots (fengqiao_…) as text; empty when it is not set."""
        value = self.slots.get(f"fengqiao_{name}")
        return "" if value is None else str(value).strip()

    @property
    def story(self) -> str:
        """What it is about, in the resident's words."""
        return self.slot("detail") or self.text


@dataclass(frozen=True, slots=True)
class Answer:
    """Words for the resident, and slots (without fengqiao_) to be set."""

    words: tuple[str, ...]
    slots: Mapping[str, Any] = field(default_factory=dict)


class FrontDesk(Protocol):
    """The desk, as far as an assistant of somebody else may use it."""

    def hear(self, text: str) -> Heard:
        """Everything our listener understands of a text sent now."""
        ...

    def visit(self, contact: str, act: Callable[[Lookup, Do], Answer]) -> Answer:
        """One transaction for one resident; a Refused that leaves it undoes all of it."""
        ...


@dataclass(frozen=True, slots=True)
class Visit:
    """What an action has: the call, what was heard of its story, and the desk."""

    call: Call
    heard: Heard
    spot: Spot | None
    look: Lookup
    do: Do

    @property
    def category(self) -> str:
        """The slot's code, the intent's, our own guess when it is sure; else 待人工研判."""
        guesses = [g.code for g in self.heard.guesses[:1] if g.confidence >= SURE]
        for code in (self.call.slot("category"), self.call.intent.removeprefix("c"), *guesses):
            if code in self.look.district.catalogue:
                return code
        return UNSORTED


def open_ticket(visit: Visit) -> Answer:
    """A ticket for what was said; the slot `ticket` gets its number."""
    if not visit.call.story:
        return Answer((visit.look.say("ask_detail"),))
    command = OpenTicket(visit.category, visit.call.story, _place(visit),
                         routed="由Rasa助手登记", danger=bool(visit.heard.danger))  # fmt: skip
    ticket = visit.do(command)
    words = receipt([ticket], [command], visit.look)
    return Answer((words,), {"ticket": ticket.number})


def _place(visit: Visit) -> dict[str, Any]:
    text, spot = visit.call.slot("place"), visit.spot
    if spot is None:
        return {"text": text} if text else {}
    heard = {"text": text or spot.text, "places": spot.places, "grids": spot.grids,
             "exact": spot.exact}  # fmt: skip
    return settled(heard, visit.look.district) or {"text": heard["text"]}


def progress(visit: Visit) -> Answer:
    """How the ticket named in the slot `ticket` or the message stands, or the newest one."""
    wanted = visit.call.slot("ticket") or next(iter(visit.heard.tickets), "")
    found = visit.look.seen.ticket(wanted) if wanted else None
    if wanted and found is None:
        return Answer((visit.look.say("no_such_ticket", no=wanted),))
    mine = [found] if found else list(visit.look.seen.mine())
    words = status(mine[0], visit.look) if mine else visit.look.say("no_tickets")
    return Answer((words,))


def mediation_times(visit: Visit) -> Answer:
    """The next times at which a mediator is free; the slot `times` keeps them as shown."""
    category = visit.look.category(visit.category)
    if category.mediable != "allowed":
        conditional = category.mediable == "conditional"
        key = "mediation_needs_clerk" if conditional else "mediation_not_here"
        visit.do(CallPerson(f"调解申请：{category.name}"))
        return Answer((visit.look.say(key, what=category.name),))
    found = visit.look.seen.slots(category.code, (), 0)
    if not found:
        visit.do(CallPerson("调解：没有合适的时间"))
        return Answer((visit.look.say("no_slots"),))
    rows = [f"{n}. {one.label}" for n, one in enumerate(found, 1)]
    words = visit.look.say("ask_slot", minutes=found[0].minutes)
    return Answer(("\n".join([words, *rows]),), {"times": [one.to_json() for one in found]})


def apply_mediation(visit: Visit) -> Answer:
    """An application with the time chosen (slot `time`: 1, 2 …), once the questions are answered.

    Any sign of violence, incapacity or proceedings goes to a person, and nobody is invited.
    """
    call, category = visit.call, visit.look.category(visit.category)
    answers = {q.key: call.slot(q.key) for q in QUESTIONS}
    answers |= {"other": call.slot("other_name"), "wish": call.slot("claim")}
    dangers = [visit.heard.danger.kind] if visit.heard.danger else []
    judged = screen(answers, dangers, category.mediable)
    if judged.missing:
        return Answer((next(q.words for q in QUESTIONS if q.key == judged.missing[0]),))
    if judged.route != "none":
        visit.do(CallPerson(f"调解申请：{'、'.join(judged.reasons)}", "violence" in judged.reasons))
    if not judged.ok:
        return Answer((judged.words,))
    chosen = _chosen(call)
    return _applied(visit, answers, chosen) if chosen else mediation_times(visit)


def _chosen(call: Call) -> Mapping[str, Any] | None:
    times, number = call.slots.get("fengqiao_times"), call.slot("time").removesuffix(".0")
    if not isinstance(times, list) or not number.isdigit() or not 0 < int(number) <= len(times):
        return None
    return dict(times[int(number) - 1])


def _applied(visit: Visit, answers: dict[str, str], slot: Mapping[str, Any]) -> Answer:
    call, start, persons = visit.call, parsed(slot["start"]), tuple(slot["persons"])
    hold = visit.do(HoldSlot(start, slot["minutes"], persons))
    case = visit.do(ApplyMediation(
        visit.category, call.story, answers["wish"], answers["other"], call.slot("other_reach"),
        hold, start, slot["minutes"], persons, answers, call.slot("ticket"),
    ))  # fmt: skip
    words = visit.look.say("mediation_applied", no=case.number, time=time_words(start))
    return Answer((words,), {"case": case.number, "times": None, "time": None})


ACTIONS: dict[str, Callable[[Visit], Answer]] = {
    "action_fengqiao_open_ticket": open_ticket,
    "action_fengqiao_progress": progress,
    "action_fengqiao_mediation_times": mediation_times,
    "action_fengqiao_apply_mediation": apply_mediation,
}


def run(desk: FrontDesk, name: str, call: Call) -> Answer:
    """Do one action. Danger in the words is answered and raised first, whatever the action."""
    heard = desk.hear(call.story)
    place = call.slot("place")
    spot = desk.hear(place).spot if place else heard.spot
    warned = _warned(desk, call, heard)
    try:
        answer = desk.visit(
            call.contact, lambda look, do: ACTIONS[name](Visit(call, heard, spot, look, do))
        )
    except Refused as refused:
        answer = Answer((refused.words,))
    return Answer((*warned, *answer.words), answer.slots)


def _warned(desk: FrontDesk, call: Call, heard: Heard) -> tuple[str, ...]:
    found = heard.danger
    if found is None:
        return ()

    def act(look: Lookup, do: Do) -> Answer:
        do(RaiseAlert(found.kind, found.level, found.words, page=found.strong))
        return Answer((look.say(f"safety.{found.kind}"),))

    return desk.visit(call.contact, act).words
