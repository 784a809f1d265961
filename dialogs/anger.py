"""Moods in so many words: anger that tells nothing, its taking back, impatience, reluctance."""

from __future__ import annotations

import re

LONGEST = 24  # characters of a mood; a longer message tells something
_OH = r"(?:真是?|实在|简直|我|俺|都|也|快|要|了|你们|这|太|得|啊|呀|唉|哎|[，, !！。])*"
_RAGE = (
    r"(?:气死|气炸|气疯|气人|气得|火大|火冒三丈|受够|受不了|烦死|烦透|憋屈|崩溃|恶心死"
    r"|(?:恨不得|巴不得|(?:真|好|都|直)想)[^，,。]{0,8}(?:烧|砸|骂|炸|掀)(?:了|掉|光)*"
    r"(?:这|那)?(?:破|烂)?(?:楼|房子|单子|地方)?)"
)
_OUTBURST = re.compile(
    rf"(?:{_OH}{_RAGE})+"
    r"(?:人|个|我|俺|死|不行|要|命|真|都|也|快|了|你|们|这|太|啊|呀|唉|哎|[，, !！。])*"
)
_SCOLDS = re.compile(
    r"(?:你们?|您|他们)?(?:这(?:帮|些|群)人?)?(?:都|全|是不是|是|真是?|就是|难道|到底|[，, ])*"
    r"(?:死人|死的|死了|猪|废物|饭桶|摆设|聋子?|瞎子?|哑巴|木头|吃(?:干|白|闲)饭的?|干(?:什么|啥)吃的|拿钱不办事)"
    r"(?:都|全|是|不是|吗|么|吧|啊|呀|的|了|[，, !！?？])*"
)
"""你们是死人吗: said at somebody, and of nothing."""
_TAKEN_BACK = re.compile(
    r"(?:我|刚才|刚刚|那|这|就是|是|都|只|不过|也|说|讲|随口|的|气话|[，, ])*气话"
    r"(?:的|而已|罢|啦|了|呢|啊|嘛|[，, ]|别当真|不是真的|没事|不会真的?)*"
)
_IMPATIENT = re.compile(
    r"(?:[还又老]在?(?:要)?问(?:我)?|(?:问|拍|填|写|等|看)什么(?:问|拍|填|写|等|看))[啊呀呢的]*"
    r"(?:[，, ]*你?们?烦不烦人?)?"
    r"|(?:你们?|您)?(?:怎么|咋|老是?|总是?|还|都|要)*问(?:这么|那么|来?这么)多"
    r"(?:干嘛|干什么|干啥|做什么|有什么用|有啥用)?[啊呀呢的]*"
    r"|(?:你们?|您|(?:别|不要)(?:再)?问了?[，, ]*|哪那么|哪来)?"
    r"(?:怎么|咋|真|就)*(?:这么|那么|太|好|老)*"
    r"(?:烦不烦|啰嗦|罗嗦|有完没完|没完没了|(?:问题|话|废话|事儿?)(?:真|太|怎么这么|这么)多"
    r"|问个没完|问东问西|问来问去|(?:废话|问题)真多|(?:别|不要|覅|莫|甭)(?:再)?问了|能不能快点)[啊呀了吗呢吧的]*"
    r"(?:[，, ]*(?:快点?|赶紧|直接|给我)*(?:登记|报|提交|弄|办|记)(?:上去|下来|了|吧|呀)*)?"
)
_DECLINES = re.compile(
    r"(?:我|也|又|都|真的?|可|[，, ])*(?:不敢|不会|不想|不好|不方便|没法|没办法|没)(?:去|再|意思)?"
    r"(?:拍|照|发|写|填|留|说名字|留名)(?:了|的|照片|啊|呀)*"
    r"|(?:千万)?(?:别|不要)(?:说|讲|写)是我(?:说|讲|报|反映)?的?"
    r"|(?:千万)?(?:别|不要|不想|不)(?:留|写|提)我?的?(?:名字|姓名|名)"
)


def outburst(words: str) -> bool:
    """Whether the words are anger and nothing else: 气死我了, 真想一把火烧了."""
    return _is(_OUTBURST, words) or _is(_SCOLDS, words)


def taken_back(words: str) -> bool:
    """说气话的."""
    return _is(_TAKEN_BACK, words)


def impatient(words: str) -> bool:
    """你烦不烦, 问题真多: so many questions, said to whoever asks them."""
    return _is(_IMPATIENT, words)


def declines(words: str) -> bool:
    """我不敢拍, 别说是我说的: says what somebody would rather not."""
    return _is(_DECLINES, words)


def _is(mood: re.Pattern[str], words: str) -> bool:
    said = words.strip("。.!！~～?？ ")
    return len(said) <= LONGEST and bool(mood.fullmatch(said))
