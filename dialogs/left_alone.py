"""退订, 全部停止, and 恢复通知: what is sent unasked stops at a word, and comes back at a word."""

from __future__ import annotations

import re

from dialogs.commands import StopSurveys
from dialogs.engine import Turn, again
from dialogs.hear_again import HearAgain
from dialogs.telling import shaken
from followup.cap import opt_out

_AGAIN = re.compile(
    r"(?:我|想|要|请|帮我|可以|还是|[，, ])*(?:(?:恢复|重新开启|重新打开|再打开|打开)(?:接收|收)?"
    r"|(?:重新|继续|再|接着)(?:接收|收|发|给我发|告诉我))(?:通知|消息|提醒|评价|回访|进展|短信)+"
    r"(?:了|吧|啊|给我|谢谢|可以吗|[，, ])*"
)
_BLOWS = re.compile(r"打(?!.*电话|扰|.*回访)")
"""不要再打了 may be said of telephones, and of blows."""


def left_alone(turn: Turn) -> bool:
    """Stop what is sent unasked, or begin again; nobody in danger is taken to mean that."""
    words = turn.told.text
    if turn.told.incoming.kind != "message" or not words:
        return False
    if _AGAIN.fullmatch(turn.told.plain):
        turn.act(HearAgain())
        return _said(turn, "hears_again")
    wanted = opt_out(words, busy=turn.talk.top is not None)
    if not wanted or (_BLOWS.search(words) and (shaken(turn) or _in_danger(turn))):
        return False
    if wanted != "all" and _answers_that(turn):
        return False
    turn.act(StopSurveys(wanted == "all"))
    turn.talk.stack = [run for run in turn.talk.stack if run.flow != "survey"]
    key = "stopped_all" if wanted == "all" else "stopped_surveys"
    return _said(turn, "stopped_blows" if _BLOWS.search(words) else key)


def _in_danger(turn: Turn) -> bool:
    return any(run.flow == "safety" for run in turn.talk.stack)


def _answers_that(turn: Turn) -> bool:
    """Whether may somebody ring is what was asked: 别再给我打电话了 is the answer."""
    run = turn.talk.top
    asked = turn.outcome(run).open if run and run.flow == "may_call" else None
    return asked is not None and asked.question.answer(turn.told) is not None


def _said(turn: Turn, key: str) -> bool:
    turn.talk.misses = 0
    again(turn, turn.look.say(key))
    return True
