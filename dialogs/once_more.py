"""What is told once more of a matter registered here: it goes on as before, or it has come back."""

from __future__ import annotations

import re
from typing import Any

from dialogs import withdrawn
from dialogs.engine import Turn, advance
from dialogs.flows.kind import UNSURE
from dialogs.run import Run
from dialogs.told import facts
from followup.replies import granted
from grid.tickets import State, Ticket

_STILL = re.compile(
    r"(?:还是|仍然?|仍旧|依然|照样|到现在(?:还|都|也)?|越来越)(?:没|不|多|堆|漏|吵|臭|乱|坏|那样|老样)"
    r"|还没(?:有)?(?:人|来|修|清|管|动|解决|处理|弄)"
    r"|(?:都|也|一直|根本|压根|从来)(?:还)?没(?:有)?(?:人|谁)(?:来|管|理|修|清|处理|联系)"
)
_AGAIN = re.compile(
    r"^(?:\d{8}-\d{4})?[，, ]*"
    r"(?:现在|今天|昨天|昨晚|刚|这两天|没几天|没两天|才几天|才两天|结果)?[，, ]*(?:就)?又"
    r"(?!来|问|是我)|跟没\S{1,2}(?:过)?一样"
    r"|(?:好|修|弄|清|扫|收|通|换|亮|搞|走|处理)[^，,。又]{0,4}[，, ]*"
    r"(?:可是?|但是?|结果|就是|还)?[，, ]*"
    r"(?:才|没|不到|过|过了|只|就|管)*(?:第二|[一两三四五六几半\d])个?(?:天|晚上|小时|钟头|星期|礼拜|月)"
    r"(?:不到|后|以后)?[，, ]*(?:就|都|他们|它|人)?又"
)
"""又堆起来了; 修好没两天又灭了."""
NO_KIND = ("1205", "1207")
"""重复诉求 and 待人工研判 tell of nothing in particular."""
WORDS = 32  # characters; a longer message tells a story of its own


_KEEPS = re.compile(
    r"(?:不(?:想|要|用)?|别|甭)撤(?:回|销|诉|掉)?(?:了|啦)?|撤(?:回|销)?错了|不该撤|(?:后悔|反悔)撤|还是(?:要)?(?:继续)?办"
)


def not_withdrawn(turn: Turn) -> bool:
    """哎呀搞错了，不撤了: what was just withdrawn is on the card again, to be sent anew."""
    talk, kept = turn.talk, turn.talk.dropped
    if talk.top is not None or withdrawn.NUMBER not in kept or len(turn.told.plain) > WORDS:
        return False
    if not _KEEPS.search(turn.told.plain):
        return False
    talk.dropped, talk.misses = {}, 0
    talk.stack.append(Run.from_json(kept["run"]))
    turn.say(turn.look.say("withdrawn_again", no=kept[withdrawn.NUMBER]))
    advance(turn)
    return True


def by_number(turn: Turn) -> bool:
    """0001, with nothing more: one's own ticket, by the end of its number."""
    words = turn.told.plain
    if not (len(words) == DIGITS and words.isdigit()) or turn.look.seen.ticket(words) is None:
        return False
    turn.begin("progress", {"text": words, "facts": {"ticket": words}})
    turn.talk.misses = 0
    advance(turn)
    return True


DIGITS = 4  # at the end of a number, by which it is called


def once_more(turn: Turn) -> bool:
    """还是没人清 urges what is open; 又堆起来了, 收是收了又没人收 open what was closed again."""
    heard, plain = turn.told.heard, turn.told.plain
    if heard.spot or heard.danger or len(plain) > WORDS or turn.talk.top is not None:
        return False
    meant = [t for t in turn.look.mine() if _may_be(turn, t)]
    open_ones = [t for t in meant if not t.ended and t.state != State.FEEDBACK]
    back = bool(_AGAIN.search(plain)) or granted(plain)
    if open_ones and (back or _STILL.search(plain)):
        return _begin(turn, "urge", {})
    answered = [t for t in meant if t.state in (State.FEEDBACK, State.CLOSED)]
    if answered and not open_ones and back:
        return _begin(turn, "rate", {"relapsed": True})
    return False


def _may_be(turn: Turn, ticket: Ticket) -> bool:
    """Whether the words may be of this ticket: by number, of its kind, or of none in particular."""
    if turn.told.heard.tickets:
        return ticket.number in turn.told.heard.tickets
    first = next(iter(turn.told.heard.guesses), None)
    if first is None or first.code in (ticket.category, *NO_KIND):
        return True
    return first.confidence < UNSURE


def _begin(turn: Turn, flow: str, more: dict[str, Any]) -> bool:
    turn.begin(flow, {"text": turn.told.text, "facts": facts(turn.told), **more})
    turn.talk.misses = 0
    advance(turn)
    return True
