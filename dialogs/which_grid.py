"""Which community or grid a place belongs to: 幸福里属于哪个社区."""

from __future__ import annotations

import re

from dialogs.engine import Turn, again
from dialogs.places import grid_words

_ASKS = re.compile(
    r".{2,20}?(?:现在|到底)?(?:是|算)?(?:属于|归属?|划给|归到?|在|是)(?:于)?"
    r"(?:哪一?个?|什么|啥|哪家)(?:社区|网格|街道|居委会?|村|片区)"
    r"(?:的|管|负责|管的|管理)*(?:地界|范围|辖区|里)?[啊呀呢的]*[?？]?"
)


def asks_which_grid(turn: Turn) -> bool:
    """Answered from the district's own places; False where the place is not known."""
    told, spot = turn.told, turn.told.heard.spot
    if told.incoming.kind != "message" or not _ASKS.fullmatch(told.plain) or spot is None:
        return False
    if not spot.exact or len(spot.grids) != 1:
        return False
    shown = grid_words({"grid": spot.grids[0]}, turn.look.district)
    turn.talk.misses = 0
    said = turn.look.say("belongs_to", place=spot.text, grid=shown)
    again(turn, said) if turn.talk.top else turn.say(said)
    return True
