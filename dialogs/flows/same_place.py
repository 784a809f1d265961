"""The same place again: of another problem of the report, or of the ticket registered before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dialogs.lookup import Lookup
from dialogs.question import Option, Question
from dialogs.told import Told
from grid.tickets import Ticket

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
    return _place_of(last) if last and last.grid and told.plain in _THERE else None


def after(number: str, look: Lookup) -> dict[str, Any] | None:
    """The place of the ticket a report was told right after; None when it has none."""
    before = next((t for t in look.mine() if number and t.number == number), None)
    return _place_of(before) if before and before.grid else None


def _place_of(ticket: Ticket) -> dict[str, Any]:
    return {"text": ticket.place, "place": ticket.place_id, "grid": ticket.grid,
            "lat": ticket.lat, "lng": ticket.lng, "how": "named"}  # fmt: skip
