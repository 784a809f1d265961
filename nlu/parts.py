"""Two problems in one message told from one, each with the place that belongs to it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nlu.heard import Guess, Part, Spot

Guesser = Callable[[str], tuple[Guess, ...]]
_CUT = re.compile(r"[,。;!?\n]+|(?<=\S)\s+(?=\S)")
_OPENERS = (
    r"(?:还有(?:就是|一个|个)?|另外(?:还有)?|而且|并且|同时|再(?:有|说|就是)|顺便(?:问|说|"
    r"反映)?(?:一下|一句)?|其次|此外|除此之外|"
    r"第[二三四]|二是|三是|[2二][、.]|[3三][、.]|对了|哦对|以及)"
)
_OPENER = re.compile(_OPENERS)
_ALSO = re.compile(r"^[^,。;]{1,8}?(?:也|又|还)(?!是因为|许|就是说)")
_HANDLING = re.compile(
    r"电话|报修|反映|投诉|举报|没人(?:接|理|管|处理|来)|不(?:接|理|管|处理|回|肯|赔|退|解决)|客服|推来推去|"
    r"联系|态度|说是|骂|报警|威胁|承诺"
)  # what was tried and what came of it is no problem of its own
_WISH = re.compile(r"[,。 ]*(?:能不能|希望|请|麻烦|我们?(?:是|在|也是)|要求|建议|想问|你们|快)")
_UNSORTED = "1207"  # 待人工研判: a greeting or an opening, no problem of its own
_EARLIEST = 4  # characters that a clause needs to carry a problem of its own
_LONGEST = 160  # a letter is one problem told at length, unless it numbers its points
_NUMBERED = re.compile(
    r"(?:^|[\n。;:,!?\s])(?:第?[一二三四五1-5]|[(①②③④⑤][一二三四五1-5]?\)?)(?:[、.:)是,]|点)"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """text[start:end] with the category it seems to be about."""

    start: int
    end: int
    guesses: tuple[Guess, ...]
    opened: bool  # begins with a word that announces another problem

    @property
    def best(self) -> Guess:
        return self.guesses[0] if self.guesses else Guess("", 0.0)


@dataclass(frozen=True, slots=True)
class Limits:
    """Confidences: of a clause announced by a word, of one that is not, of what stands before;
    a runner-up this likely means the clauses speak of one thing, as does a joint guess this sure.
    """

    opened: float = 0.5
    plain: float = 0.75
    before: float = 0.3
    close: float = 0.15
    joint: float = 0.95


def split(text: str, guess: Guesser, limits: Limits | None = None) -> list[tuple[int, int]]:
    """Where the separate problems of a normalised text stand; one span when there is one."""
    limits = limits or Limits()
    if len(text) > _LONGEST:
        return [(0, len(text))]
    clauses = _clauses(text, guess)
    groups: list[list[Clause]] = []
    for clause in clauses:
        if groups and not _another(groups[-1], clause, limits, text, guess):
            groups[-1].append(clause)
        else:
            groups.append([clause])
    spans = [(group[0].start, group[-1].end) for group in groups]
    return spans or [(0, len(text))]


def _clauses(text: str, guess: Guesser) -> list[Clause]:
    edges = [0]
    for match in _CUT.finditer(text):
        edges.append(match.end())
    for match in _OPENER.finditer(text):
        if match.start() - max(e for e in edges if e <= match.start()) >= _EARLIEST:
            edges.append(match.start())
    edges = [*sorted(set(edges)), len(text)]
    clauses: list[Clause] = []
    for start, end in itertools.pairwise(edges):
        words = text[start:end]
        if len(words.strip(" ,。;!?\n")) < _EARLIEST and clauses:
            clauses[-1] = Clause(clauses[-1].start, end, clauses[-1].guesses, clauses[-1].opened)
        elif words.strip():
            opened = bool(_OPENER.match(words) or _ALSO.match(words))
            clauses.append(Clause(start, end, guess(words), opened))
    return clauses


def _another(
    group: list[Clause], clause: Clause, limits: Limits, text: str, guess: Guesser
) -> bool:
    """Whether a clause brings a new problem: a category of its own, told surely enough."""
    words = text[clause.start : clause.end]
    if _HANDLING.search(words) or (not clause.opened and _WISH.match(words)):
        return False
    if clause.best.confidence < (limits.opened if clause.opened else limits.plain):
        return False
    before = guess(text[group[0].start : group[-1].end])
    if not before or before[0].confidence < limits.before:
        return False
    if _UNSORTED in (before[0].code, clause.best.code):
        return False
    known = {before[0].code, *(one.best.code for one in group)}
    close = {one.code for one in before[1:2] if one.confidence > limits.close}
    close |= {one.code for one in clause.guesses[1:2] if one.confidence > limits.close} & known
    if clause.best.code in known | close or close & known:
        return False
    joint = guess(text[group[0].start : clause.end])
    return clause.opened or not joint or joint[0].confidence < limits.joint


def parts(
    whole: str, spans: Sequence[tuple[int, int]], said: Sequence[str],
    spots: Sequence[tuple[int, Spot]], guess: Guesser,
) -> tuple[Part, ...]:  # fmt: skip
    """One Part for each span; a part without a place inherits the one named before it."""
    out: list[Part] = []
    last: Spot | None = spots[0][1] if spots else None
    for (start, end), words in zip(spans, said, strict=True):
        inside = [spot for at, spot in spots if start <= at < end]
        last = inside[0] if inside else last
        out.append(Part(words.strip(" ,，。;；\n"), guess(whole[start:end]), last))
    return tuple(out)
