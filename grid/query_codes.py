"""Query codes of anonymous tip-offs: how one looks, how it is made, and asking by one (E.5 12)."""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without those taken for each other; twelve of them are 59 bits."""
_FOUR = rf"[{LETTERS}]{{4}}"
_CODE = re.compile(
    rf"(?<![A-Z0-9])CX[-—–_ ]*({_FOUR})[-—–_ ]*({_FOUR})[-—–_ ]*({_FOUR})(?![A-Z0-9])", re.I
)
HIDDEN = "CX-****"
"""What is kept of a code that was typed."""


@dataclass(frozen=True, slots=True)
class AskByCode:
    """Somebody asks how a tip-off stands; `sealed` is the code as the message keeps it.

    The result is a `Say` that its reader alone can open.
    """

    sealed: str


def made() -> str:
    """A new code: chance alone, nothing of the ticket is in it."""
    chosen = [secrets.choice(LETTERS) for _ in range(12)]
    return "-".join(["CX", *("".join(chosen[n : n + 4]) for n in (0, 4, 8))])


def taken_out(text: str) -> tuple[str, str]:
    """The words without the code in them, and the code as it was given; "" where there is none."""
    plain = unicodedata.normalize("NFKC", text)
    found = _CODE.search(plain)
    if found is None:
        return text, ""
    code = "-".join(["CX", *(part.upper() for part in found.groups())])
    return _CODE.sub(HIDDEN, plain), code
