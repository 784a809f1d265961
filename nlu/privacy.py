"""Personal data in free words: found, and masked wherever text leaves the conversation."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from nlu.numerals import spoken

HIDDEN_ID = "[已隐藏证件号]"
HIDDEN_CARD = "[已隐藏银行卡号]"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_GAP = r"[ \-]?"
_ID18 = re.compile(
    rf"(?<![0-9])([1-9]\d{{5}}{_GAP}(?:18|19|20)\d{{2}}(?:0[1-9]|1[0-2])(?:[0-2]\d|"
    rf"3[01]){_GAP}\d{{3}}[0-9Xx])(?![0-9A-Za-z])"
)
_ID_TOLD = re.compile(
    r"(?:身份证|证件)(?:号码?|号)?(?:是|为|:|,|\s)*((?:\d[ \-._/]?){14,19}[0-9Xx])(?![0-9A-Za-z])"
)
_ID_SPACED = re.compile(r"(?<![0-9])([1-9](?:[ \-._/]?\d){16}[ \-._/]?[0-9Xx])(?![0-9A-Za-z])")
_ID15 = re.compile(
    r"(?<![0-9])([1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3})(?![0-9A-Za-z])"
)
_PASSPORT = re.compile(r"(?:护照|通行证|台胞证)(?:号码?)?(?:是|为|:|:)?\s*([A-Za-z]{1,2}\d{7,9})")
_CARD = re.compile(r"(?<![0-9])((?:\d[ \-]?){15,18}\d)(?![0-9])")
_MOBILE = re.compile(
    r"(?<![0-9])((?:\+?86[- ]?)?)(1[3-9]\d)([- ]{0,3}\d{4}[- ]{0,3})(\d{4})(?![0-9])"
)
_SPOKEN_DIGITS = "零〇一二三四五六七八九两幺洞拐"
_SPOKEN = re.compile(
    f"(?<![{_SPOKEN_DIGITS}])[一幺1](?:[ ,、-]?[{_SPOKEN_DIGITS}0-9]){{10}}"
    f"(?![{_SPOKEN_DIGITS}0-9])"
)
_SPOKEN_ID = re.compile(f"(?:[{_SPOKEN_DIGITS}][ ,、-]?){{17}}[{_SPOKEN_DIGITS}Xx叉]")
_LANDLINE = re.compile(r"(?<![0-9])(0\d{2,3}[- ]{0,3})(\d{3,4}[- ]?)(\d{4})(?![0-9])")
_LOCAL = re.compile(
    r"((?:电话|座机|固话|前台|热线|号码|值班室|办公室|传达室)[是为::\s]{0,3})"
    r"([2-8]\d{2,3}[- ]?)(\d{4})(?![0-9])"
)
_MAIL = re.compile(r"([A-Za-z0-9._%+-])[A-Za-z0-9._%+-]*@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
_CHAT = re.compile(
    r"((?:微信|QQ|vx|V信|威信|扣扣)(?:号码?)?(?:是|为|:|:|同)?\s*)([A-Za-z0-9][A-Za-z0-9_-]{4,19})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Private:
    """Personal data at text[start:end]; `kind` is id, phone, card, mail or chat."""

    start: int
    end: int
    kind: str
    mask: str


def valid_id(number: str) -> bool:
    """The checksum of an 18-character identity number (GB 11643-1999)."""
    digits = re.sub(r"[ \-._/]", "", number).upper()
    if not re.fullmatch(r"\d{17}[0-9X]", digits):
        return False
    total = sum(int(d) * w for d, w in zip(digits[:17], _WEIGHTS, strict=True))
    return _CHECK[total % 11] == digits[17]


def valid_card(number: str) -> bool:
    """The Luhn checksum of a bank card number, 16 to 19 digits."""
    digits = [int(c) for c in number if c.isdigit()]
    if not 16 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    doubled = [d if i % 2 else d * 2 - 9 * (d > 4) for i, d in enumerate(reversed(digits), 1)]
    return sum(doubled) % 10 == 0


def find_private(text: str) -> tuple[Private, ...]:
    """Everything to mask, in order and without overlaps; positions are those of `text`.

    An identity number counts, also with a slip in it, where its birthday stands in its place or
    the words before it say what it is; any other eighteen digits where the checksum holds.
    """
    plain = "".join(_plain(c) for c in text)
    found: list[Private] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            masked = _masked(kind, match)
            start, end = match.span(match.lastindex if kind == "id" and match.lastindex else 0)
            if masked is not None and not any(p.start < end and start < p.end for p in found):
                found.append(Private(start, end, _KIND.get(kind, kind), masked))
    return tuple(sorted(found, key=lambda p: p.start))


def mask(text: str) -> str:
    """The text with phones as 138****5678, identity and card numbers hidden; plates stay."""
    out, last = [], 0
    for one in find_private(text):
        out.append(text[last : one.start] + one.mask)
        last = one.end
    return "".join(out) + text[last:]


def _plain(letter: str) -> str:
    folded = unicodedata.normalize("NFKC", letter)
    return folded if len(folded) == 1 else letter


_PATTERNS = (
    ("id", _ID18),
    ("id", _ID_TOLD),
    ("checked", _ID_SPACED),
    ("id", _SPOKEN_ID),
    ("card", _CARD),
    ("id", _ID15),
    ("id", _PASSPORT),
    ("phone", _MOBILE),
    ("spoken", _SPOKEN),
    ("landline", _LANDLINE),
    ("landline", _LOCAL),
    ("mail", _MAIL),
    ("chat", _CHAT),
)
_KIND = {"checked": "id", "spoken": "phone", "landline": "phone"}


def _masked(kind: str, match: re.Match[str]) -> str | None:
    """The mask, or None when the match is no personal data after all."""
    if kind == "id":
        return HIDDEN_ID
    if kind == "checked":
        return HIDDEN_ID if valid_id(match[1]) else None
    if kind == "card":
        return HIDDEN_CARD if valid_card(match[1]) else None
    if kind == "phone":
        return f"{match[1]}{match[2]}****{match[4]}"
    if kind == "spoken":
        digits = re.sub(r"\D", "", spoken(match[0]))
        return f"{digits[:3]}****{digits[-4:]}" if re.match(r"1[3-9]", digits) else None
    if kind == "landline":
        return f"{match[1]}****{match[3]}"
    return f"{match[1]}***@{match[2]}" if kind == "mail" else f"{match[1]}***"
