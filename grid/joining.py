"""Asking about a ticket where it was not told: by its number and the end of the phone left then."""

from __future__ import annotations

import re
from dataclasses import dataclass

from grid.tickets import Ticket

NUMBER = re.compile(r"20\d{6}-\d{4,}")
"""A whole ticket number; the last four digits alone are no proof of anything."""
DIGITS = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class AskElsewhere:
    """Somebody names a ticket that is not theirs here, and the last four digits of a phone.

    The result is an `Elsewhere`.
    """

    number: str
    digits: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What comes of it: the ticket, or none.

    There is none, the digits are others, no phone was left, or it is confidential: which of them
    is never told. `limited` after too many tries, whatever was asked.
    """

    ticket: Ticket | None = None
    limited: bool = False
