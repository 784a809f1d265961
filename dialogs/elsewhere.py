"""What was registered elsewhere and is asked about here: 我上个月打过12345的."""

from __future__ import annotations

import re

from dialogs.engine import Turn
from dialogs.telling import FITS

LONGEST = 24  # characters; a longer message tells what it is
_CALLED = re.compile(
    r"(?:打|拨|跟|和|在|去|找|向|通过)(?:过|了)?(?:你们?)?的?"
    r"(?:12345|市长热线|热线|电话|窗口|微信|公众号|社区|街道|网格员)(?:那边|那里|上)?"
    r"(?:登记|反映|反应|报|说|投诉|讲|打)?(?:过|了|的)+$"
    r"|12345[^，,。]{0,3}(?:登记|反映|投诉|报|打)过?[的了]"
)
_OF_NOTHING = ("1202", "1205", "1207", "1208")
"""Kinds that such words sound like, whatever it was."""


def told_elsewhere(turn: Turn) -> bool:
    """Whoever says no more than that hears how it can be found, or told anew."""
    heard, words = turn.told.heard, turn.told.plain
    if heard.tickets or heard.spot or turn.look.open_tickets() or len(words) > LONGEST:
        return False
    first = heard.guesses[0] if heard.guesses else None
    matter = first is not None and first.code not in _OF_NOTHING and first.confidence >= FITS
    if matter or not _CALLED.search(words):
        return False
    turn.say(turn.look.say("registered_elsewhere"))
    return True
