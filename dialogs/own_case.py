"""我的调解什么时候: how one's own mediation stands is told; what its law says is its mediator's."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from dialogs.consulting import ENDED
from dialogs.dates import time_words
from dialogs.engine import Turn, again
from mediation.case import CHINESE

LONGEST = 24  # characters of such a question
_ASKS = re.compile(
    r"(?:调解|TJ\d+)[^，,。]{0,8}(?:什么时候|啥时候|几点|几号|哪天|到哪|怎么样|咋样|进度|进展|安排|同意)"
    r"|(?:什么时候|啥时候|几点|几号|哪天)[^，,。]{0,6}(?:调解|谈)"
)


_MOVES = re.compile(r"改|换|推迟|延|提前|另约|取消")


def how_it_stands(turn: Turn) -> bool:
    """State and time of the newest case under way; what is open is asked again."""
    words = turn.told.plain
    if turn.told.incoming.kind != "message" or len(words) > LONGEST or not _ASKS.search(words):
        return False
    if turn.told.heard.act == "reschedule" or _MOVES.search(words):
        return False
    if turn.talk.top is not None and turn.talk.top.flow in ("mediate", "safety", "apply"):
        return False
    cases: list[Any] = turn.look.once("cases", turn.look.seen.cases)
    case = next((one for one in cases if one["state"] not in ENDED), None)
    if case is None:
        return False
    start: datetime | None = case["start"]
    key = "case_stands" if start else "case_stands_no_time"
    again(turn, turn.look.say(key, no=case["number"], state=CHINESE[case["state"]],
                              **({"time": time_words(start)} if start else {})))  # fmt: skip
    return True
