"""Whether words around a time speak of what was, of what will be, or of what recurs."""

from __future__ import annotations

import re

PAST, UNKNOWN, FUTURE = -1, 0, 1
_AHEAD = 48  # characters of a sentence that are read behind a time
_STOP = re.compile(r"[。!?;\n]")
_BEFORE = re.compile(
    r"(?:(?P<future>改[到成在为]?|约[在好了]?|定[在到]?|推[迟到]*|挪到|换[到成]|安排在?|等到?|拖到|"
    r"打算|准备|希望|麻烦|能不能|可不可以|要么|要|或者?|最好|最晚|最迟|截止到?)|"
    r"(?P<past>自从?|从|刚|早在|就在|上次|已经|还是))(?:你们|他们|我们|我|在|是|到|于)?$"
)
_BEHIND = re.compile(
    "(?P<future>吧|能不能|能否|可不可以|可以|行不行|行[吗嘛么,]|行不|有空|有时间|在家|方便|"
    "请好?[了个]?假|"
    r"调休|轮休|休息|再(?!次|也|三)|将|打算|准备|会(?=来|去|到|停|有|开|把|在|再)|要(?!了|求|不是)|"
    "想(?!起)|等|约(?!好的|的|好[^,。!?;]{0,4}的(?=[,。!?;]|$))|改|安排|上门(?!的[,。!?;没])|过来|来(?=(?:修|看|办|取|拿|测|接|装)(?!过|了)|一趟|"
    "不|吗|行)|见面?|"
    r"谈(?!崩|妥|好)|调解|之前|以前|截止|到期|我[们]?[去来到](?!过|了|[^,。!?;\d]{1,2}的[^人话])|我?过去(?!了)|答复|"
    "给(?:个|我)?(?:说法|准|结果)|出差(?!回)|开庭|不行|没空|不在|都行|就行|就(?:要|可以)|能(?=来|"
    "去|到|不|"
    r"给|修|解|办)|出院|手术)|"
    r"(?P<past>约好[^,。!?;]{0,6}的(?=[,。!?;]|$)|(?<!得)了|过(?!来|去|得|几|两|会|户)|(?<!有)没(?!空|时间|法|问题|事)|已经|就(?=开始|没|不|"
    "停|坏|报|来过|"
    r"去|反|跟|已|漏)|到现在|至今|还(?=没|不|在|有人)|才(?=来|有|到|修|给|知)|一直|被|的时候|"
    r"[打报修交缴买签装送来办寄约拍取递领做洗发租贴住收付退搬订存充借转停卖下填写测招]的(?!人|话)|"
    r"坏|吵|撞|偷|摔|[起始])"
)
_ASKED = re.compile(
    r"[^,。!?;\n]{0,16}还(?![没不在有是])[^,。!?;\n了过]{1,6}[吗嘛么不](?=[,。!?;\s]|$)"
)
_AGREED = re.compile(
    r"[^,。!?;]{0,8}(?:来|到|上门|装|修|送|量|看)的[,。;](?!(?:能|可|行|请|麻烦|到时|我|你)|[^,。]*[吗呢?])"
)
_STRETCH = re.compile(r"[^,。!?;]{0,6}[到至]")  # 从周五到周日 may be ahead
_EACH = re.compile(
    r"(?:每(?:天|日|晚|周|个?星期|个?礼拜|个?月|年|到|逢|次|当|一天|个)?|天天|逢|往年|历年|"
    r"年年|月月)的?$"
)
_RECURS = re.compile(
    "(?:每(?:天|日|晚|周|个?星期|个?礼拜|个?月|年|到|逢|次|当|一天|个)|天天|逢|高峰|经常|总是|"
    "老是|"
    r"平时|平常|一到|日日|夜夜|见天|成天|整天|一般|通常|往往|白天|节假日|工作日|双休日|"
    r"周一(?:到|至)周[五日六]|周末|营业时间|上班时间|作息|规定|不管|无论)[^。!?;\n]{0,16}$"
)
_HABIT = re.compile(
    r"(?:(?:的)?时候|[以之]?前|以后|之后|左右|前后)?(?:都|就|也|还|又|他们?|楼上|这里|总有人?)?"
    "(?:经常|总是?|老是|老(?=[是在有拿把往])|固定|常常?(?!委)|往往|一般|通常|照例|时不时|都会|"
    "都要|都有(?!空|时间)|"
    r"都是|必定|准会|休息(?!的)|不[准许得让](?!备|时|确)|不上班|不开门|不休息|双休)"
    r"|[^,。!?;\n\d]{1,6}?(?:总是|总有|总会|老是|老有|经常|时不时|常常|天天|回回|次次)"
)
_CLAUSE = re.compile(r"[,。!?;\n]")


def tense(text: str, start: int, end: int) -> int:
    """PAST, FUTURE or UNKNOWN: what the sentence around text[start:end] speaks of."""
    left = start
    while left > 0 and start - left < 12 and not _STOP.match(text[left - 1]):
        left -= 1
    before = _BEFORE.search(text, left, start)
    if before and before["future"] and before[0][0] in "约定" and _AGREED.match(text, end):
        return PAST  # 约好15号来的,没来
    if before and not (before["past"] in ("从", "自") and _STRETCH.match(text, end)):
        return FUTURE if before["future"] else PAST
    stop = _STOP.search(text, end, end + _AHEAD)
    if _ASKED.match(text, end, stop.start() if stop else end + _AHEAD):
        return FUTURE
    behind = _BEHIND.search(text, end, stop.start() if stop else end + _AHEAD)
    if behind:
        return FUTURE if behind["future"] else PAST
    return FUTURE if stop and text[stop.start()] == "?" else UNKNOWN


def recurs(text: str, span: tuple[int, int], loose: bool, named: bool = True) -> bool:
    """Whether a time is one of many: 每周三, 周末经常. What names its day (昨天) seldom is.

    A habit told in a clause before does not reach a day (`named`) on which something happened.
    """
    start, end = span
    before = text[max(0, start - 24) : start]
    if loose and named and _CLAUSE.search(before):
        stop = _CLAUSE.search(text, end, end + _AHEAD)
        if tense(text[: stop.start()] if stop else text, start, end) == PAST:
            before = _CLAUSE.split(before)[-1]
    if not loose:
        return _EACH.search(before) is not None
    return bool(_EACH.search(before) or _RECURS.search(before) or _HABIT.match(text, end))
