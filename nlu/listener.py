"""The listener: one message in, everything understood of it out. No files, no database."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from nlu.acts import act_by_rule
from nlu.alarm import alarm, load_alarm
from nlu.correct import Correction, correction
from nlu.dictated import in_pieces
from nlu.encoder import Encoder
from nlu.facts import amounts, names, people, phones, plates, tickets
from nlu.gazetteer import Name
from nlu.heard import Danger, Guess, Heard, Part, Spot
from nlu.keywords import guess_by_keywords, words_found
from nlu.model import Model, load_model
from nlu.normal import Normal, as_read, normal
from nlu.parts import only, parts, split
from nlu.places import Places, best
from nlu.spoken import syllables_typed
from nlu.times import times
from nlu.turns import EncoderAside, Turn
from nlu.words import Words

_DISPUTES = {"0602", "0701", "0702", "0703", "0704", "0705", "0707", "0708", "1104"}
_ACTS_WITH_A_PROBLEM = {"report", "mediate", "tip_off", "consult", "suggest", "supplement"}
_BEFORE_A_CORRECTION = {"affirm", "deny", "human", "reschedule"}
_CERTAIN = 0.8  # from where an act stands, or a category makes a report of what is in doubt
_HEARD = 0.4  # from where a category speaks louder than an act in more doubt
_HAN, _CLAUSE = re.compile("[\u4e00-\u9fff]"), 6  # characters from which words tell a matter
_LATIN, _SPELT = re.compile("[a-z]+"), 0.7  # share of the runs that must be syllables
_RULED, _MODELLED = 0.9, 0.6  # from where a rule counts alone; the model, against a rule
_SHORT, _STORY = 24, 10  # characters up to which rules count alone; from which it is a report
_REMEMBERED = 64  # guesses kept
_BRIEF = 12  # characters from which any act may come with a problem
_SWAPPED = re.compile(  # 不是路灯 是井盖; 类别错了,是楼道灯: short, and a problem
    "不是[^,。 ]+[, ]*是[^,。 ]{2}"
    "|(?:类别|类型|分类)[^,。 ]{0,4}[, ]*(?:是|改成|换成|改为)[^,。 ]{2}"
)
_TOLD = 4  # characters beside 快点 that say what is wrong
_PRESSED = re.compile("(?:快点?|赶紧|赶快|抓紧|马上|尽快|搞快)[^,。! ]{0,6}")  # 井盖没了!快点!
_FOREIGN = re.compile(r"(?:[A-Za-z0-9'’-]+[ ,.!?]+){3,}[A-Za-z0-9'’-]*[.!?]*")  # or pinyin
_FACTS_IN = 500  # characters read for facts; emergencies read everything
_MATTER = 600  # characters read for the category
_LEAD = 40  # of these, those that say first what a letter is about count twice
_WORDS_IN = 120  # characters cut into words
_NO_MODEL = "没有模型，只按关键词"


Cuts = list[tuple[int, int]]  # starts and ends of words


@dataclass(frozen=True, slots=True)
class Found:
    """Where the places of a message stand, and the one it is about."""

    spots: tuple[tuple[int, Spot], ...]
    spot: Spot | None


class Listener:
    """Hears messages. Safe to share between threads; reads no file after it is built."""

    def __init__(
        self,
        model: Model | None,
        names: tuple[Name, ...] = (),
        cache: Path | None = None,
        encoder: Encoder | None = None,
    ) -> None:
        """`cache` is a folder for jieba's dictionary; without one it is built anew each time."""
        self.model = model
        self._turn = Turn()
        self.encoder = encoder
        self._aside = EncoderAside(encoder, self._turn) if encoder else None
        self._remember(model)
        self.words = Words((name.text for name in names), cache)
        self.places = Places(names)
        load_alarm()
        normal("台灣")  # opens the conversion tables

    def with_model(self, model: Model | None) -> Listener:
        """The same ear with another model; words and places are shared, this one stays as it is."""
        other = copy(self)
        other.model = model
        other._remember(model)
        return other

    def _remember(self, model: Model | None) -> None:
        """Guesses at the same words are asked for several times within one message."""
        by_words, encoder = model.guess if model else guess_by_keywords, self._aside
        self._quick = lru_cache(_REMEMBERED)(by_words)
        self._whole = self._quick
        if model and encoder:
            self._whole = lru_cache(_REMEMBERED)(lambda text: model.guess(text, encoder))

    def alarm(self, text: str) -> Danger | None:
        """Words of danger, unless the trained ear, asked only then, takes them for harmless."""
        ruled = alarm(text)
        return self.model.confirmed(text, ruled) if ruled and self.model else ruled

    def hear(self, text: str, now: datetime) -> Heard:
        """Everything understood of one message sent at `now` (aware)."""
        with self._turn.held():
            return self._hear(text, now)

    def _hear(self, text: str, now: datetime) -> Heard:
        norm = normal(text)
        if not norm.text.strip():
            return Heard(text=norm.text.strip())
        near, danger = _head_and_tail(norm), self._danger(norm)
        fix = correction(near.text)
        act, sure = self._act(near.text, fix)
        words = list(self.words.spans(near.text[:_WORDS_IN]))
        found = self._found(near, words, fix)
        act, sure = self._told(norm.text, (act, sure), bool(danger))
        numbered = tickets(near.text)
        if numbered and act in ("help", "other") and sure < _CERTAIN:
            act, sure = "progress", _MODELLED  # 20261118-0001，怎么样了
        moments, called, numbers = times(near, now), names(near.text), phones(near.text)
        facts = (*(spot.text for _, spot in found.spots), *(one.text for one in moments), *called)
        told = as_read(near, facts)
        guesses = self._guesses(norm.text, act)
        if only(near.text, told, numbered=bool(numbers)):
            if (called or numbers) and fix is None and act in ("human", "report", "correct"):
                act, sure = "other", _RULED  # who somebody is, and how to reach them
            if guesses and guesses[0].confidence < _CERTAIN:
                guesses = ()  # where and when, and no matter yet
        tells = "report" if act == "correct" and fix is None else act  # and perhaps of more
        spans = split(near.text, self._guess, told) if tells in _ACTS_WITH_A_PROBLEM else []
        return Heard(
            text=norm.text, act=act, sure=sure, guesses=guesses,
            danger=danger, spot=found.spot, times=moments,
            phones=numbers, tickets=numbered, amounts=amounts(near.text),
            plates=plates(near.text), names=called, people=people(near.text),
            parts=self._problems(near, found, spans, guesses), wrong=fix.wrong if fix else "",
            dispute=bool(guesses) and guesses[0].code in _DISPUTES,
            why=self._why(near.text, guesses, words), degraded="" if self.model else _NO_MODEL,
        )  # fmt: skip

    def _danger(self, norm: Normal) -> Danger | None:
        ruled = load_alarm().hear(norm)
        return self.model.second_opinion(norm.text, ruled, self._aside) if self.model else ruled

    def _act(self, text: str, fix: Correction | None) -> tuple[str, float]:
        ruled = act_by_rule(text)
        if fix and not (ruled and ruled[0] in _BEFORE_A_CORRECTION):
            return "correct", 0.93
        if ruled and ruled[1] >= _RULED and len(text) <= _SHORT:
            return ruled
        if not ruled and _FOREIGN.fullmatch(text) and not _chinese(text):
            return "other", _CERTAIN  # no ear has learnt from it
        if self.model and (heard := self.model.act(text, self._aside)):
            wished = ruled is not None and ruled[0] == "mediate" and heard[0] == "report"
            needed = _CERTAIN if wished else _MODELLED  # 油烟天天熏进来，想申请调解 is both
            return heard if not ruled or heard[1] >= needed else ruled
        if ruled:
            return ruled
        if guess_by_keywords(text):
            return "report", 0.6
        return ("report", 0.4) if len(text) >= _STORY else ("other", 0.3)

    def _told(self, text: str, act: tuple[str, float], danger: bool) -> tuple[str, float]:
        """A report, where the act is in doubt and what is told is a danger or a clear matter."""
        if act[0] in _ACTS_WITH_A_PROBLEM or act[1] >= _CERTAIN:
            return act
        top = self._guess(text)[:1]
        matter = top[0].confidence if top else 0.0
        told = len(_HAN.findall(text)) >= _CLAUSE
        clear = matter >= _CERTAIN or (told and matter > max(act[1], _HEARD))
        if danger or (self.model is not None and clear):
            return "report", max(matter, 0.6)
        return act

    def _guess(self, text: str) -> tuple[Guess, ...]:
        """By the words alone: for what is asked of many pieces of a message."""
        return self._quick(_matter(text))

    def _best_guess(self, text: str) -> tuple[Guess, ...]:
        return in_pieces(text, self._whole(_matter(text)), self._guess)

    def _guesses(self, text: str, act: str) -> tuple[Guess, ...]:
        """What it is about; nothing for 我要投诉 alone, which a rule knows as a report."""
        if not _chinese(text):
            return ()
        ruled = act_by_rule(text) if act == "report" and len(text) <= _SHORT else None
        bare = ruled is not None and ruled[0] == "report"
        pressed = act == "urge" and len(_HAN.findall(_PRESSED.sub("", text))) >= _TOLD
        told = act in _ACTS_WITH_A_PROBLEM or len(text) > _BRIEF or pressed
        if bare or not (told or _SWAPPED.search(text)):
            return ()
        return self._best_guess(text)

    def _found(self, norm: Normal, words: Cuts, fix: Correction | None) -> Found:
        spots = tuple(self.places.find(norm, words))
        if fix:
            fresh = tuple(s for s in spots if fix.start <= s[0] < fix.end)
            return Found(fresh, best(list(fresh)))
        return Found(spots, best(list(spots)))

    def _problems(
        self, norm: Normal, found: Found, spans: Cuts, guesses: tuple[Guess, ...]
    ) -> tuple[Part, ...]:
        if len(spans) == 1:
            return (Part(norm.written(0, len(norm.text)).strip(), guesses, found.spot),)
        said = [norm.written(start, end) for start, end in spans]
        return parts(norm.text, spans, said, found.spots, self._best_guess)

    def _why(self, text: str, guesses: tuple[Guess, ...], words: Cuts) -> tuple[str, ...]:
        if not guesses:
            return ()
        if self.model is None:
            return words_found(text, guesses[0].code)[:5]
        return self.model.why(text[:_WORDS_IN], guesses[0].code, words)


