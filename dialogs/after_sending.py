"""What is put right after it was sent: 地址写错了，是4幢 goes to what is under way."""

from __future__ import annotations

import re

from dialogs import standing
from dialogs.changes import just_sent
from dialogs.engine import Turn, advance

_OH = r"(?:不好意思|对不起|等等|等一?下|慢着|不对|那个|啊|哦|哎|呀|唉|诶|[，, ])*"
_WRONG = r"我?[说写打报填发]错了[，, ]*"
_WRONG_LINE = re.compile(
    r"(?:不好意思|对不起|啊|哦|哎|呀|唉|诶|刚才|刚刚|我|那个|[，, ])*"
    r"(?:地址|地点|位置|楼号|门牌号?|时间|日期)(?:我)?[写说打报填发弄搞]?错了[，, ]*(?:应该)?是"
    rf"|{_OH}(?:(?:刚才|刚刚|前面|上面){_WRONG}|{_WRONG}(?:应该)?是).{{2,}}"
)


_WORSE = re.compile(
    r"(?:不好了|哎呀?|现在|这会儿|又|已经|刚才?|情况|[，, !！])*"
    r"(?:更|越来越|比(?:刚才|昨天|之前|早上)更?)(?:加)?(?:严重|厉害|大|多|糟|吵|臭|高|深|凶|急)了?"
    r"(?:[，,。!！ ].{0,20})?"
)
_SENT_WRONGLY = re.compile(
    r"(?:你们?|您|是不是|这个?|单子|工单|好像|[，, ])*"
    r"(?:转|派|分|送)错(?:了|人|地方|部门|单位|给)*.{0,20}"
    r"|(?:你们?|这个?(?:事情?)?|应该|[，, ])*"
    r"(?:不归|不该|不是)[^，,。]{1,6}管[，, ]*(?:应该|该|是)?归[^，,。]{2,10}"
)
"""更严重了; 你们转错了，归路灯所: told of what was sent, and not another problem."""


_NOT_BY_NIGHT = re.compile(
    r"(?:我|请|你们|[，, ])*(?:白天|早上|上午|中午|下午|晚上|夜里|半夜|周末|上班)"
    r"(?:的?时[间候])?(?:请|我)*"
    r"(?:别|不要|不能|不方便|没法)(?:给我|再)?(?:打|接)我?的?电话[^，,。0-9]{0,6}"
)
"""晚上别给我打电话: for whoever rings, and no matter of its own."""
_REALLY_IS = re.compile(
    rf"{_OH}(?:不对|错了|不是)[，,。 ]*(?:我?[说写打填]错了[，, ]*)?"
    r"(?:其实|应该)?是(?!.{0,3}(?:想|问|我|要|谁|什么|哪|几))[^，,。]{2,12}"
)
"""不对，是4号楼, said a moment after it was sent."""


def told_on_after(turn: Turn) -> bool:
    """It has become worse, or went to the wrong office: added to what is under way."""
    top, words = turn.talk.top, turn.told.plain
    if turn.told.incoming.kind != "message" or turn.told.heard.spot:
        return False
    if (top and top.flow != "leave_phone") or not turn.look.open_tickets():
        return False
    if not any(one.fullmatch(words) for one in (_WORSE, _SENT_WRONGLY, _NOT_BY_NIGHT)):
        return False
    return _added(turn)


def puts_right_later(turn: Turn) -> bool:
    """地址写错了，是4幢, said after it was sent: added to what is under way."""
    if _REALLY_IS.fullmatch(turn.told.plain) and just_sent(turn):
        return _added(turn)
    wrong = _WRONG_LINE.match(turn.told.plain)
    if turn.told.heard.act != "correct" or not wrong or not turn.look.open_tickets():
        return False
    return _added(turn)


def _added(turn: Turn) -> bool:
    if turn.talk.top:
        turn.talk.stack.remove(turn.talk.top)  # 要不要留个电话 is asked once, never pressed
    turn.begin("supplement", {**standing.wish(turn), "whole": True})
    turn.talk.misses = 0
    advance(turn)
    return True
