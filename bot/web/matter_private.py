"""What a party sees on its page of recording and of talking together: its own word alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.desk import alone, recording, roundtable
from bot.desk.desk import Desk
from bot.desk.docket import Docket, load
from mediation import recording as rules
from mediation import words
from mediation.parties import Party

RECORDS = {"record_yes": "yes", "record_no": "no"}
SITS = {"table_yes": "yes", "table_no": "no"}


@dataclass(frozen=True, slots=True)
class Few:
    """What is asked of this party, and what it said."""

    may_speak: bool  # with the mediator alone, in the conversation
    asked: str  # the question about recording; empty when nobody was asked
    mine: str  # what this party said to it
    may: bool
    on: bool
    table: str  # "", asked, open
    sits: str  # what this party said to talking together


def few_for(desk: Desk, docket: Docket, party: Party) -> Few:
    """The party's view."""
    slot, table = docket.case.slot, roundtable.table_of(docket)
    live = docket.case.stage in recording.SITS and recording.asked(docket) and slot is not None
    asked = rules.asked(words.moment(slot.start)) if live and slot else ""
    state = "open" if roundtable.is_open(docket) else "asked" if table and not table.ended else ""
    return Few(
        alone.may_speak(docket, party) and alone.reachable(party), asked,
        rules.said(recording.answers(desk, docket), party.id), recording.may(desk, docket),
        recording.is_on(desk, docket), state, table.of(party.id) if table else "",
    )  # fmt: skip


def few_act(party: Party, form: dict[str, str]) -> Callable[[Desk], Any] | None:
    """What a button of the page does; None when it is another's."""
    act = form.get("act", "")
    if act in RECORDS:
        return lambda desk: recording.page_says(desk, party.case, party.id, RECORDS[act])
    if act in SITS:
        return lambda desk: _sits(desk, party, SITS[act])
    return None


def _sits(desk: Desk, party: Party, answer: str) -> None:
    """Said on the page, heard in the conversation too: it is there that they talk."""
    for say in roundtable.answer(desk, load(desk, party.case), party, answer):
        desk.work.outbox.add(party.contact, say, desk.now, None)
