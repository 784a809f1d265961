"""Two problems in one message told from one, each with the place that belongs to it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from nlu.heard import Part, Spot
from nlu.openings import MOST
from nlu.partsigns import (
    EDGES,
    LONGEST,
    OPENER,
    OPENERS,
    Cut,
    Guessed,
    Guesser,
    Words,
    guessed_signs,
    kinds,
    sound,
    word_signs,
)
from nlu.places import best

_CUT = re.compile(r"[,。;!?\n]+|(?<=\S)\s+(?=\S)")
_STOP = re.compile(r"[。;!?\n]")
_MARK = re.compile(r"[,。;!?\n\s]")
_TITLE = re.compile(r"\s*[^\n]{2,40}?[ \t]*\n\s*(?=[^\n]{30})")  # says what the letter tells
_BREATH = re.compile(
    r"(?<=[了呢吗吧呗嘛么啦])(?!电(?![梯动瓶线表])|水(?![管表压])|气(?!味)|火|钱|字)"
    r"(?=[^了呢吗吧呗嘛么啦,。;!? \n的0-9一二两三四五六七八九十几半好多个我你您他她它人过])"
)  # where who dictates without marks takes breath
_LEAD = re.compile(
    rf"{OPENERS}|其[一二三]|一是|首先|先说|第一[个件]?|对|哦|再说|还有一?[个件]事情?|与此同时"
)  # belongs to what follows
_ANNOUNCED = re.compile(
    r"另外|另[:,]|此外|除此之外|其次|与此同时|同时|还有(?:一|个|件|就是)|再(?:就是|有|者|说)|"
    r"第[二三]|其[二三]|[二三]是|[2-5][、.]|顺便|对了"
)  # begins the next matter of a letter
_ADDRESS = re.compile(
    r"(?:我们?|俺们?|咱们?|阿拉|伲)?(?:家|住|是|在|地址|位置)*(?:(?![了没不坏漏堵吵])[^,。;!?\n]){0,10}"
    r"\d+(?:(?:号楼|号院|幢|栋|座|单元|室|号|楼|层|弄)(?:\d+(?:单元|室|号|楼|层))*\d*)?[ ,。;!?\n]*"
)  # 俺家幸福里3号楼502 says where, whatever its words sound like
_PREAMBLE = re.compile(
    r"(?:[你您侬倷]好(?![多次回])|大家好|各位|尊敬的|你们?|您|喂|我们?|领导|同志|请问|到底|究竟|还|都|管不管|管一?管|有没有人管|"
    r"打|报修|电话|热线|[\d一二两三四五六七八九十几好多]+[次遍回个]|"
    r"[了啊吧呢吗的又再来想要呀过,。!? ]|反[映应]|投诉|举报|请教|咨询|问题|问|"
    r"说|讲|一下|[个件]事?|情况|这[里边]|是|住户|业主|居民)++"
)  # tells no matter yet, however angrily; nothing in it is read in two ways, or it took for ever
_CONNECTING = re.compile(
    r"(?:姓[^,。;\s\d]{1,2}(?=[,。;\s\d]|$)|叫我[小老阿][^,。;\s\d](?=[,。;\s\d]|$)|"
    r"电话|手机|号码?|联系方式|联系|地址|地点|位置|时间|事发|发生|姓名|名字|左右|大概|大约|差不多|时候|那天|"
    r"本人|业主|居民|住户|租户|小区|家里|现住|[我俺咱阿拉在于是叫姓住家位的里为::,。;\s()、\d-])*+"
)  # what stands between facts and tells no matter
_DIGIT = re.compile(r"\d")
_FOR_ALL = re.compile(r"都[在是]|地址|位置|地点|我们?家?住|家住|我们?是|这里是|这边是|我在")
_AROUND_PLACE = 4  # characters beside a place in a clause that tells nothing else
_EARLIEST = 3  # characters that a clause needs to carry a problem of its own
_EARLIEST_INSIDE = 4  # the same before a cut that no mark shows
_DICTATED = 10  # characters from which a message without any mark is cut where breath is taken
_AHEAD, _AHEAD_CLAUSES = 45, 2  # what is read on to guess what a clause tells of
# What each sign says for a new problem; fitted by nlu.partsfitting, which prints these lines.
WORDS_WEIGHTS = Words(opened=4.59, also=2.58, handling=-0.88, connects=-1.29, length=5.32,
                      story=-1.46, suffered=-0.92, elsewhere=1.06, when=-1.77, stop=3.06,
                      blank=1.85, long_story=-9.69, letter=-1.5)  # fmt: skip
SOUND_WEIGHT = 0.56
GUESSED_WEIGHTS = Guessed(before=2.12, after=1.62, ahead=0.86, alike=0.69, alike_ahead=-2.38,
                          same=-0.31, desk=-1.44)  # fmt: skip
BIAS = -6.84
ONE_KIND = 0.6  # share by which both sides mean the same; such a clause goes on with it
_AT_BEST = Guessed(*(max(0.0, weight) for weight in GUESSED_WEIGHTS))  # signs are shares of one


@dataclass(frozen=True, slots=True)
class Clause:
    """text[start:end], and the marks or blanks before it."""

    start: int
    end: int
    joint: str


def split(text: str, guess: Guesser, told: Collection[str] = ()) -> list[tuple[int, int]]:
    """Where the separate problems of a normalised text stand; one span when there is one. A clause
    with nothing but what is `told`, the words of places, times and names, belongs to the next."""
    found = clauses(text, told)
    starts = [found[0].start] if found else [0]
    for number in range(1, len(found)):
        if another(cut_at(text, found, number, starts[-1]), guess):
            starts.append(found[number].start)
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def clauses(text: str, told: Collection[str] = ()) -> list[Clause]:
    """The clauses of a text; what is too short to carry a problem belongs to the one before, what
    announces one to the one behind. Of a letter only what is announced is cut off."""
    edges, found, begun = _edges(text), list[Clause](), -1
    for start, end in zip(edges, [*list(edges)[1:], len(text)], strict=True):
        at = begun if begun >= 0 else start
        words = text[at:end].strip(EDGES)
        leads = _LEAD.fullmatch(words) or (told and only(words, told))
        begun = at if end < len(text) and leads else -1
        if begun >= 0:
            continue
        if len(words) < _EARLIEST and found:
            found[-1] = Clause(found[-1].start, end, found[-1].joint)
        elif words:
            found.append(Clause(at, end, edges[at]))
    return found


def _edges(text: str) -> dict[int, str]:
    """Where clauses may begin, in order, with what stands before each."""
    marked = {0: ""} | {m.end(): m[0] for m in _CUT.finditer(text) if m.end() < len(text)}
    if title := _TITLE.match(text):
        marked.pop(title.end(), None)
    if len(text) > LONGEST:
        return {at: joint for at, joint in marked.items()
                if not at or (_STOP.search(joint) and _ANNOUNCED.match(text, at))}  # fmt: skip
    inside = [m.start() for m in OPENER.finditer(text)]
    if len(text) >= _DICTATED and not _MARK.search(text.strip(EDGES)):
        inside += (m.start() for m in _BREATH.finditer(text))
    for at in sorted(inside):
        if at - max(edge for edge in marked if edge <= at) >= _EARLIEST_INSIDE:
            marked[at] = ""
    return dict(sorted(marked.items()))


def cut_at(text: str, found: Sequence[Clause], number: int, since: int) -> Cut:
    """The cut before a clause, when the problem before it begins at `since`."""
    clause = found[number]
    end = clause.end
    for on in found[number + 1 : number + 1 + _AHEAD_CLAUSES]:
        if _STOP.search(on.joint) or on.end - clause.start > _AHEAD:
            break
        end = on.end
    after = text[clause.start : clause.end]
    return Cut(text[since : clause.start], after, text[clause.start : end], clause.joint)


def another(cut: Cut, guess: Guesser) -> bool:
    """Whether a clause brings a problem of its own beside what stands before it.

    Guesses cost most, then the sound: they are asked for only while they could make a difference.
    """
    if tells_where(cut.after) or _PREAMBLE.fullmatch(cut.before):
        return False
    told = BIAS + _weighed(WORDS_WEIGHTS, word_signs(cut))
    if told + SOUND_WEIGHT * MOST + sum(_AT_BEST) <= 0:
        return False
    told += SOUND_WEIGHT * sound(cut)
    if told + sum(_AT_BEST) <= 0:
        return False
    before, after = kinds(guess(cut.before)), kinds(guess(cut.after))
    guessed = guessed_signs(before, after, {})
    at_best = told + _weighed(GUESSED_WEIGHTS, guessed) + _AT_BEST.ahead
    if guessed.alike > ONE_KIND or at_best <= 0:
        return False
    guessed = guessed_signs(before, after, kinds(guess(cut.ahead)))
    return guessed.alike_ahead <= ONE_KIND and told + _weighed(GUESSED_WEIGHTS, guessed) > 0


def only(words: str, told: Collection[str], numbered: bool = False) -> bool:
    """Whether words tell nothing but what is `told`: 昨天下午三点左右在人民路. Digits and what
    joins them may stand beside it, or, in `numbered` words, alone."""
    left = words
    for piece in sorted(told, key=len, reverse=True):
        left = left.replace(piece, "")
    return (numbered or left != words) and _CONNECTING.fullmatch(left) is not None


def tells_where(words: str) -> bool:
    """Whether a clause is an address and nothing else."""
    return bool(_DIGIT.search(words) and _ADDRESS.fullmatch(words))


def _weighed(weights: Sequence[float], signs: Sequence[float]) -> float:
    return sum(weight * sign for weight, sign in zip(weights, signs, strict=True))


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
        alone = len(words.strip(EDGES)) - len(spot.text) <= _AROUND_PLACE
        if alone or _FOR_ALL.search(words):
            return spot
    return None
