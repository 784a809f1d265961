"""Sums of money in free words: 1.2万元, 三块五, 押金一千二, 六千八的床垫; not a count of things."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlu.numerals import NUMBER, approximate, number

_SPOKEN = r"[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]"
_NUM = rf"(?<![\d/-])(?<!\d[.,:])(?P<num>{NUMBER}(?:[wWkK](?![A-Za-z0-9]))?)"
_MORE = r"(?:多|来|余|几)?(?P<unit>[十百千万亿]?)(?:余|多)?"
_MEASURE = (
    "[个天家户次斤只张条平米度桶顿碗瓶人月年包晚小块吨亩袋箱盒根本位对双打杯份公升套间盆筐台件场趟"
    "节]"
)
_UNIT = re.compile(
    rf"{_NUM}{_MORE}(?:个?(?:元(?!旦|宵|素|件|老|店|里|桥|路|化)|圆(?!形|桌|的)|¥|rmb|人民币|大洋)|"
    rf"块(?:(?P<sure>钱)|(?P<jiao>一(?!{_MEASURE})|[二两三四五六七八九1-9](?![点户块年月天个日次人辆层号楼]))"
    r"(?:毛(?:(?P<fen>[一二两三四五六七八九1-9])分?)?)?(?![十百千万\d个天家]))?)",
    re.IGNORECASE,
)
_JIAO = re.compile(
    rf"(?<![\d.元块点零])(?P<num>{_SPOKEN}|\d)(?:毛|角(?=钱))(?P<fen>(?:一(?!{_MEASURE})|[二两三四五六七八九1-9])(?![十百千万\d个]|分钟))?(?!病|坯|巾|孩|线|发|衣|利|笔)"
)
_SIGN = re.compile(r"[¥￥]\s*(?P<num>\d[\d,]*(?:\.\d+)?)(?P<unit>万?)")
# Things that come in 块: 两块玻璃 is no money.
_THING = re.compile(
    "瓷|砖|石|玻|板|地(?![铁租])|木|牌|电[池瓶]|布|皮|肉|墙|铁|手[表帕]|屏|土|田|菜|草|空|水泥|"
    "毛巾|肥|蛋糕|"
    r"断|开?裂|碎(?!钱)|缺|松动|翘|脱落|糖|表|广告|区|头(?!款)|井|路|天花|吊顶|外墙|大的|小的|儿|显|砚|疤|补丁|监控|绿化|农|宅|荒"
)
_NOUN = (
    "钱|费|款|押金|工资|薪水?|租金|房租|月租|租|定金|订金|首付|报酬|酬劳|奖金|彩礼|礼金|补贴|补助|"
    "抚恤金|"
    "赔偿金?|补偿金?|违约金|保证金|滞纳金|本金|利息|学费|成本|单价|总价|底薪|退休金|低保|养老金|"
    "存款|债|欠条|借条|房价|车价|(?:预付|储值|会员|充值|购物|年|月|次)卡"
)
_VERB = (
    "交|花|赔|罚|转|骗|讹|坑|宰|敲诈|骗走|欠|收|付|退|补|差|出|开价|开口要|张口要|要价|喊价|借|充|充值|涨|涨到|"
    "降到|涨了|贷|还|"
    "存|扣|给|值|损失|卖|买|报价|标价|价格|价|要回|拿回|拿到|拿|收入|挣|赚|捐|押|凑|投|投入|亏|"
    "补偿|多收|少发|少给|"
    "发|转账|打款|汇款|实发|送|返|砍到|减到|写着|写|工钱|打给|打了|汇|垫付?|要|只认|认"
)
_FILL = (
    "(?:了|是|我|他|她|他们|我们|你们|我妈|我爸|老人|差不多|大概|大约|将近|近|约|快|才|要|总共|"
    "一共|共计|共|都|有|还|就|"
    "给|到|掉|走|人家|对方|每人|每户|每月|每年|一个月|一年|一天|一次|只|肯|能|说|不到|至少|最多|"
    "只有|高达|整整|为|:|"
    "竟然|居然|超过|上|回|回来|出|起码|最少|额|的|才肯|写着|从){0,4}"
)
_BEFORE = re.compile(rf"(?:{_NOUN}|{_VERB}){_FILL}[ ,]?$")
_RATE = re.compile(
    "(?:[一每1](?:个?月|天|年|次|小时|个?钟头|度(?:电)?|吨(?:水)?|斤|公斤|平(?:米|方)?|人|户|"
    "晚上?|桶|趟|节课|学期|顿|"
    r"只|台|件|张|份|瓶|包|碗|公里|分钟|个平方|期|场|个人|节|单)|月薪|年薪|日薪|时薪|人均|每平)"
    "(?:要|收|才|就|只|给|是|得|卖|费用?|付|交|还|发|差不多|大概|不到|光|电费|水费|都|涨到|"
    "又要){0,3}$"
)
_FOR_MANY = re.compile(r"[两三四五六七八九十\d](?:个人|个月|天|年|次)[共要]?$")  # 五个人一千
_BEHIND = re.compile(
    f"(?:出头|左右|上下|不到)?的?(?:{_NOUN}|罚单|欠条|借条|转账|红包|定钱|订单)(?!到)|"
    "(?:块|元)?(?:刚|才|新)?买(?:的|来的|了)"
)
_GOODS = re.compile(r"的(?!人|户|业主|住户|面积|距离|时候|样子|事|小区|楼|队|路)")
# A word that makes the number a count, a size, a date or a place.
_COUNT = re.compile(
    "[年月日号点时秒天周个户人家栋幢楼室单期名层次岁平米公里度%条张片套辆块本份位册页斤克吨升升袋"
    "箱瓶包盒桶亩字遍"
    r"回趟场顿只头匹棵株根支把台部架间门排列级股票批倍成种类样件项起例元万千百十亿\d.:\-路弄村组"
    "代双对枚颗粒滴寸尺厘毫线座口"
    "款店摄伏瓦兆转步圈道截段处床桌桩团班桥届集伙帮排码集左邻粉]|/(?![月年平人天次晚度吨斤])|分(?!钱|不|没|都)|小时|"
    "来[个户人]|多[个户人平米年天次]|余[个户人]"
)
_NO_THOUSANDS = re.compile(
    "电视|屏|高清|分辨率|视频|画质|跑(?!了|路)|的?(?:灯|充电|功率|电机|快充|投影)"
)
_LIKE_MONEY = re.compile(rf"{_SPOKEN}*[百千万]{_SPOKEN}?$|\d+(?:\.\d+)?(?:万{_SPOKEN}?|[wWkK])$")
_PRICED = re.compile(r"[百千万][二两三四五六七八九]$")  # 修个锁,三百五,太黑了
_ABOUT_MONEY = re.compile(rf"{_NOUN}|涨到|降到|要价|砍价|骗|欠|赔|退|罚|收费|贷|借[了给钱]|租|卖")
_GOES_ON = re.compile(r"[,。!?;]|$|的|没|不|都|才|也|就|涨|降|现在|还(?!有)|[到~-]")
_EACH = re.compile(
    r"[一每/](?:个?月|天|次|年|斤|平|户|人|晚|小时|只|桶|趟|节课|顿|度|吨|份|张|场|台|分(?=没|不|也|都|钱))"
)
_BROKEN = re.compile(r"(?:断|碎|裂|掉|缺|坏|塌|砸|破|翘)了$")
_TWICE = re.compile(r"(?:[一二两三四五六七八九](?P<step>[百千万])){2}$")  # 五百八百

_SMALL_BEFORE = re.compile(
    r"(?:收费?|罚款?|多收|扣|要价|涨到|赔|停车费|小费)(?:了|我|他|我们|人家){0,2}$"
)
_ALONE = re.compile(r"[大差]?[概约不]?[略多]?(?:是|就是|一共|总共|共)?$")
_NOT_NUMBERS = {
    "110", "119", "120", "122", "12345", "12315", "12328", "95598", "12333", "12320", "12306",
    "12348", "12355", "12366", "12369", "12385", "12388", "12389", "12393", "10086", "10010",
    "95588", "95533",
}  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d\d")
_BARE_UNITS = {"一", "万一", "百", "千", "万", "亿", "百万", "千万"}
_SMALL, _LEAST = 20, 5  # yuan from which a sum counts beside another; right behind 罚 or 收
_MANY = 500_000  # yuan up to which 2w and 3k are money by themselves
_GOODS_FROM, _HOME_FROM = 200, 10_000  # yuan from which 的 tells of goods; of a house


def amounts(text: str) -> tuple[float, ...]:
    """Sums of money in yuan; 多 and 几 do not change the number."""
    found: dict[int, float] = {}
    for match in _UNIT.finditer(text):
        value = _value(match["num"], match["unit"])
        if value is not None and not _vague(text, match) and _is_money(text, match, value):
            tenths = number(match["jiao"]) if match["jiao"] else None
            cents = number(match["fen"]) if match["fen"] else None
            found[match.start("num")] = round(value + (tenths or 0) / 10 + (cents or 0) / 100, 2)
    for match in _SIGN.finditer(text):
        found.setdefault(match.start("num"), _value(match["num"], match["unit"]) or 0.0)
    for match in _JIAO.finditer(text):
        if not text.startswith(("没", "不", "也", "都"), _past_money(text, match.end())):
            cents = (number(match["fen"]) or 0) if match["fen"] else 0
            yuan = round((number(match["num"]) or 0) / 10 + cents / 100, 2)
            found.setdefault(match.start("num"), yuan)
    for start, value in _bare(text, bool(found)):
        if not any(abs(start - there) < 2 for there in found):
            found[start] = value
    return tuple(found[start] for start in sorted(found))


def _past_money(text: str, end: int) -> int:
    return end + 1 if text.startswith("钱", end) else end


def _value(words: str, unit: str = "") -> float | None:
    """Yuan; None for what is no number or a range such as 两三千."""
    if approximate(words) or ((twice := _TWICE.match(words)) and words[1] == twice["step"]):
        return None
    scale = {"w": 10_000.0, "k": 1_000.0}.get(words[-1].lower(), 1.0)
    value = number((words.rstrip("wWkK")) + unit)
    return None if value is None or value >= 1e10 else round(value * scale, 2)


def _vague(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start("num") - 1) : match.start("num")]
    words = match["num"] + (match["unit"] or "")
    return before in ("几", "第", "数") or (words in _BARE_UNITS and not match["jiao"])


def _is_money(text: str, match: re.Match[str], value: float) -> bool:
    """两块玻璃 counts things, 两块 and 两块钱 are money."""
    if match["sure"] or "块" not in match[0] or match["jiao"]:
        return True
    broken = _BROKEN.search(text, max(0, match.start() - 2), match.start())
    return not (broken or _THING.match(text, match.end()))


_BARE = re.compile(rf"{_NUM}(?:多|来|余)?(?:块|元)?")


def _bare(text: str, beside: bool) -> list[tuple[int, float]]:
    """Sums without 元 or 块, told by the words around them."""
    found: list[tuple[int, float]] = []
    for match in _BARE.finditer(text):
        words, end = match["num"], match.end()
        if len(words) > 2 and words.endswith("一") and _EACH.match(text, end - 1):
            words, end = words[:-1], end - 1  # 三百一个月, 三千六一分没少
        bare = Bare(words, match.start("num"), end, _value(words) or 0.0)
        if bare.value and bare.counts(text) and bare.money(text, beside or bool(found)):
            found.append((bare.start, bare.value))
    return found


@dataclass(frozen=True, slots=True)
class Bare:
    """A number without a unit at text[start:end]."""

    words: str
    start: int
    end: int
    value: float

    def counts(self, text: str) -> bool:
        """Whether it may be a sum: no code, no range, no count of things."""
        code = self.words[0] == "0" and self.words[1:2].isdigit()
        if code or self.words in _BARE_UNITS | _NOT_NUMBERS or len(self.words) > 9:
            return False
        if _YEAR.fullmatch(self.words) and text.startswith("买", self.end):
            return False
        if self.words[-1] in "wWkK" and _NO_THOUSANDS.match(text, self.end):
            return False
        if text[max(0, self.start - 1) : self.start] in tuple("几第数初周拜期老大小"):
            return False
        return bool(_BEHIND.match(text, self.end)) or not _COUNT.match(text, self.end)

    def money(self, text: str, beside: bool) -> bool:
        """Big, with a word of money near; small only right behind one, or beside another sum."""
        before = text[max(0, self.start - 16) : self.start]
        big = self.value >= 100 or self.words[-1] in "百千万亿wWkK"
        if big and self._told(text, before, beside):
            return not (self.words.isdigit() and self.value > 1e7)
        if self.words[-1] in "wWkK" and self.value < _MANY:  # 3k; but 100w may be a lamp
            return not before.endswith(("跑", "功率", "粉丝", "播放", "阅读", "点赞"))
        goods = _GOODS.match(text, self.end) is not None
        if beside and self.value >= _SMALL and (goods or before.endswith(("涨到", "降到", "变成"))):
            return True
        if _SMALL_BEFORE.search(before) and self.value >= _LEAST:
            return text[self.end : self.end + 1] in ("", *",。!?;的 ")
        return self._like() and self._spoken(text, before, goods)

    def _told(self, text: str, before: str, beside: bool) -> bool:
        """Whether words of pay or of a rate stand by it; 五个人一千 only beside another sum."""
        if _BEFORE.search(before) or _RATE.search(before) or _BEHIND.match(text, self.end):
            return True
        shared = beside and _FOR_MANY.search(before)
        return self._like() and bool(shared or _EACH.match(text, self.end))

    def _like(self) -> bool:
        return _LIKE_MONEY.search(self.words) is not None

    def _spoken(self, text: str, before: str, goods: bool) -> bool:
        """六千八的床垫; 一共两万四 where pay is spoken of; 三千 alone, as an answer."""
        if goods and self.value >= _GOODS_FROM:
            return self.value >= _HOME_FROM or not text.startswith("的房", self.end)
        if _ABOUT_MONEY.search(text) and _GOES_ON.match(text, self.end):
            return True
        if _PRICED.search(self.words) and before.endswith(",") and text.startswith(",", self.end):
            return True
        return _ALONE.fullmatch(before) is not None and not text[self.end :].strip("。!, 吧了")
