"""A resident's words as others may read them: numbers and names covered, everything else as told.

The hotline's clerks read them whole. Units, grid workers and other residents read them covered (J1,
J2): a phone keeps its last digits, a name its surname, numbers of papers and cards go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from nlu.facts import names
from nlu.lessons import lesson_text
from nlu.nameparts import DOUBLE, GIVEN, SURNAMES, WORDS
from nlu.normal import normal
from nlu.privacy import HIDDEN_CARD, HIDDEN_ID, find_private, mask

_LOCAL = re.compile(r"((?:电话|座机|号码|手机)\D{0,4})(\d{3,4}[- ]?)(\d{4})(?![\d*])")
"""A number without its area code, where something says that it is one."""
_SELF = re.compile(
    rf"(我(?:名字)?叫|本人叫?|我是)((?:{DOUBLE})|[一-鿿])([一-鿿]{{1,2}})(?=[,，。.！!;；、 ）)]|$)"
)
_LONG = re.compile(r"(?<![0-9])[0-9](?:[ -]?[0-9]){13,}(?:[Xx][0-9]*)?")
"""More digits than a phone or a ticket has."""
_BESIDE = re.compile(
    rf"(?:^|(?<=[,.!?;:，。！？；：\s的是]))([{SURNAMES}][{GIVEN}]{{2}})"
    r"(?=您好|你好|半夜|一家|同志|女士|先生|老人|天天|每天|经常|本人|反映)"
)
_KIN = re.compile(r"[一-鿿](?:的|家|户|楼|栋|幢|号|室|人|里|店|区|村)")
_SURNAMED = re.compile(r"姓")
_DIGITS = re.compile(r"\D")
_DOOR = re.compile(r"(?<=[幢栋楼元座号])[0-9]{3,4}(?:室|房|户)?|[0-9]{3,4}(?:室|房|户)")
_REST = re.compile(r"[0-9]{0,4}[- ]?\*{3,4}[0-9]{3,4}")
LEAST = 7  # digits of a number that is somebody's


def covered(text: str) -> str:
    """The words with phones, numbers of papers and cards, and names covered."""
    out = _LOCAL.sub(r"\1****\3", mask(_LONG.sub(_hidden, text)))
    plain = normal(out).text
    for name in _long_first(_named(plain)):
        if name not in out:
            out = plain  # typed in another script: shown as it was heard
        out = out.replace(name, surname(name))
    return _SELF.sub(_himself, out)


def unknown(text: str) -> str:
    """Words by which nobody is known: not even a number's last digits stay."""
    return _REST.sub("[已隐藏号码]", lesson_text(text))


def doorless(text: str) -> str:
    """The words without the numbers of doors; building and staircase stay."""
    return _DOOR.sub("", text)


def _named(plain: str) -> set[str]:
    """Names as they are heard, and those that stand before what only a person does."""
    beside = (match[1] for match in _BESIDE.finditer(plain) if match[1][:2] not in WORDS)
    return {*names(plain), *beside}


def _hidden(match: re.Match[str]) -> str:
    """A number of a paper or a card, whether its checksum fits or not."""
    found = mask(match[0])
    return found if found in (HIDDEN_ID, HIDDEN_CARD) else "[已隐藏号码]"


def surname(name: str) -> str:
    """张某 of 张建国 and of 张师傅; 姓张的 tells no more than that anyway."""
    if _SURNAMED.match(name):
        return name
    double = re.match(DOUBLE, name)
    return f"{double[0] if double and len(name) > 2 else name[0]}某"


def _himself(match: re.Match[str]) -> str:
    """我叫 and whatever follows it; 我是, 本人 only before what may be a name."""
    whole = match[2] + match[3]
    if "叫" not in match[1] and (_KIN.search(whole) or not names(f"我叫{whole}")):
        return match[0]
    return f"{match[1]}{surname(whole)}"


def _long_first(found: Iterable[str]) -> list[str]:
    return sorted(found, key=len, reverse=True)


@dataclass(frozen=True, slots=True)
class Own:
    """The numbers and names a resident told, and what stands for each in others' eyes."""

    pieces: tuple[tuple[str, str], ...] = ()

    def out_of(self, words: str) -> str:
        """What staff wrote, without what only the resident's own words told them."""
        for piece, shown in self.pieces:
            words = words.replace(piece, shown)
        return words


def own_of(texts: Iterable[str]) -> Own:
    """The numbers and names in a resident's own words."""
    pieces: dict[str, str] = {}
    for text in texts:
        for one in find_private(text):
            typed = text[one.start : one.end]
            pieces[typed] = one.mask
            digits = _DIGITS.sub("", typed)
            if len(digits) >= LEAST:
                pieces.setdefault(digits, one.mask)
        pieces |= {name: surname(name) for name in _named(normal(text).text)}
    return Own(tuple((piece, pieces[piece]) for piece in _long_first(pieces)))
