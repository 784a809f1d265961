"""Corrections: 不是三号楼，是五号楼; 地址错了，是中山路90号."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FIELD = (
    "(?:地址|地点|位置|时间|日期|电话|号码|名字|楼号|门牌|门牌号|单元|类别|类型|金额|人数|数字)"
)
_RIGHT = "(?P<right>[^。!?]{1,40})"
# Each with whether it speaks of a slip; the others must swap one fact for another.
_PATTERNS = (
    (
        re.compile(
            r"(?:不是|弗是|唔系|不系|并非)(?P<wrong>[^,。!?;]{1,16}?)[,。; ]*"
            rf"(?:而是|应该是|应是|才对|是|系){_RIGHT}"
        ),
        False,
    ),
    (
        re.compile(
            r"(?:是|应该是|系)(?P<right>[^,。!?;不]{2,24})[,; ]*(?:不是|而不是|唔系)"
            r"(?P<wrong>[^,。!?;吗么]{2,20})[。!]*$"
        ),
        False,
    ),
    (
        re.compile(
            rf"(?:把)?(?P<wrong>[^,。!?;把]{{1,16}}?)(?:改成|改为|换成|更正为|改到){_RIGHT}"
        ),
        False,
    ),
    (
        re.compile(
            rf"(?P<wrong>)(?:(?:刚才|刚刚|前面|上面|我)?{_FIELD}?(?:我)?"
            r"(?:写|说|打|填|发|弄|搞|输|记|报|讲|选)?错(?:了|啦|字)?|更正(?:一下)?|口误|"
            r"改(?:一下|下)(?:地址|时间|地点|电话)?)[,。:; ]*(?:不好意思|抱歉|对不起)?[,。 ]*"
            rf"(?:应该?是|是|改成|改为|应为|正确的是|为){_RIGHT}"
        ),
        True,
    ),
)
_ONLY = re.compile(
    r"^(?:不好意思|抱歉|对不起)?[, ]*(?:地址|地点|位置|时间|日期|电话|号码|楼号|名字|类别|类型|"
    r"金额|人数)?(?:我)?(?:刚才|刚刚)?(?:写|说|打|填|发|搞|弄|记|报|讲|选)?错(?:了|啦)[。!,]*"
    r"|(?:要|想)?(?:改|修改|更正)(?:一下|下)?(?:地址|地点|位置|时间|日期|电话|号码|类别|类型|"
    r"描述)[。!]*"
)
# Every correction holds one of these.
_SLIPS = re.compile(r"[改错]|换成|更正|口误|不是|弗是|唔系|不系|并非")
_NOT = re.compile(
    r"是不是|可不是|还是|要不是|就是|不是(?:说|我|我们|你们|没有|因为|针对|第一次|一次|一天|一两|头一|"
    r"所有|为了|不|吗|嘛|应该|本来|自己|为|很|太|这么|那么|故意|开玩笑|个例)"
)
_LONGEST = 60
_EARLY = 8  # characters before a swap of facts
_FACT = re.compile(
    r"\d|[一二三四五六七八九十两][号楼幢栋单层室点日月天周户个人万千百]|[路街巷村镇苑园里]|小区|公园|广场|"
    r"[早上中下]午|晚上|[昨今明后前]天|元|块|周[一二三四五六日]|投诉|咨询|垃圾|漏水|噪音|路灯|"
    r"[东西南北]门|学校|医院|楼上|楼下|隔壁|对门|物业|单元"
)
_BEFORE = re.compile(r"原来|本来|以前|后来|现在改|想法|建议|可不可以|能不能")


@dataclass(frozen=True, slots=True)
class Correction:
    """The words taken back, and where the new ones stand in the text."""

    wrong: str
    start: int
    end: int


def correction(text: str) -> Correction | None:
    """What a message takes back and puts in its place; None when it corrects nothing."""
    if len(text) > _LONGEST or not _SLIPS.search(text):
        return None
    for pattern, slips in _PATTERNS:
        match = pattern.search(text)
        if match and (slips or _swaps(match)) and not _NOT.search(text[: match.start("right")]):
            start, end = match.span("right")
            return Correction(match["wrong"].strip(), start, end)
    if _ONLY.fullmatch(text.strip()):
        return Correction("", len(text), len(text))
    return None


def _swaps(match: re.Match[str]) -> bool:
    """One fact for another, said early: 不是厨余，是砖头 in a complaint corrects nothing."""
    early = match.start() <= _EARLY and not _BEFORE.search(match.string)
    return early and bool(_FACT.search(match["wrong"]) and _FACT.search(match["right"]))
