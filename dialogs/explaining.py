"""为什么派给网格: a resident may ask why a ticket went where it went (PIPL §24)."""

from __future__ import annotations

import re

from dialogs.engine import Turn, advance
from dialogs.told import facts

LONGEST = 40  # characters of such a question; a longer message tells something else
_WHY = re.compile(
    r"(?:为什么|为啥|凭什么|怎么|咋|干嘛|什么原因)[^，。]{0,10}"
    r"(?:派|转|分|交|推|归|给)(?:到|给|去|了|成|派给)*[^，。]{0,12}"
    r"(?:网格|社区|居委|街道|镇|局|中心|物业|大队|单位|部门|他们|它们|公司|所)"
    r"|(?:为什么|为啥|凭什么|怎么)(?:是|由|让|要)[^，。]{1,12}(?:来|在)?(?:办|管|负责|处理)"
    r"|为什么(?:不是|不派|不转|不给|不归)[^，。]{1,12}(?:局|街道|社区|部门|单位|大队|中心|他们)"
)


def why_there(turn: Turn) -> bool:
    """Answered from the ticket's own reason; who has no ticket has not asked this."""
    run, words = turn.talk.top, turn.told.plain
    if turn.told.incoming.kind != "message" or len(words) > LONGEST or not _WHY.search(words):
        return False
    if (run is not None and run.flow in _IN_EARNEST) or not _given(turn):
        return False
    turn.begin("why_there", {"text": turn.told.text, "facts": _number(turn)})
    turn.talk.misses = 0
    advance(turn)
    return True


_IN_EARNEST = ("report", "safety", "safe_report", "mediate", "offer_mediation", "apply")
"""Flows whose open question is not put off for this."""


def _given(turn: Turn) -> bool:
    return any(ticket.unit for ticket in turn.look.mine())


def _number(turn: Turn) -> dict[str, str]:
    """The number, where one is named; nothing else of the words tells which ticket it is."""
    number = facts(turn.told).get("ticket")
    return {"ticket": str(number)} if number else {}
