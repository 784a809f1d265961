"""Two problems in one message told from one, each with the place that belongs to it."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nlu.heard import Guess, Part, Spot
from nlu.places import best
from nlu.required import led

Guesser = Callable[[str], tuple[Guess, ...]]
_EDGES = " ,。;!?\n"
_CUT = re.compile(r"[,。;!?\n]+|(?<=\S)\s+(?=\S)")
_OPENERS = (
    r"(?:还有(?:就是|一个|个)?|另外(?:还有)?|而且|并且|同时|再(?:有|说|就是)|顺便(?:问|说|"
    r"反映)?(?:一下|一句)?|其次|此外|除此之外|"
    r"第[二三四]|二是|三是|[2二][、.]|[3三][、.]|对了|哦对|以及)"
)
_OPENER = led(_OPENERS)
_ALSO = re.compile(r"^[^,。;]{1,8}?(?:也|又|还)(?!是因为|许|就是说)")
_HANDLING = re.compile(
    "电话|报修|反映|投诉|举报|没人(?:接|理|管|处理|来)|不(?:接|理|管|处理|回|肯|赔|退|解决)|客服|"
    "推来推去|"
    r"联系|态度|说是|骂|报警|威胁|承诺"
)  # what was tried and what came of it is no problem of its own
_WISH = re.compile(r"[,。 ]*(?:能不能|希望|请|麻烦|我们?(?:是|在|也是)|要求|建议|想问|你们|快)")
_CONNECTS = re.compile(
    "结果|导致|害得?|因为|所以|但|可是?|现在|就|都|谁|[天每]天|他们?|说|不|没|已经|只|连|弄得|"
    "搞得|怕|"
    r"难道|而|让|叫|把|被|才"
)  # a clause that goes on with what was begun
_ADDRESS = re.compile(
    r"(?:我们?|俺们?|咱们?|阿拉|伲)?(?:家|住|是|在|地址|位置)*(?:(?![了没不坏漏堵吵])[^,。;!?\n]){0,10}"
    r"\d+(?:号楼|号院|幢|栋|座|单元|室|号|楼|层|弄)?(?:\d+(?:单元|室|号|楼|层)?)*[ ,。;!?\n]*"
)  # 俺家幸福里3号楼502 says where, whatever its words sound like
_DIGIT = re.compile(r"\d")
DESK = "12"  # consultations, services, not yet sorted: seldom a problem beside another
_FOR_ALL = re.compile(r"都[在是]|地址|位置|地点|我们?家?住|家住|我们?是|这里是|这边是|我在")
_AROUND_PLACE = 4  # characters beside a place in a clause that tells nothing else
_EARLIEST = 4  # characters that a clause needs to carry a problem of its own
_LONGEST = 160  # a letter is one problem told at length, unless it numbers its points
_SHORT_CLAUSE, _SHORT_STORY = 12, 30  # characters from which length says nothing more
# What each sign says for a new problem, in the order of `signs`; fitted by nlu.partsfitting on
# pairs of training sentences (two problems) and sentences of several clauses (one).
WEIGHTS = (2.09, 2.63, -5.18, -0.79, 2.19, 0.27, -0.83, -1.03, 5.44, -4.43, -1.36)
_AT_BEST = tuple(float(weight > 0) for weight in WEIGHTS)  # signs are shares of one
BIAS = -6.37  # a unit below the fitted one: three messages in four tell of one problem


@dataclass(frozen=True, slots=True)
class Clause:
    """text[start:end]; `opened` when it begins with a word that announces another problem."""

    start: int
    end: int
    opened: bool


def split(text: str, guess: Guesser) -> list[tuple[int, int]]:
    """Where the separate problems of a normalised text stand; one span when there is one."""
    if len(text) > _LONGEST:
        return [(0, len(text))]
    spans: list[tuple[int, int]] = []
    for clause in clauses(text):
        if spans and not _another(text[slice(*spans[-1])], clause, text, guess):
            spans[-1] = (spans[-1][0], clause.end)
        else:
            spans.append((clause.start, clause.end))
    return spans or [(0, len(text))]


def clauses(text: str) -> list[Clause]:
    """The clauses of a text; what is too short to carry a problem belongs to the one before."""
    edges = [0, *(match.end() for match in _CUT.finditer(text))]
    for match in _OPENER.finditer(text):
        if match.start() - max(e for e in edges if e <= match.start()) >= _EARLIEST:
            edges.append(match.start())
    found: list[Clause] = []
    for start, end in itertools.pairwise([*sorted(set(edges)), len(text)]):
        words = text[start:end]
        if len(words.strip(_EDGES)) < _EARLIEST and found:
            found[-1] = Clause(found[-1].start, end, found[-1].opened)
        elif words.strip():
            found.append(Clause(start, end, bool(_OPENER.match(words) or _ALSO.match(words))))
    return found


def _another(before: str, clause: Clause, text: str, guess: Guesser) -> bool:
    """Whether a clause brings a problem of its own beside what stands before it.

    Guesses cost most: each is asked for only while it could still make a difference.
    """
    after = text[clause.start : clause.end]
    if _DIGIT.search(after) and _ADDRESS.fullmatch(after):
        return False
    words = _words_signs(before, after, clause.opened)
    if _weighed((*_AT_BEST[:4], *words, _AT_BEST[-1])) <= 0:
        return False
    sure = max((g.confidence for g in guess(after)), default=0.0)
    if _weighed((_AT_BEST[0], sure, *_AT_BEST[2:4], *words, _AT_BEST[-1])) <= 0:
        return False
    return _weighed(signs(before, after, clause.opened, guess)) > 0


def _weighed(found: Sequence[float]) -> float:
    return BIAS + sum(w * sign for w, sign in zip(WEIGHTS, found, strict=True))


def signs(before: str, after: str, opened: bool, guess: Guesser) -> tuple[float, ...]:
    """What speaks for and against a new problem: how sure each side is, how much they mean the
    same, and the words and lengths around the cut."""
    left, right = ({g.code: g.confidence for g in guess(side)} for side in (before, after))
    first, second = next(iter(left), ""), next(iter(right), "")
    return (
        left.get(first, 0.0),
        right.get(second, 0.0),
        sum(math.sqrt(left[code] * right[code]) for code in left.keys() & right.keys()),
        float(first[:2] == second[:2]),
        *_words_signs(before, after, opened),
        float(DESK in (first[:2], second[:2])),
    )


def _words_signs(before: str, after: str, opened: bool) -> tuple[float, ...]:
    """Those of the signs that need no guess."""
    words = after.strip(_EDGES)
    return (
        float(opened),
        float(bool(_HANDLING.search(words))),
        float(bool(_WISH.match(words))),
        float(bool(_CONNECTS.match(words))),
        min(len(words), _SHORT_CLAUSE) / _SHORT_CLAUSE,
        min(len(before), _SHORT_STORY) / _SHORT_STORY,
    )


def parts(
    whole: str, spans: Sequence[tuple[int, int]], said: Sequence[str],
    spots: Sequence[tuple[int, Spot]], guess: Guesser,
) -> tuple[Part, ...]:  # fmt: skip
    """One Part for each span; a part without a place inherits the one named before it."""
    out: list[Part] = []
    last = _shared(whole, spots)
    for (start, end), words in zip(spans, said, strict=True):
        last = best([(at, spot) for at, spot in spots if start <= at < end]) or last
        out.append(Part(words.strip(" ,，。;；\n"), guess(whole[start:end]), last))
    return tuple(out)


def _shared(whole: str, spots: Sequence[tuple[int, Spot]]) -> Spot | None:
    """A place told apart from the problems, such as 都在幸福里3号楼 at the end, is for all."""
    for at, spot in spots:
        words = next((whole[c.start : c.end] for c in clauses(whole) if c.start <= at < c.end), "")
        alone = len(words.strip(_EDGES)) - len(spot.text) <= _AROUND_PLACE
        if alone or _FOR_ALL.search(words):
            return spot
    return None
