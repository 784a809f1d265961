"""The rules of a booked session: a party changes its time (domain rules C.9)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from grid.policies import Policies
from grid.refused import Refused
from mediation.booking import Slot
from mediation.parties import Party

DEFAULTS = Policies()


class Change(StrEnum):
    """What asking for another time needs."""

    FREE = "free"
    NEEDS_OTHER = "needs_other"  # a late change: the other side must agree


@dataclass(frozen=True, slots=True)
class Asked:
    """A party asked for another time; keep `party`, its count went up."""

    party: Party
    change: Change


def change_deadline(slot: Slot, policies: Policies = DEFAULTS) -> datetime:
    """Until when a party may change the time without asking the other side."""
    return slot.start - policies.reschedule_until


def ask_change(party: Party, slot: Slot, now: datetime, policies: Policies = DEFAULTS) -> Asked:
    """A party's own change of time; a mediator's change is never counted for the parties."""
    if now >= slot.start:
        raise Refused("约定的时间已经到了，不能再改。来不了的话，请回“转人工”，我们帮您想办法。")
    if party.reschedules >= policies.reschedule_max:
        raise Refused("您改时间的次数已经用完了。确实来不了，请回“转人工”和调解员商量。", "time")
    change = Change.FREE if now <= change_deadline(slot, policies) else Change.NEEDS_OTHER
    return Asked(replace(party, reschedules=party.reschedules + 1), change)
