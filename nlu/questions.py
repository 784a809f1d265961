"""Which of the questions known by heart somebody asks, or none: by its words and its meaning."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nlu.askwords import LOOSE, TOLD_ALONG, answers, aspects, grams, kinsmen, matter, told, turns
from nlu.encoder import Floats
from nlu.heard import Guess
from nlu.meanings import Meanings

BOUND = 0.66  # from here a question is known
MAYBE = 0.5  # from here it is worth asking whether it is meant
FAR = 0.2  # up to here the words have so little in common that no meaning is asked
NEAR = 0.1  # two that differ by less are asked about
_MEANT = 0.6  # of the meaning's likeness; the rest is the words'
_SHAPE = (0.6, 0.1, 0.3)  # the nearest wording, the entry's wordings, its answer as well
_TURNED, _UNTHOUGHT, _NARROW, _ALONG, _OF_ITS_KIND = 0.4, 0.35, 0.4, 0.07, 0.03
_ALONE = 0.35  # weight of a character beside that of a pair
_SURE = 0.9  # confidence from which a category speaks against other categories' questions
_RESERVE = 8  # as if so many more were known, so that among few no pair counts for nothing


def names_nothing(text: str) -> bool:
    """Whether a question leaves open what it is about: 那要多少钱."""
    return not any(len(gram) > 1 for gram in grams(matter(told(text))))


@dataclass(frozen=True, slots=True)
class Known:
    """Questions that have one answer: its key, the wordings, the answer's words, categories."""

    key: str
    wordings: tuple[str, ...]
    answer: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A known question and how surely it is the one asked; `BOUND` and `MAYBE` judge it."""

    key: str
    score: float


@dataclass(frozen=True, slots=True)
class _Asked:
    """What somebody asks, as it is compared."""

    weights: Mapping[str, float]
    length: float
    aspects: frozenset[str]
    turns: frozenset[str]
    kin: tuple[frozenset[str], ...]


class _Ready:
    """A known question with all of it that is compared."""

    def __init__(self, known: Known) -> None:
        texts = [told(wording) for wording in known.wordings]
        self.known = known
        self.wordings = [grams(matter(text)) for text in texts]
        self.own = frozenset(gram for one in self.wordings for gram in one)
        self.answered = self.own | frozenset(grams(matter(told(known.answer))))
        self.aspects = frozenset(each for text in texts for each in aspects(text))
        self.told = self.aspects | answers(known.answer)
        self.always = frozenset.intersection(*map(aspects, texts)) - LOOSE - TOLD_ALONG
        self.turns = frozenset(each for text in texts for each in turns(text))
        self.turned = all(map(turns, texts))
        self.kin = kinsmen(" ".join(texts))
        self.kin_named = kinsmen(told(known.answer))

    def is_another(self, asked: _Asked) -> bool:
        """Whether the words are alike and another question is asked.

        Something else is done with the matter, or nothing though the entry is about that; a price
        is all the entry tells and the papers are asked for; or it is of a like thing: of dogs this
        speaks, of cats somebody asks.
        """
        wanted = asked.aspects - LOOSE
        if asked.turns - self.turns or (self.turned and not asked.turns):
            return True
        if self.always and wanted and not wanted & self.aspects:
            return True
        each = zip(asked.kin, self.kin, self.kin_named, strict=True)
        return any(own and theirs - own - named for theirs, own, named in each)


class Questions:
    """Known questions, ready to be compared with what somebody asks."""

    def __init__(self, known: Sequence[Known], meanings: Meanings | None = None) -> None:
        self.known = tuple(known)
        self._ready = [_Ready(one) for one in known]
        seen = Counter(gram for one in self._ready for gram in one.own)
        many = len(self._ready) + _RESERVE
        self._rare = {gram: math.log(many / (1 + count)) for gram, count in seen.items()}
        self._new = math.log(many / 1.5)
        self._with: dict[str, list[int]] = {}
        for n, one in enumerate(self._ready):
            for gram in one.own:
                self._with.setdefault(gram, []).append(n)
        self._meanings = meanings
        texts = [one.known.wordings for one in self._ready]
        self._rows = [meanings.rows(wordings) if meanings else None for wordings in texts]

    def find(self, text: str, guesses: Sequence[Guess] = (), most: int = 3) -> tuple[Hit, ...]:
        """The known questions this may be, best first; it takes a millisecond or an encoding."""
        asked = self._asked(text)
        near = {n for gram in asked.weights for n in self._with.get(gram, ())}
        if not near:
            return ()
        words = {n: self._words(self._ready[n], asked) for n in near}
        meant = self._meanings.of(text) if self._meanings and max(words.values()) > FAR else None
        hits = [Hit(self._ready[n].known.key, self._score(n, asked, words[n], meant)
                    + _of_its_kind(self._ready[n].known.codes, guesses)) for n in near]  # fmt: skip
        return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.key))[:most])

    def _asked(self, text: str) -> _Asked:
        asked = told(text)
        weights = self._weighed(grams(matter(asked)))
        return _Asked(weights, _length(weights.values()), aspects(asked), turns(asked),
                      kinsmen(asked))  # fmt: skip

    def _weighed(self, counted: Counter[str]) -> dict[str, float]:
        found = {}
        for gram, count in counted.items():
            share = _ALONE if len(gram) == 1 else 1.0
            found[gram] = share * (1 + math.log(count)) * self._rare.get(gram, self._new)
        return found

    def _score(self, n: int, asked: _Asked, score: float, meant: Floats | None) -> float:
        """The words' score with the meaning's, less what the entry did not think of."""
        one, rows = self._ready[n], self._rows[n]
        if meant is not None and rows is not None:
            score = _MEANT * float((rows @ meant).max()) + (1 - _MEANT) * score
        score -= _TURNED if one.is_another(asked) else 0.0
        wanted = asked.aspects - LOOSE
        score -= _NARROW if one.always and not wanted else 0.0
        beside = wanted - one.told
        return score - (_UNTHOUGHT if beside - TOLD_ALONG else _ALONG if beside else 0.0)

    def _words(self, one: _Ready, asked: _Asked) -> float:
        """Likeness to the nearest wording, and how much of what is asked the entry speaks of."""
        whole = sum(asked.weights.values())
        parts = (
            max(self._cosine(asked, wording) for wording in one.wordings),
            sum(w for gram, w in asked.weights.items() if gram in one.own) / whole,
            sum(w for gram, w in asked.weights.items() if gram in one.answered) / whole,
        )
        return sum(share * part for share, part in zip(_SHAPE, parts, strict=True))

    def _cosine(self, asked: _Asked, wording: Counter[str]) -> float:
        theirs = self._weighed(wording)
        common = sum(w * theirs.get(gram, 0.0) for gram, w in asked.weights.items())
        return common / (asked.length * _length(theirs.values()) or 1.0)


def _length(weights: Iterable[float]) -> float:
    return math.sqrt(sum(w * w for w in weights)) or 1.0


def _of_its_kind(codes: tuple[str, ...], guesses: Sequence[Guess]) -> float:
    """What the listener's category says for an entry, or against it: a little."""
    if not codes or not guesses:
        return 0.0
    if guesses[0].code in codes:
        return _OF_ITS_KIND
    return -_OF_ITS_KIND if guesses[0].confidence >= _SURE else 0.0
