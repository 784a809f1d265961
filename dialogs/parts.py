"""Taking one of several problems off the card again: 第二件不要了."""

from __future__ import annotations

import re
from typing import Any

from dialogs.engine import Turn, advance, again
from dialogs.reading import which_part
from dialogs.run import Run

_OFF = re.compile(
    r"(?:那|把)?第[1-9一二两三四五](?:件|个|条|项|点)?(?:事情?|问题)?(?:就|先)?"
    r"(?:不(?:要|用|报|说|登记|提交|反映)(?:了|登记|报)*|去掉|删掉?|取消|算了)[了吧啊]*"
)


def dropped(turn: Turn, run: Run) -> bool:
    """Leave out the problem named; the answers of those after it move up."""
    number, many = which_part(turn.told.plain), max(1, len(run.parts))
    if not _OFF.fullmatch(turn.told.plain) or number < 0:
        return False
    if number >= many:  # 第3件不要了, of two: the two stay
        again(turn, turn.look.say("no_such_part", n=number + 1, all=many))
        return True
    if many == 1:
        return False
    del run.parts[number]
    run.given = {new: value for old, value in run.given.items() if (new := _moved(old, number))}
    run.reopened = [new for old in run.reopened if (new := _moved(old, number))]
    run.history = [new for old in run.history if (new := _moved(old, number))]
    for part in run.parts:
        _beside(part, number)
    run.open = None
    turn.say(turn.look.say("part_dropped", n=number + 1))
    advance(turn)
    return True


def _moved(name: str, number: int) -> str:
    """The new name of an answer; empty when it belonged to what was left out."""
    part, dot, short = name.partition(".")
    if not dot or int(part) < number:
        return name
    return "" if int(part) == number else f"{int(part) - 1}.{short}"


def _beside(part: dict[str, Any], number: int) -> None:
    twin = part.pop("beside", None)
    if twin is not None and twin != number:
        part["beside"] = twin - (twin > number)
