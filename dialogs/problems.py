"""What a message tells of: which pieces of it are problems of their own, and which only belong."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from dialogs.anger import outburst
from dialogs.places import only_a_building
from nlu.heard import Heard, Part
from nlu.normal import normal

Near = Callable[[str, str], bool]
MOST = 5  # problems on one card
PLAIN = 0.5  # confidence below which a piece is part of the story beside it
SAME = 0.1  # and from which the kind of the piece before may be its kind too
DIGITS_OF_A_PHONE = 11
FOLLOWS = re.compile(
    r"睡不着|睡不好|睡不了|没法(?:睡|住|过|活)|吓死|怎么办|咋办|咋个|咋整|急死|气死|谁来管|没人管$"
    r"|^(?:物业|社区|居委会?|村里|城管|房东|他们|你们)[也都还就又]*(?:不管|不理|不修|不吱声|不吭声|不搭理|没人管|装死|推诿)"
)
"""What a problem leads to is no problem of its own."""
SUFFERS = re.compile(
    r"停[电水气]了(?!吗|没)|坏[了掉]|漏水|堵[了住着]|臭|吵|不亮|不管|没了|破了|断了|塌了|掉了|积水|[天每][天晚]"
    r"|没有?人(?:来|给)?(?:管|修|清|理|处理|扫|收|拉|运)|谁来管|管不管|怎么还|到底|凭什么"
    r"|什么时候(?:才|能|才能)(?:给|来|把)?(?:修|弄|解决|处理|清|通)"
)
"""Something is out of order, or nobody sees to it: a complaint, whatever it ends with."""
_FILLER = re.compile(r"[我俺咱们家你您在就是住的了呢啊呀那这里边儿大概，,。.!！ ]")


def problems(heard: Heard, near: Near) -> list[Part]:
    """The separate problems of a message; fewer than two when it is one story.

    `near` tells of two kinds whether they are taken for each other: then one thing is told.
    """
    return [replace(part, text=unled(part.text)) for part in _apart(heard, near)]


def unled(text: str) -> str:
    """A problem's words without what joins them to the one before: 另外, 对了, 二是.

    还有3天 and 还有人 tell something themselves.
    """
    return _LEADS.sub("", _COUNTED.sub("", text))


_COUNTED = re.compile(r"^\s*(?:[0-9]{1,2}|[一二三四五六七八九十])[.、．)）:：]\s*(?![0-9])(?=.{4})")
_LEADS = re.compile(
    r"^(?:(?:算了|等等|还是|先说(?:一下|说)?|再说一[个下件]|换(?:一?[个件])?(?:问题|事情?)"
    r"|另外|还有(?:就是)?(?![0-9一二三四五六七八九十几半两]|人(?!民))|再有|再就是|对了|顺便|然后|而且|并且"
    r"|不过|但是|首先|其次|[一二三四五]是)[，,、：: ]*)+"
    r"(?=.{4})"
)


def _apart(heard: Heard, near: Near) -> list[Part]:
    kept: list[Part] = []
    before = ""
    for part in (p for p in heard.parts if _tells(p)):
        if kept and _belongs(part, kept[-1], near):
            kept[-1] = replace(kept[-1], text=f"{kept[-1].text}，{part.text}")
        elif _unsure(part):
            before += part.text + "，"
        else:
            kept.append(replace(part, text=before + part.text))
            before = ""
    return kept[:MOST]


def says_what(heard: Heard) -> bool:
    """Whether a message says what is wrong, and not only where or when."""
    rest = heard.text
    if only_a_building(rest):
        return False  # 三栋
    if _BESIDE_US.fullmatch(bare := rest.strip("。.!！?？,， ")) or _ANNOUNCED.fullmatch(bare):
        return False
    spots = (heard.spot.text,) if heard.spot else ()
    for known in (*spots, *(span.text for span in heard.times)):
        rest = rest.replace(normal(known).text, "")  # the words as read: 幸福里３號樓
    known_only = rest != heard.text
    return not known_only or len(_FILLER.sub("", rest)) >= 2


_BESIDE_US = re.compile(
    r"(?:就|是|在|我|咱|们|家|的)*(?:楼上|楼下|隔壁|对门|邻居|小区|小区里|物业|家里|楼道|楼道里|门口|路上|单元里)(?:的|那家|啊|呀|家)*"
)
"""楼上, alone, tells of nothing yet."""
_NOT_THAT = re.compile(r"(?:不|弗|勿)是(?:[说问讲报](?:的是|的)?)?[这那][个件事]?(?:事|意思)?")
_ANNOUNCED = re.compile(
    r"(?:那么?|我|我们|俺|就|再|要|想|来|给你们?|跟你们?)*(?:投诉|反映|举报|报修|反应|报|说|讲|告状)?"
    r"(?:一下|点|一?个|一?件|的)?(?:事儿?|事情|问题|情况)?[啊呀吧呢]*|有一?[个件](?:事儿?|事情|问题)"
    r"|(?:我|我们|俺|想|要|给|你们?|社区|政府|物业|[这那])*[提有]?(?:个|一个|[点条些]|一[点条些])(?:小)?(?:建议|意见)"
    r"|(?:另外|还有|再(?:说|报|反映)?|下|第[二三])(?:一?[件个])(?:事儿?|事情|问题)?"
)
"""我要反映, 有个事: what it is comes next."""


_MOCK = re.compile(
    r"[^，,。]{1,8}(?:可真|真的?是?|真够|倒是|好生)(?:挺|很|太)?"
    r"(?:勤快|负责|敬业|积极|行|牛|厉害|可以|会办事|能干|有本事|辛苦|快|好|棒|高)[了啊呀呢哈嘛]*"
)
"""物业可真勤快啊: what it mocks comes next."""


_WEATHER = re.compile(
    r"(?:今天|最近|这几?天|外面|这)*天气?(?:真|好|太|可真|这么|特别|有点)*(?:热|冷|好|不错|闷|潮)[死]?[啊呀了的呢]*"
)
_RIGHT_AGAIN = re.compile(
    r".*(?:今天|今早|现在|已经|后来|昨天|刚才)(?:又|都|就)?(?:好|亮|通|修好|来水|来电|清走|清掉)了"
    r"|[^，,。]{0,6}(?:上次|上回|之前|前面|前几天|早先)[^，,。]{0,4}(?:反映|说|讲|报|投诉|登记)[^，,。]{0,12}"
    r"(?:好|亮|通|修好|弄好|解决|处理完?|来水|来电|清走|清掉)了"
    r"(?:[，,！! ]*(?:谢谢|多谢|感谢|辛苦)[^，,。]{0,6})?"
)
"""昨天楼道灯不亮，今天好了: nothing is left to be done."""


_SALUTES = re.compile(
    r"(?:(?:各位|尊敬的|亲爱的|社区的?|网格员?|政府)?(?:叔叔|阿姨|伯伯|爷爷|奶奶|哥哥|姐姐|大哥|大姐|领导|老师|师傅"
    r"|同志|警官|主任|书记|小助手|机器人|客服)们?|大家|各位|[你您]们?好|在吗|喂|[，,、！! ])+"
)
"""叔叔阿姨 calls whoever listens."""


_THANKS = re.compile(
    r"(?:真的?|是|太|非常|先|我|要|得|实在|可)*(?:感谢|谢谢|多谢)(?:你们?|您|大家|各位|政府|领导|社区|[了啊呀哈！!])*"
)
_ABOUT_ONESELF = re.compile(
    r"(?:叔叔|阿姨|爷爷|奶奶|[你您]们?好|领导|老师|[，, ])*"
    r"(?:我|我们|俺)是(?:一?[个名位])?[^，,。]{0,6}?"
    r"(?:小朋友|孩子|学生|老人|老头|老太太|残疾人|租客|租户|业主|住户|居民|外地人|打工的|老师)(?:了|啊|呀)?"
)
_BACK_THEN = re.compile(
    r"(?:去年|前年|以前|前几年|前些年|当年|早年|[一二两三四五六七八九十几]年前)"
    r"[^，,。又再还]{0,14}过[^，,。又再还]{0,6}"
)
"""去年着过火, beside what is wrong today."""


def one_is_over(heard: Heard) -> bool:
    """Whether one of several things told has come right since, was long ago, or only says who
    tells: the rest is what it is about."""
    bare = [unled(part.text).strip("，,。 ") for part in heard.parts]
    beside = (_RIGHT_AGAIN, _ABOUT_ONESELF, _BACK_THEN)
    return any(one.fullmatch(words) for one in beside for words in bare)


def _tells(part: Part) -> bool:
    """Whether a piece of a message is more than a name, a number or a greeting beside one."""
    bare = unled(part.text).strip("，,。 ")
    if part.spot is None and any(one.fullmatch(bare) for one in (_ABOUT_ONESELF, _BACK_THEN)):
        return False
    nothing = (_MOCK, _NOT_THAT, _ANNOUNCED, _SALUTES, _RIGHT_AGAIN, _WEATHER, _THANKS)
    if outburst(bare) or any(one.fullmatch(bare) for one in nothing):
        return False  # 气死我了，楼上又漏水 tells of one thing
    digits = sum(c.isdigit() for c in part.text)
    beside = part.text.replace(part.spot.text, "") if part.spot else part.text
    told = sum("一" <= c <= "鿿" for c in beside)
    return "已隐藏" not in part.text and digits < DIGITS_OF_A_PHONE and told >= 4


def _unsure(part: Part) -> bool:
    return part.spot is None and (not part.guesses or part.guesses[0].confidence < PLAIN)


def _belongs(part: Part, before: Part, near: Near) -> bool:
    """Whether a piece goes on with the problem before it."""
    if part.spot == before.spot and _FELL.search(part.text):
        return True
    if part.spot is not None:
        return False
    if _unsure(part) or FOLLOWS.search(part.text):
        return True
    own = {guess.code for guess in part.guesses if guess.confidence >= SAME}
    first = before.guesses[0].code if before.guesses else ""
    joined = unled(part.text) != part.text or bool(_ALSO.search(part.text))
    return first in own or (not joined and near(first, part.guesses[0].code))


_FELL = re.compile(
    r"(?:大爷|大妈|老人|老太|奶奶|爷爷|孩子|小孩|学生|有人|路人)[^，,。]{0,4}(?:绊|摔|滑|崴)(?:倒|了|伤|跤|一跤)"
)
"""路面有个坑，刚才有个大爷绊倒了: what came of it."""
_ALSO = re.compile(r"也|还(?!在)|又")
