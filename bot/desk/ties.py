"""What ties members of the panel to a matter: they handled it, or are a party by name or number."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.desk.desk import Desk
from bot.desk.docket import Docket
from grid.handling import handling_of
from mediation.panel import Ties

_PHONE = re.compile(r"(?<!\d)1\d{10}(?!\d)")
CHECKS = ("check_pass", "check_fail", "checked_true", "checked_false")


def of_docket(desk: Desk, docket: Docket) -> Ties:
    """The ties of a case, with whom its parties would rather not have."""
    row, other = desk.work.cases.get(docket.case.number), docket.party("respondent")[1]
    person = int(row.person) if row is not None and row.person else 0
    said = f"{other.name} {other.reach}"
    objected = frozenset(one for gone in docket.extras.get("objected", {}).values() for one in gone)
    return ties_of(desk, docket.case.ticket, person, said, objected)


def ties_of(desk: Desk, ticket: str, person: int, other: str, objected: Iterable[str] = ()) -> Ties:
    """What is known to make a member partial (C6); `other`: the other party, by name and number."""
    kept = desk.work.contacts.person(person).phone if person else None
    mine = {desk.seal.open(kept)} if kept else set()
    phones = frozenset({*_PHONE.findall(other), *mine})
    names = frozenset(one for one in re.split(r"[\s，,、。（）()]+", other) if one)
    return Ties(_handlers(desk, ticket), phones=phones, names=names, objected=frozenset(objected))


def _handlers(desk: Desk, number: str) -> frozenset[str]:
    """Members who handled or checked the ticket for a unit that does not mediate (C.4).

    Somebody may stand on the roster twice: it is the same number then.
    """
    if not number:
        return frozenset()
    events = desk.work.log.of("ticket", number)
    acted = handling_of(events).handlers | {e.actor.id for e in events if e.move in CHECKS}
    accounts = {one.name: one.member for one in desk.work.accounts.all()}
    roster = desk.district.roster
    mediating = {one.unit for one in roster.values() if one.role == "mediator"}
    members = [roster[m] for one in acted if (m := accounts.get(one) or one) in roster]
    known = [one for one in members if one.unit not in mediating]
    ids, phones = {one.id for one in known}, {one.phone for one in known if one.phone}
    return frozenset(one.id for one in roster.values() if one.id in ids or one.phone in phones)
