"""Who said no is left in peace for thirty days, unless they come back by themselves (C2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk import ending, settling
from bot.desk.desk import Desk
from bot.desk.docket import load, save, step
from grid.refused import Refused
from integrations.sql.plain import plain
from mediation import parties, words
from mediation.case import Stage


@dataclass(frozen=True, slots=True)
class Again:
    """A mediation somebody would apply for: of what kind, from which ticket, against whom."""

    category: str
    ticket: str
    name: str
    reach: str = ""


def rests_until(desk: Desk, asked: Again) -> datetime | None:
    """Until when the person's other party is not asked again; None when it may be asked."""
    ends = []
    for row in desk.work.cases.of_person(desk.person):
        other = load(desk, row.number).party("respondent")[1]
        same = bool(asked.ticket) and row.ticket == asked.ticket
        if str(row.body["case"]["category"]) == asked.category:
            same = same or parties.same_person(other, asked.name, asked.reach)
        until = parties.rests_until(other) if same else None
        if until is not None and desk.now < until:
            ends.append(until)
    return max(ends, default=None)


def check(desk: Desk, asked: Again) -> None:
    """Refused while the other party rests."""
    until = rests_until(desk, asked)
    if until is not None:
        raise Refused(words.rests(until))


def reopen(desk: Desk, number: str, contact: str) -> None:
    """The party that said no comes back by its own link: it is as if it had said yes."""
    docket = load(desk, number)
    row, party = docket.party("respondent")
    if docket.case.stage is not Stage.NOT_STARTED_REFUSED:
        raise Refused("这件调解已经结束了。想谈的话，请回“转人工”，或者自己申请调解。")
    party = replace(parties.came_back(party, desk.now), contact=contact or party.contact)
    desk.work.cases.save_party(row, body=plain(party))
    docket.people = [(r, party if r == row else p) for r, p in docket.people]
    docket.case = replace(docket.case, end_reason="")
    step(desk, docket, Stage.INVITING, desk.actor, "对方改了主意")
    settling.settle(desk, docket)
    save(desk, docket)
    ending.tell(desk, docket, "case_reopened", party.id)
