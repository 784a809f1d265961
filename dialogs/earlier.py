"""What was told days ago, named beside something new: 昨天报的那个灯还没人来，另外垃圾也没人收."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs.engine import Turn, advance
from dialogs.flows.kind import sure
from dialogs.problems import unled
from dialogs.told import part_fact
from nlu.heard import Part

_EARLIER = re.compile(
    r"(?:昨[天晚]|前[天几]|上次|上回|之前|前面|早上|上午|上周|[两三四五几]天前|早就|已经)?我?(?:跟你们?)?"
    r"(?:报|登记|反映|反应|投诉|说|讲)(?:过|了)?的(?:那[个件盏处]?)?[^，,。]{0,8}"
    r"(?:还|怎么|到现在|一直|没|催)"
)


def urged_beside(turn: Turn) -> bool:
    """What is registered is urged, and what is new is reported after it."""
    parts = turn.told.heard.parts
    old = [part for part in parts if _EARLIER.search(part.text)]
    new = [part for part in parts if part not in old and _tells(part)]
    if turn.talk.top is not None or len(old) != 1 or not new or not turn.look.open_tickets():
        return False
    facts = [part_fact(replace(part, text=unled(part.text))) for part in new]
    turn.begin("report", {"said": facts[0]} if len(facts) == 1 else {"parts": facts})
    turn.begin("urge", {"text": old[0].text, "facts": part_fact(old[0])})
    turn.talk.misses = 0
    advance(turn)
    return True


def _tells(part: Part) -> bool:
    """Whether a piece surely is a problem of its own."""
    return sure([[guess.code, guess.confidence] for guess in part.guesses])
