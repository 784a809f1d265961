"""Words of control: when they are the whole message they steer the conversation itself."""

from __future__ import annotations

import re
from collections.abc import Callable

from dialogs import standing
from dialogs.commands import EraseChat, FreeSlot, SetPin
from dialogs.engine import Turn, advance, again, reopen
from dialogs.no_hurry import in_danger, later, wait
from dialogs.not_yet import not_sent_yet
from dialogs.run import Run
from dialogs.say import Say
from dialogs.telling import shaken

_END = r"[吧了啦呀啊哦噢的。.!！~～ ]*"


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{words}){_END}", re.IGNORECASE)


def cancel(turn: Turn) -> None:
    """Drop what is under way; what lies below it comes back."""
    if turn.talk.top is None:
        turn.say(turn.look.say("safe_beside" if shaken(turn) else "nothing_to_cancel"))
        return
    if in_danger(turn):
        return
    run = turn.talk.stack[-1]
    turn.say(turn.look.say("cancelled" if run.flow in _SUBMITS else "dropped"))
    drop(turn, run)


def drop(turn: Turn, run: Run) -> None:
    """Leave a flow; whoever waits for a person hears that they still do, what lies below comes."""
    turn.talk.stack.remove(run)
    turn.talk.misses = 0
    _let_go(turn, run)
    turn.talk.set_aside(run, turn.look.now.isoformat())
    if turn.talk.holder == "queue" and turn.talk.top is None:
        turn.say(turn.look.say("queue_kept"))
    if turn.talk.top:
        again(turn, turn.look.say("back_to"))


_SUBMITS = ("report", "safe_report", "mediate", "apply")
"""Flows at whose end something would have been submitted."""


def _let_go(turn: Turn, run: Run) -> None:
    """A time held for a dropped application is free again at once."""
    if run.flow == "apply":
        turn.act(FreeSlot(str(run.args["hold"])))


def go_back(turn: Turn) -> None:
    """Ask the question before the open one again."""
    run = turn.talk.top
    if run is None or not run.history:
        again(turn, turn.look.say("nothing_before"))
        return
    reopen(run, run.history[-1])
    advance(turn)


def restart(turn: Turn) -> None:
    """Everything under way is dropped."""
    if in_danger(turn):
        return
    had = bool(turn.talk.stack)
    for run in turn.talk.stack:
        _let_go(turn, run)
    turn.talk.stack.clear()
    turn.talk.misses = 0
    turn.say(turn.look.say("restarted" if had else "welcome"))


def helped(turn: Turn) -> None:
    """What can be said here; the open question stays open."""
    again(turn, turn.look.say("help"))


def why(turn: Turn) -> None:
    """Why the open question is asked (C7)."""
    run = turn.talk.top
    asked = turn.outcome(run).open if run else None
    reason = asked.question.why if asked else ""
    again(turn, reason or turn.look.say("why_default" if asked else "why_nothing"))


def once_again(turn: Turn) -> None:
    """什么？: the open question, or the card, as it stands."""
    again(turn, "" if turn.talk.top else turn.look.say("why_nothing"))


def goodbye(turn: Turn) -> None:
    """Clears the screen; what is under way stays as a draft."""
    turn.talk.shy, run = True, turn.talk.top
    unsent = run is not None and run.flow in ("report", "mediate") and not turn.talk.danger
    turn.say(Say(turn.look.say("goodbye_unsent" if unsent else "goodbye"), clear=True))


def forget(turn: Turn) -> None:
    """只咨询不留信息: what was said is erased now and after each turn."""
    turn.talk.stack.clear()
    turn.act(EraseChat(forget=True))
    turn.talk.forgetful = True
    turn.say(turn.look.say("forgotten"))


def remember(turn: Turn) -> None:
    """可以留: from now on what is said is kept again, so that it can be registered."""
    was, turn.talk.forgetful = turn.talk.forgetful, False
    turn.say(turn.look.say("remembering" if was else "ask_detail"))


