"""The few details of a category, in its own order, at most three asked."""

from __future__ import annotations

from typing import Any

from dialogs.lookup import Lookup
from dialogs.question import SKIPPED, Question
from dialogs.talk import Talk
from dialogs.told import Told
from grid.catalogue import Category
from nlu.privacy import mask

MOST = 3
FROM_STORY = {"loc", "topic", "facts", "free", "source", "symptoms"}
"""Filled by what was told anyway; `loc` is the place."""
OWN_QUESTIONS = {"anonymous"}
"""Asked elsewhere: on the card."""


def gathered(part: Talk, category: Category, look: Lookup) -> tuple[tuple[str, str], ...]:
    """The details told or asked, by slot; at most three things are asked of a whole message."""
    found: list[tuple[str, str]] = []
    asked = sum(1 for a in part.trail if a.how == "asked" and _counts(a.name, look))
    for slot in category.slots:
        if slot in FROM_STORY or slot in OWN_QUESTIONS:
            continue
        question = slot_question(slot, part, look)
        if question.from_facts(part.told) is None and not _given(part, slot):
            if asked >= MOST:
                continue
            asked += 1
        elif _how(part, slot) == "asked":
            asked += 1
        value = part.ask(question)
        if value != SKIPPED:
            found.append((slot, str(value)))
    return tuple(found)


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
    return Question(slot, asked.question, _reader(slot), known=_known(slot, part),
                    label="" if slot == "photo" else asked.label, why=asked.why, skippable=True,
                    asks="phone" if slot == "contact_safe" else "")  # fmt: skip


def _reader(slot: str) -> Any:
    def read(told: Told) -> str | None:
        return None if slot == "photo" else told.text or None

    return read


def _known(slot: str, part: Talk) -> Any:
    """What the story already tells of a slot; photos are known once one has been sent."""

    def known(told: dict[str, Any]) -> str | None:
        if slot == "photo":
            return f"{len(part.run.files)}份" if part.run.files else None
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
    return mask(text) if part.run.said.get("own_phone") else text
