"""Runs of words that have the shape of an address, whether the district knows them or not."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from nlu.placewords import (
    BUILDING,
    GENERIC,
    HARD_STOPS,
    NEVER,
    SHOP_NAME,
    STOP_WORDS,
    SUFFIX,
    UNIQUE,
)
from nlu.tails import CORNER, TAIL
from nlu.wordkinds import CLOSED, COMMON, VERB
from nlu.words import kind, known

# A day of the month is no house: 3号 counts only behind a road, an estate or another number.
_BARE_NUMBER = re.compile(r"[一二三四五六七八九十百零\d]{1,4}号(?:[进出入]*口)?")
_HAN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·]")
_WHOLE = re.compile(r"[\u4e00-\u9fffA-Za-z·]{2,7}")
_QUANTITY = re.compile(r"[有共几这那建拆盖另两多了第个]$")
_COUNTED = re.compile(r"[一二三四五六七八九十百\d]{1,4}[幢栋座期区]")
_ONE = re.compile(r"[一两][幢栋座]|[一二三四五六七八九十\d]{1,2}期|[一二三四五六七八九十\d]{1,2}区")
_JOINED = re.compile(r"[\u4e00-\u9fffA-Za-z\d]$")
_TIME = re.compile(
    r"[早晚][上晨]|[上中下]午|夜里|半夜|凌晨|[今昨明前后]天|[今昨明]晚|\d号|周[一二三四五六日末]|"
    "[星礼][期拜][一二三四五六日天]|点半?|"
    r"刚才|现在|最近|目前|已经|一直|天天|每天|经常"
)
_TOWNS = ("省", "市", "县", "区", "镇")  # before what there is one of in a town
_TWICE = frozenset("管看查修问说听试谈催帮治评瞧数")  # verbs said twice: 管管
# Words with a character that else never stands in a name.
_SAFE = re.compile(
    "喜来登|太[阳平湖仓白和原古极]|如[意家来]|来福|好又多|不夜城|过[江街]|问津|想念|往来|看守|就业|看丹|"
    "从化|往事|让胡路|不锈钢|过滤|"
    "着装|离退休|的士|是非|我爱我家|每日|叫化|说书|他乡|也门|向往|又一村|还珠|刚果|侬好|都市|"
    "都江堰|首都|成都|丽都|"
    "名都|[\u4e00-\u9fff]都(?=[大酒宾饭商花小])"
)
# What may end a word that a name ends within: 村 in 村口.
_TAILS = re.compile("[口边头尾下上里内旁外中段]|[东南西北]岸?|门口?|口子|两[边侧]|边上")
_NUMBERED = re.compile(
    r"[一二两三四五六七八九十几多数百\d]+[家条座个所间栋位处名户米里]|[几多数两]+"
)
_LONGEST = 10
# What else is no name, but one of a street or a village.
_STREETS = re.compile("(?:建材|经济|农业|国际|温泉|五金|沿[河江湖])[路街巷道村]")
_OLD_STREET = re.compile("[老新古正横后]街")
_NAME = 7  # characters of a name before its building
_TAILED = 4  # 三组大队部后面, 北门停车场入口旁边


Cuts = list[tuple[int, int]]  # starts and ends of words


@dataclass(frozen=True, slots=True)
class Piece:
    """Something like an address at text[start:end]; `kind` is name, road, building or gate."""

    start: int
    end: int
    kind: str


def buildings(text: str) -> list[Piece]:
    """Buildings, units and rooms: 3号楼, 二单元502, 3-2-501."""
    return [Piece(*match.span(), "building") for match in BUILDING.finditer(text)]


def lonely_number(text: str, piece: Piece) -> bool:
    """True for a bare 3号, which without a name before it is a day or a queue number."""
    return _BARE_NUMBER.fullmatch(text[piece.start : piece.end]) is not None


def gate(text: str, start: int) -> int:
    """The end of gates, sites or sides that follow at `start`; `start` when none does."""
    for _ in range(_TAILED):
        match = TAIL.match(text, start)
        if not match and text.find("那个路口", start, start + 8) >= 0:
            match = CORNER.match(text, start)
        if not match:
            break
        start = match.end()
    return start


def named(text: str, words: Iterable[tuple[int, int]]) -> list[Piece]:
    """Names by their endings: X小区, X花园, X路 …, begun where the words before them end.

    Looks no further than the words go.
    """
    cuts = sorted(words)
    pieces: list[Piece] = []
    floor = 0
    for match in SUFFIX.finditer(text, 0, cuts[-1][1] if cuts else 0):
        if pieces and match.start() == pieces[-1].end:
            pieces[-1] = _longer(text, pieces[-1], match.end())
        elif piece := _named(text, match, floor, cuts):
            pieces.append(piece)
        floor = pieces[-1].end if pieces else 0
    return pieces


def _named(text: str, match: re.Match[str], floor: int, cuts: Cuts) -> Piece | None:
    """The name that ends with `match` and begins behind `floor`, if it is one."""
    schooled = UNIQUE.fullmatch(match[0]) is not None  # 二小, which stands before 东门
    if (not schooled and _inside_a_word(text, match.end(), cuts)) or _ends_common(
        text, match, cuts
    ):
        return None
    start = _left(text, match.start(), max(floor, match.start() - _LONGEST), cuts)
    body = text[start : match.end()]
    if not _names(body, match[0], 0 < floor == start):
        return None
    return Piece(start, match.end(), "road" if _is_road(body) else "name")


def _inside_a_word(text: str, end: int, cuts: Cuts) -> bool:
    """小学 in 小学生, 村 in 村民; but 村 in 村口 ends a name."""
    for start, stop in cuts:
        if start < end < stop:
            return not _TAILS.fullmatch(text, end, stop) and known(text[start:stop])
    return False


def _ends_common(text: str, match: re.Match[str], cuts: Cuts) -> bool:
    """出路, 农村 and 邻县 end like names."""
    if len(match[0]) > 1:
        return False
    start = next((start for start, stop in cuts if stop == match.end()), match.start())
    return bool(kind(text[start : match.end()]) & COMMON)


def unknown(text: str, building: Piece, words: Iterable[tuple[int, int]]) -> Piece | None:
    """A name known by nothing but the building behind it: 香樟园 in 香樟园9栋."""
    cuts = sorted(words)
    if not cuts or building.start > cuts[-1][1]:
        return None
    start = _left(text, building.start, max(0, building.start - _NAME), cuts)
    if time := list(_TIME.finditer(text, start, building.start)):
        start = time[-1].end()
    body = text[start : building.start]
    if not _WHOLE.fullmatch(body) or NEVER.search(body) or body in GENERIC:
        return None
    return Piece(start, building.start, "name")


def quantity(text: str, piece: Piece) -> bool:
    """有五栋 counts buildings; 一栋 and 二期 alone are no place."""
    words, before = text[piece.start : piece.end], text[: piece.start][-1:]
    if _ONE.fullmatch(words) and (not _JOINED.search(before) or before in "了把"):
        return True
    return bool(_COUNTED.fullmatch(words) and _QUANTITY.search(before))


def _names(body: str, ending: str, joined: bool) -> bool:
    """Whether a run of words with the ending of a name is one: not 我们小区, not 马路.

    `joined` right behind another name: 老菜场 is one in 翠竹路老菜场.
    """
    before = body[: -len(ending)]
    if not before or before in _TOWNS:
        return UNIQUE.fullmatch(ending) is not None
    if _STREETS.fullmatch(body) or (joined and _OLD_STREET.fullmatch(body)):
        return True
    return (joined or before not in GENERIC) and NEVER.search(body) is None


def _longer(text: str, piece: Piece, end: int) -> Piece:
    """翠湖 and 名都 side by side are one name; the second 巷 of 百花巷巷尾 is none of it."""
    if end == piece.end + 1 and text[piece.end] == text[piece.end - 1]:
        return piece
    return Piece(piece.start, end, "road" if _is_road(text[piece.start : end]) else "name")


def _is_road(body: str) -> bool:
    return body[-1] in "路街巷弄道" and not body.endswith("街道")


def _left(text: str, end: int, limit: int, cuts: Cuts) -> int:
    """Walk left from the suffix to where the name must begin."""
    own = {
        at for name in SHOP_NAME.finditer(text, limit, end + _NAME) for at in range(*name.span())
    }
    start = _at_most(text, end, limit, own)
    for left, stop in cuts:
        if left < start < stop <= end and known(text[left:stop]):
            start = stop
    bounds = [*(left for left, _ in cuts if start <= left < end), end]
    for left, right in reversed(list(itertools.pairwise(bounds))):
        if _stops(text[left:right]) and not own.issuperset(range(left, right)):
            return right
    return start


def _at_most(text: str, end: int, limit: int, own: set[int]) -> int:
    """How far left a name can reach by its characters alone."""
    safe = {at for word in _SAFE.finditer(text, limit, end) for at in range(*word.span())} | own
    start = end
    while start > limit and _HAN.match(text[start - 1]):
        if text[start - 1] in HARD_STOPS and start - 1 not in safe:
            break
        start -= 1
    return start


def _stops(word: str) -> bool:
    """Whether a word belongs to the sentence and not to the name behind it."""
    twice = word == word[0] * 2 and word[0] in _TWICE  # 管管, 看看
    if twice or _NUMBERED.fullmatch(word):
        return True
    return word in STOP_WORDS or bool(kind(word) & (VERB | CLOSED))
