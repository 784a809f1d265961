"""The card of a mediation put right in words: 对方写错了，是老李; 要求改成赔三千; 换个时间."""

from __future__ import annotations

import re

from dialogs.commands import FreeSlot
from dialogs.engine import Turn, advance, again
from dialogs.question import SKIPPED
from dialogs.run import Run
from mediation.screening import QUESTIONS

_WRONG = r"(?:我)?(?:写|说|打|填|弄|搞)?(?:错了?|不对)?[，, ]*(?:应该)?(?:是|改成|改为|换成)"
_LINES = (
    ("other_name", "对方", re.compile(rf"(?:对方|名字|姓名){_WRONG}(.{{1,16}})")),
    ("claim", "要求", re.compile(rf"(?:我的?)?(?:要求|诉求|金额){_WRONG}(.{{2,30}})")),
)
_TIME = re.compile(
    r"(?:时间|日子)[^，,。]{0,4}(?:不行|不方便|不合适|换|改)|(?:换|改|另选)(?:一?个|下)?(?:时间|日子|一天|天)"
    r"|(?:那天|这天|这个时间|那个时间|到时候?)[^，,。]{0,4}(?:不行|没空|有事|不方便|来不了|上班)"
)


def on_the_dispute_card(turn: Turn) -> bool:
    """What is named anew stands on the card; another time is chosen without telling all again."""
    run, words = turn.talk.top, turn.told.plain
    if run is None or run.flow != "apply" or turn.told.incoming.kind != "message":
        return False
    for name, label, line in _LINES:
        if said := line.fullmatch(words):
            return _put_right(turn, run, (name, label, said[1]))
    if not _TIME.search(words):
        return False
    _another_time(turn, run)
    return True


def _put_right(turn: Turn, run: Run, line: tuple[str, str, str]) -> bool:
    name, label, value = line
    run.args[name] = value
    known = {"other_name": "other", "claim": "wish"}[name]
    run.args["screening"] = {**run.args["screening"], known: value}
    turn.talk.misses = 0
    again(turn, turn.look.say("corrected", label=label, value=value))
    return True


def _another_time(turn: Turn, run: Run) -> None:
    """The held time is let go, and the question for a time comes again."""
    kept = run.args
    turn.act(FreeSlot(str(kept["hold"])))
    turn.talk.stack.remove(run)
    begun = turn.begin("mediate", {"text": kept["facts"], "category": kept["category"],
                                   "number": kept["ticket"], "cleared": True})  # fmt: skip
    begun.said = {"other_name": kept["other_name"], "wish": kept["claim"]}
    for question in QUESTIONS[:4]:
        if question.key in kept["screening"]:
            begun.given[question.key] = ["", kept["screening"][question.key], "asked"]
    begun.given["other_reach"] = ["", kept["other_reach"] or SKIPPED, "asked"]
    turn.talk.misses = 0
    advance(turn)
