"""The second opinion on danger: a trained ear beside the lexicon, which hears indirect words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import itemgetter

import numpy as np

from nlu.alarm import load_alarm
from nlu.dangermeant import ABOVE, BELOW, DangerMeant
from nlu.encoder import Encoder
from nlu.features import clean
from nlu.heard import Danger
from nlu.linear import Floats, Linear
from nlu.normal import normal, squeezed
from nlu.overall import Overall
from nlu.stretches import LONG, READ, stretches

NONE = "no_danger"  # what only sounds like danger
TELLING = ("report", "supplement", "urge", "tip_off", "correct", "affirm")
"""Acts whose sentences may tell of danger; all others are small talk."""
NOW = "now_"  # before a kind: the label of what tells this danger from that
_AROUND = 60  # characters read on both sides of what the lexicon found further behind
BRIEF = 20  # characters: who is in danger has no time to write more (decision 22)
_FADING = 12  # characters beyond, over which a message is less and less taken for a brief one
_SHORT = 90  # characters up to which a message is heard once more without where and please
_QUOTED = 40  # characters of a stretch that are told to staff
_CLAUSE = re.compile(r"[,，。.!！?？;；\s]+")
_N = "[0-9一二三四五六七八九十百]+"
_BESIDE = re.compile(  # where it is, greetings and requests: they say nothing about danger
    rf"(?:(?:在|于|地址:?)?[^,。!?;\s\d]{{2,5}}(?:路|街|大道|弄|巷)(?={_N}号))?"
    rf"(?:[A-Za-z]?{_N}-?(?:号楼|号院|号|栋|幢|单元|室|弄|座)(?:[0-9]{{3,4}}(?!\d|元|块|人|号|栋|室))?)+"
    r"|,?(?:麻烦|请|希望|你们|赶紧|能不能){0,3}(?:尽快|及时|赶快|抓紧|快点|马上)?(?:派人|来人)?"
    r"(?:处理|解决|看看)(?:一?下)?(?=[,。!? ]*$)"
    r"|^(?:您好|你好)[,!]?|(?:谢谢|多谢|感谢)(?:您|你们?)?[!。]*$"
)
_SURELY = 0.5  # so far below its bound the ear is sure that nothing is happening
_CRY = 16  # characters up to which a message with strong words has nothing that talks them down
_TALK = 0.25  # of the confidence in acts that tell: below it a message is small talk
_ANSWER = 3  # characters up to which a message is an answer, in which the ear alone hears nothing


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the score, chosen out of fold; the words found by the lexicon raise the score."""

    heard: float = 0.0  # from here the safety sentence goes out
    paged: float = 2.0  # from here a person is paged without words of the lexicon
    weak: float = 0.5  # what weak words of the lexicon add
    strong: float = 1.0  # what strong ones add
    letter: float = 0.0  # what is asked more of one stretch among several of a long message
    brief: float = 0.0  # what is asked less of a message of a few words