def _answers(turn: Turn) -> bool:
    """登记一下, said to a question while everything is kept anyway, is an answer to that."""
    return turn.talk.top is not None and not turn.talk.forgetful


def leave_queue(turn: Turn) -> None:
    """Go on with the bot instead of waiting for a person."""
    standing.leave_queue(turn)


def mine(turn: Turn) -> None:
    """我的信息."""
    turn.begin("mine")
    advance(turn)


def look_up(turn: Turn) -> None:
    """查 0007."""
    turn.begin("progress", {"text": turn.told.text, "facts": {"ticket": _digits(turn)}})
    advance(turn)


def how_far(turn: Turn) -> None:
    """怎么样了."""
    if not_sent_yet(turn):
        return
    turn.begin("progress", {"text": turn.told.text})
    advance(turn)


def set_pin(turn: Turn) -> None:
    """设置查看码 1234."""
    sealed = str(turn.told.incoming.data.get("pin", ""))
    if not sealed:
        turn.say(turn.look.say("pin_how"))
        return
    turn.act(SetPin(sealed))
    turn.say(turn.look.say("pin_set"))


def _digits(turn: Turn) -> str:
    """The number as ours are written, however it was typed: 2026 1118 - 0001."""
    digits = "".join(c for c in turn.told.plain if c.isdigit())
    return f"{digits[:8]}-{digits[8:]}" if len(digits) == len("202611180001") else digits


