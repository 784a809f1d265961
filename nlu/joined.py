"""Which pieces of an address belong together, and the pieces that need another to be known."""

from __future__ import annotations

import re

from nlu.addresses import Piece
from nlu.leftwards import Cuts, begun, belongs
from nlu.nonames import GENERIC, NEVER
from nlu.tails import TEAM, gate
from nlu.words import known

_GAP = re.compile(r"(?:小区|社区|[东西南北]区)?(?:的|里的|里面的|内的?)?[ ,]?")
_ROADS = re.compile(r"[ ,]?(?:和|与|跟|、|到|至|-|近|靠近|\(近?|交)[ ]?")
_LINK = re.compile(r" ?[和与跟同及到至、-]? ?")
_BETWEEN = re.compile(
    "之间|中间(?![人商])|的?(?:(?:[十丁]字|三岔)路口|路口|交叉路?口|交汇[处口]|交界处?|[拐转]角处?)"
)
_CROSSING = re.compile(
    "(?:[十丁]字|三岔)?路?口(?![味碑子罩])|交[叉汇界]|[拐转][角弯]|[东西南北]{2}角|之间|"
    "中间(?![人商])"
)
# A room behind a name: neither a year, a sum, a count nor a number to call.
_ROOM = re.compile(
    r"(?!11[0249]|12[02])[A-Za-z]?\d{3,4}(?:室|房(?![子东屋产]))?"
    r"(?![\dA-Za-z.:/%—-]|[年元块万千百十多余几个人户平米次天月日号幢栋座单楼层路公里度斤条件名位"
    "辆台点分期弄巷省国县乡例岁周吨亩棵盏])"
)
_LIVED_IN = re.compile(
    "(?:公寓|大厦|小区|花园|家园|(?<![公校乐田果菜茶])园|[苑庭府邸居湾城里郡阁轩墅寓舍]|新村|"
    "写字楼|国际|"
    "酒店|宾馆|[商财]务?中心)$"
)
_ROUTE = re.compile(
    r"(?:(?:[国省县乡村]道 ?[GSXYCgsxyc]?|[GSXY](?=\d{3}[国省县乡线高]))\d{1,4}(?:线|[国省县乡]道)?"
    r"|\d{3}(?:国道|省道|县道)|[\u4e00-\u9fff]{2}(?:高速|线)(?=K\d))"
    r"(?:[ ,]?K?\d{1,4}(?:\+\d{1,3})?(?:公里|千米|km)?(?:\+?\d{1,3}米)?处)?"
)
_NUMBERED = re.compile("道|[速线]K[0-9]|[GSXY][0-9]{3}")
_VILLAGE = re.compile("(?<![\u4e00-\u9fff])村[东西南北]?[头口尾边]")
_WAY = re.compile(
    "(?<![流摆排歪滑漏漫掉堵停倒淌溢散传走跑开骑搬送推拉扔堆铺修挖通伸接站学飘吹滚直找等做坐回来去看听说收拿得没见谈想知碰遇达撞])"
    "[到至](?!马路|公路|路边|街上)(?:[^,。!?;\\s的去来了没有在还仍是]{1,8}?)"
    "(?:的[小山]?路(?![灯人子费段])|的?(?:[这那]一?段路?|(?:土|泥|水泥|砂石)路|路上|[乡村县]道|"
    "公路|机耕路|路段|沿线|中间那条[\u4e00-\u9fff]{2}))"
)
_TEAM = re.compile(f"{TEAM}$")
_HAMLET = re.compile(
    "(?:^|"
    "(?<=[,。!?;:\\s在到是住从管看去说]))(?![一两几黑臭破这那])[\u4e00-\u9fff]{2,3}[坡坝坳岭浜圩荡墩埭坪垭冲湾渡堡寨垸畈塘溪港洲滩庵坊庄屯]"
    "(?=的|有|没|又|[这那][边里]|天天|旁|对面|附近|后面|前面|门口|,|$)"
)
_ORIGIN = re.compile("(?:户口|户籍|老家|学籍|祖籍|籍贯)(?:[还现]?[在是]|落在)?$|(?:出生[在于])$")
_MOVED = re.compile("(?:搬|迁|过来|来的|来这|嫁|调)")
_WRONG = re.compile("(?:不对|错了|是错的|打错|写错)")
_LIVES = re.compile("住(?:在)?$")
_MEANT = re.compile("不过|但是?|[要想]说|说的是|[要想]?(?:反映|投诉|举报)|路过|上班|经过")
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
    found = (
        [Piece(*m.span(), "road") for m in _ROUTE.finditer(text)] if _NUMBERED.search(text) else []
    )
    if "村" in text:
        found += [
            Piece(*m.span(), "name")
            for m in _VILLAGE.finditer(text)
            if gate(text, m.end()) > m.end()
        ]
    return found


def ways(text: str, cuts: Cuts) -> list[Piece]:
    """The way from one spot to another: 菱角湾到莲荷小学的土路, 三中到体育馆这段路."""
    found = []
    for match in _WAY.finditer(text) if "到" in text or "至" in text else ():
        team = _TEAM.search(text, max(0, match.start() - 5), match.start())
        start = begun(text, team.start() if team else match.start(), cuts)
        if match.start() - start > 1:
            found.append(Piece(start, match.end(), "road"))
    return found


def hamlets(text: str, cuts: Cuts) -> list[Piece]:
    """Names of hamlets and hills known by nothing but how they end: 十字坡, 大塘坝."""
    return [
        Piece(*match.span(), "name")
        for match in _HAMLET.finditer(text)
        if not any(b == match.end() and b - a == 2 and known(text[a:b]) for a, b in cuts)
        and not NEVER.search(match[0])
        and match[0][:-1] not in GENERIC
        and all(belongs(text[a:b]) for a, b in cuts if a < match.end() and match.start() < b)
    ]


def denied(before: str) -> bool:
    """Whether the words before a place take it away: 不是采菱里，是荷叶浜."""
    return _NOT.search(before[-4:]) is not None


def beside_the_point(text: str, start: int, end: int) -> bool:
    """Whether a place is where somebody comes from or is registered, not where the matter is."""
    return bool(_ORIGIN.search(text, max(0, start - 6), start)) or (
        text[start - 1 : start] in ("从", "由") and _MOVED.match(text, end) is not None
    )


def set_aside(text: str, start: int, end: int, later: int) -> bool:
    """Whether a place is taken back or only lived in, and the one at `later` is meant."""
    if _WRONG.match(text, end):
        return True
    lives = _LIVES.search(text, max(0, start - 6), start)
    return lives is not None and _MEANT.search(text, end, later) is not None
