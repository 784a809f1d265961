"""What is an answer to the question for a detail, and what tells something else."""

from __future__ import annotations

import re
from typing import Any

from dialogs.flows.own_words import WITHIN
from dialogs.places import A_ROOM, only_a_building
from dialogs.problems import says_what
from dialogs.question import SKIPPED, Option
from dialogs.told import Told
from nlu.rather import rather

NUMBERS = {"amount", "people", "people_count", "households", "acct", "elevator_no", "pole_no",
           "police_no", "order_no", "plate", "room_temp", "rooms", "prev_no"}  # fmt: skip
"""Asks for a number; words without one tell something else."""
_A_NUMBER = re.compile(r"[0-9A-Za-z一二两三四五六七八九十百千万亿几半零整全多]")
CODES = {"acct", "elevator_no", "pole_no", "police_no", "order_no", "plate", "prev_no"}
"""Numbers that are read off something: 晚上七点多看不见路 is none."""
_NO_CODE = re.compile(
    r"[0-9一二两三四五六七八九十百几半多整全]+(?:来|多|几)?个?"
    r"(?:点|时|小时|分钟|天|周|星期|礼拜|月|年|次|回|个|户|人|米|盏|条)|[多几半整全]"
)
_NONE = re.compile(r"(?:没有?|无|不知|不清|不记|记不|看不|忘)(?!法).{0,5}$")
_NO_NAME = re.compile(
    r"[0-9一二三四五六七八九十百千万几半两个多人口户月年天号了总共"
    r"大概差不多左右元块钱欠有，,。.、 ]+"
)
NAMES = {"employer", "project", "party", "party_org", "site_name", "school"}
"""Asks for a name; a sum or a time alone is none."""
_OF_DANGER = re.compile(r"安全|危险|怕|没事|还好|困|人|动手|动过|威胁|打|骂|吓|跟踪|堵|砸|刀")
YES_OR_NO = {
    "people_trapped": (Option("有人困着", "有", ("有", "有人", "困着")), Option("没有人", "没有")),
    "safe_now": (Option("安全", "安全"), Option("不安全", "不安全", ("害怕", "怕", "不太安全"))),
    "safety_check": (Option("有", "有", ("动过手", "威胁过")), Option("没有", "没有")),
}
"""Asks for a yes or a no, in this order."""


def reader(slot: str) -> Any:
    """Reads an answer to the question of a slot; None is none."""

    def read(told: Told) -> str | None:
        if slot in YES_OR_NO and (told.yes or told.no):
            return str(YES_OR_NO[slot][told.no].value)
        if slot in YES_OR_NO and not _OF_DANGER.search(told.plain):
            return None  # 我9岁, said to 现在安全吗
        if slot == "photo":
            return SKIPPED if _NO_PHOTO.search(told.plain) else None
        if told.yes or _tells_otherwise(slot, told):
            return None  # 好的 announces an answer and is none
        counted = slot in CODES or (slot == "amount" and not told.heard.amounts)
        words = _NO_CODE.sub("", told.plain) if counted else told.text
        if slot in NUMBERS and _only_where(told) and slot not in ("rooms", "elevator_no"):
            return None  # 幸福里3幢 is no sum
        if slot in NUMBERS and not _A_NUMBER.search(words):
            return SKIPPED if _NONE.match(told.plain) else None
        if slot in NAMES and _names_nobody(slot, told):
            return None
        return told.text or None

    return read


def _tells_otherwise(slot: str, told: Told) -> bool:
    """Whether it belongs to another line, says only where, or is no answer at all."""
    if _of_another_line(slot, told.plain) or _is_none(slot, told):
        return True
    if slot not in NAMES and _SURNAMED.fullmatch(told.plain):
        return True
    if slot not in WHEN_OR_WHAT:
        return False
    if slot == "claim":
        return _only_where(told) or (bool(told.heard.times) and not says_what(told.heard))
    return _only_where(told) or _timeless(told)


_LINES = {"对方": ("party", "party_org"), "金额": ("amount",), "时间": ("since", "time"),
          "地点": (), "地址": (), "类别": (), "电话": ("phone", "contact_safe")}  # fmt: skip
_A_LINE = re.compile(rf"({'|'.join(_LINES)})(?:就|应该)?(?:是|为|[:：])")
"""What a line of the card is called, and the details that may stand behind it."""


def _of_another_line(slot: str, plain: str) -> bool:
    """对方是403的, said to 从什么时候开始."""
    said = _A_LINE.match(plain)
    return said is not None and slot not in _LINES[said[1]]