_GAP = r"[\s\-—–－_]*"
_TICKET = rf"\d(?:{_GAP}\d){{3,}}"
TABLE: tuple[tuple[re.Pattern[str], Callable[[Turn], None]], ...] = (
    (_whole(r"(?:那|唉|哎|行|好)?(?:吧|了)?[，, ]*(?:那|就)?我?(取消|没事[，, ]*我?[点按发打]错了?|(?:两[个件]|全)?都(?:不要|不报|不登记)了|全部取消|(?:算了[，, ]*)+|不报了|不弄了|不搞了|退出|结束|/cancel)(不报|不弄|不说)?了?([，, ]*(谢谢|麻烦了?|不好意思|打扰了?|辛苦了?)(您|你|你们)?)?"), cancel),
    (_whole(r"(?:哦|噢|那|好吧?|行吧?)[，, ]*(?:那)?我(?:还是)?(?:自己)?(?:去|来)?找(?:物业|社区|居委会?|房东|师傅|他们)(?:去|问|修|弄|看)?"), cancel),
    (_whole(r"返回|上一步|后退|回上一步|退回去|回到上一步|/back"), go_back),
    (_whole(r"重新开始|重来|从头来|从头开始|/restart|/start"), restart),
    (_whole(r"帮助|怎么用|怎么使用|使用说明|菜单|help|/help|[?？]+"), helped),
    (_whole(r"(你)?(为什么|为啥|干嘛|干吗|问)?(要)?(问|填)(这个|这些)?(干嘛|干什么|干啥子?|干吗|做什么|做啥子?|有什么用|有啥用)[?？]*"), why),
    (_whole(r"(你)?(为什么|为啥|凭什么|干嘛|干吗)(还)?(一定)?(要|得)?(我)?(问|填|说|写|知道|拍|发|留|给|选)(这个|这些|这|地址|位置|电话|照片?|个?照|编号)?[?？]*"), why),
    (_whole(r"(你)?(先)?(等|稍等|等等|等一?下|等会儿?|慢着|别急|(?:我|你|您|[，, ])*(?:打字|写字|说话|手脚?|眼睛)?(?:比较|有点儿?|很|太|不太会|不怎么会)?(?:打字|慢|不快)(?:得很|一点|点|了|啊|的)*|(?:我)?(?:有事|有点事|要忙|忙)?[，, ]*(?:我)?(?:先|得先)(?:走|忙|去忙|下|去)了?(?:[，, ]*(?:回头|晚点|等会儿?|一会儿?|待会儿?)再(?:说|来|弄))?|(?:先)?放(?:着|一放)吧?(?:[，, ]*我再(?:看看|想想))?|(?:等一?下|等等|稍等)?[，, ]*(?:让|容)?我(?:再)?(?:想想|看看|想一?下|考虑一?下|考虑考虑|回忆一?下)|我看看|我去看看|我问问|我去问问)"), wait),
    (_whole(r"(?:那|我|先|就|嗯|好|[，, ])*(?:等一?会儿?|一会儿?|待会儿?|晚点|晚上|明天|明早|回头|过会儿?|改天|有空)我?再(?:说|来|弄|填|报|交|提交|看|讲|答|回)(?:吧|了)?"), later),
    (_whole(r"(?:你)?(?:先)?(?:等一?下|稍等|等等|等会儿?)[，, ]*我?(?:先|去|来|再)?(?:拍|找|看|问|量|数)[^，,。]{0,6}"), wait),
    (_whole(r"我?(?:想|要)?(?:先|再)?看(?:看|一下|下)?(?:你们?|您)?(?:都)?(?:记|写|填|登记)(?:了|的|成)*(?:些?什么|些?啥|哪些)[?？]*|(?:你们?|您)(?:都|刚才?|到底)*(?:记|写|填|登记)(?:下来?|了|的|成)+(?:些?什么|些?啥|哪些)(?:东西)?[?？]*|(?:你|您)?(?:再)?(?:念|说|发|讲|问|重复)(?:一?遍|一次)(?:给我(?:听|看))?|(?:你|您)?(?:说|问|讲)?的?(?:什么|啥)(?:意思|来着)?[?？]*|没(?:看|听)清楚?(?:你?问的?(?:什么|啥))?|我?(?:又)?(?:回来|来)了[，, ]*(?:接着(?:来|说|弄)?|继续)?(?:吧)?|(?:接着|继续)(?:来|说|弄|填)?吧?|(?:刚才|刚刚|我们|咱们)*(?:说|讲|问|报)到(?:哪(?:里|儿)?|什么地方)了?|(?:你)?(?:大声点|声音大点|说大声点|听不见|听不清)(?:啊|呀)?|我?(?:耳朵|眼睛|眼神|年纪)[^，,。]{0,6}[，, ]*(?:你|您)?(?:再)?(?:说|讲|写|字)?(?:大声|大)(?:一?点|一些)?(?:说)?(?:啊|呀)?"), once_again),
    (_whole(r"我?(?:这就|马上|先|来|再|给你们?)*(?:发|传|拍|找)(?:个|张|一下|几张|一张|给你们?)*(?:定位|位置|照片|相片|图片?|视频)(?:给你们?)?[了]?"), wait),
    (_whole(r"(?:我)?(?:还|一时|也)*(?:没有?|不)(?:想好|知道|晓得|清楚)(?:该|要)?(?:怎么|咋个?|如何|从哪(?:里|儿)?)(?:说|讲|开口|写|表达)起?"), wait),
    (_whole(r"(这个|这些|这)(为什么|为啥|干嘛|干吗)(还)?(一定)?(要|得)(问|填|说|写|知道)?[?？]*"), why),
    (_whole(r"(?:(?:那|好|行|嗯|先这样|就这样|没别的|没(?:啥|什么)?事|谢谢?|多谢|辛苦|麻烦|您|你|[了啦的吧，, ])*)?(?:再见|拜拜|拜|下次聊|bye+|88)"), goodbye),
    (_whole(r"只咨询不留信息|不留信息|不要留我的信息"), forget),
    (_whole(r"可以留|可以留信息|可以保留|留下来吧|我要登记|要登记|(?:帮我)?登记(?:下来|一下)"), remember),
    (_whole(r"(?:算了|那)?[，, ]*(?:我)?不等了|不等人工了|继续用机器人|离开排队|退出排队|取消排队"), leave_queue),
    (_whole(r"(?:都|全部|把)*(?:给我)?删(?:掉|了|除)(?:了|吧)*"), mine),
    (_whole(r"我的信息|我的资料|查看我的信息|/me"), mine),
    (_whole(r"(?:我|要|想|请|麻烦|帮忙?|给|你们?|把|[，, ])*(?:(?:删除|删掉|删了|删|清除|清空|注销)(?:一下)?(?:我|这里|[在留的])*(?:全部|所有|个人|聊天|对话)?(?:的)?(?:信息|资料|记录|数据|账号)|我?的?(?:全部|所有|个人|聊天|对话)?的?(?:信息|资料|记录|数据)(?:都|全部?)?(?:给我)?(?:删除|删掉|删了|删|清除|清空)(?:掉|一下)?)"), mine),
    (_whole(rf"(我?想?查|查询|查一?下|进度)\s*(编号|单号|工单号?)?是?[：:\s]*{_TICKET}"), look_up),
    (_whole(rf"(我的?)?(编号|单号|工单号?)?是?[：:\s]*20\d\d{_GAP}[01]\d{_GAP}[0-3]\d(?:{_GAP}\d){{4}}(的?(进度|呢|怎么样了?|到哪了?))?[?？]*"), look_up),
    (_whole(r"(我|我们|那|这|上次)?的?(个|件|些)?(事情?|投诉|反映|问题)?(现在|目前)?(办|处理|解决|弄)?得?(怎么样|咋样|怎样)了?[?？]*"), how_far),
    (_whole(r"(?:那)?(?:照片|结果|答复|回复|回音|师傅)呢[?？]*"), how_far),
    (_whole(r".{1,8}(?:那个|那件|那件事|那事|的事)呢[?？]*"), how_far),
    (_whole(r"(?:我|昨天|昨晚|前天|前几天|上次|上周|之前|早上|刚才)*(?:报|反映|登记|投诉|说)(?:过|了)?的[^，,。]{1,12}[，, ]*(?:那个)?(?:单号|编号|工单号|号码?)(?:我)?(?:忘|丢|弄丢|没记|没记住|没记下|找不到|不记得|想不起来)了?(?:[，, ]*(?:能查吗|怎么查|帮我查一?下|到哪一?步了?|怎么样了?))?[?？]*"), how_far),
    (_whole(r"查|查询|查查|查一下|(查|看)?一?下?(进度|进展)|到(哪|什么)(一|个)?(步|程度)了?[?？]*|有(结果|消息|进展|回音)了?(吗|没有?|么)?[?？]*"), how_far),
    (_whole(r"设置?查看码\D{0,4}[0-9*]*"), set_pin),
)  # fmt: skip


