"""Whether what is told right after a ticket was opened belongs to it, or is a matter of its own."""

from __future__ import annotations

import re
from typing import Any

from dialogs.commands import AddToTicket
from dialogs.flows.same_place import after
from dialogs.lookup import Lookup
from dialogs.places import within
from dialogs.question import Option, Question, choice
from dialogs.talk import Done, Talk
from dialogs.told import Told

ADDED, OWN = "added", "own"
_ADDED = re.compile(
    r"(?:都|就|也|还|是|对|嗯|算|[，, ])*"
    r"(?:同一?[个件处]|一回事|一件事?|一起的?|补充|加上去?|加进去?|那[件个])[^，,。不]{0,8}"
)
_OWN = re.compile(r"(?:不是|不|另|单独|两[件个]|分开|别的|新的|再[登开报])[^，,。]{0,10}")


def belongs(talk: Talk, look: Lookup) -> Done:
    """Two buttons; what is registered by itself is offered the place of the ticket before."""
    number = str(talk.args["number"])
    ticket = next((t for t in look.open_tickets() if t.number == number), None)
    if ticket is None or talk.ask(_question(talk.args, look)) == OWN:
        return Done("", then=("report", own(talk.args, talk.run.said, look)))
    words = AddToTicket(number, str(talk.args["text"]), tuple(talk.run.files))
    return Done(look.say("added", no=number), words)


def own(args: dict[str, Any], more: dict[str, Any], look: Lookup) -> dict[str, Any]:
    """What the report of its own begins with; `more` was told beside the question.

    2幢楼下 is looked for where the ticket before is.
    """
    report, before = dict(args["report"]), after(str(args["number"]), look)
    said = {**more, **report["said"], "after": args["number"]}
    if before and more.get("place"):
        said["place"] = within(before, more["place"])
    return {**report, "said": said}


def _question(args: dict[str, Any], look: Lookup) -> Question:
    number, text = str(args["number"]), str(args["text"])
    ticket = look.seen.ticket(number)
    what = look.category(ticket.category).name if ticket else ""
    short = text if len(text) <= SHOWN else text[:SHOWN] + "…"
    options = (Option("补充到刚才那件", ADDED), Option("另外登记一件", OWN))
    asked = look.say("added_or_own", text=short, no=number, what=what)
    return choice("belongs", asked, options, about=number, read=_read)


SHOWN = 20  # characters of what was told, in the question


def _read(told: Told) -> str | None:
    """Words for one of the two; a place told now is that of a matter of its own."""
    if _ADDED.fullmatch(told.plain):
        return ADDED
    if _OWN.fullmatch(told.plain) or told.heard.spot or told.submits:
        return OWN
    return None
