"""A resident's words as they may be learnt from: without numbers, names and doors."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from nlu.facts import names
from nlu.normal import normal
from nlu.placewords import BUILDING
from nlu.privacy import mask

LONGEST = 1000  # characters of a lesson
_PLATE = re.compile(r"[\u4e00-\u9fff][A-HJ-Z][·. ]?[A-HJ-NP-Z0-9]{5,6}(?![A-Z0-9])")
_SELF = re.compile(r"(我(?:叫|名字叫)|本人(?:叫)?)[\u4e00-\u9fff]{2,3}(?=[,。,!;、 ]|$)")
_NOT_A_DAY = re.compile(f"(?<!月)(?<!月[0-9])(?:{BUILDING.pattern})")
_LINES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Lesson:
    """Words and what they should have been heard as: `field` is category or act."""

    text: str
    field: str
    label: str  # a category's code, or an act

    @property
    def intent(self) -> str:
        """The name it has among the training sentences."""
        return f"c{self.label}" if self.field == "category" else f"act_{self.label}"


def lesson_text(said: str) -> str:
    """The words with personal data hidden, normalised as they are heard, on one line.

    Phones, identity numbers, cards, plates, names and house numbers go; the estate stays.
    """
    text = normal(mask(said)).text
    text = _PLATE.sub("某车", _SELF.sub(r"\1某某", text))
    for name in names(text):
        text = text.replace(name, _nameless(name))
    text = _NOT_A_DAY.sub("某号楼", text)
    return _LINES.sub(" ", text).strip()[:LONGEST]


def _nameless(name: str) -> str:
    return "姓某" + name[2:] if name.startswith("姓") else "某" + name[1:]


def distinct(lessons: Iterable[Lesson]) -> list[Lesson]:
    """One lesson a text and field; of contrary ones the last stands."""
    return list({(one.field, one.text): one for one in lessons}.values())
