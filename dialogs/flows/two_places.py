"""Which of two places is meant, where words name one and a position shows another."""

from __future__ import annotations

from typing import Any

from dialogs import places
from dialogs.lookup import Lookup
from dialogs.question import Option, choice
from dialogs.talk import Talk

NAMED, PIN = "named", "pin"
_NAMED = (
    "前面的",
    "前面说的",
    "前面那个",
    "先说的",
    "原来的",
    "说的那个",
    "第一个",
    "按说的",
    "文字",
)
_PIN = (
    "定位",
    "按定位",
    "发的定位",
    "后面的",
    "后面那个",
    "第二个",
    "新的",
    "以定位为准",
    "定位准",
)


def which_of_two(part: Talk, look: Lookup, place: dict[str, Any]) -> dict[str, Any]:
    """The place named, unless a position in another grid was sent and is meant instead."""
    pin = part.told.get("pin")
    if not pin or not place:
        return place
    found = places.pinned(pin["lat"], pin["lng"], look.district)
    named, shown = (f"{one['text']}（{places.grid_words(one, look.district)}）"
                    for one in (place, found))  # fmt: skip
    options = (Option(named, NAMED, _NAMED), Option(f"定位：{shown}", PIN, _PIN))
    text = look.say("which_of_two", named=named, pin=shown)
    about = f"{pin['lat']},{pin['lng']}"
    picked = part.ask(choice("place_pin", text, options, about=about, why=look.say("why_place")))
    return found if picked == PIN else place
