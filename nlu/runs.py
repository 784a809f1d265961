"""Pieces of an address joined into runs, and which of the runs tell where the matter is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlu.addresses import Piece, lonely_number
from nlu.gazetteer import Hit
from nlu.joined import beside_the_point, between, denied, joined, set_aside
from nlu.landmarks import by_name
from nlu.leftwards import Cuts
from nlu.tails import gate

_TAIL = re.compile(r"小区|社区")
_DAY = re.compile(r"[月周]$")
_HAN = re.compile("[\u4e00-\u9fff]")
_CALL = re.compile("1[3-9][0-9](?:[ -]{0,3}[0-9]{4}){2}|[0-9]{7,}")
_HOME = re.compile("(?:住[在的]?是?|家在)$")
_DENIALS = ("不", "没在", "并非")


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces that belong together, text[start:end], with the gazetteer's hits in it."""

    start: int
    end: int
    kinds: tuple[str, ...]
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the rules take for places, which of the runs are no place of the matter, and all the
    gazetteer's hits."""

    meant: list[Run]
    aside: list[Run]
    hits: list[Hit]


def runs_of(text: str, pieces: list[Piece], hits: list[Hit], cuts: Cuts) -> list[Run]:
    runs: list[Run] = []
    group: list[Piece] = []
    for piece in pieces:
        words = text[piece.start : piece.end]
        again = any(words.startswith(text[p.start : p.end]) for p in group)
        if group and (again or not joined(text, group[-1], piece)):
            runs.append(_run(text, group, hits, cuts))
            group = []
        group.append(piece)
    if group:
        runs.append(_run(text, group, hits, cuts))
    return runs


def _run(text: str, group: list[Piece], hits: list[Hit], cuts: Cuts) -> Run:
    start, end = group[0].start, group[-1].end
    tail = _TAIL.match(text, end)
    if tail and group[-1].kind == "name":
        end = tail.end()
    end = by_name(text, between(text, group, gate(text, end)), cuts)
    inside = tuple(hit for hit in hits if start <= hit.start and hit.end <= end)
    return Run(start, end, tuple(piece.kind for piece in group), inside)


def meant(text: str, runs: list[Run]) -> Ruled:
    """What is no place left out; what is taken away where another is told, set aside."""
    worth: list[Run] = []
    for run in runs:
        if _worth(text, run) and not (worth and run.start < worth[-1].end):
            worth.append(run)
    kept = [run for run in worth if not _aside(text, run, worth[-1].start)]
    if len(worth) > 1 and any(word in text for word in _DENIALS):
        kept = [run for run in kept if not denied(text[: run.start])] or worth
    return Ruled(kept, [run for run in worth if run not in kept], [])


def by_tags(text: str, tagged: list[tuple[int, int]], ruled: Ruled, reach: int) -> list[Run]:
    """The runs that are tagged as places, with the gazetteer's hits in them. Those with a hit,
    those somebody lives in and those beyond the `reach` of the tags count also untagged; what the
    rules set aside stays aside."""
    runs = list[Run]()
    for start, end in tagged:
        apart = [run for run in ruled.meant if run.hits and start <= run.start and run.end <= end]
        if len(apart) > 1:  # 幸福家园和阳光花园 are two
            runs += apart
        elif not _touched(start, end, ruled.aside) and _told(text, start, end, ruled.meant):
            end = _onward(text, start, end, ruled.meant)
            runs.append(_widened(Run(start, end, ("name",), ()), ruled))
    for run in ruled.meant:
        sure = run.hits or run.end > reach or _HOME.search(text, 0, run.start)
        if sure and not _touched(run.start, run.end, runs):
            runs.append(run)
    return sorted(runs, key=lambda run: run.start)


def _told(text: str, start: int, end: int, ruled: list[Run]) -> bool:
    """Whether a tagged run may be a place: 每平方米, and what is told by numbers alone or by one
    to call, are one only by the rules."""
    named = _HAN.search(text, start, end) is not None and text[start] not in "每各"
    called = any(number.start() < end and start < number.end() for number in _CALL.finditer(text))
    return (named and not called) or _touched(start, end, ruled)


def _onward(text: str, start: int, end: int, ruled: list[Run]) -> int:
    """The end of a tagged place, with what the rules know to lie there: 菜场后面 的公厕."""
    on = (run.end for run in ruled if run.start == start and run.end > end)
    return next(on, end) if text.startswith("的", end) else end


def _touched(start: int, end: int, runs: list[Run]) -> bool:
    return any(run.start < end and start < run.end for run in runs)


def _widened(run: Run, ruled: Ruled) -> Run:
    """A run with the hits that touch it, none of them cut in two."""
    inside = [hit for hit in ruled.hits if hit.start < run.end and run.start < hit.end]
    kinds = {
        kind for one in ruled.meant if _touched(one.start, one.end, [run]) for kind in one.kinds
    }
    start = min([run.start, *(hit.start for hit in inside)])
    end = max([run.end, *(hit.end for hit in inside)])
    return Run(start, end, tuple(kinds) or run.kinds, tuple(inside))


def _aside(text: str, run: Run, last: int) -> bool:
    """Whether a run tells of no place of the matter's own; `last` is where the last run begins."""
    if beside_the_point(text, run.start, run.end):
        return True
    return run.end <= last and set_aside(text, run.start, run.end, last)


def _worth(text: str, run: Run) -> bool:
    """A lone 3号 is a day; a lone 周三 or 12月3 has been cut out of a date."""
    if run.kinds == ("building",):
        piece = Piece(run.start, run.end, "building")
        return not lonely_number(text, piece) and not _DAY.search(text[: run.start][-1:])
    return True
