"""What is asked or said of those who handle a ticket: 谁负责, 他电话多少, 我要投诉你们."""

from __future__ import annotations

import re

from dialogs.engine import Turn, advance, again

LONGEST = 24  # characters; a longer message tells a story
_WHO = re.compile(
    r"(?:请问|那|现在|我|的|[，, ])*(?:这个?|那个?|我(?:的|那个?)?)?(?:事情?|问题|工单|单子)?"
    r"(?:到底|现在)?(?:是|归|由)?"
    r"(?:谁|哪个?(?:单位|部门|人|家)|什么人)(?:来|在)?(?:负责|管|办|处理|跟进|接手)"
    r"(?:这个?|那个?|我的?)?(?:事情?|问题)?[的啊呀呢]*"
)
_CALL = re.compile(
    r"(?:那|给我|[，, ])*(?:他们?|她们?|负责(?:的)?人?|网格员|网格|单位|师傅|你们领导|领导)?的?"
    r"(?:联系)?(?:电话|手机号?|号码|联系方式)(?:是)?(?:多少|几|有吗|给我)[啊呀呢]*"
    r"|(?:怎么|如何)(?:才能)?联系(?:上)?(?:他们?|她们?|负责(?:的)?人|网格员|师傅)"
)
_ACCUSES = re.compile(
    r"(?:我)?(?:要|去|就|一定|马上|明天|现在)*(?:去|打|到|找|向)?"
    r"(?:市长热线|12345|信访局?|纪委|政府|上级|上面|省里|市里|媒体|电视台|网上|抖音)?(?:那里|去)?"
    r"(?:投诉|举报|告|曝光|反映)(?:死)?(?:你们?|您)(?:这(?:些|帮)人)?(?:不作为)?(?:了|的|啊|吧|去)*"
)


_PRESSES = re.compile(
    r"(?:你们?|您|他们)?(?:到底|究竟|还|是不是)*(?:管不管|有没有人管|有人管(?:吗|没有?)|在干(?:什么|嘛|啥)"
    r"|不是(?:说|讲)(?:好|了|会|要|马上|今天|昨天|当天)*[^，,。]{0,4}"
    r"(?:联系|答复|回复|通知|上门|来|处理|解决|修)[^，,。]{0,4}[吗么嘛]"
    r"|(?:是)?干(?:什么|啥)吃的|怎么(?:还)?不管|不管了(?:吗)?)[啊呀了吗呢]*"
)


def of_those_who_handle(turn: Turn) -> bool:
    """Answered where a ticket is under way, and nothing is being told."""
    words = turn.told.plain
    if turn.told.incoming.kind != "message" or len(words) > LONGEST:
        return False
    if _ACCUSES.fullmatch(words) and (turn.talk.top is None or turn.talk.top.flow == "report"):
        again(turn, turn.look.say("accused"))
        return True
    if turn.talk.top is not None or not turn.look.open_tickets():
        return False
    if _CALL.fullmatch(words):
        turn.say(turn.look.say("faq.their_phone"))
        return True
    flow = "progress" if _WHO.fullmatch(words) else "urge" if _PRESSES.fullmatch(words) else ""
    if not flow:
        return False
    turn.begin(flow, {"text": turn.told.text})
    advance(turn)
    return True
