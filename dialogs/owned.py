"""Of several problems in one message: what was told of one of them alone."""

from __future__ import annotations

from typing import Any

from dialogs.places import within
from dialogs.question import SKIPPED
from dialogs.told import part_fact
from nlu.heard import Part

OWNED = ("since", "time", "months", "people", "people_count", "households", "amount", "age",
         "party", "plate", "line")  # fmt: skip
"""What is told of one problem and says nothing of the others."""


def divided(said: dict[str, Any], told: list[Part]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What a message told of all its problems, and of each; what is of one alone moves to it.

    What the message begins with (昨晚…) was said of everything that follows.
    """
    kept = {name: value for name, value in said.items() if name != "guesses"}
    parts = [part_fact(part) for part in told]
    _whole_places(kept.get("place"), parts)
    for name in OWNED:
        value = kept.get(name)
        owners = [part for part in parts if value and _tells(part, name, str(value))]
        if len(owners) == 1 and not owners[0]["detail"].startswith(str(value)):
            owners[0].setdefault(name, kept.pop(name))
            _left_open(name, [part for part in parts if part is not owners[0]])
    return kept, parts


def _whole_places(around: dict[str, Any] | None, parts: list[dict[str, Any]]) -> None:
    """幸福里5号楼垃圾没人收，3单元路灯不亮: the unit is one of the building told before it."""
    for part in parts:
        if around and "place" in part:
            part["place"] = within(around, part["place"])
        around = part.get("place", around)


def _left_open(name: str, parts: list[dict[str, Any]]) -> None:
    """How long the others have lasted is neither taken from it nor asked one by one."""
    if name in ("since", "time"):
        for part in parts:
            part.setdefault(name, SKIPPED)


def _tells(part: dict[str, Any], name: str, value: str) -> bool:
    return part.get(name) == value or value in part["detail"]
