"""Applying for mediation: safety first, then who and what, then a time that is held (domain C)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from dialogs.commands import ApplyMediation, CallPerson, FreeSlot, HoldSlot, OpenTicket
from dialogs.dates import parsed, time_words
from dialogs.flows.details import HOME_VIOLENCE
from dialogs.flows.kind import kind_question, sure, tell_question
from dialogs.flows.progress import SHOWN, line
from dialogs.flows.screened import screening
from dialogs.flows.where import clear_place
from dialogs.lookup import Lookup, SlotChoice
from dialogs.no_more import declinable
from dialogs.question import SKIPPED, Option, choice, words, yes_no
from dialogs.talk import Done, Talk
from mediation.screening import QUESTIONS, screen
from mediation.words import rests

MORE = "more"
_NO_EXPERT = ("不用", "不要", "不请", "都不请", "不用请", "不用了", "没有", "只要调解员",
              "就调解员", "调解员")  # fmt: skip
EXPERTS = (
    Option("只要调解员", "", _NO_EXPERT),
    Option("请律师", "lawyer", ("律师",)),
    Option("请法官", "judge", ("法官",)),
    Option("律师和法官都请", "lawyer,judge", ("都请", "都要")),
)


def offer_mediation(talk: Talk, look: Lookup) -> Done:
    """After a report that may be mediated: would you like it?"""
    if screen({}, talk.args.get("dangers", ())).reasons:
        return Done("")
    question = yes_no("want", _offer(talk, look), why=look.say("why_mediation"),
                      yes="申请调解", no="先不用")  # fmt: skip
    if talk.ask(declinable(question)):
        return Done(look.say("mediation_intro"), then=("mediate", talk.args))
    asked = look.seen.me().phone or talk.args.get("cleared")
    return Done(look.say("not_now_mediation"), then=None if asked else ("leave_phone", {}))


def _offer(talk: Talk, look: Lookup) -> str:
    if not talk.args.get("cleared"):
        return look.say("offer_mediation")
    what = look.category(str(talk.args["category"])).name
    return look.say("offer_mediation_cleared", no=str(talk.args["number"]), what=what)


def mediate(talk: Talk, look: Lookup) -> Done:
    """The questions of C.2 come first; at any sign of danger a person, and nobody is invited."""
    answers: dict[str, str] = {}
    judged = screen({}, talk.args.get("dangers", ()))
    if judged.reasons:
        return Done(judged.words, CallPerson("调解申请：对话里提到过危险", urgent=True))
    known = str(talk.args.get("category", "")) or _plainly(talk)
    if known and look.category(known).mediable == "forbidden":
        return _forbidden(talk, look, known)
    for question in QUESTIONS[:4]:
        answers[question.key] = talk.ask(screening(question))
        judged = screen(answers)
        if judged.reasons:
            urgent = "violence" in judged.reasons
            return Done(judged.words, CallPerson(f"调解申请：{'、'.join(judged.reasons)}", urgent))
        if answers.get("willing", "yes") != "yes":
            return Done(judged.words)
    _registered(talk, look)
    category = look.category(_category(talk, look))
    if category.mediable != "allowed" and not talk.args.get("cleared"):
        return _not_by_us(talk, look, category.code)
    return _choose(talk, look, category.code, answers)


def _forbidden(talk: Talk, look: Lookup, code: str) -> Done:
    """Nothing to mediate, and something to see to: 楼下路灯不亮，想申请调解 is registered.

    What is registered already, and violence at home, a person sees to.
    """
    if talk.args.get("category") or code == HOME_VIOLENCE:
        return _not_by_us(talk, look, code)
    said = {**talk.args.get("facts", {}), "detail": str(talk.args["text"])}
    return Done(look.say("mediation_register"), then=("report", {"said": said}))


def _plainly(talk: Talk) -> str:
    """The category a dispute was plainly told to be of; empty when that is to be asked."""
    guesses = _told_enough(talk) and talk.args.get("facts", {}).get("guesses")
    return str(guesses[0][0]) if guesses and sure(guesses) else ""


def _not_by_us(talk: Talk, look: Lookup, code: str) -> Done:
    """Forbidden: a person says what else helps. Conditional: kept, for a clerk to look at."""
    category = look.category(code)
    call = CallPerson(f"调解申请：{category.name}")
    if category.mediable == "forbidden":
        return Done(look.say("mediation_not_here", what=category.name), call)
    number = str(talk.args.get("number", ""))
    if number:
        return Done(look.say("mediation_waits", what=category.name, no=number), call)
    place = clear_place({**talk.told, **talk.args.get("facts", {})}.get("place"), look)
    kept = OpenTicket(code, _facts(talk, look), place, routed="居民申请调解，等工作人员看过")

    def said(results: list[Any]) -> str:
        return look.say("mediation_waits", what=category.name, no=results[0].number)

    return Done(said, kept, call)


def _registered(talk: Talk, look: Lookup) -> None:
    """What was registered and may be mediated is offered, so that it is not told again."""
    picked = talk.name("dispute") in talk.run.given
    if not picked and (talk.args.get("category") or _told_enough(talk)):
        return
    rows = [t for t in look.open_tickets() if look.category(t.category).mediable != "forbidden"
            and t.privacy != "anonymous"]  # fmt: skip
    if not rows:
        return
    other = Option("是另一件事", "", ("都不是", "不是", "别的事"))
    options = (*(Option(line(t, look), t.number) for t in rows[:SHOWN]), other)
    number = talk.ask(choice("dispute", look.say("which_dispute"), options, label="纠纷"))
    for ticket in (t for t in rows if t.number == number):
        talk.args.update(number=number, category=ticket.category, text=ticket.detail,
                         cleared=look.seen.cleared(number))  # fmt: skip


def _category(talk: Talk, look: Lookup) -> str:
    """What the dispute is about: known from the ticket, or from the words, or asked."""
    if talk.args.get("category"):
        return str(talk.args["category"])
    guesses = _told_enough(talk) and talk.args.get("facts", {}).get("guesses")
    if not guesses:
        question = tell_question("facts", look.say("ask_mediation_what"), look)
        guesses = talk.ask(question)["guesses"]
    fits = [g for g in guesses if look.category(str(g[0])).mediable != "forbidden"]
    talk.run.said["guesses"] = guesses if sure(guesses) else fits
    return str(talk.ask(kind_question(talk, look)))


def _told_enough(talk: Talk) -> str:
    """What was said of the dispute when asking for mediation; empty when it was only the wish."""
    text = str(talk.args.get("text", ""))
    return text if len(_WISH.sub("", text)) >= STORY else ""


STORY = 6  # characters that say what it is about
_WISH = re.compile(
    r"(我|我们)?(想|要|希望|能不能|可以|可不可以|请|帮我|麻烦)*(申请|找|请)?(一下)?(人民)?调解(员)?(一下)?[，。！,.!吗]*"
)


def _facts(talk: Talk, look: Lookup) -> str:
    kept = talk.run.given.get("facts")
    if kept:
        return str(kept[1]["text"])
    told = _told_enough(talk)
    question = tell_question("facts", look.say("ask_mediation_what"), look)
    return told or str(talk.ask(question)["text"])


def _choose(talk: Talk, look: Lookup, category: str, answers: dict[str, str]) -> Done:
    facts = _facts(talk, look)
    known = _from_ticket(talk, look)
    why = look.say("why_other")
    who = words("other_name", look.say("ask_other_name"), why=why, label="对方",
                fact="other_name")  # fmt: skip
    name = known.get("party") or talk.ask(who)
    if until := look.seen.rests(category, str(talk.args.get("number", "")), str(name)):
        return Done(rests(until))
    reach = talk.ask(words("other_reach", look.say("ask_other_reach"), why=look.say("why_other"),
                           skippable=True))  # fmt: skip
    wish = words("claim", look.say("ask_claim"), label="要求", fact="wish")
    claim = known.get("claim") or talk.ask(wish)
    about = (str(talk.args.get("number", "")), f"{name} {reach}")
    slot = _slot(talk, look, (category, _experts(talk, look)), about)
    if slot is None:
        return Done(look.say("no_slots"), CallPerson("调解：没有合适的时间"))
    hold = HoldSlot(parsed(slot["start"]), slot["minutes"], tuple(slot["persons"]))
    kept = {"category": category, "facts": facts, "other_name": name, "claim": claim,
            "other_reach": "" if reach == SKIPPED else reach, "slot": slot,
            "ticket": talk.args.get("number", ""),
            "screening": {**answers, "other": name, "wish": claim}}  # fmt: skip
    return Done("", hold, then=lambda results: ("apply", {**kept, "hold": results[0]}))


def _from_ticket(talk: Talk, look: Lookup) -> dict[str, str]:
    """What the report has told already is not asked again."""
    ticket = look.seen.ticket(str(talk.args.get("number", "")))
    return dict(ticket.slots) if ticket else {}


def _experts(talk: Talk, look: Lookup) -> tuple[str, ...]:
    experts = talk.ask(choice("experts", look.say("ask_experts"), EXPERTS))
    return tuple(role for role in str(experts).split(",") if role)


def _slot(
    talk: Talk, look: Lookup, wanted: tuple[str, tuple[str, ...]], about: tuple[str, str]
) -> dict[str, Any] | None:
    """A time, paged until one suits; None when there is none at all.

    `wanted`: category and further roles; `about`: the ticket and the other party.
    """
    for page in range(6):
        found: list[SlotChoice] = list(look.once(
            f"slots:{wanted}:{about}:{page}", lambda p=page: look.seen.slots(*wanted, p, about)))  # type: ignore[misc]  # fmt: skip
        if not found:
            return None if page == 0 else _slot_question(talk, look, (), page)
        picked = _slot_question(talk, look, tuple(found), page)
        if picked != MORE:
            return dict(picked)
    return None


def _slot_question(talk: Talk, look: Lookup, found: tuple[SlotChoice, ...], page: int) -> Any:
    name = "slot" if page == 0 else f"slot{page}"
    options = [Option(s.label, s.to_json()) for s in found]
    more = Option("换一批", MORE, ("换", "都不行", "都不方便", "其他时间"))
    minutes = found[0].minutes if found else 60
    return talk.ask(choice(name, look.say("ask_slot", minutes=minutes), (*options, more),
                           label="时间" if page == 0 else ""))  # fmt: skip


def apply(talk: Talk, look: Lookup) -> Done:
    """The time is held for 30 minutes; the card, then the application."""
    kept = talk.args
    slot = kept["slot"]
    start: datetime = parsed(slot["start"])
    roster = look.district.roster
    who = "、".join(f"{_ROLE.get(roster[p].role, '')}{roster[p].name}" for p in slot["persons"])
    text = look.say("mediation_card", facts=kept["facts"], other=kept["other_name"],
                    claim=kept["claim"], time=time_words(start), who=who)  # fmt: skip
    question = yes_no("sure", text, about=str(kept["hold"]), yes="申请", no="不申请",
                      why=look.say("why_mediation"))  # fmt: skip
    if not talk.ask(question):
        return Done(look.say("mediation_dropped"), _free(kept))
    command = ApplyMediation(kept["category"], kept["facts"], kept["claim"], kept["other_name"],
                             kept["other_reach"], kept["hold"], start, slot["minutes"],
                             tuple(slot["persons"]), kept["screening"], kept["ticket"])  # fmt: skip
    return Done(lambda results: look.say("mediation_applied", no=results[0].number,
                                         time=time_words(start)), command)  # fmt: skip


_ROLE = {"mediator": "调解员", "lawyer": "律师", "judge": "法官"}


def _free(kept: dict[str, Any]) -> Any:
    return FreeSlot(str(kept["hold"]))
