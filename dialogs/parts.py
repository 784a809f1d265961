"""Taking one of several problems off the card again: 第二件不要了; and what is told beside it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from dialogs.another import join_in
from dialogs.engine import Turn, advance, again
from dialogs.flows.kind import sure
from dialogs.problems import MOST, says_what, unled
from dialogs.put_right import which_part
from dialogs.run import Run
from dialogs.told import Told

LEFT_OUT = "left_out"  # of a report: problems taken off the card, in case they are wanted again
_ONE_OFF = (
    r"(?:那|把)?第[1-9一二两三四五](?:件|个|条|项|点)?(?:事情?|问题)?(?:就|先)?"
    r"(?:不(?:要|用|报|说|登记|提交|反映)(?:了|登记|报)*|去掉|删掉?|取消|算了|撤(?:了|掉|回|销)?)[了吧啊]*"
    r"|(?:把|请|帮我)?(?:删掉?|删除|去掉|拿掉|取消|不要|别报|不报)了?"
    r"(?=第)第[1-9一二两三四五](?:件|个|条|项|点)?(?:事情?|问题)?[了吧啊]*"
)
_OFF = re.compile(_ONE_OFF)
_OFF_AND = re.compile(
    rf"(?:算了|那|哎|等等)?[，, ]*(?:{_ONE_OFF})[，,。；; ]+(?P<more>(?!提交|就这样|谢谢).{{4,}})"
)
_WHAT_IS_OFF = (
    r"(?:算了|那|哎|要不)?[，,。 ]*(?P<what>[^，,。 ]{2,8}?)的?(?:那|这)?(?:件|个)?(?:事情?|问题)?"
    r"(?:就|先|暂时)*(?:不|别)(?:要|用|报|说|提|登记|提交|反映|管)了?[了吧啊]*"
)
_CALLED_OFF = re.compile(_WHAT_IS_OFF)
_OVER = re.compile(
    rf"(?P<off>{_WHAT_IS_OFF})[，,。 ]+[^，,。]{{0,8}}"
    r"(?:报过|报了|登记过|反映过|送来|送到|修好|弄好|搞好|好了|清了|清走|拉走|解决|处理|来过|来了|没事|不用|换好|换了|通了|亮了)[^，,。]{0,4}"
)
"""垃圾桶那个不报了，他们刚送来: called off, and why."""
_WHICH = r"第[1-9一二两三四五](?:件|个|条|项|点)?|前(?:面)?(?:那|一)个|后(?:面)?(?:那|一)个"
_NOBODY = (
    r"现在|已经|刚|今天|昨天|后来|都|这|那|他|她|我|你|您|物业|师傅|社区|居委|有人|人家|电工|城管"
)
"""Words before 好了 that name no problem."""
_COME_RIGHT = re.compile(
    rf"(?:哦|噢|啊|哎|对了|那|[，, ])*(?P<what>{_WHICH}|(?!{_NOBODY})[^，,。 ]{{2,8}}?)"
    r"的?(?:那|这)?(?:件|个)?(?:事情?|问题)?"
    r"(?:现在|已经|刚才?|刚刚|都|就|也|又|被|给|有人|人家|他们|物业|师傅|自己|[，, ])*"
    r"(?:(?:修|弄|搞|换|疏|处理|清理?|收|拉|搬|运|拖|挪)(?:好|掉|走|完|通)了"
    r"|(?:处理|清理?|收|拉|搬|运|拖|挪)了|解决了|好了|通了|亮了"
    r"|(?:不用|不要|不必|别)(?:再)?(?:管|报|弄|登记|反映|说|修|来)?了)[吧啊呀哈]*"
    r"(?:[，,。 ]+(?P<rest>[^。]{1,20}))?"
)
"""第一个已经有人收了，不用管了; 第二个不用了，刚修好: one of several has come right."""
_ON_WITH = re.compile(
    r"(?:(?:就|只)(?:说|报|剩|登记|要|管).{1,10}|.{0,3}(?:不用|不要|不必|别).{0,3}了?|谢谢.{0,4}"
    r"|(?:他们|物业|师傅|刚才?|刚刚|已经|都)*.{0,4}(?:好|走|掉|完|通|亮|收|解决|处理)了?[的啊呀]?)?"
)


def dropped(turn: Turn, run: Run) -> bool:
    """Leave out the problem named; the answers of those after it move up."""
    many, number = max(1, len(run.parts)), _called_off(turn.told.plain, run)
    if number < 0:
        number = _only_one(turn.told.plain, run)
    if number < 0 and _OFF.fullmatch(turn.told.plain):
        number = which_part(turn.told.plain[max(0, turn.told.plain.find("第")) :])
    if number < 0:
        return False
    if number >= many:  # 第3件不要了, of two: the two stay
        again(turn, turn.look.say("no_such_part", n=number + 1, all=many))
        return True
    return many > 1 and _drop(turn, run, number)


def _drop(turn: Turn, run: Run, number: int) -> bool:
    """One problem less; False when it is not clear which."""
    if number < 0:
        return False
    run.said[LEFT_OUT] = [*run.said.get(LEFT_OUT, []), dict(run.parts[number])]
    _leave_out(run, number)
    run.open = None
    turn.say(turn.look.say("part_dropped", n=number + 1))
    advance(turn)
    return True


def dropped_for_more(turn: Turn) -> bool:
    """不要第一件了，路灯也不亮: leave it out here, and go on with the rest of the message.

    Of a single problem nothing is left: the rest begins anew. False where the rest is to be heard.
    """
    run, said = turn.talk.top, _OFF_AND.fullmatch(turn.told.plain)
    if run is None or run.flow != "report":
        return False
    if len(run.parts) > 1 and _drop(turn, run, _come_right(turn.told.plain, run)):
        return True
    if (over := _OVER.fullmatch(turn.told.plain)) and len(run.parts) > 1:
        return _drop(turn, run, _called_off(over["off"], run))
    number = which_part(said[0][said[0].find("第") :]) if said else MOST
    if said is None or number >= max(1, len(run.parts)):
        return False
    turn.told = _only(turn.told, said["more"])
    turn.say(turn.look.say("part_dropped", n=number + 1))
    if len(run.parts) < 2:
        turn.talk.stack.remove(run)
        return False
    _leave_out(run, number)
    if _tells_of_trouble(turn.told):
        join_in(turn, run)
        return True
    advance(turn)
    turn.says.pop()  # the question comes again once the rest is heard
    return False


def _come_right(words: str, run: Run) -> int:
    """Which of several problems needs nobody any more; -1 when none, or it is not clear which."""
    hit = _COME_RIGHT.fullmatch(words)
    rest = re.split(r"[，,。 ]+", hit["rest"] or "") if hit else ()
    if hit is None or not all(_ON_WITH.fullmatch(one) for one in rest):
        return -1
    what = hit["what"]
    if re.fullmatch(_WHICH, what):
        last = len(run.parts) - 1
        number = which_part(what) if what[0] == "第" else (0 if what[0] == "前" else last)
        return number if number <= last else -1
    told = [str(part.get("detail", "")) for part in run.parts]
    fits = [number for number, said in enumerate(told) if what in said]
    return fits[0] if len(fits) == 1 else -1


def _tells_of_trouble(told: Told) -> bool:
    guesses = [[g.code, g.confidence] for g in told.heard.guesses]
    return says_what(told.heard) and sure(guesses)


def _only(told: Told, words: str) -> Told:
    """The message without what is called off before these words."""
    parts = tuple(p for p in told.heard.parts if unled(p.text) in words or words in p.text)
    heard = replace(told.heard, text=words, parts=parts, act="report")
    return Told(replace(told.incoming, text=words), heard)


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
    what = hit["what"].rstrip("的") if hit else ""
    fits = [number for number, said in enumerate(told) if what and what in said]
    return fits[0] if len(fits) == 1 else -1


def _only_one(words: str, run: Run) -> int:
    """只报垃圾的, of two problems: the other one is called off; -1 where that is not clear."""
    hit = _KEPT_ALONE.fullmatch(words)
    told = [str(part.get("detail", "")) + str(part.get("called", "")) for part in run.parts]
    fits = [number for number, said in enumerate(told) if hit and hit["what"] in said]
    return 1 - fits[0] if len(told) == 2 and len(fits) == 1 else -1


_KEPT_ALONE = re.compile(
    r"(?:算了|那|还是|我|[，, ])*(?:只(?:要|想)?(?:报|说|登记|反映|留)|就(?:报|登记))"
    r"(?![他她它这那我你警])"
    r"(?P<what>[^，,。 ]{1,8}?)"
    r"的?(?:那|这)?一?(?:件|个)?(?:事情?|问题)?(?:就行|就好|就可以|吧|了|啊)*"
)


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
