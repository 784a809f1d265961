"""Cold or irritated questions get a human word that tells what is known: 你自己不会查地图吗."""

from __future__ import annotations

import re

from dialogs.engine import Turn, again
from dialogs.flows.progress import SHOWN, status
from dialogs.run import Run
from dialogs.standing import queue_words

PRESSED = "pressed"  # marks a report whose teller has been told that it is not sent yet
LONGEST = 24  # characters of such a question; a longer message tells a story
_OH = r"(?:喂|哎|唉|那|可|但|我说|请问|真是|搞什么|什么意思|啥意思|不是|难道|[啊呀吧，,。?？!！ ])*"
_YOU = r"(?:你们?|您|机器人|系统|政府|社区|他们|这些人|单位|部门)"
_IT = r"(?:这个?|那个?|这[些种点])?(?:东西|地方|地址|编号|事情?)?"
_END = r"(?:的|啊|呀|呢|吗|么|嘛|吧|没有?|了|事|活|[，,?？!！ ])*"
_LOOK = r"(?:查|看|找|搜|问|定位|打听|想|判断|去看|来看|跑一趟)"
_YOURSELF = re.compile(
    rf"{_OH}{_IT}{_YOU}(?:自己|自个儿?|就|都|连|这边|那里?|不是|难道)*"
    rf"(?:不会|不能|不可以|没法|不晓得|不知道|怎么不|为什么不|为啥不|干嘛不)(?:自己|自个儿?|先|去|来|上网)*"
    rf"{_LOOK}?(?:一?[下查看])?[^，,。我有]{{0,5}}{_END}"
    rf"|{_OH}{_YOU}(?:自己|那里?|这边)*(?:不是)?(?:没有?|不是有|有)(?:地图|定位|导航|监控|摄像头|系统|记录|登记|数据)"
    rf"{_END}"
    rf"|{_OH}{_YOU}?(?:连|就)?(?:这|这个|这点(?:小?事)?|什么|啥)(?:都|也)(?:还)?(?:不知道|不清楚|不会|要问我?|得我说|查不到)"
    rf"{_END}"
)
"""Said to whoever asks what could be looked up: 你自己不会查地图吗, 这都要问我."""
_SO = r"(?:这么|那么|如此|好|这样|老|多)+"
_SLOW = re.compile(
    rf"{_OH}{_YOU}?(?:到底|究竟|办个?事|修个?东西|这事|这件事)*(?:为什么|为啥|怎么|咋|凭什么|干嘛|咋个)"
    rf"(?:就|都|还|会|要|总是|老是|得)*(?:等|拖|弄|办|搞|修|花|处理|用)*(?:得|了)?{_SO}"
    rf"(?:久|慢|长时间|拖拉|磨蹭|磨叽|费劲|麻烦|难|拖|多天){_END}"
    rf"|{_OH}{_YOU}?(?:还|到底|究竟)*(?:要|得|想|打算|准备)*(?:拖|等|磨)(?:到)?"
    rf"(?:什么时候|啥时候|几时|猴年马月|哪天|何时|多久)(?:去)?{_END}"
    rf"|{_OH}(?:我)?(?:都|已经)*(?:等了?|拖了?)?(?:这么|那么|好|多)+(?:久|多天|些天)了"
    rf"(?:[，, ]*(?:还|怎么|都)*(?:没|不)(?:动静|消息|来|人|结果|修|弄|处理|办|回音|下文)*)?{_END}"
)
"""为什么要这么久, 拖到什么时候."""
_DOING = r"(?:办|管|做|干|处理|弄|修|跟进|看|理|上心|当回事|负责|查|干活|解决|落实|行动)"
_REALLY = re.compile(
    rf"{_OH}{_YOU}?(?:到底|究竟|真的?|现在|究竟是|还|就)*(?:有没有|有无|是不是|是否|还有没有|有)"
    rf"(?:真的?|人|谁|都|在|去|给我|帮我|好好|认真|根本)*(?:没有?|不|没人)?(?:在|人|去|来)*{_DOING}+(?:我|这事|这个)*{_END}"
    rf"|{_OH}{_YOU}?(?:到底|究竟|是不是|不会是?|都|就|在|就是)*(?:糊弄|敷衍|忽悠|应付|骗|耍|哄|打发|踢皮球|推来推去|推诿)"
    rf"(?:我|人|老百姓|我们|老人|事)*{_END}"
    rf"|{_OH}{_YOU}?(?:到底|究竟|还)*(?:{_DOING})(?:还是)?不(?:{_DOING}){_END}"
    rf"|{_OH}{_YOU}?(?:是不是|怕不是|不会是?|都|早就?|已经)*(?:把|将)(?:我|我们|这事|我的事|我这事?)(?:给|都)*忘{_END}"
)
"""你们到底有没有在办, 是不是糊弄人."""
_IN_EARNEST = ("safety", "safe_report", "mediate", "apply", "survey", "offer_mediation", "legal")
"""Flows with an answer of their own to such words."""


def irritated(turn: Turn) -> bool:
    """What is known is said with it: of the ticket, of the report begun, or that nothing is."""
    run, told = turn.talk.top, turn.told
    if told.incoming.kind != "message" or len(told.plain) > LONGEST or _tells(turn):
        return False
    if run is not None and run.flow in _IN_EARNEST:
        return False
    yourself = _YOURSELF.fullmatch(told.plain)
    if not (yourself or _SLOW.fullmatch(told.plain) or _REALLY.fullmatch(told.plain)):
        return False
    turn.talk.misses = 0
    lead = _look_yourself(turn, run) if yourself else _of_the_wait(turn, run)
    again(turn, lead) if run else turn.say(lead)
    return True


def _tells(turn: Turn) -> bool:
    """Whether a place or a danger is told with it."""
    return bool(turn.told.heard.spot or turn.told.heard.danger or turn.told.heard.tickets)


def _look_yourself(turn: Turn, run: Run | None) -> str:
    """Why one has to ask: of a place, of what only somebody there sees, of anything."""
    asked = turn.outcome(run).open if run else None
    if asked is None:
        return turn.look.say("no_look")
    if asked.name.split(".")[-1].startswith("place"):
        return turn.look.say("map_mine")
    return turn.look.say("cannot_know" if asked.question.skippable else "only_you_know")


def _of_the_wait(turn: Turn, run: Run | None) -> str:
    """How it stands: what waits for a person, what was sent, what was not."""
    if turn.talk.holder == "queue" and run is None and not turn.look.open_tickets():
        return turn.look.say("slow_queue") + queue_words(turn, turn.look.seen.queue(), True)
    tickets = turn.look.open_tickets()[:SHOWN]
    if run is not None and run.flow == "report":
        pressed = bool(run.said.get(PRESSED))
        run.said[PRESSED] = True
        return turn.look.say("hurried" if pressed else "slow_not_sent")
    if not tickets:
        return turn.look.say("slow_nothing")
    stands = [status(ticket, turn.look) for ticket in tickets]
    return "\n".join([turn.look.say("slow_sent"), *stands, turn.look.say("slow_why")])
