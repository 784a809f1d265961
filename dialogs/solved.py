"""What has come right by itself while it was being told: 来电了, 不用报了."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs import control
from dialogs.engine import Turn, again
from dialogs.over import leading, over
from dialogs.run import Run
from dialogs.taken_up import after_all
from dialogs.told import Told

_OH = (
    r"(?:哎|哦|噢|啊|诶|咦|呀|等等|好像|那个|现在|刚才?|刚刚|这会儿|已经|又|他们|人家|物业"
    r"|[，, !！])*"
)
_RIGHT = (
    r"(?:来电|来水|有电|有水|来气|有网|灯亮|(?:电|水|灯|网|电梯)(?:来|好|通)|修好|弄好|搞好"
    r"|处理好|解决|疏?通|清走|清掉|拉走|拖走|搬走|挪走|走)了"
)
_NO_NEED = (
    r"(?:(?:就)?(?:不用|不必|不要|不需要|别)(?:再)?(?:报|登记|提交|管|派人|来|弄|麻烦)?了?|算了)"
)
_SOLVED = re.compile(
    rf"{_OH}{_RIGHT}(?:呀|啊|哈|的|[，, !！])*(?P<off>{_NO_NEED})?(?:吧|啊|哈|谢谢|[，, !！])*"
)


def solved_by_itself(turn: Turn) -> bool:
    """Nothing is registered that nobody wants; who does not say so is asked to."""
    run, words = turn.talk.top, turn.told.plain
    if run is None or run.flow != "report" or len(words) > LONGEST:
        return False
    if len(run.parts) > 1:
        return somebody_is_well(turn, run)
    said = _SOLVED.fullmatch(words)
    if run.said.pop(ASKED, False) and (turn.told.no or after_all(turn.told.plain)):
        return _decided(turn, run)
    labels = [label for label, _ in run.open.options] if run.open else []
    if words in labels:
        return False
    if said is None:
        return somebody_is_well(turn, run)
    return _over(turn, run) if said["off"] else perhaps(turn, run)


def perhaps(turn: Turn, run: Run) -> bool:
    """Asks whether the report is still wanted; what was said of it is kept."""
    run.said[ASKED] = True
    run.said.setdefault("more", []).append(turn.told.text)
    turn.talk.misses = 0
    again(turn, turn.look.say("solved_perhaps"))
    return True


def somebody_is_well(turn: Turn, run: Run) -> bool:
    """已经扶起来了: glad of it, and the report goes on; what else was said is read by itself."""
    told = turn.told
    if over(told.plain):
        run.said.setdefault("more", []).append(told.text)
        turn.talk.misses = 0
        again(turn, turn.look.say("well_again"))
        return True
    well = leading(told.plain)
    if well:
        turn.say(turn.look.say("well_again"))
        rest = told.plain[len(well) :].strip()
        act = "report" if told.heard.act == "withdraw" else told.heard.act
        turn.told = Told(replace(told.incoming, text=rest),
                         replace(told.heard, text=rest, act=act, danger=None))  # fmt: skip
    return False


LONGEST = 30  # characters; a longer message tells a story
ASKED = "come_right"  # marks a report whose teller was asked whether it is still wanted


def _decided(turn: Turn, run: Run) -> bool:
    """Said to 还要登记吗: not any more, or all the same."""
    if turn.told.no:
        return _over(turn, run)
    again(turn, turn.look.say("taken_up"))
    return True


def _over(turn: Turn, run: Run) -> bool:
    turn.say(turn.look.say("solved_itself"))
    control.drop(turn, run)
    return True
