"""A case's agreement as the docket keeps it, and what is said and planned because of it."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.desk import SYSTEM, Desk
from bot.desk.docket import Docket, link_of, save, step
from followup.aftercase import KEEPING, after_case, performance_dues
from followup.due import Due
from followup.rules import Rules
from grid.calendar import SHANGHAI
from grid.events import Event
from grid.refused import Refused
from integrations.sql.plain import plain, record
from mediation import words
from mediation.case import Stage
from mediation.outcome import Agreement
from mediation.parties import Party

SETTLED = (*KEEPING, "confirm_remind", "confirm_ask")


def agreement_of(docket: Docket) -> Agreement | None:
    """The agreement of a case, if there is one."""
    kept = docket.extras.get("agreement")
    return record(Agreement, kept) if kept else None


def matter_link(docket: Docket, person: str) -> str:
    """A party's own page about the case; the token is that of their way into the room."""
    head, _, token = link_of(docket, person).rpartition("/room/")
    return f"{head}/case/{docket.case.number}/{token}" if token else ""


def agreed(docket: Docket) -> Agreement:
    agreement = agreement_of(docket)
    if agreement is None:
        raise Refused("还没有协议。")
    return agreement


def in_force(desk: Desk, docket: Docket, agreement: Agreement) -> None:
    """In force from now on, an oral one from when it was reached (§§29, 30)."""
    at = agreement.reached if agreement.kind == "oral" else desk.now
    event = step(desk, docket, Stage.EFFECTIVE, desk.actor if desk.actor.role == "mediator"
                 else SYSTEM)  # fmt: skip
    agreement = replace(agreement, effective=at)
    keep(desk, docket, agreement)
    follow(desk, docket, replace(event, at=at))
    day_of = at.astimezone(SHANGHAI).date()
    for party in parties_of(docket):
        say(desk, party, "effective", words.effective(day_of, agreement.day))


def follow(desk: Desk, docket: Docket, event: Event) -> None:
    """Plan what a move causes, each with the words it will say."""
    rules = Rules(desk.district.policies, desk.district.calendar)
    agreement = agreement_of(docket)
    for party in (one for one in parties_of(docket) if one.contact):
        planned = after_case(event, docket.case, (party.contact,), rules)
        if event.after == str(Stage.EFFECTIVE) and agreement and agreement.day:
            day = agreement.day
            planned += performance_dues(docket.case, (party.contact,), day, rules)
        for due in planned:
            said = _words_of(due, docket, matter_link(docket, party.id))
            desk.later(replace(due, data={**due.data, "words": said}))


def _words_of(due: Due, docket: Docket, link: str) -> str:
    agreement = agreement_of(docket)
    if due.what in KEEPING and agreement and agreement.day:
        return words.keep_words(due.what, agreement.day, link)
    if due.what == "relation_check":
        return words.relation(docket.case.topic)
    return words.session_survey(link)


def keep(desk: Desk, docket: Docket, agreement: Agreement) -> None:
    docket.extras = {**docket.extras, "agreement": plain(agreement)}
    save(desk, docket)


def settled(desk: Desk, number: str) -> None:
    """Nobody is asked or urged any more about what has been performed, or goes to the court."""
    desk.work.dues.cancel(desk.now, "已办结", about=number, whats=SETTLED)


def parties_of(docket: Docket) -> list[Party]:
    return [party for _, party in docket.people]


def party_of(docket: Docket, party: str) -> Party | None:
    """A party of the case by its id."""
    return next((one for one in parties_of(docket) if one.id == party), None)


def side_of(docket: Docket, party: str) -> str:
    """Which side said it; empty for nobody of the case."""
    found = party_of(docket, party)
    return found.side if found else ""


def say(desk: Desk, party: Party, key: str, said: str) -> None:
    """Words for a party, in a turn of their own."""
    if party.contact:
        desk.later(Due(f"{key}:{party.id}", "case_word", desk.now, party.contact, party.case,
                       {"words": said}))  # fmt: skip
