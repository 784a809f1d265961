"""Runs of words that have the shape of an address, whether the district knows them or not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from nlu.leftwards import Cuts, left
from nlu.matterwords import TRADES
from nlu.nonames import GENERIC, NEVER
from nlu.placewords import BUILDING, SHOP_NAME, SUFFIX, UNIQUE
from nlu.wordkinds import COMMON
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
# What may end a word that a name ends within: 村 in 村口.
_TAILS = re.compile(
    "[口边头尾下上里内旁外中段]|[东南西北][口段侧边面]|底下|[上下][面方]|校门口?|"
    "[东南西北]岸?|门口?|口子|两[边侧]|边上|业主|住户|居民|保安|物业"
)
# What stands behind a factory that has no more of a name than 机床厂.
_PLAIN = re.compile("旧|老|院子|大门|宿舍|家属|的?[东南西北正后大]{0,2}门|旁|对面|隔壁|后面|围墙")
_BUS = re.compile(
    r"(?:[A-Z]?\d{1,3}|[一二三四五六七八九十]{1,3})路(?:公交)?车(?=[\u4e00-\u9fff]{2})"
)
_SEVERAL = re.compile("[二两三四五六七八九十几多数百2-9][家条座个所间处]$")
_LONGEST = 10
_OPENED = "开租卖"  # 粮油店 in 窑湾街开粮油店
# What else is no name, but one of a street or a village.
_STREETS = re.compile("(?:建材|经济|农业|国际|温泉|五金|沿[河江湖])[路街巷道村]|沿[江海]高速")
_OLD_STREET = re.compile("[老新古正横后]街")
_NAME = 7  # characters of a name before its building
_FACTORY = 5  # characters of a factory with a name of its own: 青坪树脂厂


@dataclass(frozen=True, slots=True)
class Piece:
    """Something like an address at text[start:end]; `kind` is name, road, path or building."""

    start: int
    end: int
    kind: str


def buildings(text: str) -> list[Piece]:
    """Buildings, units and rooms: 3号楼, 二单元502, 3-2-501."""
    return [Piece(*match.span(), "building") for match in BUILDING.finditer(text)]


def lonely_number(text: str, piece: Piece) -> bool:
    """True for a bare 3号, which without a name before it is a day or a queue number."""
    return _BARE_NUMBER.fullmatch(text[piece.start : piece.end]) is not None


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
    start = _begin(text, match, floor, cuts)
    body = text[start : match.end()]
    if _SEVERAL.search(text, max(0, start - 3), start) and not SHOP_NAME.match(body):
        return None
    if _too_bare(text, match, body) or not _names(body, match[0], 0 < floor == start):
        return None
    return Piece(start, match.end(), _shape(body))


def _begin(text: str, match: re.Match[str], floor: int, cuts: Cuts) -> int:
    """Where a name begins that ends with `match`: behind 开 and 15路车."""
    start = left(text, match.start(), max(floor, match.start() - _LONGEST), cuts)
    if 0 < floor == start and text[start] in _OPENED:
        return start + 1
    bus = _BUS.match(text, start, match.start())
    return bus.end() if bus else start


def _too_bare(text: str, match: re.Match[str], body: str) -> bool:
    """Whether a trade or a factory has no name of its own: 吃火锅, 面粉厂."""
    if match[0] == "厂":
        return len(body) < _FACTORY and not _PLAIN.match(text, match.end())
    return match[0] in TRADES and len(body) < len(match[0]) + 2


def _inside_a_word(text: str, end: int, cuts: Cuts) -> bool:
    """小学 in 小学生, 村 in 村民; but 村 in 村口 ends a name."""
    for start, stop in cuts:
        if start < end < stop:
            tail = _TAILS.fullmatch(text, end, stop) or text.startswith("校门", end)
            return not tail and known(text[start:stop])
    return False


def _ends_common(text: str, match: re.Match[str], cuts: Cuts) -> bool:
    """出路, 农村 and 邻县 end like names."""
    if len(match[0]) > 1:
        return False
    start = next((start for start, stop in cuts if stop == match.end()), match.start())
    if SHOP_NAME.match(text, start - 1) or SHOP_NAME.match(text, start):
        return False
    return bool(kind(text[start : match.end()]) & COMMON)


def unknown(text: str, building: Piece, words: Iterable[tuple[int, int]]) -> Piece | None:
    """A name known by nothing but the building behind it: 香樟园 in 香樟园9栋."""
    cuts = sorted(words)
    if not cuts or building.start > cuts[-1][1]:
        return None
    start = left(text, building.start, max(0, building.start - _NAME), cuts)
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
    if before in "老新" and UNIQUE.fullmatch(ending):
        return True
    if _STREETS.fullmatch(body) or (joined and _OLD_STREET.fullmatch(body)):
        return True
    return (joined or before not in GENERIC) and NEVER.search(body) is None


def _longer(text: str, piece: Piece, end: int) -> Piece:
    """翠湖 and 名都 side by side are one name; the second 巷 of 百花巷巷尾 is none of it."""
    if end == piece.end + 1 and text[piece.end] == text[piece.end - 1] != "站":
        return piece
    return Piece(piece.start, end, _shape(text[piece.start : end]))


def _shape(body: str) -> str:
    """The kind of a name by its ending; a path lies along a road and is none to be crossed."""
    if body.endswith(("步道", "绿道", "通道")):
        return "path"
    return "road" if body[-1] in "路街巷弄道" and not body.endswith("街道") else "name"
