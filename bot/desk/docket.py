"""A case's docket: loaded whole for one change, moved, written back with its version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.desk.desk import Desk
from grid.events import Actor, Event
from grid.refused import Refused
from integrations.sql.plain import plain, record
from mediation.case import Act, Case, Stage, move
from mediation.handover import Offer
from mediation.parties import Party
from mediation.rooms import Room
from mediation.seats import Seat


@dataclass(slots=True)
class Docket:
    """A case with everything that belongs to it, as loaded for one change."""

    case: Case
    offer: Offer
    people: list[tuple[int, Party]]
    room: Room | None
    extras: dict[str, Any]
    version: int

    def party(self, role: str) -> tuple[int, Party]:
        """The row id and the party of a role."""
        return next((row, p) for row, p in self.people if p.role == role)


def load(desk: Desk, number: str) -> Docket:
    """A case's docket; Refused when there is none."""
    row = desk.work.cases.get(number)
    if row is None:
        raise Refused("没有找到这件调解，请核对编号。")
    body = row.body
    people = [(p.id, record(Party, p.body)) for p in desk.work.cases.parties(number)]
    room = record(Room, body["room"]) if body.get("room") else None
    return Docket(record(Case, body["case"]), record(Offer, body["offer"]), people, room,
                  body.get("extras", {}), row.version)  # fmt: skip


def save(desk: Desk, docket: Docket) -> None:
    """Write a changed docket; Refused when somebody was quicker."""
    body = {"case": plain(docket.case), "offer": plain(docket.offer), "extras": docket.extras,
            "room": plain(docket.room) if docket.room else None}  # fmt: skip
    start = docket.case.slot.start if docket.case.slot else None
    desk.work.cases.save(docket.case.number, docket.version, state=str(docket.case.stage),
                         mediator=docket.case.mediator, start=start, body=body)  # fmt: skip
    docket.version += 1


def step(desk: Desk, docket: Docket, to: Stage, actor: Actor, why: str = "") -> Event:
    """Move a case, if the table allows it, and write the log."""
    docket.case, event = move(docket.case, to, Act(actor, desk.now, why))
    desk.happened(event)
    return event


def presided(desk: Desk, number: str) -> Docket:
    """The docket, for the mediator who presides and nobody else."""
    docket = load(desk, number)
    if docket.case.mediator != desk.actor.id:
        raise Refused("只有主持的调解员能记录结果。")
    return docket


def said_of(docket: Docket) -> list[Seat]:
    """What lawyers and judges said to the case's time so far."""
    return [record(Seat, each) for each in docket.extras.get("seats", ())]


def link_of(docket: Docket, person: str) -> str:
    """The personal link of a party or member; empty before the room is open."""
    entries = docket.room.entries if docket.room else ()
    address = docket.room.address if docket.room else ""
    return next((f"{address}{e.token}" for e in entries if e.person == person), "")