def _chinese(text: str) -> bool:
    """Whether there are characters, or Latin letters that mostly spell syllables of pinyin."""
    runs = _LATIN.findall(text.lower())
    spelt = sum(1 for run in runs if syllables_typed(run))
    return bool(_HAN.search(text)) or (bool(runs) and spelt / len(runs) > _SPELT)


def _matter(text: str) -> str:
    """What is read of a message for its category: of a long one the beginning, its lead twice."""
    return text if len(text) <= 2 * _LEAD else f"{text[:_LEAD]}\n{text[:_MATTER]}"


def _head_and_tail(norm: Normal) -> Normal:
    """Of a very long text the beginning and the end: there the matter stands."""
    if len(norm.text) <= _FACTS_IN:
        return norm
    half = _FACTS_IN // 2
    head, tail = norm.text[:half], norm.text[-half:]
    at = norm.at or tuple(range(len(norm.text)))
    return Normal(head + tail, norm.said, at[:half] + at[-half:])


def load_listener(
    folder: Path | None, names: tuple[Name, ...] = (), cache: Path | None = None
) -> Listener:
    """A listener with the model of a folder; without a folder or a model in it, with keywords."""
    model = load_model(folder) if folder and (folder / "model.json").exists() else None
    return Listener(model, names, cache)
