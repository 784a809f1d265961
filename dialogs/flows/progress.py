"""How things stand: 到哪一步了, and the right one of several (C11, D16)."""

from __future__ import annotations

import re
from typing import Any

from dialogs.dates import due_words
from dialogs.flows.joining import elsewhere
from dialogs.lookup import Lookup
from dialogs.question import Option, choice
from dialogs.talk import Done, Talk
from dialogs.told import Told
from grid.joining import NUMBER
from grid.tickets import STATE_WORDS, State, Ticket

SHOWN = 5


def progress(talk: Talk, look: Lookup) -> Done:
    """Tell how the ticket meant stands."""
    wanted = str(talk.args.get("facts", {}).get("ticket", ""))
    if NUMBER.fullmatch(wanted) and look.seen.ticket(wanted) is None:
        return elsewhere(talk, look, wanted)
    if wanted and look.seen.ticket(wanted) is None:
        return Done(look.say("no_such_ticket", no=wanted))
    under_way = list(look.open_tickets())
    if len(under_way) > 1 and _ALL.search(str(talk.args.get("text", ""))):
        return Done("\n".join(status(ticket, look) for ticket in under_way[:SHOWN]))
    ticket = which(talk, look, list(look.mine()), look.say("which_progress"))
    if ticket is None:
        return Done(look.say("which_none" if look.mine() else "no_tickets"))
    return Done(status(ticket, look))


_ALL = re.compile(
    r"全部|所有|(?:[两三四五]|几)(?:件|个(?!多?(?:月|星期|礼拜|小时|钟头|人)))"
    r"(?:事情?|问题|工单|单子)?(?:现在|分别)*(?:都|全|各|怎么样|咋样|到|什么时候)"
)
"""三件事都到哪一步了: all of them."""


def which(talk: Talk, look: Lookup, tickets: list[Ticket], text: str,
          *more: Option) -> Ticket | None:  # fmt: skip
    """The one ticket meant: by number, by what was said of it, or by asking; None if none.

    `more` are choices beside the tickets, for whoever asks.
    """
    asked_for = str(talk.args.get("facts", {}).get("ticket", ""))
    if asked_for:
        named = [t for t in tickets if t.number.endswith(asked_for)]
        tickets = named or tickets
    tickets = likely(tickets, talk.args, look)
    if not tickets:
        return None
    if len(tickets) == 1:
        return tickets[0]
    options = tuple(Option(line(t, look), t.number) for t in tickets[:SHOWN])
    asked = choice("which", text, (*options, *more, Option("都不是", "")),
                   read=lambda told: _named(told, tickets, look))  # fmt: skip
    number = talk.ask(asked)
    return next((t for t in tickets if t.number == number), None)


def _named(told: Told, tickets: list[Ticket], look: Lookup) -> str | None:
    """灯那个, said to 哪一件: the only ticket the words fit; None when it is none, or several."""
    if len(told.plain) > NAMES_ONE:
        return None
    best = [g.code for g in told.heard.guesses if g.confidence >= SURELY][:1]
    fits = [t for t in tickets[:SHOWN] if t.category in best] or [
        t for t in tickets[:SHOWN] if _shares_word(t, told.plain, look)
    ]
    return fits[0].number if len(fits) == 1 else None


NAMES_ONE, SURELY = 10, 0.5
"""Characters that name one of several, a longer message tells; confidence of its category."""


def likely(tickets: list[Ticket], args: dict[str, Any], look: Lookup) -> list[Ticket]:
    """Those the words fit: their category or a word of theirs; open ones before ended ones."""
    open_ones = [t for t in tickets if not t.ended] or tickets
    words = str(args.get("text", ""))
    if by_word := fitting(open_ones, words, look):
        return by_word
    guesses = args.get("facts", {}).get("guesses") or []
    codes = {code for code, sure in guesses if sure >= 0.5}
    return [t for t in open_ones if t.category in codes] or open_ones


def fitting(tickets: list[Ticket], words: str, look: Lookup) -> list[Ticket]:
    """Those of which the words name something: the kind, what was told, the place."""
    return [t for t in tickets if _shares_word(t, words, look)]


def _shares_word(ticket: Ticket, words: str, look: Lookup) -> bool:
    if not words:
        return False
    own = look.category(ticket.category).name + ticket.detail + ticket.place
    pairs = {words[i : i + 2] for i in range(len(words) - 1)} - _COMMON
    return sum(pair in own for pair in pairs) >= 1 and any(
        pair in own
        for pair in pairs
        if not set(pair) & set("我你他的了吗呢那个这上次哪一步怎么样查")
    )


_COMMON = {"我的", "那个", "上次", "哪一", "一步", "怎么", "么样", "到哪", "进度", "投诉", "反映"}


def line(ticket: Ticket, look: Lookup) -> str:
    """A ticket on one line, as on a button: kind, place, last four digits."""
    place = f"，{ticket.place}" if ticket.place else ""
    return f"{look.category(ticket.category).name}{place}（{ticket.number[-4:]}）"


def status(ticket: Ticket, look: Lookup) -> str:
    """Step, unit, date and what happens next, in plain words."""
    unit = look.district.units.get(ticket.unit)
    values = {
        "no": ticket.number, "what": look.category(ticket.category).name,
        "state": STATE_WORDS[ticket.state], "unit": unit.name if unit else "指挥中心",
        "due": due_words(ticket.answer_due, look.category(ticket.category).resolve),
        "answer": ticket.answer,
    }  # fmt: skip
    if ticket.answer and ticket.state in (State.FEEDBACK, State.CLOSED):
        return look.say("status_answered", **values)
    if ticket.answer and ticket.state == State.REJECTED:
        return look.say("status_rejected", **values)
    if ticket.ended:
        return look.say("status_ended", **values)
    if ticket.state == State.SUSPENDED:
        return look.say("status_suspended", **values)
    key = "status_late" if ticket.answer_due and ticket.answer_due < look.now else "status_open"
    return look.say(key, **values)
