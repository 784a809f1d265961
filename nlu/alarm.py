"""Words of danger, found with rules alone: no model, no segmentation, every character read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from nlu.heard import Danger
from nlu.normal import Normal, normal, squeezed
from nlu.required import Sought, sought
from nlu.sieve import Sieve, Zones, matches
from nlu.typed import Typed

LEXICON = Path(__file__).with_name("lexicon.yaml")
_SENTENCE_END = re.compile(r"[。!?\n;]")
_ANEW = re.compile(r"[。!?\n;]|[, ](?:另外|对了|顺便|还有(?:就是|个|一)|再就是|再有)")
"""Where something else begins: what was asked before it says nothing about what comes."""
_LATIN = re.compile(r"[A-Za-z]")
_LETTER = 120  # characters from which a message tells a story
_NOW = re.compile(
    r"现在|正在|刚[才刚]|快[来救叫]|马上|求救|救命|此刻|赶紧|里面有人|危在|来不及|不醒"
)
_AT_ONCE = 160  # characters up to which a message is searched as a whole
_SPAN = 40  # characters of the longest pattern on one side of its hint
_REACH = 24  # characters before and behind a hit that may silence it
_FAR = 44  # characters behind a hit, over the end of its sentence, that may explain it
_BARE = 24  # characters beside a cry for help that is nothing more than that
_CRY = re.compile(r"[^\s,。!?;]{1,12}[!,]*")
_NUMBERED = re.compile(r"\d|[一二三四五六七八九十](?:号|栋|幢|单元|楼|组|弄)")
_CRY_FOR_HELP = "any"  # the kind of what says no more than that somebody is in danger
_SIGNS = " ,。!?.~"
_NOTHING = "(?!)"  # a pattern that matches nowhere


@dataclass(frozen=True, slots=True)
class Context:
    """What silences a hit when it stands before it, in it, right behind it or somewhat later."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    inside: re.Pattern[str]
    later: re.Pattern[str]
    unless: re.Pattern[str]  # said beside the hit, it is as grave as it sounds

    def silences(self, text: str, start: int, end: int) -> bool:
        """Whether a hit counts less; `start` and `end` are where it stands."""
        if not self._stands(text, start, end):
            return False
        left, right = max(0, start - _REACH), min(len(text), end + _FAR)
        return not (self.unless.search(text, left, start) or self.unless.search(text, end, right))

    def _stands(self, text: str, start: int, end: int) -> bool:
        if self.inside.search(text, start, end):
            return True
        return self._beside(text, start, end) or bool(self.later.match(text, end, end + _FAR))

    def _beside(self, text: str, start: int, end: int) -> bool:
        """Looks no further than the sentence."""
        left = max(0, start - _REACH)
        for stop in _ANEW.finditer(text, left, start):
            left = stop.end()
        if self.before.search(text, left, start):
            return True
        stop_at = _SENTENCE_END.search(text, end)
        right = min(end + _REACH, stop_at.start() if stop_at else len(text))
        # The condition may stand at the very end of the hit: 着过火 is matched up to 火.
        return self.after.match(text, end, right) is not None


@dataclass(frozen=True, slots=True)
class Kind:
    """One type of danger with its patterns."""

    name: str
    level: str
    hints: re.Pattern[str]  # a character of the hint, and all that follow not far from each other
    strong: tuple[Sought, ...]
    weak: tuple[Sought, ...]
    never: tuple[str, ...]  # compiled when first needed: few messages come so far
    contexts: tuple[Context, ...]
    softening: tuple[Context, ...]

    def find(self, text: str, zones: Zones) -> tuple[int, int, bool] | None:
        """Start, end and strength of the best hit that counts; `zones` are those of the text."""
        awake = [[one for one in patterns if one in zones] for patterns in (self.strong, self.weak)]
        places = self._places(text) if any(awake) else []
        for patterns, strong in zip(awake, (True, False), strict=True):
            for match in _matches(patterns, text, places, zones):
                if self._counts(text, match.span()):
                    return *match.span(), strong and not self._softened(text, *match.span())
        return None

    def _places(self, text: str) -> list[tuple[int, int]]:
        """Where patterns can match at all: around the characters of the hint."""
        if len(text) <= _AT_ONCE:
            return [(0, len(text))]
        spans = [match.span() for match in self.hints.finditer(text)]
        return [(max(0, start - _SPAN), min(len(text), end + _SPAN)) for start, end in spans]

    def _softened(self, text: str, start: int, end: int) -> bool:
        """What was, or what is told in a long letter without a word of now, pages nobody."""
        if len(text) > _LETTER and not _told_now(text, start, end):
            return True
        return any(context.silences(text, start, end) for context in self.softening)

    def _counts(self, text: str, span: tuple[int, int]) -> bool:
        start, end = span
        left, right = max(0, start - _SPAN), min(len(text), end + _SPAN)
        for pattern in self.never:
            for never in _compiled(pattern).finditer(text, left, right):
                if start < never.end() and never.start() < end:
                    return False
        return not any(context.silences(text, start, end) for context in self.contexts)


