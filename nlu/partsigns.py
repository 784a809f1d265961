"""What speaks for and against another problem where a clause begins; weighed in nlu.parts."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from nlu.heard import Guess
from nlu.openings import opening
from nlu.required import led

Guesser = Callable[[str], tuple[Guess, ...]]
Kinds = Mapping[str, float]
EDGES = " ,。;!?\n"
OPENERS = (
    r"(?:还有(?:就是|一个|个)?|另外(?:还有)?|而且|并且|同时|再(?:有|说|就是)|顺便(?:问|说|"
    r"反映)?(?:一下|一句)?|其次|此外|除此之外|"
    r"第[二三四]|二是|三是|[2二][、.]|[3三][、.]|对了|哦对|以及)"
)
OPENER = led(OPENERS)
_ALSO = re.compile(
    r"^[^,。;]{1,8}?(?:也|又|还)"
    r"(?!是因为|许|就是说|没人(?:接|理|管|来|处理)|不(?:管|理|接|回|肯|修|见)|说|打不通|"
    r"[^,。;]{0,4}(?:不了|不过来|不成|不上去?|不下[来去]?)$)"
)  # 饭也做不了 is what it leads to
_HANDLING = re.compile(
    "电话|报修|反映|投诉|举报|没人(?:接|理|管|处理|来)|不(?:接|理|管|处理|回|肯|赔|退|解决)|客服|"
    "推来推去|"
    r"联系|态度|说是|骂|报警|威胁|承诺"
)  # what was tried and what came of it is no problem of its own
_CONNECTS = re.compile(
    "结果|导致|害得?|因为|所以|但|可是?|现在|就|都|谁|[天每]天|他们?|说|不|没|已经|只|连|弄得|"
    "搞得|怕|"
    r"难道|而|让|叫|把|被|才"
)  # a clause that goes on with what was begun
_SUFFERED = re.compile(
    r"睡不|没法|不敢|摔|咳|发霉|老人|孩子|小孩|我妈|我爸|上班|迟到|住院|医院|头晕|吓|哭|学费|房贷|"
    r"吃不|没精神|影响|耽误|怎么办|谁负责|谁赔|进不来|出不去|漫|泡|味道|害"
)  # whom it befalls, and what it leads to
_ELSEWHERE = re.compile(
    r"旁边|边上|隔壁|对面|对门|楼[上下顶道]|门口|外面|里面|上面|后面|前面|那边|路[上边口]|"
    r"[一二三四五六七八九\d]+[楼号栋幢单]|[东南西北]|小区|村[里头口]|学校|物业|地下|公交|电梯|路灯|"
    r"下水|垃圾|[^,。]{0,6}门口"
)  # begins with another spot or thing
_WHEN = re.compile(
    r"昨|今|前天|上[个周月]|去年|前年|[\d一二三四五六七八九十]+[月点]|半夜|凌晨|夜里"
)
_WHERE = re.compile(
    r"^[^,。;!?\d]{0,12}\d+(?:号楼|号院|幢|栋|座|单元|室|号|楼|层|弄)(?:\d+(?:单元|室|号|楼|层))*\d*的?"
)  # at the beginning, tells nothing of the matter
_STOPS = frozenset("。;!?\n")
LONGEST = 160  # characters from which a message is a letter: one matter told at length
_SHORT_CLAUSE, _SHORT_STORY = 12, 30  # characters from which length says nothing more
_LONG_STORY = 150
DESK = "12"  # consultations, services, not yet sorted: seldom a problem beside another


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where a message may be cut: what stands before it, the clause behind it, that
    clause with those that follow in one breath, and the marks or blanks between."""

    before: str
    after: str
    ahead: str
    joint: str


class Words(NamedTuple):
    """The signs that need no guess."""

    opened: float
    also: float
    handling: float
    connects: float
    length: float
    story: float
    suffered: float
    elsewhere: float
    when: float
    stop: float
    blank: float
    long_story: float
    letter: float


class Guessed(NamedTuple):
    """The signs that need guesses: how sure each side is, how much they mean the same."""

    before: float
    after: float
    ahead: float
    alike: float
    alike_ahead: float
    same: float
    desk: float


def word_signs(cut: Cut) -> Words:
    """What the words around a cut say."""
    words = cut.after.strip(EDGES)
    opener, rest = OPENER.match(words), unopened(words)
    story = len(_WHERE.sub("", cut.before))
    return Words(
        float(bool(opener)),
        float(bool(_ALSO.match(rest.rstrip(EDGES)))),
        float(bool(_HANDLING.search(words))),
        float(bool(_CONNECTS.match(words))),
        min(len(words), _SHORT_CLAUSE) / _SHORT_CLAUSE,
        min(story, _SHORT_STORY) / _SHORT_STORY,
        float(bool(_SUFFERED.search(rest))),
        float(bool(_ELSEWHERE.match(rest))),
        float(bool(_WHEN.match(rest))),
        float(not _STOPS.isdisjoint(cut.joint)),
        float(cut.joint.isspace()),
        min(story, _LONG_STORY) / _LONG_STORY,
        float(len(cut.before) + len(cut.after) > LONGEST),
    )


def unopened(words: str) -> str:
    """A clause without the words that open it."""
    opener = OPENER.match(words)
    return words[opener.end() :].lstrip(EDGES) if opener else words


def sound(cut: Cut) -> float:
    """How much the clause sounds like the beginning of a message; dearer than all words signs."""
    return opening(unopened(cut.after.strip(EDGES)))


def guessed_signs(before: Kinds, after: Kinds, ahead: Kinds) -> Guessed:
    """What the kinds of both sides say; without those of what is read ahead, nothing of it."""
    first, second, third = (next(iter(kinds), "") for kinds in (before, after, ahead))
    return Guessed(
        before.get(first, 0.0),
        after.get(second, 0.0),
        ahead.get(third, 0.0),
        _alike(before, after),
        _alike(before, ahead),
        float(first[:2] == second[:2]),
        float(DESK in (first[:2], second[:2])),
    )


def kinds(guesses: Iterable[Guess]) -> Kinds:
    """Categories and how sure each is, the surest first."""
    return {guess.code: guess.confidence for guess in guesses}


def _alike(one: Kinds, other: Kinds) -> float:
    return sum(math.sqrt(one[code] * other[code]) for code in one.keys() & other.keys())
