"""Taking one of several problems off the card again: 第二件不要了."""

from __future__ import annotations

import re
from typing import Any

from dialogs.engine import Turn, advance, again
from dialogs.put_right import which_part
from dialogs.run import Run

_OFF = re.compile(
    r"(?:那|把)?第[1-9一二两三四五](?:件|个|条|项|点)?(?:事情?|问题)?(?:就|先)?"
    r"(?:不(?:要|用|报|说|登记|提交|反映)(?:了|登记|报)*|去掉|删掉?|取消|算了)[了吧啊]*"
    r"|(?:把|请|帮我)?(?:删掉?|删除|去掉|拿掉|取消|不要|别报|不报)了?"
    r"(?=第)第[1-9一二两三四五](?:件|个|条|项|点)?(?:事情?|问题)?[了吧啊]*"
)
_CALLED_OFF = re.compile(
    r"(?:算了|那|哎|要不)?[，,。 ]*(?P<what>[^，,。 ]{2,8}?)的?(?:那|这)?(?:件|个)?(?:事情?|问题)?"
    r"(?:就|先|暂时)*(?:不|别)(?:要|用|报|说|提|登记|提交|反映|管)了?[了吧啊]*"
)


def dropped(turn: Turn, run: Run) -> bool:
    """Leave out the problem named; the answers of those after it move up."""
    many, number = max(1, len(run.parts)), _called_off(turn.told.plain, run)
    if number < 0 and _OFF.fullmatch(turn.told.plain):
        number = which_part(turn.told.plain[max(0, turn.told.plain.find("第")) :])
    if number < 0:
        return False
    if number >= many:  # 第3件不要了, of two: the two stay
        again(turn, turn.look.say("no_such_part", n=number + 1, all=many))
        return True
    if many == 1:
        return False
    _leave_out(run, number)
    run.open = None
    turn.say(turn.look.say("part_dropped", n=number + 1))
    advance(turn)
    return True


def _leave_out(run: Run, number: int) -> None:
    """Without one problem: the others' answers move up, its place is theirs where none is told."""
    where = run.given.get(f"{number}.place", [None, None])[1]
    del run.parts[number]
    if isinstance(where, dict) and f"{number + 1}.place" not in run.given and not number:
        run.parts[0].setdefault("place", where)  # told once, for all of it
    run.given = {new: value for old, value in run.given.items() if (new := _moved(old, number))}
    run.reopened = [new for old in run.reopened if (new := _moved(old, number))]
    run.history = [new for old in run.history if (new := _moved(old, number))]
    for part in run.parts:
        _beside(part, number)


_THE_LAST = ("这个", "这件", "这件事", "后面那个", "刚才那个", "后一个", "刚说的")
"""算了这个不说了: what was told last."""


def _called_off(words: str, run: Run) -> int:
    """Of 垃圾先不说了 the one problem whose words hold it; -1 when none or several do."""
    hit = _CALLED_OFF.fullmatch(words)
    told = [str(part.get("detail", "")) + str(part.get("called", "")) for part in run.parts]
    if hit and hit["what"] in _THE_LAST:
        return len(run.parts) - 1
    fits = [number for number, said in enumerate(told) if hit and hit["what"] in said]
    return fits[0] if len(fits) == 1 else -1


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
