"""Which pieces of an address belong together, and the pieces that need another to be known."""

from __future__ import annotations

import re

from nlu.addresses import Piece, gate

_GAP = re.compile(r"(?:小区|社区|[东西南北]区)?(?:的|里的|里面的|内的?)?[ ,]?")
_ROADS = re.compile(r"[ ,]?(?:和|与|跟|、|到|至|-|近|靠近|\(近?|交)[ ]?")
_LINK = re.compile(r" ?[和与跟同及到至、-]? ?")
_BETWEEN = re.compile(
    "之间|中间(?![人商])|的?(?:(?:[十丁]字|三岔)路口|路口|交叉路?口|交汇[处口]|交界处?|[拐转]角处?)"
)
_CROSSING = re.compile(
    "(?:[十丁]字|三岔)?路?口(?![味碑子罩])|交[叉汇界]|[拐转][角弯]|[东西南北]{2}角|之间|中间(?![人商])"
)
# A room behind a name: neither a year, a sum, a count nor a number to call.
_ROOM = re.compile(
    r"(?!11[0249]|12[02])[A-Za-z]?\d{3,4}(?:室|房(?![子东屋产]))?"
    r"(?![\dA-Za-z.:/%—-]|[年元块万千百十多余几个人户平米次天月日号幢栋座单楼层路公里度斤条件名位"
    "辆台点分期弄巷省国县乡例岁周吨亩棵盏])"
)
_LIVED_IN = re.compile(
    "(?:公寓|大厦|小区|花园|家园|(?<![公校乐田果菜茶])园|[苑庭府邸居湾城里郡阁轩墅寓舍]|新村|写字楼|国际|"
    "酒店|宾馆|[商财]务?中心)$"
)
_ROUTE = re.compile(
    r"(?:(?:[国省县乡村]道 ?[GSXYCgsxyc]?|[GSXY](?=\d{3}[国省县乡线高]))\d{1,4}(?:线|[国省县乡]道)?"
    r"|\d{3}(?:国道|省道|县道))"
    r"(?:[ ,]?K?\d{1,4}(?:\+\d{1,3})?(?:公里|千米|km)?(?:\+?\d{1,3}米)?处)?"
)
_VILLAGE = re.compile("(?<![\u4e00-\u9fff])村[东西南北]?[头口尾边]")
_NOT = re.compile("(?<!是)(?:不是|弗是|并非|不在|没在)(?:在|说)?$")


def joined(text: str, one: Piece, other: Piece) -> bool:
    """Whether two pieces, one behind the other, make one place."""
    between = text[one.end : other.start]
    if _paired(text, one, other):
        return True
    if one.kind == other.kind == "road":
        return bool(_ROADS.fullmatch(between))
    if one.kind == "building" and other.kind != "building":
        return between == ""
    if between and other.kind == "building" and gate(text, one.end) == other.start:
        return True  # 新民村4组17号
    return len(between) <= 6 and bool(_GAP.fullmatch(between))


def _paired(text: str, one: Piece, other: Piece) -> bool:
    """Two of a kind that name one spot: 人民路中山路口, 1栋和2栋中间."""
    if not _LINK.fullmatch(text, one.end, other.start):
        return False
    if one.kind == other.kind == "road":
        return _CROSSING.match(text, other.end) is not None
    return one.end < other.start and _BETWEEN.match(text, other.end) is not None


def between(text: str, pieces: list[Piece], end: int) -> int:
    """The end of 之间 or 中间 at `end` where two pieces name what lies between them."""
    found = _BETWEEN.match(text, end) if len(pieces) > 1 else None
    return gate(text, found.end()) if found else end


def rooms(text: str, pieces: list[Piece]) -> list[Piece]:
    """Rooms right behind a name people live under: 天琴公寓2001."""
    return [
        Piece(*room.span(), "building")
        for piece in pieces
        if piece.kind == "name"
        and text[piece.end : piece.end + 1].isascii()
        and _LIVED_IN.search(text[piece.start : piece.end])
        and (room := _ROOM.match(text, piece.end))
    ]


def routes(text: str) -> list[Piece]:
    """Numbered roads with their milestones, and ends of a village that something lies by."""
    found = [Piece(*m.span(), "road") for m in _ROUTE.finditer(text)] if "道" in text else []
    if "村" in text:
        found += [
            Piece(*m.span(), "name")
            for m in _VILLAGE.finditer(text)
            if gate(text, m.end()) > m.end()
        ]
    return found


def denied(before: str) -> bool:
    """Whether the words before a place take it away: 不是采菱里，是荷叶浜."""
    return _NOT.search(before[-4:]) is not None
