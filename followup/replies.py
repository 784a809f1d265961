"""Reading typed survey answers: solved and satisfied, and the traps in which one asks back."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from followup.survey import Solved

ASK_BACK = "不好意思，我没读准。您是说：这件事解决了吗？满意吗？点下面的按钮就行。"
INVALID = "打分请用1到5：5是非常满意，1是非常不满意。"

TRAPS = re.compile(
    r"(不是|没有|并非|谈不上|说不上)(很|太|不|没)?(不满意|满意|没解决|解决不了)"
    r"|(满意|好|解决)(个|你个|他个)(鬼|屁|头|锤子|毛)|才怪|呵呵|真是谢谢|可真(行|好)"
    r"|(我|自己)满意.*(他|她|家|邻居|老).{0,3}(不|没)满意|(算是|好像|应该|可能)(是)?(解决|好)了?吧?"
    r"|(满意|解决了?|好了?)(吗|么|嘛|没有?)$|(怎么|哪里|哪儿)(能|会|可能)?(满意|解决)"
)
"""Double negation, irony, answers for somebody else, guesses and questions (D.2, G.3 row 32)."""

_NO = "没有?|未|不|莫|冇"
_GRANTED = r"(?P<done>[^\W\d]{1,2})是(?P=done)(?:过|了)+"
"""收是收了, 来是来过: granted, and what comes next takes it back."""
_PLEASED = r"(?!.*(?<![不没])(?:满意|不错|挺好|蛮好|很好|好了|感谢|谢谢))"
SOLVED = (
    (Solved.NO, rf"{_GRANTED}{_PLEASED}(?=.*(?:又|没|不(?!少)|还|第二天|走了|老样|照样|一样))"),
    (Solved.PARTLY, rf"{_GRANTED}{_PLEASED}(?=.{{2}})"),
    (
        Solved.NO,
        r"(?<!没)(?<!没有)来[^没]{0,3}过.{0,8}没(?:有?人|再)"
        r"|(?:只|就|才)(?:好|亮|通|干净|清爽|安静|消停|管用?)了?(?:不到)?"
        r"(?:[一两半几三四五]|\d+)个?(?:多|天|晚|小时|会|礼拜|星期|周|阵)",
    ),
    (
        Solved.NOBODY,
        r"(没有?|[莫冇]得|[呒无]没?)(任何)?人(来)?(联系|管|理|找|搭理|问)"
        r"|没(有)?(联系|找|打给)(过)?我|(没有?|[莫冇]得|[呒无]没?)人(影|来)过?(?!修)"
        r"|^(你们?|他们|师傅|物业|工人)*(根本|压根|从来|从头到尾|一直|到现在)?(就|都|也|还)*(没有?|莫|冇)(人)?来(过|嘛|啊)?[的呀啊嘛]?$"
        r"|(根本|压根|从来)(就|都|也|还)*(没有?|莫|冇)(人)?来(过|嘛|啊)"
        r"|(连)?(个)?人影(子)?(都)?(没|莫|冇)",
    ),
    (
        Solved.PARTLY,
        r"部分|(解决|弄好|修好|清理?)了?(一半|一些|一点|一部分)|好了?(一点|一些|一半)"
        r"|(没|未)(完全|全部|彻底)(解决|好|弄好)",
    ),
    (
        Solved.NO,
        rf"(?:{_NO})(?:给)?(?:得到)?(?:解决|修好|弄好|处理|搞定|落实|好转|改善|办好?|修|动静|变化|清(?!楚)|扫|拉走?|换|拆|装|收(?!到)|通(?!知|过))"
        r"|(哪里|哪儿|哪有|谁说|啥时候|什么时候)[^解]{0,3}(修|弄|搞|清|办)(好|掉|完|干净)?了?"
        r"|解决不了|没用|(莫|冇|没)得用|老样子|老地方老样|还是(那样|一样|老|原样|不行|不亮|漏|堵|臭|吵|黑|暗|坏|脏|乱|没)"
        r"|(又|还在|仍然?|照样)(坏|漏|堵|臭|吵|响|不亮|乱|犯|反弹|堆|脏|冒|积)|一样的?(漏|堵|臭|吵)|没人来?修|没搞"
        r"|(更加?|反而|反倒|越[修弄搞]越)(暗|黑|差|臭|堵|吵|脏|乱|漏|坏|厉害|严重|糟)"
        r"|白(跑|说|搭)|假的|糊弄|敷衍|骗(人|子)|忽悠|不三不四|应付",
    ),
    (
        Solved.YES,
        r"(已经?|都|全|彻底|算|终于|总算)?(解决|修好|弄好|搞好|搞定|处理好?|办好|清(理)?(掉|走|干净)|亮)"
        r"了|已解决|已经好|^(都|已经|全|现在)?好了|不(漏|吵|堵|臭)了|(修|弄|清|搞|做|扫)得(很|挺|蛮)?(好|干净|巴巴?适|清爽|归一|漂亮|利索)"
        rf"|{_GRANTED}"
        r"|^(现在|终于|总算|全)?(都)?(清爽|干净|利索|妥|妥当|归一|搞定|摆平|弄归一|修起)(了|哒|咯|喽|啦|得很|多了)+$",
    ),
)
"""In this order; the first that fits is taken and its words are gone for the next."""

STARS = (
    (
        1,
        r"(非常|很|十分|极其|极度|太|特别)不满意?|最差|一星|1星|零分|^垃圾$|(真|太)垃圾|差评|太差|恶劣",
    ),
    (
        2,
        r"(不太|不怎么|不咋|不大|不是很|不够|不)满意?(?!人意)|👎|二星|两星|2星|(^|\||态度|服务|真|很|办得)不好(?!意思)|失望|不咋地|(^|\|)(真|太)?不行$",
    ),
    (
        5,
        r"(非常|很|十分|特别|相当|超级?|太)(满意|好|棒|赞)|[五5]星(?!村|小区|社区|路|街|花园|广场|电器)|满分|好评|👍|给力|点赞",
    ),
    (
        3,
        r"基本满意|还行|还可以|凑合|凑乎|将就|一般|马马虎虎|三星|3星|过得去|就那样|还成|(^|\|)(也|都)?可以(了|吧)?$",
    ),
    (
        4,
        r"满意|不错|挺好|蛮好|四星|4星|^好的?$|好着(呢|嘞)"
        r"|(?<!不)巴适|(?<!不)安逸|老灵|(?<!不)灵光|杠杠的|没毛病|要得",
    ),
)

NUMBER = re.compile(
    r"^(?:给|打|评)?(?P<n>\d+(?:\.\d+)?|[零一二两三四五六七八九十]+)(?:颗?星|分)?(?:吧|好了)?$"
)
HAN = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a typed answer says. `ask` is what to ask back, once; then nothing is taken as said."""

    solved: Solved | None = None
    satisfied: int | None = None
    ask: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing of it was an answer: perhaps another request altogether."""
        return self.solved is None and self.satisfied is None and not self.ask


def read(text: str) -> Reading:
    """Read a typed answer to the survey; numbers are stars (options by number are the engine's).

    Solved and satisfied are two facts: 五星好评但没解决 is unsolved with five stars, which redoes.
    """
    plain = _plain(text)
    number = NUMBER.match(plain)
    if number:
        return _star(number["n"])
    if TRAPS.search(plain):
        return Reading(ask=ASK_BACK)
    solved, rest = _solved(plain)
    satisfied = _satisfied(rest)
    if satisfied == 0:
        return Reading(ask=ASK_BACK)
    return Reading(solved, satisfied)


_YES_TO_SOLVED = re.compile(r"(?:是|对|嗯|有)+的?[啊呀呢哦]?")
_NO_TO_SOLVED = re.compile(
    r"^(?:还|根本|完全|压根|并)?没有?[呢啊呀的哦]?(?:$|[还都就])|^(?:不|否|没|未)$"
    r"|还是(?!很|挺|蛮|比较|满意|不错|可以|好|谢|感谢|解决|修好)|还在$"
)
"""Said to the question whether it is solved; unasked, these words say nothing of it."""


def read_solved(text: str) -> Reading:
    """Read an answer to “is it solved?”: 没有，还是黑的 says no there, 嗯 says yes."""
    found = read(text)
    plain = _plain(text)
    if found.ask or found.solved is not None:
        return found
    if _NO_TO_SOLVED.search(plain):
        return Reading(Solved.NO, found.satisfied)
    return Reading(Solved.YES, found.satisfied) if _YES_TO_SOLVED.fullmatch(plain) else found


def granted(text: str) -> bool:
    """Whether something is granted and taken back: 收是收了，第二天又没人收."""
    plain = _plain(text)
    return bool(re.search(_GRANTED, plain)) and _solved(plain)[0] in (Solved.NO, Solved.PARTLY)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    bare = re.sub(
        r"[\s,.!?;:~…，。！？；：、~—“”\"'()（）\u200b\ufe0f\U0001f3fb-\U0001f3ff]+", "", folded
    )
    return bare.replace("滿", "满").replace("沒", "没").replace("決", "决")


def _star(said: str) -> Reading:
    value = HAN.get(said, int(said) if said.isdigit() else 0)
    return Reading(satisfied=value) if 1 <= value <= 5 else Reading(ask=INVALID)


def _solved(plain: str) -> tuple[Solved | None, str]:
    """The first fact, and the text without the words that gave it."""
    for value, pattern in SOLVED:
        if re.search(pattern, plain):
            return value, re.sub(pattern, "|", plain)
    return None, plain


def _satisfied(plain: str) -> int | None:
    """The stars; 0 when the words contradict one another."""
    found: list[int] = []
    for stars, pattern in STARS:
        if re.search(pattern, plain):
            found.append(stars)
            plain = re.sub(pattern, "|", plain)
    if not found:
        return None
    return 0 if min(found) <= 2 < max(found) else found[0]
