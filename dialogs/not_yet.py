"""怎么样了, asked of what is still being told: it has not been sent."""

from __future__ import annotations

from dialogs.engine import Turn, again


def not_sent_yet(turn: Turn) -> bool:
    """Says so and asks on; False where something has been registered that may be meant."""
    top = turn.talk.top
    if top is None or top.flow not in ("report", "mediate") or turn.told.heard.tickets:
        return False
    if turn.look.mine() or turn.look.once("cases", turn.look.seen.cases):
        return False
    turn.talk.misses = 0
    again(turn, turn.look.say("not_sent_yet"))
    return True
