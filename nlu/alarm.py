"""Words of danger, found with rules alone: no model, no segmentation, every character read."""

from __future__ import annotations

import re
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
    strong: re.Pattern[str]
    weak: re.Pattern[str] | None
    never: re.Pattern[str] | None
    contexts: tuple[Context, ...]
    softening: tuple[Context, ...]

    def find(self, text: str) -> tuple[int, int, bool] | None:
        """Start, end and strength of the best hit that counts."""
        if not self.hint.search(text):
            return None
        spoilt = [m.span() for m in self.never.finditer(text)] if self.never else []
        for pattern, strong in ((self.strong, True), (self.weak, False)):
            for match in pattern.finditer(text) if pattern else ():
                if self._counts(text, match.span(), spoilt):
                    return *match.span(), strong and not self._softened(text, *match.span())
        return None

    def _softened(self, text: str, start: int, end: int) -> bool:
        """What was, or what is told in a long letter without a word of now, pages nobody."""
        if len(text) > _LETTER and not _NOW.search(text, max(0, start - _REACH), end + _REACH):
            return True
        return any(context.silences(text, start, end) for context in self.softening)

    def _counts(self, text: str, span: tuple[int, int], spoilt: list[tuple[int, int]]) -> bool:
        start, end = span
        if any(start < right and left < end for left, right in spoilt):
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


def _one(patterns: list[str] | None) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{one})" for one in patterns)) if patterns else None


def _kind(entry: dict[str, Any], contexts: dict[str, Context]) -> Kind:
    strong = _one(entry["strong"])
    assert strong is not None
    return Kind(
        entry["type"],
        entry["level"],
        re.compile(f"[{entry['hint']}]"),
        strong,
        _one(entry.get("weak")),
        _one(entry.get("not")),
        tuple(contexts[name] for name in entry["dampers"]),
        tuple(contexts[name] for name in entry.get("soften", ())),
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
