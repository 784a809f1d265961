"""A query code is sent: how that tip-off stands is told, and nothing is asked of who sends it."""

from __future__ import annotations

from dialogs.engine import Turn, again
from grid.query_codes import AskByCode


def by_code(turn: Turn) -> bool:
    """Answered in whatever is under way, which goes on; the page shows nothing of it afterwards."""
    sealed = str(turn.told.incoming.data.get("query_code", ""))
    if not sealed:
        return False
    turn.say(turn.act(AskByCode(sealed))[0])
    turn.talk.shy = True
    again(turn)
    return True