class Alarm:
    """The lexicon, ready to listen; safe to share between threads."""

    def __init__(
        self, kinds: tuple[Kind, ...], typed: Typed, signs: dict[str, str], bare: str = _NOTHING
    ) -> None:
        """`bare` is what may stand beside words of danger in a message that is only a cry."""
        self.kinds = kinds
        self.levels = {kind.name: kind.level for kind in kinds}
        self._owners = {one: kind.name for kind in kinds for one in (*kind.strong, *kind.weak)}
        self._sieve = Sieve(tuple(self._owners))
        self._typed = typed
        self._bare = re.compile(bare)
        self._signs = str.maketrans(signs)
        self._pictured = re.compile(f"[{''.join(signs)}]")

    def worded(self, text: str) -> str:
        """A text with pictures as the words they stand for, as long as before."""
        return text.translate(self._signs) if self._pictured.search(text) else text

    def hear(self, norm: Normal) -> Danger | None:
        """The gravest sign of danger in a normalised text, or None."""
        joined = squeezed(norm)
        found = [*self._told(self.worded(joined.text)), *self._spelt(joined.text)]
        if not found:
            return None
        kind, start, end, strong = min(found, key=lambda one: not one[3])
        sure = strong and any(one[3] and _apart((start, end), one[1:3]) for one in found)
        if (rest := self._beside(joined.text, start, end)) is not None:
            sure = sure or strong or bool(_NUMBERED.search(rest))
        if kind == _CRY_FOR_HELP and not f"{joined.text[:start]}{joined.text[end:]}".strip(_SIGNS):
            strong = sure = True  # jiu ming, and nothing else
        words = joined.written(start, end)
        return Danger(kind, self.levels[kind], words, strong, sure)

    def _beside(self, text: str, start: int, end: int) -> str | None:
        """What stands beside words of danger, when it only says who calls and where: a cry and an
        address give a second opinion nothing to judge by, and are meant as they are."""
        rest = f"{text[:start]},{text[end:]}"
        if not _CRY.fullmatch(text, start, end) or len(rest) > _BARE or self._bare.sub("", rest):
            return None
        return rest

    def zones(self, text: str) -> Zones:
        """Where patterns may match in a worded text."""
        return self._sieve.zones(text)

    def _told(self, text: str) -> Iterator[tuple[str, int, int, bool]]:
        zones = self.zones(text)
        awake = {self._owners[one] for one in zones}
        for kind in self.kinds if awake else ():
            if kind.name in awake and (hit := kind.find(text, zones)):
                yield kind.name, *hit

    def _spelt(self, text: str) -> Iterator[tuple[str, int, int, bool]]:
        if _LATIN.search(text) and (hit := self._typed.find(text)):
            yield hit.kind, hit.start, hit.end, hit.strong and len(text) <= _LETTER


def _apart(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two hits are words of their own, and not the same that two kinds know."""
    return other[1] <= one[0] or one[1] <= other[0]


def _told_now(text: str, start: int, end: int) -> bool:
    """Whether words beside a hit say that it happens now; the hit itself does not count."""
    left, right = max(0, start - _REACH), end + _REACH
    return bool(_NOW.search(text, left, start) or _NOW.search(text, end, right))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _matches(
    patterns: Sequence[Sought], text: str, places: list[tuple[int, int]], zones: Zones
) -> Iterator[re.Match[str]]:
    """All matches in the places; patterns apart, each with its own first letters, run faster."""
    for place in places:
        for one in patterns:
            yield from matches(one, text, place, zones[one])


def _context(entry: dict[str, str]) -> Context:
    """One context as written; what it does not name matches nowhere."""
    names = ("before", "after", "inside", "later", "unless")
    return Context(*(re.compile(entry.get(name, _NOTHING)) for name in names))


def _kind(entry: dict[str, Any], contexts: dict[str, Context], always: Sequence[str] = ()) -> Kind:
    softening = (*always, *entry.get("soften", ()))
    return Kind(
        entry["type"],
        entry["level"],
        re.compile(f"[{entry['hint']}](?:.{{0,{2 * _SPAN}}}[{entry['hint']}])*", re.DOTALL),
        tuple(map(sought, entry["strong"])),
        tuple(map(sought, entry.get("weak", ()))),
        tuple(entry.get("not", ())),
        tuple(contexts[name] for name in entry["dampers"]),
        tuple(contexts[name] for name in softening if name not in entry.get("unmoved", ())),
    )


@lru_cache(maxsize=1)
def load_alarm(path: Path = LEXICON) -> Alarm:
    """Read the lexicon once."""
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_loader())
    contexts = {name: _context(one) for name, one in raw["contexts"].items()}
    kinds = tuple(_kind(entry, contexts, raw["softening"]) for entry in raw["types"])
    typed = Typed(raw["pinyin"], raw["harmless"], raw["longer"], raw["softer"])
    return Alarm(kinds, typed, raw["signs"], raw["bare"])


def _loader() -> Any:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def alarm(text: str) -> Danger | None:
    """What the emergency lexicon finds in a message as written; None when nothing."""
    return load_alarm().hear(normal(text))
