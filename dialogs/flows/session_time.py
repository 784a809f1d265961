"""A session's time, in the conversation: does a new one suit, would another be better?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dialogs.commands import CallPerson, TellTime
from dialogs.dates import day_words, parsed, time_words
from dialogs.lookup import Lookup
from dialogs.question import SKIPPED, Option, Question, words
from dialogs.talk import Done, Talk
from dialogs.told import Told
from grid.calendar import SHANGHAI

PENDING = ("inviting", "accepted", "mediator_pending", "rescheduling", "adjourned")
"""Where no time is settled: a person helps."""
_SUITS = re.compile(r"可以|方便|没问题|能[来到参]|行|有空|准时|好的?$|来的|\bok\b")
_NOT = re.compile(r"不|没空|改|换|别|最好|能不能|冲突|要上班|出差")


def new_time(talk: Talk, look: Lookup) -> Done:
    """The session was moved: can you come? What is said goes to the mediator."""
    number, start = str(talk.args["number"]), str(talk.args["start"])
    case = next((one for one in _cases(look) if one["number"] == number), None)
    if case is None or case.get("asks") != start:
        return Done(look.say("new_time_gone"))
    said = talk.ask(_suits(look, number, start, str(talk.args["until"])))
    if said == "yes":
        return Done(look.say("new_time_fits"), TellTime(number, start, "yes"))
    told = said.removeprefix(SAID) if said.startswith(SAID) else ""
    wish = told or ("" if said == "no" else _wish(talk, look, start))
    return Done(look.say("new_time_wish"), TellTime(number, start, "no", wish))


SAID = "="
"""Before the party's own words, as an answer is kept."""


def _suits(look: Lookup, number: str, start: str, until: str) -> Question:
    at = parsed(start)
    text = look.say("ask_new_time", no=number, time=time_words(at), until=time_words(parsed(until)))
    options = (Option("可以", "yes", ("行", "可以的", "方便", "能来", "没问题")),
               Option("不行", "no", ("不可以", "来不了", "不方便", "没空")),
               Option("另提时间", "other", ("提另外的时间", "换个时间", "改时间")))  # fmt: skip
    return Question("suits", text, lambda told: _read(told, at), options=options, about=start,
                    hint=look.say("ask_new_time_again"))  # fmt: skip


def _read(told: Told, at: datetime) -> str | None:
    """Yes, no, or the party's own words when they name another time."""
    text, other = told.plain, any(not _same_day(one.start, at) for one in told.heard.times)
    if told.yes or (_SUITS.search(text) and not _NOT.search(text) and not other):
        return "yes"
    if told.heard.times and other:
        return SAID + told.text
    return "no" if told.no or (_NOT.search(text) and len(text) <= SHORT) else None


SHORT = 20  # characters of a plain 那天不行


def _same_day(one: datetime, other: datetime) -> bool:
    return one.astimezone(SHANGHAI).date() == other.astimezone(SHANGHAI).date()


def _wish(talk: Talk, look: Lookup, about: str) -> str:
    said = talk.ask(words("wish", look.say("ask_wish"), skippable=True, about=about))
    return "" if said == SKIPPED else str(said)


def reschedule(talk: Talk, look: Lookup) -> Done:
    """Another time: the wish goes to the mediator; where none is settled yet a person helps."""
    found = [one for one in _cases(look) if one["state"] in ("scheduled", *PENDING)]
    case = next((one for one in found if one["state"] == "scheduled"), found[0] if found else None)
    if case is None:
        return Done(look.say("reschedule_none"))
    number = str(case["number"])
    if case["state"] != "scheduled" or case["start"] is None:
        return Done(look.say("reschedule_person", no=number), CallPerson("要改调解时间"))
    start = case["start"]
    said = str(talk.args.get("text", "")) if talk.args.get("facts", {}).get("time") else ""
    wish = said or _wish(talk, look, start.isoformat())
    text = look.say("reschedule_told", no=number, time=day_words(start))
    return Done(text, TellTime(number, start.isoformat(), "no", wish))


def _cases(look: Lookup) -> list[Mapping[str, Any]]:
    return list(look.once("cases", look.seen.cases))
