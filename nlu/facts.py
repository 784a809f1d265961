"""Facts that have a shape of their own: phones, ticket numbers, amounts, plates, people, names."""

from __future__ import annotations

import re

from nlu.numerals import NUMBER, number, spoken

_SPOKEN = "0-9零〇一二三四五六七八九两幺洞拐"
_MOBILE = re.compile(r"(?<![0-9])(?:\+?86[- ]?)?(1[3-9]\d(?:[- ]?\d{4}){2})(?![0-9])")
_SPOKEN_MOBILE = re.compile(
    f"(?<![{_SPOKEN}])([1一幺][ -]?[{_SPOKEN}](?:[ ,-]?[{_SPOKEN}]){{9}})(?![{_SPOKEN}])"
)
_LANDLINE = re.compile(
    r"(?<![0-9-])\(?(0(?:10|2\d|[3-9]\d{2}))\)?[- ]?(\d{3,4}[- ]?\d{4})(?![0-9])"
)
_FREE = re.compile(r"(?<![0-9-])([48]00[- ]?\d{3}[- ]?\d{4})(?![0-9])")
_LOCAL = re.compile(r"(?:电话|座机|号码|打|拨)(?:是|为|:)?\s*([2-8]\d{6,7})(?![0-9])")
_TICKET = re.compile(
    r"(?<![0-9])(20\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]))[- —–_]?(\d{4})(?![0-9])"
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
_YUAN = re.compile(
    f"({NUMBER})(?:多|来|几)?([十百千万亿]?)(?:余|多)?(?:元|块钱?|圆|¥|rmb|"
    f"人民币)(?:([一二两三四五六七八九1-9])(?![十百千万\\d]))?",
    re.IGNORECASE,
)
_SIGN = re.compile(r"[¥￥]\s*(\d[\d,]*(?:\.\d+)?)(万?)")
_MONEY_BEFORE = (
    "钱|费|押金|工资|租金|房租|定金|订金|首付|交了|花了?|赔|罚|转了|转|骗了?|骗走|欠了?|收了?|"
    "付了?|退|"
    "补偿|差|肯出|只出|开价|开口要|借了?|充了?|涨到|涨了|要价|贷了?|一个月|每月|还了?|存了?|扣了?|扣|给了?|值|损失|价格|价"
)
_BARE = re.compile(
    f"(?:{_MONEY_BEFORE})(?:了|是|我|他|她|他们|我们|我妈|差不多|大概|将近|近|约|快|才|要|总共|"
    f"一共|都|有|还|给|到|掉|走|人家){{0,3}}"
    f"({NUMBER})(多|"
    f"来)?(?![\\d年月日号点天个户家栋幢楼室单期块元人名层次岁平米公里小时分米度%条张片套辆块本份位册页楼])"
)
_PERSON = (
    "个?(?:人(?!民|行|家|次|工|防|均|事|车|群|间)|工人|学生|老人|孩子|小孩|业主|居民|同事|工友|"
    "农民工|民工|"
    "家长|村民|同学|乘客|员工|住户代表|小朋友|老师|司机|骑手|大人|老乡|男的|女的|小伙子|伤员)|"
    "名(?!字|额|单|义|声|称)|"
    "位(?!置|于)|口人|个(?:大老爷们|兄弟|姐妹)"
)
_PEOPLE = re.compile(f"(?<![第\\d.])({NUMBER})(?:多|来|余|几)?(?:{_PERSON})")
_COUNTED = re.compile(
    "(?:工友|工人|同事|学生|孩子|小孩|老人|业主|居民|村民|家长|同学|乘客|员工|农民工|民工|老师|司机)"
    f"(?:一共|总共|共|有|大概|差不多)?({NUMBER})(?:多|来|几)?(?:个(?!月|小时|星期|礼拜)|名|位|人)"
)
_FAMILY = re.compile(r"(?:一家|全家|我家|祖孙|老少)([二两三四五六七八九十\d]+)口")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕"
    "丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严"
    "赖覃洪武莫孔汤向常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒"
    "阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪"
)
_TITLES = (
    "师傅|老板娘?|经理|主任|阿姨|大爷|大妈|先生|女士|队长|老师|医生|局长|书记|某某|某|小姐|工头|"
    "总|科长|校长|"
    "所长|警官|法官|律师|站长|村长|组长|会计|嫂子?|婶|叔|伯|奶奶|爷爷|大姐|大哥|姐|哥"
)
_TITLED = re.compile(f"(?<![\u4e00-\u9fff])?([{_SURNAMES}](?:{_TITLES}))(?![\u4e00-\u9fff]?[路街])")
_CALLED = re.compile(
    f"(?:名叫|名字叫|姓名(?:是|:)|叫做?|老板是|房东是|本人|联系人:?|"
    f"当事人)([{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)"
    "(?=[,。!?;:、 的和跟把在是,]|$|住|说|电话|他|她|不|这|欠|打)"
)
_SURNAMED = re.compile(f"(姓[{_SURNAMES}]的(?:师傅|老板|人|户|男的|女的|那家|人家|包工头)?)")
_NOT_NAMES = {"高总", "成都", "万一", "安哥", "金融", "任何", "方总"}


