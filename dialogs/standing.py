"""What is said and begun outside a flow: greetings, new wishes, photos first, calling a person."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from dialogs import anger, belonging, consulting, opening
from dialogs.commands import AddToTicket, CallPerson, LeaveQueue
from dialogs.dates import time_words
from dialogs.earlier import urged_beside
from dialogs.elsewhere import told_elsewhere
from dialogs.engine import Turn, advance, again
from dialogs.in_passing import in_passing
from dialogs.lookup import Queue
from dialogs.once_more import by_number, not_withdrawn, once_more
from dialogs.rating import judges, rates
from dialogs.run import Run
from dialogs.telling import fits, is_report, plainly_told, shaken
from dialogs.told import facts
from dialogs.when import when_asked, when_told

_FLOWS = {
    "progress": "progress", "urge": "urge", "withdraw": "withdraw", "supplement": "supplement",
    "mediate": "mediate", "rate": "rate", "reschedule": "reschedule",
}  # fmt: skip
_SMALL = ("greet", "thanks", "help")
COURTESY = re.compile(r"[你您侬]好|[早晚]上?[安好]|在[吗么不]|有人|^喂|哈[喽啰]|^嗨|谢|辛苦|^hi")
"""Where any words are an answer, only these are none: 修好 is a wish and no greeting."""


def call_person(turn: Turn, why: str, urgent: bool = False) -> None:
    """Hand the conversation to a person and say honestly how long it takes (C9)."""
    waiting = turn.talk.holder == "queue"
    queue: Queue = turn.act(CallPerson(why, urgent))[0]
    turn.talk.called = True
    words = queue_words(turn, queue, waiting)
    if turn.talk.top and turn.talk.top.open:
        words += turn.look.say("queue_meanwhile")
    again(turn, words)


def queue_words(turn: Turn, queue: Queue, waiting: bool) -> str:
    """Position or opening time; never a promise nobody has made."""
    if queue.open:
        key = "queue_still" if waiting else "queue_position"
        if queue.position == 0:
            return turn.look.say("queue_still_first" if waiting else "queue_first")
        return turn.look.say(key, n=queue.position)
    opens = time_words(queue.opens) if queue.opens else "上班后"
    return turn.look.say("queue_closed", opens=opens)


def tell_of_queue(turn: Turn) -> None:
    """Whoever is handed to a person by a flow hears how long that takes, honestly (E.3)."""
    words = queue_words(turn, turn.look.seen.queue(), False)
    if not any("不等了" in said.text for said in turn.says):
        turn.say(words)


def leave_queue(turn: Turn) -> None:
    """Out of the queue, and on with the bot."""
    if turn.talk.holder != "queue":
        again(turn, turn.look.say("not_in_queue"))
        return
    turn.act(LeaveQueue())
    again(turn, turn.look.say("left_queue"))


def begin(turn: Turn, files: list[dict[str, Any]] | None = None) -> bool:
    """With nothing under way: the flow a message asks for, or small talk; False if neither."""
    heard = turn.told.heard
    if not files and (words := _small_talk(turn)):
        turn.say(words)
        return True
    if not files and any(told(turn) for told in _OF_BEFORE):
        return True
    if judges(turn):
        return _start(turn, "rate")
    wishes = heard.act in _FLOWS and heard.sure >= 0.5 and not opening.is_where(turn)
    wishes = wishes and not (heard.act == "mediate" and _only_sounds_like_it(turn))
    adds = heard.act == "supplement" and not files
    if adds and belonging.told_further(turn):
        return True
    if wishes and not _no_session(turn):
        return opening.of_something_new(turn, files or []) or _start(turn, _FLOWS[heard.act])
    if rates(turn):
        return _start(turn, "rate")
    if _asks_when(turn) or (heard.tickets and heard.act in ("progress", "other")):
        return _start(turn, "progress")
    if shaken(turn) and not (files or turn.told.incoming.pin or plainly_told(turn)):
        turn.say(turn.look.say("safe_beside"))
        return True
    return _told(turn, files or [])


def _told(turn: Turn, files: list[dict[str, Any]]) -> bool:
    """Something to be registered: added to what just was, answered, or begun as a report."""
    if not (is_report(turn) or files or turn.told.incoming.pin):
        return False
    if not files and (belonging.told_further(turn) or consulting.begin(turn)):
        return True
    if turn.talk.forgetful:
        turn.say(turn.look.say("forgetful"))
        return True
    return opening.report(turn, files)


def _only_sounds_like_it(turn: Turn) -> bool:
    """我出钱你们帮我修马桶行不行 bargains with us."""
    return turn.told.heard.sure < MEDIATE and not _BETWEEN_TWO.search(turn.told.plain)


MEDIATE = 0.85  # confidence from where a mediation needs no word for it
_BETWEEN_TWO = re.compile(
    r"调[解停]|说和|评理|协商|劝|谈|公道|和解|中间|对方|双方|赔|一起|谁对|评评"
)
_OF_BEFORE = (by_number, not_withdrawn, once_more, urged_beside, told_elsewhere)
"""What may be told of something registered before."""


def _no_session(turn: Turn) -> bool:
    """明天下午三点来修可以吗 puts off no session where there is none."""
    if turn.told.heard.act != "reschedule" or _SESSION.search(turn.told.plain):
        return False
    return not turn.look.once("cases", turn.look.seen.cases)


_SESSION = re.compile(r"调解|改期|改时间|改约|预约|约好|换个?时间|视频")


def _asks_when(turn: Turn) -> bool:
    """他们什么时候来, asked of what is registered."""
    return when_asked(turn) and bool(turn.look.open_tickets())


def asks_when(turn: Turn) -> bool:
    """The same as a step of its own: no question of rules, and answered from the ticket."""
    idle = turn.talk.top is None or turn.talk.top.flow in ("leave_phone", "belongs")
    free = idle and _asks_when(turn)
    return when_told(turn) or (free and _start(turn, "progress"))


def _small_talk(turn: Turn) -> str:
    """A greeting, thanks, abuse, a bare yes: the words for it; empty when it is none of these."""
    heard, look = turn.told.heard, turn.look
    if heard.act in _SMALL and len(turn.told.plain) <= 12 and not _IN_TROUBLE.search(heard.text):
        return look.say({"help": "help", "greet": "welcome"}.get(heard.act, heard.act))
    if insulted(turn) and not fits(turn):
        return calmed(turn)
    if words := in_passing(turn):
        return words
    if vents(turn) or anger.taken_back(turn.told.plain):
        return look.say("vented" if vents(turn) else "vented_over")
    waiting = turn.talk.holder == "queue" and not look.open_tickets()
    if waiting and heard.act in ("urge", "progress"):
        return queue_words(turn, look.seen.queue(), True)
    if (turn.told.yes or turn.told.no) and not rates(turn):
        return look.say("fine")
    return ""


_IN_TROUBLE = re.compile(r"(?<!该)(?<!我)(?:怎么办|咋办|咋整|咋个办)")
"""那你说说楼下那个狗怎么办 asks for no menu."""


def _start(turn: Turn, flow: str) -> bool:
    turn.begin(flow, wish(turn))
    turn.talk.misses = 0
    advance(turn)
    return True


def wish(turn: Turn) -> dict[str, Any]:
    """What a flow is begun with: the words, what they tell, and any danger heard earlier."""
    dangers = [turn.talk.danger] if turn.talk.danger else []
    return {"text": turn.told.text, "facts": facts(turn.told), "dangers": dangers}


def mediation_later(turn: Turn) -> str:
    """申请调解, or 我不调解, said in the middle of a report: one thing after the other."""
    run, heard = turn.talk.top, turn.told.heard
    if run is None or run.flow != "report" or len(turn.told.plain) > WISH:
        return ""
    if _REFUSES.search(turn.told.plain):
        run.said["mediate"] = False
        return turn.look.say("mediation_refused")
    if heard.act != "mediate" or heard.sure < 0.6:
        return ""
    run.said["mediate"] = True
    return turn.look.say("mediation_later")


_REFUSES = re.compile(
    r"(?:不(?:能|想|要|用|愿意?|接受|同意|肯|会)?|别|拒绝|没法)(?:再|跟他们?)?调解"
)
WISH = 12  # characters of a bare wish; a longer message tells a story


def vents(turn: Turn) -> bool:
    """Mere anger, before it is said at what: 气死我了真想一把火烧了."""
    heard = turn.told.heard
    if heard.danger is not None or heard.spot:
        return False
    return anger.outburst(turn.told.plain)


def soothed(turn: Turn, run: Run) -> str:
    """What somebody hears who is angry, or tired of being asked; "" for everything else."""
    if vents(turn):
        return turn.look.say("vented_open")
    if not anger.impatient(turn.told.plain) or run.flow == "offer_mediation":
        return ""  # 能不能快点, after it was sent, is said of that
    asked = turn.outcome(run).open
    return turn.look.say("hurried_skip" if asked and asked.question.skippable else "hurried")


def insulted(turn: Turn) -> bool:
    """Whether a message is abuse; nobody is told off for pinyin that was not understood."""
    typed = turn.told.plain.isascii() and len(turn.told.plain) > SWEARING
    named = turn.told.plain.strip("，,。.!！ ") in _ANIMALS
    return turn.told.heard.act == "abuse" and not (typed or named)


_ANIMALS = ("狗", "猪", "鸡", "鸭", "猫", "鸟", "老鼠", "蛇", "狗狗")
"""Alone they are what somebody begins to tell of, and no insult."""
SWEARING = 6  # letters of an insult typed in Latin letters


def calmed(turn: Turn) -> str:
    """Calm, then a warning, then half an hour's rest; never an insult (domain rules E.2)."""
    turn.talk.abuse += 1
    if turn.talk.abuse < 3:
        return turn.look.say("abused" if turn.talk.abuse == 1 else "abused_again")
    turn.talk.abuse = 0
    until = turn.look.now + timedelta(minutes=30)
    turn.talk.quiet_until = until.isoformat()
    return turn.look.say("paused", time=time_words(until))


def edited_later(turn: Turn) -> bool:
    """A message edited after the report was sent becomes a supplement of it."""
    ticket = next((t for t in turn.look.open_tickets()), None)
    if ticket is None:
        return False
    turn.act(AddToTicket(ticket.number, f"（居民改了说法）{turn.told.text}"))
    turn.say(turn.look.say("edit_added", no=ticket.number))
    return True
