"""What is told without a place right after a ticket was opened: added to it, or asked about."""

from __future__ import annotations

import re
from datetime import timedelta

from dialogs import opening
from dialogs.engine import Turn, advance
from dialogs.flows.kind import sure_of
from dialogs.problems import SUFFERS, problems, says_what
from dialogs.telling import is_report, shaken
from dialogs.told import facts
from grid.tickets import Ticket

FRESH = timedelta(hours=1)
"""How long after a ticket was opened what is told without a place may be of it."""
LONGEST = 30  # characters; a longer message tells a story of its own
_MORE = re.compile(
    r"(?:哦|噢|啊|嗯|哎|呃|[，, ])*"
    r"(?:还有|对了|另外|顺便|再有|再就是|而且|忘了说|忘记说|刚才忘了?说|补充一下|再说一下)"
)
_BESIDE = re.compile(
    r"(?:旁边|隔壁|对面|里面|里头|外面|楼上|楼下|门口|边上|后面|前面|上面|下面|那边|这边)"
    r"[^，,。]{0,8}也|^也|那[个盏处边儿里]也|也(?:是|一样|不|没|这样|那样)"
)


def told_further(turn: Turn) -> bool:
    """旁边那盏也不亮 is added to the ticket just opened; of another kind, it is asked whether."""
    ticket = _just_opened(turn)
    if turn.talk.top is not None or ticket is None or turn.told.incoming.kind != "message":
        return False
    if _ANOTHER.fullmatch(turn.told.plain):
        return _begin_another(turn, ticket)
    if not _without_a_place(turn):
        return False
    led = bool(_MORE.match(turn.told.plain) or _BESIDE.search(turn.told.plain))
    if not led and _of_another_kind(turn, ticket):
        return False
    turn.talk.misses = 0
    if _ANOTHER.match(turn.told.plain):
        return _begin_another(turn, ticket)
    told = {"text": turn.told.text, "facts": {**facts(turn.told), "ticket": ticket.number}}
    if _little_of_its_own(turn, ticket, led):
        turn.begin("supplement", {**told, "whole": True})
    else:
        turn.begin("belongs", {"number": ticket.number, "text": turn.told.text,
                               "report": opening.told_of(turn)})  # fmt: skip
    advance(turn)
    return True


_ANOTHER = re.compile(
    r"(?:哦|啊|嗯|对了|那个|[，, ])*"
    r"(?:(?:另外?|还有)(?:一?[件个])(?:事情?|问题|事儿)|另外?一?[件个]|再(?:报|说|反映|登记)一?[件个])"
    r"(?:事情?|事儿|问题)?[啊呀吧呢]*"
)


def _begin_another(turn: Turn, ticket: Ticket) -> bool:
    """Said to be another: a report of its own, with the place of the ticket a tap away."""
    report = opening.told_of(turn)
    turn.begin("report", {**report, "said": {**report["said"], "after": ticket.number}})
    advance(turn)
    return True


def _little_of_its_own(turn: Turn, ticket: Ticket, led: bool) -> bool:
    """Whether it is more of the same: of its kind, or without a thing of its own that is wrong."""
    if sure_of(turn.told.heard.guesses):
        return not _of_another_kind(turn, ticket)
    words = turn.told.plain
    if _SINCE.fullmatch(words):
        return True
    return led and (not SUFFERS.search(words) or bool(_ONE_MORE.search(words)))


_ONE_MORE = re.compile(
    r"(?:的|那[个盏些处边]|这[个盏些处边]|[它他她]|隔壁|对面|旁边|[楼层户家幢栋号])(?:都|那边)?也"
)
"""三楼的也坏了 names no thing of its own; 门禁也坏了 does."""
_SINCE = re.compile(
    r"(?:[都这那]|已经|大概|差不多|前后|总共|从.{1,4}(?:到现在|开始)|[，, ])*"
    r"(?:坏|漏|堵|吵|臭|黑|停|断|拖|等|积|占|没修|没来|没人管|这样)?(?:了|着)?"
    r"(?:都|快|有|要|大概|差不多|好|将近)*(?:\d+|[一二两三四五六七八九十半几])+(?:多|来)?个?(?:多)?"
    r"(?:小时|钟头|天|晚上?|周|星期|礼拜|月|年)(?:多|了|啦|啊)*"
)
"""已经坏了半个月了: since when, of whatever was just told."""


def _just_opened(turn: Turn) -> Ticket | None:
    """The newest ticket under way with a place, if it was opened a short while ago."""
    placed = [t for t in turn.look.open_tickets()[:1] if t.grid and not t.answer]
    return next((t for t in placed if turn.look.now - t.opened <= FRESH), None)


def _without_a_place(turn: Turn) -> bool:
    """Whether one thing is told that is wrong, and no place of its own with it."""
    told, heard = turn.told, turn.told.heard
    if told.incoming.kind != "message" or told.incoming.pin or heard.danger or shaken(turn):
        return False
    if turn.talk.forgetful or len(told.plain) > LONGEST or opening.only_asks(turn):
        return False
    if heard.spot and (heard.spot.places or heard.spot.grids or not _BESIDE.search(told.plain)):
        return False
    if heard.act not in ("report", "supplement", "other") or heard.tickets:
        return False
    one = len(problems(heard, turn.look.near)) < 2
    return one and says_what(heard) and (is_report(turn) or bool(_BESIDE.search(told.plain)))


def _of_another_kind(turn: Turn, ticket: Ticket) -> bool:
    """Whether it surely is of a kind that is not the ticket's, nor taken for it."""
    guesses = turn.told.heard.guesses
    if not sure_of(guesses):
        return False
    code = guesses[0].code
    return code != ticket.category and not turn.look.near(code, ticket.category)
