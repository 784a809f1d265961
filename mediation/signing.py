"""Until when an agreement should be signed, and that the mediator decides when it is not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from grid.calendar import SHANGHAI
from grid.policies import Policies
from grid.refused import Refused
from mediation.case import Case

DAY_ENDS = time(18)
LONGEST = timedelta(days=30)  # from today, when the mediator gives more time
REMIND = timedelta(days=2)  # before the end both parties are reminded
DEFAULTS = Policies()


@dataclass(frozen=True, slots=True)
class Signing:
    """Until when everybody should have signed; `over`: that day came and nobody has decided."""

    until: datetime
    why: str = ""  # of more time
    over: bool = False


def begun(case: Case, now: datetime, policies: Policies = DEFAULTS) -> Signing:
    """From the moment all have assented to the words; within the limit of the case where it fits.

    The law names no days for signing; that an unsigned agreement binds nobody it does (§29).
    """
    until = _evening((now + policies.signing).astimezone(SHANGHAI).date())
    limit = case.limit_at
    if limit is not None and now + timedelta(days=1) < limit < until:
        until = limit
    return Signing(until)


def longer(day: str, why: str, now: datetime) -> Signing:
    """More time until the evening of a day (ISO), with the reason both parties will read."""
    if not why.strip():
        raise Refused("请写一下为什么要多留几天，双方都会看到。", "why")
    try:
        until = _evening(date.fromisoformat(day))
    except ValueError:
        raise Refused("请用日历选新的日子。", "until") from None
    if not now < until <= now + LONGEST:
        raise Refused("新的日子要在今天以后，最多30天。", "until")
    return Signing(until, why.strip()[:300])


def passed(signing: Signing) -> Signing:
    """Not everybody has signed in time: nothing ends by itself."""
    return replace(signing, over=True)


def _evening(day: date) -> datetime:
    return datetime.combine(day, DAY_ENDS, SHANGHAI)
