"""The command of who was not helped: whether somebody may ring them, and when it suits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MayCall:
    """To the call owed about a ticket: may it be a telephone call, and at what time.

    The result says whether such a call is still owed.
    """

    number: str
    may: bool
    words: str = ""
