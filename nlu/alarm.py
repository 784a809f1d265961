"""Words of danger, found with rules alone: no model, no segmentation, every character read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from nlu.heard import Danger
from nlu.normal import Normal, normal, squeezed

LEXICON = Path(__file__).with_name("lexicon.yaml")
_SENTENCE_END = re.compile(r"[。!?\n;]")
_LATIN = re.compile(r"[a-z]+(?:[\s'·.-]{1,3}[a-z]+)*", re.IGNORECASE)
_MIXED = re.compile(r"[a-z]", re.IGNORECASE)
_LETTER = 120  # characters from which a message tells a story
_NOW = re.compile(r"现在|正在?|刚|快来|马上|救|此刻|今[天早晚]|!|赶紧|还在|里面有人|怎么办|危在")
_AT_ONCE = 160  # characters up to which a message is searched as a whole
_SPAN = 40  # characters of the longest pattern on one side of its hint
_REACH = 24  # characters before and behind a hit that may silence it


@dataclass(frozen=True, slots=True)
class Context:
    """What silences a hit when it stands before it or right behind it."""

    before: re.Pattern[str]
    after: re.Pattern[str]

    def silences(self, text: str, start: int, end: int) -> bool:
        """Looks no further than the sentence; `start` and `end` are those of the hit."""
        left = max(0, start - _REACH)
        for stop in _SENTENCE_END.finditer(text, left, start):
            left = stop.end()
        if self.before.search(text, left, start):
            return True
        stop_at = _SENTENCE_END.search(text, end)
        right = min(end + _REACH, stop_at.start() if stop_at else len(text))
        # The condition may stand at the very end of the hit: 着过火 is matched up to 火.
        return self.after.match(text, end, right) is not None


@dataclass(frozen=True, slots=True)
class Kind:
    """One type of danger with its patterns, compiled."""

    name: str
    level: str
    hint: re.Pattern[str]
    strong: tuple[re.Pattern[str], ...]
    weak: tuple[re.Pattern[str], ...]
    never: tuple[re.Pattern[str], ...]
    contexts: tuple[Context, ...]
    softening: tuple[Context, ...]

    def find(self, text: str) -> tuple[int, int, bool] | None:
        """Start, end and strength of the best hit that counts."""
        places = self._places(text)
        for patterns, strong in ((self.strong, True), (self.weak, False)):
            for match in _matches(patterns, text, places):
                if self._counts(text, match.span()):
                    return *match.span(), strong and not self._softened(text, *match.span())
        return None

    def _places(self, text: str) -> list[tuple[int, int]]:
        """Where patterns can match at all: around the characters of the hint."""
        if len(text) <= _AT_ONCE:
            return [(0, len(text))] if self.hint.search(text) else []
        places: list[tuple[int, int]] = []
        for match in self.hint.finditer(text):
            start, end = max(0, match.start() - _SPAN), min(len(text), match.end() + _SPAN)
            if places and start <= places[-1][1]:
                places[-1] = (places[-1][0], end)
            else:
                places.append((start, end))
        return places

    def _softened(self, text: str, start: int, end: int) -> bool:
        """What was, or what is told in a long letter without a word of now, pages nobody."""
        if len(text) > _LETTER and not _NOW.search(text, max(0, start - _REACH), end + _REACH):
            return True
        return any(context.silences(text, start, end) for context in self.softening)

    def _counts(self, text: str, span: tuple[int, int]) -> bool:
        start, end = span
        around = [(max(0, start - _SPAN), min(len(text), end + _SPAN))]
        for never in _matches(self.never, text, around):
            if start < never.end() and never.start() < end:
                return False
        return not any(context.silences(text, start, end) for context in self.contexts)


class Alarm:
    """The lexicon, ready to listen; safe to share between threads."""

    def __init__(self, kinds: tuple[Kind, ...], pinyin: tuple[tuple[str, str], ...]) -> None:
        self.kinds = kinds
        self.pinyin = pinyin
        self.levels = {kind.name: kind.level for kind in kinds}

    def hear(self, norm: Normal) -> Danger | None:
        """The gravest sign of danger in a normalised text, or None."""
        joined = squeezed(norm)
        weak: Danger | None = None
        for kind in self.kinds:
            if found := kind.find(joined.text):
                words = joined.written(found[0], found[1])
                danger = Danger(kind.name, kind.level, words, found[2])
                if danger.strong:
                    return danger
                weak = weak or danger
        if _MIXED.search(norm.text) and (latin := self._latin(norm)):
            return latin
        return weak

    def _latin(self, norm: Normal) -> Danger | None:
        for run in _LATIN.finditer(norm.text):
            letters = re.sub(r"[^a-z]", "", run.group().lower())
            for kind, words in self.pinyin:
                if words in letters:
                    return Danger(kind, self.levels[kind], norm.written(*run.span()))
        return None


def _matches(
    patterns: tuple[re.Pattern[str], ...], text: str, places: list[tuple[int, int]]
) -> Iterator[re.Match[str]]:
    """All matches in the places; patterns apart, each with its own first letters, run faster."""
    for start, end in places:
        for pattern in patterns:
            yield from pattern.finditer(text, start, end)


def _compiled(patterns: list[str] | None) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one) for one in patterns or ())


def _kind(entry: dict[str, Any], contexts: dict[str, Context]) -> Kind:
    return Kind(
        entry["type"],
        entry["level"],
        re.compile(f"[{entry['hint']}]"),
        _compiled(entry["strong"]),
        _compiled(entry.get("weak")),
        _compiled(entry.get("not")),
        tuple(contexts[name] for name in entry["dampers"]),
        tuple(contexts[name] for name in ("told", *entry.get("soften", ()))),
    )


@lru_cache(maxsize=1)
def load_alarm(path: Path = LEXICON) -> Alarm:
    """Read the lexicon once."""
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_loader())
    contexts = {
        name: Context(re.compile(one["before"]), re.compile(one["after"]))
        for name, one in raw["contexts"].items()
    }
    pinyin = tuple(
        (kind, word.replace(" ", "")) for kind, words in raw["pinyin"].items() for word in words
    )
    return Alarm(tuple(_kind(entry, contexts) for entry in raw["types"]), pinyin)


def _loader() -> Any:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def alarm(text: str) -> Danger | None:
    """What the emergency lexicon finds in a message as written; None when nothing."""
    return load_alarm().hear(normal(text))