def phones(text: str) -> tuple[str, ...]:
    """Mobile and landline numbers, digits only, in the order written."""
    found: dict[int, str] = {}
    for match in _MOBILE.finditer(text):
        found[match.start()] = re.sub(r"\D", "", match.group(1))
    for match in _SPOKEN_MOBILE.finditer(text):
        digits = re.sub(r"\D", "", spoken(match.group(1)))
        if re.fullmatch(r"1[3-9]\d{9}", digits) and not _inside(match.start(), found):
            found[match.start()] = digits
    for pattern in (_LANDLINE, _FREE, _LOCAL):
        for match in pattern.finditer(text):
            if not _inside(match.start(), found):
                found[match.start()] = re.sub(r"\D", "", "".join(match.groups()))
    return tuple(dict.fromkeys(found[start] for start in sorted(found)))


def _inside(start: int, found: dict[int, str]) -> bool:
    return any(there - 4 <= start < there + 15 for there in found)


def tickets(text: str) -> tuple[str, ...]:
    """Ticket numbers (20261121-0007), or the last four digits after words like 查 or 编号."""
    whole = [f"{m[1]}-{m[2]}" for m in _TICKET.finditer(text)]
    tails = [] if whole else [m[1] for m in _TAIL.finditer(text)]
    return tuple(dict.fromkeys(whole + tails))


def plates(text: str) -> tuple[str, ...]:
    """Number plates in capitals without dots, new-energy ones included."""
    return tuple(dict.fromkeys((m[1] + m[2]).upper() for m in _PLATE.finditer(text)))


def amounts(text: str) -> tuple[float, ...]:
    """Sums of money in yuan; 多 and 几 do not change the number."""
    found: dict[int, float] = {}
    for match in _YUAN.finditer(text):
        words = match[1] + (match[2] or "")
        if (value := number(words)) is not None and not _vague(text, match.start(), words):
            tenths = number(match[3]) if match[3] else None
            found[match.start(1)] = value + (tenths or 0) / 10
    for match in _SIGN.finditer(text):
        found.setdefault(match.start(1), _times(match[1], match[2]))
    for match in _BARE.finditer(text):
        value = number(match[1])
        big = value is not None and (value >= 100 or match[1][-1] in "百千万亿")
        if big and value is not None and match.start(1) not in found:
            found[match.start(1)] = value
    return tuple(found[start] for start in sorted(found))


def _vague(text: str, start: int, words: str) -> bool:
    return text[max(0, start - 1) : start] in ("几", "第", "好") or words in (
        "一",
        "百",
        "千",
        "万",
    )


def _times(digits: str, unit: str) -> float:
    return float(digits.replace(",", "")) * (10_000 if unit else 1)


def people(text: str) -> int | None:
    """How many persons; 一个人 (alone) and households are none."""
    if match := _FAMILY.search(text) or _COUNTED.search(text):
        value = number(match[1])
        return int(value) if value else None
    for match in _PEOPLE.finditer(text):
        value = number(match[1])
        alone = value == 1 and match[0].endswith("人") and match[1] in ("一", "1")
        vague = match.start() > 0 and text[match.start() - 1] in "几好"
        if value and not alone and not vague:
            return int(value)
    return None


def names(text: str) -> tuple[str, ...]:
    """Persons and parties named: 王师傅, 姓王的, who is called something."""
    found: dict[int, str] = {}
    for pattern in (_CALLED, _SURNAMED, _TITLED):
        for match in pattern.finditer(text):
            if match[1] not in _NOT_NAMES and not any(abs(match.start(1) - s) < 2 for s in found):
                found[match.start(1)] = match[1]
    return tuple(dict.fromkeys(found[start] for start in sorted(found)))
