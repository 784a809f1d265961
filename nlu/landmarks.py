"""Places by common nouns: spots told without a name, and what lies behind a name that is told.

菜场后面的公厕, 镇政府门口, 河边那条小路, 小区北门; the 塑胶跑道 of 禾光公园.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from nlu.addresses import Piece
from nlu.landmarkwords import (
    ANY,
    BEGINS,
    ENDS_LIKE_A_QUESTION,
    LINK,
    LYING,
    LYING_BY_NAME,
    MADE,
    NO_SITE,
    SIDE,
    SITE,
    WIDE,
)
from nlu.leftwards import Cuts, belongs
from nlu.tails import gate
from nlu.words import known

_MOST_WORDS = 3  # 地下 停车场 入口 坡道 is told in two goes
_THINGS = re.compile("场舞|路[灯障面牌标缘]")  # what runs across the end of a place and is none
_WHOSE = "我俺咱你伲侬"  # 俺村 is no word that 村 is inside of


def landmarks(text: str, cuts: Cuts) -> list[Piece]:
    """Spots told without any name, in the order written."""
    found: list[Piece] = []
    done = 0
    for match in BEGINS.finditer(text):
        if match.start() < done or _any(text, match.start()) or _inside(text, match.start(), cuts):
            continue
        end = _end(text, match, cuts)
        if match["spot"] or end > match.end():
            found.append(Piece(match.start(), end, "name"))
            done = end
    return found


def _end(text: str, match: re.Match[str], cuts: Cuts) -> int:
    """Where the spot ends that begins with `match`; at the end of the match if nothing more
    is told of it."""
    wide = match[0] in WIDE
    if wide and text[match.end() : match.end() + 1] in "这那里":
        return match.end()
    end = onward(text, match.end(), cuts)
    if match["spot"] or end > match.end() or text.startswith("里", end):
        return _beside(text, end, cuts, LYING)
    return end


def onward(text: str, end: int, cuts: Cuts) -> int:
    """The end of the sites, gates, sides and other landmarks told right behind `end`."""
    end = gate(text, end)
    while (site := _site(text, end, cuts)) > end:
        end = gate(text, site)
    other = BEGINS.match(text, end)
    if other and not _inside(text, end, cuts):
        beyond = gate(text, other.end())
        end = beyond if other["spot"] or beyond > other.end() else end
    return end


def by_name(text: str, end: int, cuts: Cuts) -> int:
    """As `onward`, behind a name: what lies beside it counts where a side is told."""
    end = onward(text, end, cuts)
    if SIDE.search(text, max(0, end - 2), end):
        end = _beside(text, end, cuts, LYING_BY_NAME)
    return end


def _beside(text: str, end: int, cuts: Cuts, lying: re.Pattern[str]) -> int:
    """The end of what lies beside a spot: the 公厕 of 菜场后面的公厕; `end` if nothing does."""
    link = LINK.match(text, end)
    if link is None:
        return end
    there = _told(text, link.end(), cuts, lying)
    if there > link.end():
        return gate(text, there)
    beyond = gate(text, link.end())
    return beyond if beyond > link.end() and "里" in link[0] else end


def _site(text: str, end: int, cuts: Cuts) -> int:
    return _told(text, end, cuts, SITE)


def _told(text: str, end: int, cuts: Cuts, pattern: re.Pattern[str]) -> int:
    """The end of a place told in up to three words right behind `end`; `end` if there is none."""
    reached = end
    first = bisect_left(cuts, (end,))
    for start, stop in cuts[first : first + _MOST_WORDS]:
        word = text[start:stop]
        if start != reached or not MADE.fullmatch(word):
            break
        fits = belongs(word) or word in ENDS_LIKE_A_QUESTION
        if fits and pattern.fullmatch(text, end, stop) and not _no_site(text, end, start, stop):
            return end if _THINGS.match(text, stop - 1) else stop
        if not fits:
            break
        reached = stop
    return end


def _no_site(text: str, end: int, start: int, stop: int) -> bool:
    """Whether the words up to `stop`, or a last one longer than a character, are no site."""
    alone = stop - start > 1 and NO_SITE.fullmatch(text, start, stop)
    return bool(alone or NO_SITE.fullmatch(text, end, stop))


def _any(text: str, start: int) -> bool:
    return ANY.search(text[max(0, start - 4) : start]) is not None


def _inside(text: str, at: int, cuts: Cuts) -> bool:
    """Whether a known word goes on across `at`: 县医院 has no 医院 of its own before it."""
    place = bisect_left(cuts, (at,))
    if place < len(cuts) and cuts[place][0] == at:
        return False
    start, end = cuts[place - 1] if place else (at, at)
    return start < at < end and text[start] not in _WHOSE and known(text[start:end])
