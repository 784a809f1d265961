"""The words of questions: courtesy, what is wanted of a matter, what is done with it, its names."""

from __future__ import annotations

import re
from collections import Counter

from nlu.normal import normal

_COURTESY = re.compile(
    r"你好|您好|请问|麻烦|谢谢|帮我|帮忙|一下|问问|想问|咨询|打听|了解|我们|我家|咱们|你们|[我你您咱俺]"
    r"|那个|这个|这边|这里|本地|现在|就是|到底|究竟|的话|需要|应该|一般|具体|所有|全部|[的了呢啊呀吧嘛么哦哈都还就又也要想个那]"
)
_ASPECTS: dict[str, re.Pattern[str]] = {
    "cost": re.compile(
        r"多少钱|要钱|收钱|花钱|交钱|收费|收不收费|费用|免费|付费|要不要钱|花多少|工本费|补多少"
        r"|补贴多少|领多少|价目|多少补"
    ),
    "fine": re.compile(r"罚款|罚钱|罚多少|处罚|会怎样|怎么处理"),
    "law": re.compile(r"合法|违法|犯法|合不合法|合规|算不算"),
    "time": re.compile(
        r"多久|多长时间|几天|几号|什么时候|啥时候|何时|几点|哪天|几个月|多少天|时间"
    ),
    "count": re.compile(
        r"几次|几户|几个|几种|几类|多少户|多少次|几岁|多大|几年|多少年|多少分|多少一平"
    ),
    "where": re.compile(
        r"去哪里|去哪儿|去哪|在哪里|在哪儿|在哪|到哪里|到哪|哪里|哪儿|找谁|找哪|地址|哪个部门|哪个窗口"
    ),
    "papers": re.compile(
        r"带什么|带啥|带哪些|材料|手续|证件|准备什么|准备啥|要什么|要啥|要哪些|什么条件|条件|资格"
        r"|需要什么|需要啥"
    ),
    "may": re.compile(
        r"能不能|可不可以|可以吗|能吗|行不行|行吗|可以|能|要不要|用不用|有没有|会不会|是不是|会|吗|不$"
    ),
    "how": re.compile(
        r"怎么弄|怎么办理|怎么办|怎么搞|怎么样|怎么|怎样|如何|咋个|咋办|咋弄|咋|流程|步骤|办理"
    ),
}
_TOLD: dict[str, re.Pattern[str]] = {
    "cost": re.compile(r"不收|收费|收取|[0-9]元|免费|不要钱|不花钱|补贴"),
    "time": re.compile(
        r"工作日|[0-9一二三四五六七八九十]天|小时|[0-9]点|[0-9]月|半年|每年|当天|当场|次月"
    ),
    "fine": re.compile(r"罚款|处罚|依照规定处理"),
    "law": re.compile(r"合法|违法|规定"),
}
"""What an answer says without being asked: a price, a date."""
TOLD_ALONG = frozenset({"papers", "where"})
LOOSE = frozenset({"may", "how"})
"""What any answer tells; what one to how something is done mostly tells as well. The others must
have been thought of by who wrote it."""
_TURNS = re.compile(
    r"丢|补(?!贴|助|多|钱|偿)|注销|变更|过户|转租|转让|离婚|激活|取消|退|换|借|撞|赔|贷|年检|年审|限速"
    r"|起诉|投诉|举报|转移|转园|转学|挂失|作废|迁|买房|到期|过期|(?<!手)续|比例|断|涨|标准|押金|备案|吊销|冻结|不同意|反对|不肯"
)
_FAMILIES = tuple(re.compile(words) for words in (
    r"狗|猫|鸡|鸭|鸽|鸟|猪|兔",
    r"电动车|汽车|轿车|货车|摩托|三轮|自行车|机动车",
    r"幼儿园|小学|初中|中考|高中|高考|大学|托儿所",
    r"结婚|离婚|复婚",
    r"身份证|居住证|护照|通行证|驾照|驾驶证|房产证|残疾证|健康证|出生证|执照|许可证|社保卡|医保卡",
    r"公积金|社保|医保|养老金|低保",
    r"法院|仲裁|公证|复议",
    r"水费|电费|燃气费|物业费|停车费|学费|律师费|诉讼费",
))  # fmt: skip
"""Things that are asked about in the same words and are never the same: a cat is no dog."""
_SAME = (
    ("电瓶车", "电动车"), ("电动自行车", "电动车"), ("狗狗", "狗"), ("犬", "狗"), ("宝宝", "孩子"),
    ("小孩", "孩子"), ("娃娃", "孩子"), ("娃", "孩子"), ("新生儿", "孩子出生"), ("公司", "单位"),
    ("老板", "单位"), ("厂里", "单位"), ("不见", "丢"), ("掉了", "丢了"), ("遗失", "丢"),
    ("异地", "外地"), ("老家", "外地"), ("离职", "辞职"), ("缴", "交"), ("随迁子女", "孩子外地"),
    ("提取", "取"), ("领证", "结婚证"), ("个人", "自己"), ("牌照", "牌"), ("申领", "领"),
    ("续签", "续"), ("续期", "续"), ("签注", "续"), ("拴绳", "牵绳"),
)  # fmt: skip
"""What residents call the same; the second stands for both."""
_RUN = re.compile(r"[\u4e00-\u9fff]+|[0-9a-z]+")


def told(text: str) -> str:
    """A text in one shape: normalised, with what means the same written the same."""
    text = normal(text).text.lower()
    for one, other in _SAME:
        text = text.replace(one, other)
    return text


def aspects(asked: str) -> frozenset[str]:
    """What is wanted of a matter: its cost, time, place, papers, way …"""
    return frozenset(name for name, words in _ASPECTS.items() if words.search(asked))


def answers(text: str) -> frozenset[str]:
    """What an answer tells of a matter: its price, its time."""
    return frozenset(name for name, words in _TOLD.items() if words.search(text))


def turns(asked: str) -> frozenset[str]:
    """What is done with a matter: to lose a licence is another question than to get one."""
    return frozenset(_TURNS.findall(asked))


def kinsmen(asked: str) -> tuple[frozenset[str], ...]:
    """What is named of each family of things that are alike and not the same."""
    return tuple(frozenset(family.findall(asked)) for family in _FAMILIES)


def matter(asked: str) -> str:
    """A question without courtesy and without what is wanted: of 居住证怎么办呀 居住证."""
    for words in _ASPECTS.values():
        asked = words.sub(" ", asked)
    return _COURTESY.sub(" ", asked)


def grams(words: str) -> Counter[str]:
    """Characters and neighbouring pairs of characters; a number or Latin word counts whole."""
    found: Counter[str] = Counter()
    for run in _RUN.findall(words):
        if run[0] < "\u4e00":
            found[run] += 1
        else:
            found.update([*run, *(run[i : i + 2] for i in range(len(run) - 1))])
    return found
