"""What a story tells beside what is heard of it: how long, how often, what is wished, who it is."""

from __future__ import annotations

import re
from typing import Any

_COUNT = r"(?:好几|几|半|(?<!\d)\d{1,2}|[一二两三四五六七八九十]+)"
_LASTED = re.compile(
    rf"{_COUNT}多?(?:个多?)?(?:小时|钟头|星期|礼拜|月|天|周|年)多?(?!级|份|底|初|内|以内|之内|\d)"
    r"|(?<![他她它你我咱们人妻口子女儿妹弟兄姐爷娘父母家])[俩仨]多?"
    r"(?:小时|钟头|星期|礼拜|月(?!饼|份|底|初)|天(?!天)|周(?!末|围|边|岁)|年(?!纪|轻|龄|级))"
)
_MONTH_NAME = re.compile(r"\d{1,2}月|[一二三四五六七八九十]+月")
_OFTEN = re.compile(
    r"(?:每天|天天|每晚|每到|一到|经常|总是|老是|每个?周末?|每星期)?的?"
    r"(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|大半夜|后半夜|半夜|深夜|周末)"
    r"(?:[一二三四五六七八九十\d]{1,2}点(?:多|半|钟)?)?(?:以后|之后)?"
    r"(?:[到至~\-—](?:凌晨|半夜|第二天)?[一二三四五六七八九十\d]{1,2}点(?:多|半|钟)?)?"
    r"|(?:每天|天天|每晚|一到)[一二三四五六七八九十\d]{1,2}点(?:多|半|钟)?(?:以后|之后|左右)?"
)
_BEGAN = re.compile(
    r"(?:上个?(?:礼拜|星期|周|月)|前几天|年初|年前|年底|入[夏冬秋]|开春|春节|过年|暑假|国庆)"
    r"(?:前|后)?[^，,。]{0,3}(?:开始|起|以来)"
)
_WISH = re.compile(
    r"(?:希望|要求|恳请|请求|想要)(?!你们?$)(?:你们|他们|对方)?([^，。！？,.!?；;]{3,40})"
)
_PARTY = re.compile(
    r"(?:楼上|隔壁|对门)的?(?:\d{3,4}室?)?的?(?:邻居|住户|人家|那家|那户)?"
    r"|楼下的?(?:\d{3,4}室?的?(?:邻居|住户)?|邻居|住户|人家|那家|那户)"
)
_MONTHS = re.compile(rf"{_COUNT}多?个多?月")
_HOUSES = re.compile(r"(?:\d+|[一二三四五六七八九十百几]+)多?户")
_SUM = re.compile(
    r"(?:\d+(?:\.\d+)?多?(?:[万千百]多?)?(?:元|块)|\d+(?:\.\d+)?多?万"
    r"|[一二两三四五六七八九十几]+多?[万千百](?:[一二三四五六七八九几多])*(?:元|块)"
    r"|[一二两三四五六七八九十几]+多?万)(?!人|户|平|名|个|年)"
)
_NO_NUMBER = re.compile(
    r"(?:编号|号牌|牌子)[^，,。]{0,3}(?:没看|看不|没有|没找|找不|不知道|不清楚|模糊|掉了|磨)"
    r"|(?:没有?|看不[见到清]|没看[见到清]|找不到|没找到|不知道)[^，,。]{0,6}编号"
)
_NOBODY_INSIDE = re.compile(
    r"(?<!有)没有?(?:人|谁)?(?:被)?困|(?<!有)没有?(?:被)?困(?:住|着)?人|(?:里面|里头|轿厢里?|电梯里)(?:面)?没有?人"
    r"|^没有?人[的了啊呀]*$|无人(?:被)?困|人(?:都|已经)+出来了"
)
_SOMEBODY_INSIDE = re.compile(r"(?<!没)有人|困[着在]|困了|吗|[？?]|不知道|不清楚")
_CROWD = re.compile(
    r"(?:好?几十|十几|[二三四五六七八九]?十[几多来]|[一两几]?百[多来]|上百|几百|好几|一百多?)"
    r"(?:号|个|名|位)?(?:工友|工人|农民工|业主|人)"
)
_LINE = re.compile(r"(?:\d{1,3}|[A-Z]\d{1,2})路")
_AGE = re.compile(
    r"(?:\d{1,3}|[一二三四五六七八九]十[一二三四五六七八九]?)多?岁|小学生|初中生|高中生|[一二三四五六七八九]年级"
)
_MINE = re.compile(
    r"(?:我的?|本人)(?:手机|电话|号码|联系方式)|(?:打|联系|找|回)我|我姓|联系(?:电话|方式)"
    r"|我叫[^，,。物警救他她人来]{2,4}[，,。 ]"
)

_FINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("time", _OFTEN),
    ("party", _PARTY),
    ("households", _HOUSES),
    ("line", _LINE),
    ("amount", _SUM),
    ("people", _CROWD),
    ("people_count", _CROWD),
    ("age", _AGE),
)


_READ = 1000  # characters: digits without end would take a second, and no story needs more


def clues(text: str) -> dict[str, Any]:
    """Details of a story under the names of the questions that would ask for them."""
    found: dict[str, Any] = {}
    text = text[:_READ]
    for name, pattern in _FINDS:
        hit = pattern.search(text)
        if hit:
            found[name] = hit[0]
    if wish := _WISH.search(text):
        found["claim"] = wish[1]
    if (lasted := _LASTED.search(text)) and not _MONTH_NAME.fullmatch(lasted[0]):
        found["since"] = f"有{lasted[0]}了"
    if _NOBODY_INSIDE.search(text) and not _SOMEBODY_INSIDE.search(text):
        found["people_trapped"] = "没有"
    if began := _BEGAN.search(text):
        found.setdefault("since", began[0])
    if _NO_NUMBER.search(text):
        found["no_number"] = True
    if months := _MONTHS.search(text):
        found["months"] = months[0]
    return found


def own_phone(text: str, phones: tuple[str, ...]) -> str:
    """The resident's own number in a story; empty when none, or when it may be somebody else's."""
    bare = re.sub(r"[\d\s\-+，,。.:：]", "", text)
    return phones[0] if phones and (len(bare) <= 8 or _MINE.search(text)) else ""
