"""How alike stories are in their words: character pairs weighed by how rare they are."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_RUN = re.compile(r"[\u4e00-\u9fff]+|[0-9a-z]+")
_LONGEST = 600  # characters of a story that are compared
_AT_LEAST = 12  # stories one reckons with, so that among few no pair counts for nothing
_SHARED = 4  # words shown that two stories share


@dataclass(frozen=True, slots=True)
class Alike:
    """One of the other stories: its place among them, how alike (0 to 1), the words in common."""

    at: int
    score: float
    shared: tuple[str, ...]


def pairs(text: str) -> Counter[str]:
    """Neighbouring characters of Chinese words; a number or a Latin word counts as one."""
    found: Counter[str] = Counter()
    for run in _RUN.findall(unicodedata.normalize("NFKC", text[:_LONGEST]).lower()):
        if run[0] < "\u4e00" or len(run) == 1:
            found[run] += 1
        else:
            found.update(run[i : i + 2] for i in range(len(run) - 1))
    return found


def most_alike(story: str, others: Sequence[str], most: int = 5, least: float = 0.1) -> list[Alike]:
    """The other stories most like this one, best first, none below `least`.

    What every other story says as well counts for little (TF-IDF over the others).
    """
    own, counted = pairs(story), [pairs(other) for other in others]
    seen = Counter(gram for grams in counted for gram in grams)
    many = _AT_LEAST + len(others)
    # what nobody else says tells no more than what one of them says
    rare = {gram: math.log(many / (1 + max(1, seen[gram]))) for gram in {*own, *seen}}
    mine = _weighed(own, rare)
    found = []
    for at, grams in enumerate(counted):
        common = own.keys() & grams.keys()
        if not common:
            continue
        theirs = _weighed(grams, rare)
        score = sum(mine[gram] * theirs[gram] for gram in common)
        if score >= least:
            found.append((score, at, common))
    found.sort(key=lambda one: (-one[0], one[1]))
    return [Alike(at, round(score, 4), _words(story, common, rare))
            for score, at, common in found[:most]]  # fmt: skip


def _weighed(grams: Counter[str], rare: dict[str, float]) -> dict[str, float]:
    weights = {gram: (1 + math.log(many)) * rare[gram] for gram, many in grams.items()}
    length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
    return {gram: weight / length for gram, weight in weights.items()}


def _words(story: str, common: set[str], rare: dict[str, float]) -> tuple[str, ...]:
    """The longest runs of the story made of pairs in common, those of the rarest pairs first."""
    worth: dict[str, float] = {}
    for run in _RUN.findall(unicodedata.normalize("NFKC", story[:_LONGEST]).lower()):
        start = 0
        while start < len(run) - 1:
            end = start
            while run[end : end + 2] in common and end < len(run) - 1:
                end += 1
            if end > start:
                word = run[start : end + 1]
                worth[word] = sum(rare[word[i : i + 2]] for i in range(len(word) - 1))
            start = max(end, start + 1)
    best = sorted(worth, key=lambda word: -worth[word])[:_SHARED]
    return tuple(best)
