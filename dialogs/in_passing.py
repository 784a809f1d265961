"""What is said in passing with nothing under way, and needs a word: 打错字了, 明白了, 我问一下."""

from __future__ import annotations

import re

from dialogs.engine import Turn

_KNOWS = re.compile(
    r"(?:好的?|嗯|哦|行|我|[，, ])*(?:明白|知道|懂|晓得|清楚|收到|了解)了(?:谢谢|[，, ])*"
)
_SLIP = re.compile(
    r"(?:不好意思|对不起|抱歉|啊|哦|我|[，, ])*(?:打|写|说|发|按|点)错(?:字|人|群|地方|了)+"
    r"(?:[，, ]*(?:不好意思|对不起|抱歉|打扰了?|麻烦了?|没事))*"
)
_KIND = re.compile(
    r"(?:谢谢|小?助手|机器人|客服|[，, ])*[你您侬]"
    r"(?:人|可|真的?|太|挺|很|是)+(?:好|棒|贴心|聪明|热情|耐心|靠谱)"
    r"(?:人|的|了|啊|呀|哦)*"
)
_WANTS_TO_ASK = re.compile(
    r"(?:我|想|要|能|再|还|请|[，, ])*(?:问|请教|咨询)(?:你们?|您)?(?:一?下|[个件]事情?)"
    r"|(?:我|有[个件]事情?|也|[，, ])*不(?:知道|晓得)(?:该不该|能不能|好不好)(?:说|讲|问|反映)"
)
_HARD_TO_WRITE = re.compile(
    r"(?:我|老人家?|我妈|我爸|也|又|真的?|实在|[，, ])*"
    r"(?:不会|不太会|不大会|不方便|没法|不认识?|不识|认不得)"
    r"(?:打|写|认|识)?字(?:的|啊|呀|怎么办|[，, ])*"
)
_CANNOT_HEAR = re.compile(
    r"(?:我|我们|本人|家里|是|有|一个|[，, ])*"
    r"(?:聋哑|聋|听障|听力(?:不好|残疾|障碍)|哑|听不见)(?:人|的|人士|残疾人)*"
    r"(?:[，, ]*(?:不能|没法|打不了|接不了)(?:打|接|听)?电话)?(?:的|啊|怎么办)*"
)
_NOTHING_MORE = re.compile(
    r"(?:好的?|嗯|那|行|谢谢您?|暂时|现在|我|就|[，, ])*"
    r"(?:没(?:有)?(?:别的|其他|什么|啥)?(?:事情?|问题|要问的|要说的)(?:了|啦)|没有了|没了)"
    r"(?:谢谢您?|再见|[啊呀吧哈，, ])*"
)


def nodded(turn: Turn) -> str:
    """好的知道了, said of an answer in between, is no answer to the open question."""
    return turn.look.say("fine") if _KNOWS.fullmatch(turn.told.plain) else ""


OFF = 0.9  # confidence of a wish to leave off


def in_passing(turn: Turn) -> str:
    """The words for it; "" when it is something else."""
    heard, words = turn.told.heard, turn.told.plain
    if heard.act == "cancel" and heard.sure >= OFF and not heard.spot and not heard.tickets:
        return turn.look.say("nothing_to_cancel")
    if _KIND.fullmatch(words):
        return turn.look.say("thanks")
    if _WANTS_TO_ASK.fullmatch(words):
        return turn.look.say("go_ahead")
    if _HARD_TO_WRITE.fullmatch(words):
        return turn.look.say("hard_to_write")
    if _CANNOT_HEAR.fullmatch(words):
        return turn.look.say("cannot_hear")
    if _SLIP.fullmatch(words):
        return turn.look.say("said_wrongly")
    if _NOTHING_MORE.fullmatch(words):
        return turn.look.say("fine_open" if turn.look.open_tickets() else "fine")
    return turn.look.say("fine") if _KNOWS.fullmatch(words) else ""
