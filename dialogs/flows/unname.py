"""Without a name after all: 改成匿名, said of what is registered already (A12)."""

from __future__ import annotations

from typing import Any

from dialogs.flows.progress import SHOWN, likely, line
from dialogs.lookup import Lookup
from dialogs.question import Option, choice
from dialogs.talk import Done, Talk
from dialogs.unnamed import HideName, Unnamed
from grid.tickets import FINAL, Ticket

ALL = "all"


def unname(talk: Talk, look: Lookup) -> Done:
    """Which of the tickets, if there are several; then at once, and said as it is."""
    named = named_ones(look)
    if not named:
        return Done(look.say("unname_already" if look.mine() else "no_tickets"))
    numbers = _wanted(talk, look, named)
    if not numbers:
        return Done(look.say("unname_none"))

    def said(results: list[Any]) -> str:
        return "\n".join(_words(one, look) for one in results)

    return Done(said, *(HideName(number) for number in numbers))


def named_ones(look: Lookup) -> list[Ticket]:
    """The person's tickets that are not anonymous yet and still mean something to somebody."""
    return [t for t in look.mine() if t.privacy != "anonymous" and t.state not in FINAL]


def _wanted(talk: Talk, look: Lookup, named: list[Ticket]) -> list[str]:
    """The numbers of those that are meant."""
    told = talk.args.get("facts", {}).get("ticket", "")
    found = [t for t in named if told and t.number.endswith(str(told))]
    found = found or likely(named, talk.args, look)
    if len(found) == 1:
        return [found[0].number]
    options = [Option(line(t, look), t.number) for t in found[:SHOWN]]
    options += [Option("都改成匿名", ALL, ("都改", "全部")), Option("都不改", "")]
    picked = str(talk.ask(choice("which", look.say("which_unname"), tuple(options))))
    return [t.number for t in found] if picked == ALL else [picked] if picked else []


def _words(done: Unnamed, look: Lookup) -> str:
    """What is true: who has had the words until now cannot be taken back, and is not hidden."""
    no = done.ticket.number
    if done.already:
        return look.say("unname_already")
    if not (done.units or done.open):
        return look.say("unname_done", no=no)
    rows = [look.say("unname_done_late", no=no)]
    if done.units:
        key = "unname_whole" if done.whole else "unname_read" if done.read else "unname_sent"
        rows.append(look.say(key, units="、".join(done.units)))
    if done.open:
        rows.append(look.say("unname_open"))
    return "".join([*rows, look.say("unname_tail")])
