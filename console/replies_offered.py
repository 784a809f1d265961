"""Reply templates where staff write: which fit, filled for whom they are, and put in the box."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from console.parts import ConsoleParts
from console.sessions import Visitor
from dialogs.dates import time_words
from grid.replies import ANSWER, TALK, offered, unfilled
from grid.tickets import Ticket

TICKETS = 3  # of somebody's tickets not ended, the newest
ALL = ""  # the group of what needs no ticket


@dataclass(frozen=True, slots=True)
class Pick:
    """A template to be put into the box; `key` names it, and the ticket it was filled for."""

    key: str
    name: str
    text: str


Picks = dict[str, list[Pick]]
"""By what they are about: a ticket in words, or nothing."""


def for_talk(parts: ConsoleParts, who: Visitor, tickets: Iterable[Ticket]) -> Picks:
    """What may be written to somebody, of each of their tickets that is not ended."""
    open_ones = [one for one in tickets if not one.ended][:TICKETS]
    return {ALL: _picks(parts, who, TALK, None)} | {
        _title(parts, one): _picks(parts, who, TALK, one) for one in open_ones
    }


def for_answer(parts: ConsoleParts, who: Visitor, ticket: Ticket) -> Picks:
    """What a ticket's answer may begin with."""
    return {ALL: [*_picks(parts, who, ANSWER, ticket), *_picks(parts, who, ANSWER, None)]}


def picked(picks: Picks, key: str) -> str:
    """The words of the one that was chosen; empty for none."""
    every = (pick for group in picks.values() for pick in group)
    return next((pick.text for pick in every if key and pick.key == key), "")


def left_out(text: str) -> str:
    """Why nothing is sent yet: a place of a template is still to be filled in."""
    left = unfilled(text)
    return f"还有没填的地方：{left}。填好再发。" if left else ""


def _picks(parts: ConsoleParts, who: Visitor, where: str, ticket: Ticket | None) -> list[Pick]:
    known, category = _known(parts, who, ticket), ticket.category if ticket else ""
    number = ticket.number if ticket else ""
    found = offered(parts.district.replies.values(), where, category, known)
    return [Pick(f"{one.code}.{number}", one.name, words) for one, words in found
            if one.of_ticket == bool(ticket)]  # fmt: skip


def _known(parts: ConsoleParts, who: Visitor, ticket: Ticket | None) -> dict[str, str]:
    """What the braces stand for; what is not known is empty."""
    district = parts.district
    known = {"热线": district.phones.get("hotline", ""), "我": who.display}
    if ticket is None:
        return known
    category, unit = district.catalogue.get(ticket.category), district.units.get(ticket.unit)
    dues = {"首次联系": ticket.contact_due, "答复期限": ticket.answer_due}
    return known | {
        "工单": ticket.number, "事项": category.name if category else "",
        "单位": unit.name if unit else "",
        **{name: time_words(at) if at else "" for name, at in dues.items()},
    }  # fmt: skip


def _title(parts: ConsoleParts, ticket: Ticket) -> str:
    category = parts.district.catalogue.get(ticket.category)
    return f"{ticket.number} {category.name if category else ''}".strip()