_HAS_ENOUGH = re.compile(r"^.{0,6}不(?:想)?(?:再)?(?:说|报|弄|填|搞|登记|写|反映)了[吧啊呀]*$")
"""烦死了不说了."""


def cancel_in_other_words(turn: Turn) -> bool:
    """不用登记了, said to a question that takes no free words."""
    run, heard = turn.talk.top, turn.told.heard
    asked = turn.outcome(run).open if run else None
    alone = run is not None and len(run.parts) < 2  # of several, one may be meant
    if alone and heard.act == "cancel" and _HAS_ENOUGH.search(turn.told.plain):
        cancel(turn)
        return True
    if asked is None or asked.question.words or heard.act != "cancel" or heard.sure < 0.8:
        return False
    if len(turn.told.plain) > 8 or not turn.told.plain.startswith(
        ("不", "别", "先不", "算", "取消")
    ):
        return False
    cancel(turn)
    return True


def obey(turn: Turn) -> bool:
    """Do what a word of control says; False when the message is none."""
    for pattern, act in TABLE:
        if pattern.fullmatch(turn.told.plain or turn.told.text):
            if act is remember and _answers(turn):
                return False
            if act is mine and turn.talk.top and turn.told.plain.startswith("删"):
                return False  # a photo, perhaps
            act(turn)
            return True
    return False
