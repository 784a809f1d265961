"""The clocks of a whistle: by when units answer and are there, from when they may say so."""

from __future__ import annotations

from datetime import datetime, timedelta

from grid.catalogue import Limit
from grid.district import District
from grid.policies import Policies
from grid.whistles import Call, Whistle

EARLY = timedelta(hours=1)
"""How long before the time of meeting a unit may report in."""


def ack_limit(policies: Policies, kind: str) -> Limit:
    """How long a called unit has to say that it comes."""
    own = {"emergency": policies.whistle_ack, "joint": policies.whistle_ack_joint}
    return own.get(kind, policies.whistle_ack_tough)


def come_limit(policies: Policies, kind: str) -> Limit:
    """How long until units must be there, where no other time is agreed on."""
    own = {"emergency": policies.whistle_come, "joint": policies.whistle_come_joint}
    return own.get(kind, policies.whistle_meet)


def latest_meeting(district: District, kind: str, now: datetime, agreed: bool = False) -> datetime:
    """Until when units may be asked to come.

    An enforcement whistle may be later than its limit where the units have agreed on the time.
    """
    policies = district.policies
    latest = district.due(come_limit(policies, kind), now)
    if kind == "joint" and agreed:
        return max(latest, district.due(policies.whistle_meet, now))
    return latest


def call(district: District, whistle: Whistle, part: tuple[str, str], now: datetime) -> Call:
    """A unit's call, in its part, with its clocks; called later it has its full time from then."""
    policies, kind = district.policies, whistle.kind
    come = whistle.meet
    if kind == "emergency" or come <= now:
        come = district.due(come_limit(policies, kind), now)
    ack = min(district.due(ack_limit(policies, kind), now), come)
    return Call(*part, now, ack, come)


def second_step(district: District, kind: str, due: datetime) -> datetime:
    """When the district's people on duty are told, after the unit's leader was: as long again."""
    return district.due(ack_limit(district.policies, kind), due)


def opens(whistle: Whistle, call: Call) -> datetime:
    """From when on a unit may report in."""
    return call.at if whistle.kind == "emergency" else min(call.come_due, whistle.meet) - EARLY
