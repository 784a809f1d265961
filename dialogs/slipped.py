"""点错了, said right after a ticket was opened: what was wrong is asked, and nothing is guessed."""

from __future__ import annotations

import re

from dialogs.changes import just_sent
from dialogs.engine import Turn, advance, again, reopen

_OH = (
    r"(?:不好意思|对不起|抱歉|哎呀?|哦|噢|啊|呃|诶|等等|等一?下"
    r"|我|刚才|刚刚|手滑|好像|那个|[，,。！! ])*"
)
_END = r"(?:的|了|啊|呀|吧|哈|怎么办|咋办|怎么弄|不好意思|抱歉|[，,。！!？? ])*"
_SLIP = re.compile(
    rf"{_OH}(?:点|按|选|交|提交|发|弄|搞|填)错(?:行|位|按钮|键)?了?"
    rf"(?:[，,。！! ]*(?:不该|不想|不是要?|没想|没要|还没想)(?:提交|交|报|点|登记|发)(?:的|了)?)?"
    rf"{_END}"
    rf"|{_OH}手滑{_END}"
    rf"|{_OH}(?:不对|不是|错了)[，,。！! ]*是?我?(?:记|说|写|填|打|报|搞|弄)错了?{_END}"
    rf"|{_OH}(?:不小心|误)(?:就)?(?:点|按|提交|交)(?:错|到|了|的|提交|出去)*{_END}"
)
_AFTER = ("leave_phone", "offer_mediation")
"""What the receipt offers; a slip told there is of what was submitted, and no answer to it."""


def slipped(turn: Turn) -> bool:
    """Asked of the ticket just opened; of several opened at once, which one comes after."""
    run = turn.talk.top
    if turn.told.incoming.kind != "message" or not _SLIP.fullmatch(turn.told.plain):
        return False
    fresh = just_sent(turn)
    if not fresh or (run is not None and (run.flow not in _AFTER or run.history)):
        return False
    if run is not None:
        turn.talk.stack.remove(run)
    turn.begin("slip", {"number": fresh[0].number if len(fresh) == 1 else ""})
    turn.talk.misses = 0
    advance(turn)
    return True


def before_sending(turn: Turn) -> bool:
    """Of a report under way the answer before is asked for again; over the card, what is wrong."""
    run = turn.talk.top
    if run is None or run.flow != "report" or not _SLIP.fullmatch(turn.told.plain):
        return False
    if turn.told.incoming.kind != "message":
        return False
    turn.talk.misses = 0
    if run.open and run.open.name.split(".")[-1] == "sure":
        again(turn, turn.look.say("card_hint"))
        return True
    if run.history:
        reopen(run, run.history[-1])
    again(turn, turn.look.say("said_wrongly"))
    return True
