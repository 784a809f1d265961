"""The command by which a look at who gave a tip-off is told to a second person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LookedUp:
    """Somebody of the staff (`by`, an account) has seen who a ticket is from."""

    number: str
    by: str
    why: str
