"""The same place again: of another problem of the report, or of the ticket registered before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dialogs.lookup import Lookup
from dialogs.question import Option, Question
from dialogs.told import Told

_THERE = ("一样", "一样的", "同上", "一样的地方", "老地方", "跟刚才一样", "跟上次一样",
          "也是", "也在那里", "也是那里", "还是那里", "同一个地方", "一个地方", "就那里", "那里",
          "也在那儿", "也是那儿")  # fmt: skip
_UNSAID = ("不知道", "不清楚", "说不清", "不晓得", "忘了", "没有", "先不填", "不方便说", "skip")


def or_there(question: Question, first: Any, shown: str, look: Lookup) -> Question:
    """The question with the first problem's place as a button, and a way to leave it out.

    Who cannot say where a second problem is need not: whoever looks after the ticket asks.
    """
    unsaid = {"text": look.say("place_unsaid"), "grid": look.district.catch_all.id,
              "how": "own words"}  # fmt: skip
    there = Option(f"也在{shown}", first, _THERE)
    return replace(question, options=(there, Option("跳过", unsaid, _UNSAID)))


def of_the_last(told: Told, look: Lookup) -> dict[str, Any] | None:
    """一样的地方, said of the first problem of a report: where the newest ticket is."""
    last = next(iter(look.mine()), None)
    if last is None or not last.grid or told.plain not in _THERE:
        return None
    return {"text": last.place, "place": last.place_id, "grid": last.grid, "lat": last.lat,
            "lng": last.lng, "how": "named"}  # fmt: skip
