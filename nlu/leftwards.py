"""Where a name begins: leftwards from how it ends, as far as the words may belong to it."""

from __future__ import annotations

import itertools
import re

from nlu.matterwords import HARD_STOPS, MATTERS, STOP_WORDS
from nlu.placewords import SHOP_NAME
from nlu.wordkinds import CLOSED, VERB
from nlu.words import kind, known

Cuts = list[tuple[int, int]]  # starts and ends of words

_HAN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·]")
_NAME = 7  # characters of a name before its building
_TWICE = frozenset("管看查修问说听试谈催帮治评瞧数")  # verbs said twice: 管管
# Words with a character that else never stands in a name.
_SAFE = re.compile(
    "喜来登|好运来|[福旺客喜]来(?=[登福酒饭超客棋])|太[阳平湖仓白和原古极]|如[意家来]|来福|"
    "好又多|不夜城|过[江街]|问津|想念|往来|看守|就业|看丹|"
    "从化|往事|让胡路|不锈钢|过滤|"
    "着装|离退休|的士|是非|我爱我家|每日|叫化|说书|他乡|也门|向往|又一村|还珠|刚果|侬好|都市|"
    "都江堰|首都|成都|丽都|"
    "名都|[\u4e00-\u9fff]都(?=[大酒宾饭商花小])"
)
_NUMBERED = re.compile(
    r"第?[一二两三四五六七八九十几多数百\d]+[家条座个所间栋位处名户米里]|[几多数两]+"
)
_COUNTING = re.compile(".{1,2}(?:个|条)|[换开办找]家|求架座")  # 修个, 留条, 换家
_COUNT = re.compile("[一两三四五六七八九十几半]+[口只头棵辆块根把张片堆群条座个家]")
_SIDES = ("上", "下", "前", "后", "中", "内", "外")


def left(text: str, end: int, limit: int, cuts: Cuts) -> int:
    """Walk left from the suffix to where the name must begin."""
    own = {
        at for name in SHOP_NAME.finditer(text, limit, end + _NAME) for at in range(*name.span())
    }
    start = _at_most(text, end, limit, own)
    for left, stop in cuts:
        if left < start < stop <= end and known(text[left:stop]):
            start = stop
    bounds = [*(left for left, _ in cuts if start <= left < end), end]
    for left, right in reversed(list(itertools.pairwise(bounds))):
        word = text[left:right]
        if (
            (word in MATTERS or _stops(word))
            and not _part(text, left, right, end)
            and not own.issuperset(range(left, right))
        ):
            return _uncounted(text, left, right, bounds)
    return start


def _part(text: str, left: int, right: int, end: int) -> bool:
    """Whether a side begins a short name at the begin of a clause: 上河村."""
    return (
        text[left:right] in _SIDES
        and end - right == 1
        and (text[left - 1 : left] in HARD_STOPS or not _HAN.match(text[left - 1 : left]))
    )


def _uncounted(text: str, left: int, right: int, bounds: list[int]) -> int:
    """Behind the one thing that a stopping word counts: 藕塘 in 一口井藕塘."""
    thing = next((at for at in bounds if at > right), right)
    counted = _COUNT.fullmatch(text, left, right) and thing == right + 1 and thing < bounds[-1]
    return thing if counted else right


def _at_most(text: str, end: int, limit: int, own: set[int]) -> int:
    """How far left a name can reach by its characters alone."""
    safe = {at for word in _SAFE.finditer(text, limit, end) for at in range(*word.span())} | own
    start = end
    while start > limit and _HAN.match(text[start - 1]):
        if text[start - 1] in HARD_STOPS and start - 1 not in safe:
            break
        start -= 1
    return start


def begun(text: str, end: int, cuts: Cuts) -> int:
    """Where a name that ends at `end` may begin."""
    return left(text, end, max(0, end - _NAME), cuts)


def belongs(word: str) -> bool:
    """Whether a word may stand within a name or a site: 塑胶, not 有 nor 增设."""
    return not _stops(word) and not HARD_STOPS.intersection(word)


def _stops(word: str) -> bool:
    """Whether a word belongs to the sentence and not to the name behind it."""
    twice = word == word[0] * 2 and word[0] in _TWICE  # 管管, 看看
    if twice or _NUMBERED.fullmatch(word) or _COUNTING.fullmatch(word):
        return True
    return word in STOP_WORDS or bool(kind(word) & (VERB | CLOSED))
