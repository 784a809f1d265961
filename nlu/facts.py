"""Facts that have a shape of their own: phones, ticket numbers, plates; and the other facts."""

from __future__ import annotations

import re

from nlu.money import amounts
from nlu.numerals import spoken
from nlu.parties import names
from nlu.people import people

__all__ = ["amounts", "names", "people", "phones", "plates", "tickets"]

_SPOKEN = "0-9零〇一二三四五六七八九两幺洞拐"
_MOBILE = re.compile(r"(?<![0-9])(?:\+?86[- ]?)?(1[3-9]\d(?: ?[-. ]? ?\d{4}){2})(?![0-9])")
_SPOKEN_MOBILE = re.compile(
    f"(?<![{_SPOKEN}])([1一幺][ -]?[{_SPOKEN}](?:[ ,-]?[{_SPOKEN}]){{9}})(?![{_SPOKEN}])"
)
_LANDLINE = re.compile(
    r"(?<![0-9-])\(?(0(?:10|2\d|[3-9]\d{2}))\)?(?: ?[-–—/] ?| )?(\d{3,4}(?: ?- ?| )?\d{4})(?![0-9])"
)
_FREE = re.compile(r"(?<![0-9-])([48]00[- ]?\d{3}[- ]?\d{4})(?![0-9])")
_LOCAL = re.compile(
    r"(?<![\dA-Za-z.*-])(?!20[0-3]\d[- ]?[01]\d[0-3]\d)([2-8]\d{2,3}[- ]?\d{4})"
    r"(?![\dA-Za-z.-]|[元块万年月号户度])"
)
_CALL = re.compile(
    r"(?:电话|座机|号码|[打拨](?![款钱印赏包架人折工])|回电|来电|致电|热线|传真|联系(?!人)|家里"
    r"|家是)[^\d。!?;]{0,6}$"
)
_CALLED = re.compile(r"[, (]?(?:这?是)?(?:我|他|她)?家?里?的?(?:座机|电话|打不通|打得通)")
_RINGS = re.compile(
    r"(?P<far>[^\d。!?;]{0,8}?)(?:没人[接听](?!单|手|待|班|活)|[没不]接(?!单|待|活|收|受|手)|接起来|接了|接通|"
    "忙音|占线|空号|停机|关机|打不[通进]|打了?(?:[^,。!?;款包]{1,5})?[次遍回](?!票)|转接|转人工|"
    r"一?[打拨]就|随[时便]打|挂我|挂断|就挂)"
)
_DESK = re.compile(
    "(?:前台|值班室|值班|门卫室?|保安亭|保安室|保安|岗亭|办公室|居委会?|村委会?|业委会|社区|街道办?|"
    "物业|物业部|管理处|服务台|服务站|传达室|监控室|客服|派出所|警务室|维修[部班]|中控室|办事处|诊所|"
    "总机|分机)(?:是|的是|的?号|[: ])?$"
)
_NO_CALL = re.compile(
    "(?:[编单账户表证同牌卡]号?|(?:取件|验证|条形?|设备|流水|案|会员|订|桩|杆|箱|房)[码号]|"
    "尾号|[qQ]{2}号?|微信号?|序列)(?:码|是|为|:| ){0,3}$"
)
_TICKET = re.compile(
    r"(?<![0-9])(?<![0-9] )(20\d{2} ?(?:0[1-9]|1[0-2]) ?(?:[0-2]\d|3[01])(?= ?[-—–_./]? ?\d{4})|"
    r"20\d{2}-(?:0[1-9]|1[0-2])-(?:[0-2]\d|3[01])(?=-)) ?[-—–_./]? ?(\d{4})(?![0-9])"
    r"((?:[、和跟及]\d{4}(?![0-9:年月日点.元块万多户人米-]))*)"
)
_TAIL = re.compile(
    r"(?:查一?下?|编号|工单号?|单号|单子|尾号|后四位|号码)(?:是|为|:|"
    r"的是)?\s*(\d{4})(?![0-9年月日号.-])"
)
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = re.compile(
    f"(?<![A-Za-z])([{_PROVINCES}][A-HJ-Za-hj-z])[·.\\- ]?"
    r"([A-HJ-NP-Za-hj-np-z0-9]{5,6}|[A-HJ-NP-Za-hj-np-z0-9]{4}[学警挂港澳])(?![A-Za-z0-9])"
)


def phones(text: str) -> tuple[str, ...]:
    """Mobile and landline numbers, digits only, in the order written."""
    found: dict[tuple[int, int], str] = {}
    for match in _MOBILE.finditer(text):
        found[match.span()] = re.sub(r"\D", "", match.group(1))
    for match in _SPOKEN_MOBILE.finditer(text):
        digits = re.sub(r"\D", "", spoken(match.group(1)))
        if re.fullmatch(r"1[3-9]\d{9}", digits) and not _inside(match, found):
            found[match.span()] = digits
    for pattern in (_LANDLINE, _FREE, _LOCAL):
        for match in pattern.finditer(text):
            if pattern is _LOCAL and not _called(text, match):
                continue
            if not _inside(match, found):
                found[match.span()] = re.sub(r"\D", "", "".join(match.groups()))
    return tuple(dict.fromkeys(found[span] for span in sorted(found)))


def _called(text: str, match: re.Match[str]) -> bool:
    """Whether words of calling stand by a number without an area code: 打家里2157763."""
    before = text[max(0, match.start() - 12) : match.start()]
    if _NO_CALL.search(before):
        return False
    if _CALL.search(before):
        return True
    rings = _RINGS.match(text, match.end())
    if "-" in match[1]:  # 3000-5000 is pay
        return rings is not None and "," not in rings["far"]
    return bool(rings or _DESK.search(before) or _CALLED.match(text, match.end()))


def _inside(match: re.Match[str], found: dict[tuple[int, int], str]) -> bool:
    return any(start < match.end() and match.start() < end for start, end in found)


def tickets(text: str) -> tuple[str, ...]:
    """Ticket numbers (20261121-0007), or the last four digits after words like 查 or 编号."""
    whole = [
        f"{re.sub(r'[- ]', '', m[1])}-{tail}"
        for m in _TICKET.finditer(text)
        for tail in (m[2], *re.findall(r"\d{4}", m[3]))
    ]
    tails = [] if whole else [m[1] for m in _TAIL.finditer(text)]
    return tuple(dict.fromkeys(whole + tails))


def plates(text: str) -> tuple[str, ...]:
    """Number plates in capitals without dots, new-energy ones included."""
    return tuple(dict.fromkeys((m[1] + m[2]).upper() for m in _PLATE.finditer(text)))
