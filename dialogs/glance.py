"""What is said in between and needs only a word: questions about us, anger, courtesy."""

from __future__ import annotations

import re

from dialogs import anger, faq, standing
from dialogs.engine import Turn, advance, again
from dialogs.run import Run
from dialogs.submitting import leave_out


def a_glance(turn: Turn) -> bool:
    """A question in between is answered and the open question asked again (C3, C7)."""
    run = turn.talk.top
    if run and _asked_enough(turn, run):
        return True
    words = _how_long_to_wait(turn) or _given_before(turn)
    words = words or faq.answer(turn) or standing.mediation_later(turn)
    if not words and run and run.flow != "survey":
        words = _kindly(turn, run)
    if words:
        again(turn, words) if run else turn.say(words)
        turn.talk.misses = 0
        return True
    if run is None or not _courteous(turn, run):
        return False
    again(turn, turn.look.say(f"{turn.told.heard.act}_open"))
    return True


def _asked_enough(turn: Turn, run: Run) -> bool:
    """Who is tired of questions is asked none that can be left out; the card shows the rest."""
    if run.flow != "report" or not anger.impatient(turn.told.plain):
        return False
    if not leave_out(turn, run):
        return False
    turn.say(turn.look.say("hurried_enough"))
    turn.talk.misses = 0
    advance(turn)
    return True


def _kindly(turn: Turn, run: Run) -> str:
    """What is said to somebody who waits in danger, insults, rages, or is tired of questions."""
    if run.flow == "safety":
        return turn.look.say("safe_here") if turn.told.plain in HERE else ""
    rude = turn.told.heard.sure >= 0.8 and len(turn.told.plain) <= RUDE
    if rude and standing.insulted(turn):
        return standing.calmed(turn)
    return standing.soothed(turn, run)


def _courteous(turn: Turn, run: Run) -> bool:
    """Whether it is a greeting or thanks, and no answer to the open question."""
    heard = turn.told.heard
    if heard.sure < 0.6 or heard.act not in ("greet", "thanks") or heard.spot:
        return False  # 在幸福里3号楼 is no greeting
    if run.flow == "leave_phone" and heard.act == "thanks":
        return False  # who takes leave is not asked once more
    asked = turn.outcome(run).open
    if len(turn.told.plain) > 8 or (asked and asked.question.answer(turn.told) is True):
        return False
    listens = bool(asked and asked.question.words) or run.flow == "safety"
    bare = not listens and len(turn.told.plain) <= BARE
    return bare or bool(standing.COURTESY.search(turn.told.plain))


def _how_long_to_wait(turn: Turn) -> str:
    """人呢, said while waiting for a person."""
    words = turn.told.plain
    asks = _WAITING.search(words) or (turn.talk.top is None and _HOW_LONG.match(words))
    if turn.talk.holder != "queue" or len(words) > WAITED or not asks:
        return ""
    return standing.queue_words(turn, turn.look.seen.queue(), True)


def _given_before(turn: Turn) -> str:
    """电话不是早就给你们了吗: what is known of it, masked, or that nothing is."""
    if not _GIVEN.fullmatch(turn.told.plain):
        return ""
    phone = turn.look.once("me", turn.look.seen.me).phone
    return turn.look.say("phone_known" if phone else "phone_unknown", phone=phone)


_GIVEN = re.compile(
    r"(?:我|的|你们?|[，, ])*(?:电话|手机|号码|联系方式)号?码?"
    r"(?:不是|不都|我|早就?|上次|之前|已经|都|刚才?|[，, ])+(?:给|留|报|说|发|填|登记)(?:过|给)?"
    r"(?:你们?|您)?(?:过|了|的)*[吗嘛么啊呀]*"
    r"|(?:我|不是|早就?|上次|之前|已经|都|刚才?|[，, ])+(?:给|留|报|发|填)(?:过|给)?(?:你们?|您)?"
    r"(?:过|了)?(?:电话|手机|号码|联系方式)号?码?(?:的|了)*[吗嘛么啊呀]*"
)
BARE = 3  # characters that may be a greeting without a word of courtesy in them
WAITED = 12  # characters of such a question
_HOW_LONG = re.compile(r"在[吗么不]|(?:大概)?(?:要|等)*多久")
_WAITING = re.compile(
    r"人呢|人工呢|有人(?:吗|没|在)|还(?:要|有|得)?(?:等)?多久|轮到|排到|怎么还没|还没(?:来|到)"
)
RUDE = 12  # characters of mere abuse; a longer message has something to say
HERE = ("在", "在吗", "在不在", "你在吗", "还在吗")
"""One word is enough for somebody who cannot speak (domain rules E.5, 8)."""
