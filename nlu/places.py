"""Where it is: the longest run of the resident's own words that names a place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from nlu.addresses import Piece, buildings, lonely_number, named, quantity, unknown
from nlu.estates import estates
from nlu.gazetteer import Gazetteer, Hit, Name
from nlu.heard import Spot
from nlu.joined import hamlets, rooms, routes, ways
from nlu.landmarks import landmarks
from nlu.leftwards import Cuts
from nlu.normal import Normal
from nlu.numerals import number
from nlu.placetags import tagged
from nlu.runs import Ruled, Run, by_tags, meant, runs_of
from nlu.words import known

_TYPED = r" ?(?:\d{1,4}|(?: ?(?:yi|er|san|si|wu|liu|qi|ba|jiu|shi)){1,3})"
_TYPED_HOUSE = re.compile(
    rf"{_TYPED} ?(?:hao ?(?:lou)?|zhuang|dong)(?![a-z])"
    rf"(?:{_TYPED} ?(?:dan ?yuan|lou|ceng|shi)(?![a-z]))*",
    re.IGNORECASE,
)
_HOUSE = re.compile(r"\d|[号栋幢]")
_BARE = re.compile(r"第?[\d一二三四五六七八九十百]{1,4}[号栋幢座楼单期]")
_TOWN = re.compile(r"[县市区镇乡]$")
_NAMED = 3
_TO = "去到在从"  # 去医院 sounds like 区医院
_READ = 240  # characters searched for homophones and unknown names


class Places:
    """Finds places in normalised texts; safe to share between threads."""

    def __init__(self, names: Iterable[Name], taught: bool = True) -> None:
        """Untaught, the rules alone count: so they teach `nlu.placefitting`."""
        self.taught = taught
        self.gazetteer = Gazetteer(names)
        self._named: dict[str, list[Name]] = {}
        for name in names:
            self._named.setdefault(name.text.replace(" ", "").lower(), []).append(name)

    def find(self, norm: Normal, words: Iterable[tuple[int, int]]) -> list[tuple[int, Spot]]:
        """All places with the position they begin at, in the order written."""
        cuts = list(words)
        ruled = self._ruled(norm.text, cuts)
        runs = ruled.meant
        if self.taught and cuts:
            heard = norm.text[: cuts[-1][1]]
            told = [(run.start, run.end) for run in ruled.meant if run.end <= len(heard)]
            runs = by_tags(norm.text, tagged(heard, cuts, told), ruled, len(heard))
        return [(run.start, self._spot(norm, run)) for run in runs]

    def by_rule(self, text: str, cuts: Cuts) -> list[Run]:
        """What the rules alone take for places in a normalised text."""
        return self._ruled(text, cuts).meant

    def _ruled(self, text: str, cuts: Cuts) -> Ruled:
        head = text[:_READ]
        hits = self.gazetteer.find(text)
        pieces = [Piece(hit.start, hit.end, _kind(text[hit.start : hit.end])) for hit in hits]
        _add(pieces, [one for one in buildings(text) if not quantity(text, one)])
        _add(pieces, named(head, cuts))
        for more in (routes(head), ways(head, cuts), hamlets(head, cuts), estates(head, cuts)):
            _add(pieces, more)
        sounding = self._begun(text, pieces) if hits else self._sounding(head, pieces, cuts)
        _add(pieces, _nameless(text, pieces, cuts))
        _add(pieces, rooms(text, pieces))
        known = [*hits, *sounding]
        ruled = meant(text, runs_of(text, sorted(pieces, key=lambda p: p.start), known, cuts))
        spots = [] if ruled.meant else landmarks(head, cuts)
        runs = [Run(spot.start, spot.end, (spot.kind,), ()) for spot in spots]
        return Ruled(ruled.meant or runs, ruled.aside, known)

    def _begun(self, text: str, pieces: list[Piece]) -> list[Hit]:
        """幸福家园 where the district knows 幸福家园一期 and 幸福家园二期."""
        return [
            Hit(piece.start, piece.end, found, exact=False)
            for piece in pieces
            if piece.kind == "name"
            and (found := self.gazetteer.begun(text[piece.start : piece.end]))
        ]

    def _sounding(self, text: str, pieces: list[Piece], cuts: Cuts) -> list[Hit]:
        hits = [
            hit
            for hit in self.gazetteer.sounding(text)
            if not _cuts_a_word(text, hit, cuts)
            and not (text[hit.start] in _TO and any(a == hit.start + 1 for a, _ in cuts))
        ]
        for piece in pieces:
            if piece.kind == "name" and (
                found := self.gazetteer.like(text[piece.start : piece.end])
            ):
                hits.append(Hit(piece.start, piece.end, found, exact=False))
        hits += [_with_house(text, hit) for hit in self.gazetteer.spelt(text)]
        for hit in hits:
            if not any(p.start <= hit.start and hit.end <= p.end for p in pieces):
                pieces[:] = [p for p in pieces if p.end <= hit.start or p.start >= hit.end]
                pieces.append(Piece(hit.start, hit.end, _kind(text[hit.start : hit.end])))
        return hits

    def _spot(self, norm: Normal, run: Run) -> Spot:
        found = self._inside(norm.text, run) if run.hits else ()
        return Spot(
            norm.written(run.start, run.end).strip(" ,，的"),
            tuple(dict.fromkeys(name.place for name in found)),
            tuple(dict.fromkeys(name.grid for name in found if name.grid)),
            all(hit.exact for hit in run.hits),
        )

    def _inside(self, text: str, run: Run) -> tuple[Name, ...]:
        """The places meant: the building itself if it is known, else what was named last."""
        last = run.hits[-1]
        for one in last.names:
            for key in _houses(one.text, text[last.end : run.end]):
                if key in self._named:
                    return tuple(self._named[key])
        shared = [
            name for name in last.names
            if any(name.grid == o.grid for hit in run.hits[:-1] for o in hit.names)
        ]  # fmt: skip
        return tuple(shared) or last.names


def _nameless(text: str, pieces: list[Piece], cuts: Cuts) -> list[Piece]:
    """Names that only the building behind them tells of, where no known piece touches them."""
    found: list[Piece] = []
    for piece in pieces:
        if piece.kind == "building" and not any(p.end == piece.start for p in pieces):
            name = None if lonely_number(text, piece) else unknown(text, piece, cuts)
            if name and not any(_across(p, name) for p in pieces):
                found.append(name)
    return found


def _across(piece: Piece, name: Piece) -> bool:
    """Whether a piece lies partly outside a name that would swallow it."""
    touches = piece.start < name.end and name.start < piece.end
    return touches and not (name.start <= piece.start and piece.end <= name.end)


def _cuts_a_word(text: str, hit: Hit, cuts: Cuts) -> bool:
    """和平解 in 和平解决 sounds like 和平街, but ends inside a word."""
    return any(
        (start < hit.start < end <= hit.end or hit.start <= start < hit.end < end)
        and known(text[start:end])
        for start, end in cuts
    )


def _with_house(text: str, hit: Hit) -> Hit:
    """A name typed in pinyin with the building behind it: xing fu li san hao lou."""
    house = _TYPED_HOUSE.match(text, hit.end)
    return replace(hit, end=house.end()) if house else hit


def _houses(name: str, behind: str) -> list[str]:
    """How a building may stand in the gazetteer: 三幢 may be written 3号楼, 3栋 or 3幢."""
    match = re.search(
        r"(\d{1,3}|[一二三四五六七八九十]{1,3}|[A-Za-z])(?:号楼|幢|栋|座|号|[-—])", behind
    )
    if not match:
        return []
    value = number(match[1])
    digits = match[1].lower() if value is None else str(int(value))
    return [f"{name.lower()}{digits}{word}" for word in ("号楼", "幢", "栋", "座", "号")]


def _kind(words: str) -> str:
    return "road" if words[-1] in "路街巷弄道" and not words.endswith("街道") else "name"


def _add(pieces: list[Piece], more: list[Piece]) -> None:
    """Add what overlaps nothing; a longer name by its ending swallows a shorter known one."""
    for piece in more:
        touched = [p for p in pieces if p.start < piece.end and piece.start < p.end]
        if not touched:
            pieces.append(piece)
        elif all(piece.start <= p.start and p.end <= piece.end for p in touched):
            if piece.kind != "building" and all(p.kind != "building" for p in touched):
                pieces[:] = [p for p in pieces if p not in touched]
                pieces.append(piece)
        elif piece.kind == "building" and (behind := max(p.end for p in touched)) < piece.end:
            pieces.append(Piece(behind, piece.end, "building"))


def best(spots: list[tuple[int, Spot]]) -> Spot | None:
    """The place a message is about: a known one first, then the most exact, then the first."""
    if not spots:
        return None
    return max(spots, key=lambda s: (bool(s[1].places), _detail(s[1].text), -s[0]))[1]


def _detail(words: str) -> int:
    """A house with its name before a name, a name before a town or two characters, these before
    a number alone; among equals the first counts."""
    if _BARE.match(words):
        return 0
    if len(words) < _NAMED or _TOWN.search(words):
        return 1
    return 3 if _HOUSE.search(words) else 2
