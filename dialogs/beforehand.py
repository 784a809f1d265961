"""What is told of a dispute before it is asked: where, who the other is, what is wished."""

from __future__ import annotations

import re

from dialogs.engine import Turn, again
from dialogs.run import Run
from dialogs.told import facts

_WHO = re.compile(
    r"(?:对方)?(?:就是|是|叫)?(?:(?:我们?)?(?:楼上|楼下|隔壁|对门))?(?:\d{3,4}(?:室|号)?)?的?"
    r"(?:[老小][\u4e00-\u9fff](?:家|头)?|[\u4e00-\u9fff]{1,3}(?:先生|女士|师傅|阿姨|大爷|大妈|老板|经理)"
    r"|那家|那户|邻居|住户|租户|房东)(?:的|家)?"
)
_WISH = re.compile(
    r"(?:我|就|只|要|想|希望|让|叫|得|必须|[，, ])*"
    r"(?:他们?|她们?|对方|楼上|楼下|隔壁|人家)?(?:得|要|能)?"
    r"(?:赔偿?|道歉|赔礼|停工|修好|恢复|还钱|退钱|搬走|搬家|拆掉?|安静)[^，,。]{0,12}"
)
LONGEST = 24  # characters of such an answer; a longer message tells the story


def told_beforehand(turn: Turn, run: Run) -> bool:
    """赔五千, 502的老张, said to another question of a mediation: kept, and not asked again."""
    words = turn.told.plain
    if run.flow != "mediate" or not words or len(words) > LONGEST:
        return False
    found = facts(turn.told)
    told = {"place": found["place"]} if "place" in found else {}
    if _WHO.fullmatch(words) or "party" in found:
        told["other_name"] = turn.told.text
    if _WISH.fullmatch(words):
        told["wish"] = turn.told.text
    if not told:
        return False
    run.said.update(told)
    turn.talk.misses = 0
    again(turn, turn.look.say("noted"))
    return True
