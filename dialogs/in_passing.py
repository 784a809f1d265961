"""What is said in passing with nothing under way, and needs a word: 打错字了, 明白了, 我问一下."""

from __future__ import annotations

import re

from dialogs.engine import Turn

_KNOWS = re.compile(
    r"(?:好的?|嗯|哦|行|我|[，, ])*(?:明白|知道|懂|晓得|清楚|收到|了解)了(?:谢谢|[，, ])*"
)
_SLIP = re.compile(r"(?:不好意思|对不起|抱歉|啊|哦|我|[，, ])*(?:打|写|说|发|按|点)错(?:字|了)+")
_WANTS_TO_ASK = re.compile(
    r"(?:我|想|要|能|再|还|请|[，, ])*(?:问|请教|咨询)(?:你们?|您)?(?:一?下|[个件]事情?)"
    r"|(?:我|有[个件]事情?|也|[，, ])*不(?:知道|晓得)(?:该不该|能不能|好不好)(?:说|讲|问|反映)"
)
OFF = 0.9  # confidence of a wish to leave off


def in_passing(turn: Turn) -> str:
    """The words for it; "" when it is something else."""
    heard, words = turn.told.heard, turn.told.plain
    if heard.act == "cancel" and heard.sure >= OFF and not heard.spot and not heard.tickets:
        return turn.look.say("nothing_to_cancel")
    if _WANTS_TO_ASK.fullmatch(words):
        return turn.look.say("go_ahead")
    if _SLIP.fullmatch(words):
        return turn.look.say("said_wrongly")
    return turn.look.say("fine") if _KNOWS.fullmatch(words) else ""
