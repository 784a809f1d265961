"""A question about rules and services: answered in approved words, or honestly not."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from dialogs.commands import CallPerson, JudgeAnswer, KeepQuestion
from dialogs.lookup import Lookup
from dialogs.question import Option, Question, choice
from dialogs.talk import Done, Talk, Then
from dialogs.told import Told
from grid.calendar import SHANGHAI
from grid.knowledge import Entry

NEITHER = "none"


def consult(talk: Talk, look: Lookup) -> Done:
    """Answered by an entry in force today; in between, the open question comes back after it."""
    found = [entry for number in talk.args["found"] if (entry := look.entry(str(number)))]
    entry = _which(talk, found, look)
    text = "" if talk.args.get("forgetful") else str(talk.args["text"])
    code = str(talk.args.get("category", ""))
    if entry is None:
        return _unknown(talk, look, KeepQuestion(text, code))

    def then(results: list[Any]) -> Then | None:
        about = {"question": results[0], "title": entry.wording.title, "number": entry.number}
        return None if talk.args.get("inside") else ("answered", {**talk.args, **about})

    kept = KeepQuestion(text, code, entry.number, entry.version)
    return Done(answer_words(entry, look), kept, then=then)


def _which(talk: Talk, found: list[Entry], look: Lookup) -> Entry | None:
    """The one entry that is meant; of two that are near the resident says which."""
    if not found or (not talk.args.get("ask") and len(found) == 1):
        return next(iter(found), None)
    options = tuple(Option(entry.wording.title, entry.number) for entry in found)
    key = "knowledge_which" if len(found) > 1 else "knowledge_maybe"
    none = Option(
        "都不是" if len(found) > 1 else "不是", NEITHER, ("不是", "都不对", "都不像", "不对")
    )
    about = ",".join(f"{entry.number}.{entry.version}" for entry in found)
    picked = talk.ask(choice("which", look.say(key), (*options, none), about=about,
                             read=lambda told: _by_a_word(told, found),
                             why=look.say("why_knowledge_which")))  # fmt: skip
    return next((entry for entry in found if entry.number == picked), None)


def _by_a_word(told: Told, found: list[Entry]) -> str | None:
    """我租房的, said to 租房提取公积金 or 离职后: the one whose title alone shares a word."""
    words = told.plain
    if len(words) > NAMES_ONE:
        return None
    pairs = {words[i : i + 2] for i in range(len(words) - 1)}
    fits = [e.number for e in found if any(pair in e.wording.title for pair in pairs)]
    return fits[0] if len(fits) == 1 and len(found) > 1 else None


NAMES_ONE = 10  # characters that name one of several; a longer message tells something


def _unknown(talk: Talk, look: Lookup, gap: KeepQuestion) -> Done:
    """Nothing approved: said so, kept for the report, and the usual way is offered (B6)."""
    if talk.args.get("inside"):
        return Done(look.say("knowledge_unknown_open"), gap)
    if talk.args.get("forgetful"):
        return Done(look.say("knowledge_unknown_unkept"), gap)
    return Done(look.say("knowledge_unknown"), gap, then=("report", talk.args["report"]))


def answer_words(entry: Entry, look: Lookup) -> str:
    """The approved words as they stand, with their source, dates and whom to ask."""
    w = entry.wording
    unit = look.district.units.get(w.unit)
    return look.say(
        "knowledge_answer", answer=w.answer, source=f"{w.source}{w.document}",
        valid=valid_words(w.valid_from, w.valid_until), approved=day_of(entry.approved),
        office=w.office, link=f"\n网址：{w.link}" if w.link else "",
        unit=unit.name if unit else look.district.name,
    )  # fmt: skip


def valid_words(start: date, end: date | None) -> str:
    """2026年1月1日到2027年12月31日."""
    return f"{_day(start)}到{_day(end)}" if end else f"{_day(start)}起"


def day_of(at: datetime | None) -> str:
    """The day of a moment in Shanghai, in words."""
    return _day(at.astimezone(SHANGHAI).date()) if at else ""


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


HELPED = (
    Option("有用", "yes", ("有用的", "清楚了", "清楚", "明白了", "知道了", "懂了", "解决了")),
    Option("没用", "no", ("没有用", "没解决", "不清楚", "不明白", "没说清", "不是这个")),
    Option("转人工", "person"),
)  # fmt: skip


def answered(talk: Talk, look: Lookup) -> Done:
    """Whether the answer helped; if not, a ticket or a person."""
    question = int(talk.args["question"])
    helped = Question("helped", look.say("knowledge_helped"), _read, options=HELPED, words=False,
                      about=str(question), why=look.say("why_knowledge"))  # fmt: skip
    verdict = str(talk.ask(helped))
    judged = JudgeAnswer(question, verdict)
    if verdict == "yes":
        return Done(look.say("knowledge_thanks"), judged)
    if verdict == "person":
        return Done("", judged, CallPerson(f"看了“{talk.args['title']}”的答案，还想问人工"))
    if talk.args.get("forgetful"):
        return Done(look.say("forgetful"), judged)
    return Done(look.say("knowledge_sorry"), judged, then=("report", talk.args["report"]))


def _read(told: Told) -> str | None:
    if told.yes or told.heard.act == "thanks":
        return "yes"
    unclear = len(told.plain) <= UNCLEAR and _UNCLEAR.search(told.plain)
    return "no" if told.no or unclear else None


UNCLEAR = 12  # characters of a word on an answer; a longer message tells something
_UNCLEAR = re.compile(
    r"[听看]不(?:懂|明白)|没(?:听|看|说)?(?:懂|明白|清楚)|没用|没有用|不是我?问的"
    r"|说了(?:等于|跟|当)没说|等于没说|废话|屁话|官话|套话|答非所问|没(?:讲|说|答)到点|没帮助"
)
