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
_LED = re.compile(
    r"(?:查询码[是为:\s]{0,4}(?:CX)?|^\s*(?=[-0-9]*[A-Z]))[-—–_ ]{0,3}"
    rf"({_FOUR})[-—–_]+({_FOUR})[-—–_]+({_FOUR})(?![A-Z0-9])",
    re.I,
)
"""Without the CX: after its name, or at the beginning with both dashes."""
_PLATES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
_ALMOST = re.compile(
    rf"(?<![A-Z0-9{_PLATES}])CX(?:[-—–_. ]*[A-Z0-9]){{7,20}}(?![A-Z0-9])"
    r"|(?<=查询码)[是为:\s]{0,4}(?=[-—–_. 0-9]{0,20}[A-Z])"
    r"[A-Z0-9](?:[-—–_. ]*[A-Z0-9]){3,20}(?![A-Z0-9])",
    re.I,
)
BESIDE = 12  # characters around what is almost a code; a longer message tells something else
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
    found = _CODE.search(plain) or _LED.search(plain)
    if found is None:
        return text, ""
    code = "-".join(["CX", *(part.upper() for part in found.groups())])
    return _LED.sub(HIDDEN, _CODE.sub(HIDDEN, plain)), code


def mistyped(text: str) -> str | None:
    """The words without what is almost a code: a wrong letter, a group too few; None without."""
    plain = unicodedata.normalize("NFKC", text)
    rest, many = _ALMOST.subn(HIDDEN, plain)
    return rest if many and len(rest) - len(HIDDEN) * many <= BESIDE else None
