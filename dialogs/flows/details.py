"""The few details of a category, in its own order, at most three asked."""

from __future__ import annotations

import re
from typing import Any

from dialogs.commands import RaiseAlert
from dialogs.flows.detail_answers import YES_OR_NO, reader
from dialogs.flows.kind import FIRE
from dialogs.lookup import Lookup
from dialogs.places import contradicted
from dialogs.question import SKIPPED, Question
from dialogs.talk import Talk
from dialogs.told import Told
from grid.catalogue import Category
from nlu.privacy import mask

FROM_STORY = {"loc", "topic", "facts", "free", "source", "symptoms"}
"""Filled by what was told anyway; `loc` is the place."""
OWN_QUESTIONS = {"anonymous"}
"""Asked elsewhere: on the card."""


def gathered(part: Talk, category: Category, look: Lookup) -> tuple[tuple[str, str], ...]:
    """The details told or asked, by slot; of a whole message as many as the district allows."""
    found: list[tuple[str, str]] = []
    most = look.district.policies.slots_max
    asked = sum(1 for a in part.trail if a.how == "asked" and _counts(a.name, look))
    if part.told.get("danger"):
        asked = most  # who has just come out of danger is asked no details
    for slot in category.slots:
        if slot in FROM_STORY or slot in OWN_QUESTIONS or _senseless(slot, part):
            continue
        question = slot_question(slot, part, look)
        known = question.from_facts(part.told) or part.beside(slot)
        if known is None and not _given(part, slot):
            if asked >= most:
                continue
            asked += 1
        elif _how(part, slot) == "asked":
            asked += 1
        value = part.ask(question)
        if value != SKIPPED:
            found.append((slot, str(value)))
        if (slot, str(value)) in ALARMS:
            break  # the rest can wait
    return tuple(found)


ALARMS = {("people_trapped", "有"): "trapped", ("safe_now", "不安全"): "violence",
          ("safety_check", "有"): "violence"}  # fmt: skip
"""Answers that tell of danger, and of which."""


def alarm(slots: tuple[tuple[str, str], ...], kind: str, story: str) -> RaiseAlert | None:
    """The alert an answer calls for; what may be past is asked about before anybody is woken."""
    found = next((s for s in slots if s in ALARMS), None)
    if found is None:
        return None
    danger = "domestic_violence" if kind == HOME_VIOLENCE else ALARMS[found]
    return RaiseAlert(danger, "E0", story, page=found[0] != "safety_check")


HOME_VIOLENCE = "0706"


def confirmed(part: Talk, kind: str) -> RaiseAlert | None:
    """正在发生的火情, picked by the resident from the buttons: nobody is asked for details then."""
    picked = any(_how(part, name) == "asked" for name in ("kind", "clearer"))
    if kind != FIRE or not picked or part.told.get("danger"):
        return None
    return RaiseAlert("fire", "E0", story(part), page=True)


INDOORS = re.compile(r"楼道|楼梯|走廊|过道|门厅|电梯|车库|地下室|单元门|楼栋")
"""A lamp in there hangs on no pole."""


def _senseless(slot: str, part: Talk) -> bool:
    """Whether a detail cannot be there for what was told: the number on the pole of 楼道灯."""
    return slot == "pole_no" and not _given(part, slot) and bool(INDOORS.search(story(part)))


def _counts(name: str, look: Lookup) -> bool:
    """Whether a question asked for something missing (rather than settling what was said)."""
    short = name.split(".")[-1]
    return short in ("place", "clearer", "detail") or short in look.district.slots


def _given(part: Talk, slot: str) -> bool:
    return part.name(slot) in part.run.given or part.name(slot) in part.run.reopened


def _how(part: Talk, slot: str) -> str:
    kept = part.run.given.get(part.name(slot))
    return str(kept[2]) if kept else ""


def slot_question(slot: str, part: Talk, look: Lookup) -> Question:
    """One detail, in the district's own words; photos are answered by a photo."""
    asked = look.district.slots[slot]
    return Question(slot, asked.question, reader(slot), known=_known(slot, part),
                    label="" if slot == "photo" else asked.label, why=asked.why, skippable=True,
                    options=YES_OR_NO.get(slot, ()), miss=_go_on,
                    asks="phone" if slot == "contact_safe" else "")  # fmt: skip


def _go_on(told: Told) -> str:
    return "好的。" if told.yes else ""


def _known(slot: str, part: Talk) -> Any:
    """What the story already tells of a slot; photos are known once one has been sent."""

    def known(told: dict[str, Any]) -> str | None:
        if slot == "photo":
            return f"{len(part.run.files)}份" if part.run.files else None
        if slot in ("pole_no", "elevator_no") and told.get("no_number"):
            return SKIPPED
        value = told.get(slot)
        return str(value) if value else None

    return known


def story_question(part: Talk, look: Lookup) -> Question:
    """What happened: the resident's words as they stand, asked again only from the card."""

    def read(told: Told) -> str | None:
        return told.text or None

    return Question("story", look.say("ask_detail"), read, default=story(part), label="情况",
                    why=look.say("why_detail"))  # fmt: skip


def story(part: Talk) -> str:
    """The problem in the resident's own words, everything told of it in order."""
    told = part.told
    pieces = [str(told.get("detail", ""))]
    for name in ("detail", "clearer"):
        kept = part.run.given.get(part.name(name))
        if kept and isinstance(kept[1], dict):
            pieces.append(str(kept[1]["text"]))
    if part.part <= 0:
        pieces += [str(more) for more in part.run.said.get("more", ())]
    text = "。".join(dict.fromkeys(p.strip("。 ") for p in pieces if p and p != SKIPPED))
    text += _put_right(part, text)
    return mask(text) if part.run.said.get("own_phone") else text


def _put_right(part: Talk, text: str) -> str:
    """What is to be read beside words that still name the building taken back."""
    kept = part.run.given.get(part.name("place"))
    place = str(kept[1].get("text", "")) if kept and isinstance(kept[1], dict) else ""
    return f"（地点更正为{place}）" if contradicted(text, place) else ""