def _names_nobody(slot: str, told: Told) -> bool:
    """Whether it is a number, tells us off, or puts something right: 十二个人, 不是漏水，是返水."""
    plain = told.plain
    off = plain[:1] in "你您" and (len(plain) >= TOLD_OFF or bool(_A_QUESTION.search(plain)))
    off = off or bool(rather(plain).right) or bool(_ASKS_ON.fullmatch(plain))
    off = off or bool(_TELLS.search(plain)) or (_known_place(told) and slot not in _OF_A_PLACE)
    off = off or (slot != "party" and bool(_A_FLAT.search(plain)))
    when = bool(_WHEN.fullmatch(plain) or (told.heard.times and not says_what(told.heard)))
    return off or when or bool(_NO_NAME.fullmatch(plain))


_ASKS_ON = re.compile(
    r"那.{2,}呢[?？]?|.{3,}(?:怎么|咋个?|如何)(?:办|弄|报|补|办理)[啊呀呢]*[?？]?"
)
"""那社保卡丢了呢: asks, and is nobody's name."""
_WHEN = re.compile(
    r"(?:就|是|从|大概|[，, ])*(?:去年|今年|前年|上个?月|这个?月|上周|这周|昨[天晚]"
    r"|前天|今[天早]|好久|很久)"
    r"(?:了|的|以前|之前|开始)*"
    r"|(?:今天|昨天|前天)?(?:上午|下午|中午|晚上|早上)(?:打|去|来|说|办|买)的?"
)
_TELLS = re.compile(
    r"^(?:我是[说讲问]|已经|刚才?|后来|现在|还没|都是?|一共|从|大概|因为|所以|但是?|可是).{3,}"
    r"|.{2,}(?:开始|起)的?$|.{3,}(?:了|过)$"
    r"|^.{1,2}了$|^[去到在]?哪(?:里|儿|个)?.{0,3}$|^[那我]+.{0,3}(?:找|给|问|跟)谁|^(?:人|他|她|现在|还|已经)*(?:在|住)(?:医院|家|外地|路上|里面)"
)
"""已经去医院打针了, 从六月份开始: what happened, and nobody's name."""
_OF_A_PLACE = ("party", "site_name", "project", "school")
"""Names that may be where somebody is."""
_A_FLAT = re.compile(r"(?:号楼|[幢栋座]|单元|\d{3,4}室?)$")
TOLD_OFF = 6  # characters


_SURNAMED = re.compile(
    r"(?:对方|那个|房东|老板|他|她|楼上|楼下|隔壁|邻居|人|家|的|是|叫|[，, ])*姓[一-鿿]{1,2}的?"
)
"""房东姓周 is a name, whatever was asked."""
WHEN_OR_WHAT = ("since", "time", "months", "injury_date", "claim")
_TIMELY = re.compile(r"[0-9点时早晚夜午天周月年日半刚昨今前久常老总每一直饭凌睡季夏冬春秋始定]")
TIMELESS = 5  # characters


def _timeless(told: Told) -> bool:
    """我不在本地, 别让他们扔 are no time; 随时, 好久 are."""
    return len(told.plain) >= TIMELESS and not _TIMELY.search(told.plain)


def _only_where(told: Told) -> bool:
    """3号楼, 全楼 are no time."""
    spot = told.heard.spot
    if only_a_building(told.plain) or A_ROOM.fullmatch(told.plain) or WITHIN.fullmatch(told.plain):
        return True
    return spot is not None and not says_what(told.heard)


def _known_place(told: Told) -> bool:
    """幸福里3幢 names nobody; 老张烧烤, which only sounds like a place, may."""
    spot = told.heard.spot
    known = spot is None or bool(spot.places)
    return known and _only_where(told)


def _is_none(slot: str, told: Told) -> bool:
    """Whether a rule is asked about, or something told before put right: neither is an answer."""
    if told.heard.times or told.heard.names:
        return False
    if told.heard.act in _MOODS and told.heard.sure >= ASKS:
        return True
    if _ASKS_BACK.search(told.plain):
        return True
    asks = told.heard.act == "consult" and told.heard.sure >= ASKS
    return (asks and bool(_A_QUESTION.search(told.text))) or (
        slot in (*YES_OR_NO, "time", "since") and bool(_NOT_BUT.search(told.plain))
    )


_MOODS = ("praise", "abuse", "thanks", "greet", "help")
"""呵呵，你们效率真高 is the name of nobody."""
_ASKS_BACK = re.compile(
    r"^[你您]们?(?:觉得|说说?|看|认为|知不知道).*(?:还是|谁|吗|呢|吧|么|哪|[?？])"
)
ASKS = 0.9  # confidence of a question in between
_A_QUESTION = re.compile(r"[吗么呢?？]|要不要|能不能|可不可以|怎么|哪里|什么|啥|多少")
_NOT_BUT = re.compile(r"不是[^，,。 ]{1,10}[，, ]*是[^，,。 ]{2}")

_NO_PHOTO = re.compile(
    r"(?:不会|不想|不敢|没法|没办法|不方便|不好|没有?)(?:拍|照|发)|拍不|照不|没照片|没手机"
)
