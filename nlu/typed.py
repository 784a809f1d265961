"""Words of danger typed in pinyin, in whatever way its syllables are written together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nlu.sounds import merged, syllables
from nlu.spoken import syllables_typed

_RUN = re.compile(r"[A-Za-z]+(?:[.*·_-][A-Za-z]+)*")  # zh.ao huo is zhao huo
_JOINED = re.compile(r"[\s'’·.,!~*-]{0,3}")  # what may stand between two syllables of a word
_LONG = 60  # letters of a run that is split into syllables; in longer ones the letters are sought
_BREAK = "|"
_NEVER = 99
_PLAIN_FROM = 3  # syllables from which a word is unmistakable; shorter ones have namesakes


@dataclass(frozen=True, slots=True)
class Found:
    """A word found: its kind, where it stands, and whether it is unmistakable."""

    kind: str
    start: int
    end: int
    strong: bool


class Typed:
    """Words by kind, sought by their sound; safe to share between threads."""

    def __init__(
        self,
        words: Mapping[str, Sequence[str]],
        harmless: Sequence[str],
        longer: Sequence[str] = (),
        softer: Sequence[str] = (),
    ) -> None:
        """`harmless` words silence all others; `longer` ones only those that end within them;
        beside `softer` ones no word is unmistakable."""
        self._kinds = {_sound(word): kind for kind, those in words.items() for word in those}
        longest = sorted(self._kinds, key=len, reverse=True)
        self._words = re.compile(f"(?<= )(?:{'|'.join(longest)})(?= )")
        self._harmless = _any_of(harmless)
        self._longer = _any_of(longer)
        self._softer = _any_of(softer)

    def find(self, text: str) -> Found | None:
        """The best word in a text; none where what makes words harmless is typed too."""
        said, places = _spelt(text)
        if self._harmless.search(said):
            return None
        plain_from = _NEVER if self._softer.search(said) else _PLAIN_FROM
        weak = None
        for match in self._standing(said):
            sound = match.group()
            start, end = places[match.start()][0], places[match.end() - 1][1]
            found = Found(self._kinds[sound], start, end, sound.count(" ") + 1 >= plain_from)
            if found.strong:
                return found
            weak = weak or found
        return weak

    def _standing(self, said: str) -> Iterator[re.Match[str]]:
        """The words that do not go on as others."""
        others = [match.span() for match in self._longer.finditer(said)]  # in order
        for match in self._words.finditer(said):
            before = bisect_left(others, (match.end(), 0))
            if not before or others[before - 1][1] < match.end():
                yield match


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    """Any of some words by their sound; nothing when there are none."""
    return re.compile(f"(?<= )(?:{'|'.join(map(_sound, words)) or '(?!)'})(?= )")


def _sound(word: str) -> str:
    return " ".join(map(merged, word.split())) if word.isascii() else " ".join(syllables(word))


def _spelt(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The merged syllables typed in a text, with blanks around, and for each letter of the result
    the beginning and end of its syllable in the text."""
    out: list[str] = [" "]
    places: list[tuple[int, int]] = [(0, 0)]
    last = 0
    for start, end, sound in _typed(text):
        if not _JOINED.fullmatch(text, last, start):
            sound = f"{_BREAK} {sound}"
        out.append(f"{sound} ")
        places += [(start, end)] * (len(sound) + 1)
        last = end
    return "".join(out), places


def _typed(text: str) -> Iterator[tuple[int, int, str]]:
    """Beginning, end and merged sound of each syllable; of a run that spells none, a break."""
    for match in _RUN.finditer(text):
        at = [i for i in range(*match.span()) if text[i].isalpha()]
        for first in range(0, len(at), _LONG):
            places = at[first : first + _LONG]
            piece = "".join(text[i] for i in places).lower()
            syllabled, done = syllables_typed(piece), 0
            for one in syllabled or (piece,):
                sound = merged(one) if syllabled else _BREAK
                yield places[done], places[done + len(one) - 1] + 1, sound
                done += len(one)
