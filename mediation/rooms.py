"""Video rooms: a personal link each, valid around the session, and the port that opens them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Protocol

from mediation.booking import Slot
from mediation.case import Case

EARLY = timedelta(minutes=15)
LATE = timedelta(minutes=30)
FORMER = 10  # old links of a person that are told apart from wrong ones


@dataclass(frozen=True, slots=True)
class Entry:
    """One person's way into a room; `token` is theirs alone, 128 random bits."""

    case: str
    person: str  # id of a party or of a member
    role: str  # moderator for who presides, else guest
    token: str
    valid_from: datetime
    valid_to: datetime
    former: tuple[str, ...] = ()  # links of times that were moved: they open nothing any more

    def known(self, token: str) -> bool:
        """Whether this was ever their link; compared without telling how much of it is right."""
        said = token.encode()
        return any(compare_digest(said, one.encode()) for one in (self.token, *self.former))

    def is_now(self, token: str) -> bool:
        """Whether this is their link today."""
        return compare_digest(token.encode(), self.token.encode())

    def opens(self, now: datetime) -> bool:
        """Whether the link lets them in now: from 15 minutes before to 30 after the end."""
        return self.valid_from <= now <= self.valid_to


@dataclass(frozen=True, slots=True)
class Room:
    """A room with an unguessable name, a lobby, and one entry per person."""

    name: str
    entries: tuple[Entry, ...]
    address: str = ""  # filled in by the adapter


class Rooms(Protocol):
    """What opens a room somewhere: the house's own page, Jitsi, BigBlueButton …"""

    def open(self, case: Case, slot: Slot) -> Room:
        """A room for the case at that time; idempotent per case and start."""
        ...


def entries(case: Case, slot: Slot, people: Sequence[str]) -> tuple[Entry, ...]:
    """A fresh entry for everyone; the mediator is the moderator and the only one who is."""
    return tuple(
        Entry(
            case.number,
            person,
            "moderator" if person == case.mediator else "guest",
            secrets.token_urlsafe(16),
            slot.start - EARLY,
            slot.end + LATE,
        )
        for person in people
    )


def seated_anew(room: Room, case: Case, slot: Slot) -> Room:
    """The room at that time with those people; who left loses their link.

    At the same time everybody keeps their link. At another time everybody gets a new one into a
    room of another name, so that nobody waits at the old time behind a door that still opens.
    """
    before = {one.person: one for one in room.entries}
    parties = [one.person for one in room.entries if one.person.startswith(f"{case.number}:")]
    fresh = entries(case, slot, [*parties, *slot.people])
    if is_for(room, slot):
        return replace(room, entries=tuple(_kept(one, before.get(one.person)) for one in fresh))
    moved = tuple(_moved(one, before.get(one.person)) for one in fresh)
    return replace(room, entries=moved, name=room_name())


def _kept(fresh: Entry, before: Entry | None) -> Entry:
    return replace(fresh, token=before.token, former=before.former) if before else fresh


def _moved(fresh: Entry, before: Entry | None) -> Entry:
    return replace(fresh, former=(before.token, *before.former)[:FORMER]) if before else fresh


def is_for(room: Room, slot: Slot) -> bool:
    """Whether the room's links open at that time."""
    return all(one.valid_from == slot.start - EARLY for one in room.entries)


def settings(may_record: bool, role: str) -> str:
    """What a Jitsi link says about recording, as the part behind #.

    Its page obeys; whoever changes the link or takes another program does not (only the server's
    own config, or rights to record given by token, can hold those back).
    """
    records = may_record and role == "moderator"
    said = {"fileRecordingsEnabled": records, "localRecording.disable": not records,
            "liveStreamingEnabled": False}  # fmt: skip
    return "&".join(f"config.{key}={str(value).lower()}" for key, value in said.items())


def room_name() -> str:
    """A name nobody can guess: never a phone number, never counting up."""
    return secrets.token_urlsafe(16)