@dataclass(frozen=True)
class SecondOpinion:
    """Hears whether there is danger, and of which kind; safe to share between threads."""

    risk: Linear  # labels: kinds of danger, and the same with NOW before them
    kinds: Linear  # types of the emergency lexicon
    limits: Limits
    overall: Overall | None = None  # of a message as a whole; older models have none
    meant: DangerMeant | None = None  # by meaning
    acts: Linear | None = None  # what is wanted

    def __call__(
        self, text: str, ruled: Danger | None, encoder: Encoder | None = None
    ) -> Danger | None:
        """The lexicon's finding, confirmed, softened or dropped; or one of the ear's own. In doubt
        the meaning counts too, where there is an encoder; strong words it never talks down."""
        if ruled and ruled.sure:
            return ruled
        passage, score = self.told(text, ruled)
        bound = self.bound(text)
        added = self._by_meaning(text, score - bound, encoder)
        if score + (max(0.0, added) if ruled and ruled.strong else added) < bound:
            return None
        if ruled is None:
            return self._own(passage, score, text) if len(passage) > _ANSWER else None
        alone = not ruled.strong and self._pages(score - self.limits.weak, text)
        return replace(ruled, strong=True) if alone else ruled

    def harmless(self, text: str, ruled: Danger) -> bool:
        """Whether words of danger in a normalised text are so surely harmless that not even the
        safety sentence need leave before all is understood: a short message gets the benefit of
        a doubt (decision 21)."""
        if ruled.sure:
            return False
        least = self.bound(text) - (_SURELY if len(text) <= _SHORT else 0.0)
        return self.told(text, ruled)[1] < least

    def told(self, text: str, ruled: Danger | None) -> tuple[str, float]:
        """The loudest stretch of a normalised text, and the score with what the lexicon found."""
        passage, score = self.loudest(_read(text, ruled))
        if ruled is None:
            return passage, score
        if not ruled.strong:
            return passage, score + self.limits.weak
        score = max(score, self.loudest(_onward(text, ruled))[1])
        if len(text) <= _CRY:
            score = max(score, self._stretch(clean(worded(text)))[1])
        return passage, score + self.limits.strong

    def _by_meaning(self, text: str, over: float, encoder: Encoder | None) -> float:
        """What the meaning of a short message adds where the ear is in doubt, so far over or
        under its bound."""
        doubt = -BELOW < over < ABOVE and len(text) <= _SHORT
        return self.meant.added(text, encoder) if encoder and self.meant and doubt else 0.0

    def bound(self, text: str) -> float:
        """The score from which a text is heard as danger."""
        brief = max(0.0, 1 - max(0, len(text) - BRIEF) / _FADING) * self.limits.brief
        return self.limits.heard - (brief if brief and self._tells(text) else 0.0)

    def _tells(self, text: str) -> bool:
        """Whether a message may tell of something: greetings, thanks and questions to us do not."""
        if self.acts is None:
            return True
        tells = [act in TELLING for act in self.acts.labels]
        return bool(self.acts.confidences(text)[tells].sum() >= _TALK)

    def _pages(self, score: float, text: str) -> bool:
        """Whether the ear alone pages a person: never for one clause of a letter."""
        return score >= self.limits.paged and len(text) <= LONG * 2

    def loudest(self, text: str) -> tuple[str, float]:
        """The stretch of a text that sounds most like danger, and its score; a short text counts
        as what it says without address and courtesies, where that sounds louder."""
        said = worded(text)
        heard = self._heard(said)
        rest = _BESIDE.sub("", said).strip(" ,。!") if len(said) <= _SHORT else ""
        if len(rest) > _ANSWER and rest != said:
            heard = max(heard, self._heard(rest), key=itemgetter(1))
        return heard

    def _heard(self, text: str) -> tuple[str, float]:
        plain = clean(text)
        passage, score = self._stretch(plain)
        return passage, score + (self.overall.score(plain) if self.overall else 0.0)

    def _stretch(self, plain: str) -> tuple[str, float]:
        """The loudest stretch of a cleaned text, by itself."""
        spans = stretches(plain)
        scores = self._scores(plain, spans)
        loudest = int(np.argmax(scores))
        less = self.limits.letter if len(spans) > 1 else 0.0
        return plain[slice(*spans[loudest])], float(scores[loudest]) - less

    def _scores(self, plain: str, spans: Sequence[tuple[int, int]]) -> Floats:
        """Of each stretch how loud its loudest kind of danger is, and that it is not only words."""
        heard = self.risk.stretches(plain, spans)
        halves = [heard[:, half].max(axis=1) for half in self._halves if half]
        out: Floats = np.minimum(halves[0], halves[-1])
        return out

    @cached_property
    def _halves(self) -> tuple[list[int], list[int]]:
        """The columns of the kinds of danger, and of what tells each from what sounds like it."""
        halves: tuple[list[int], list[int]] = [], []
        for number, label in enumerate(self.risk.labels):
            if label != NONE:
                halves[label.startswith(NOW)].append(number)
        return halves

    def _own(self, passage: str, score: float, text: str) -> Danger:
        """What the ear heard without the lexicon."""
        kind = self.kinds.top(passage, 1)[0].code
        return Danger(kind, "E0", passage[:_QUOTED], self._pages(score, text))


def worded(text: str) -> str:
    """A text as the ear reads it: pictures as words, and words joined that were picked apart."""
    return load_alarm().worded(squeezed(normal(text)).text)


def _onward(text: str, ruled: Danger) -> str:
    """From the clause with the words of danger on: what was told before does not soften them."""
    at = max(0, text.find(ruled.words))
    start = max((stop.end() for stop in _CLAUSE.finditer(text, 0, at)), default=0)
    return text[start : at + len(ruled.words) + LONG]


def _read(text: str, ruled: Danger | None) -> str:
    """What of a message is read: its beginning, or what stands around words found far behind."""
    at = text.find(ruled.words) if ruled and len(text) > READ else -1
    if at < READ:
        return text[:READ]
    return text[at - _AROUND : at + len(ruled.words if ruled else "") + _AROUND]
