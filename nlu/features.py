"""Features of a text: counts of its character n-grams, one to three long."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache

from nlu.normal import normal

_SPACE = re.compile(r"\s+")
_NUMBER = re.compile(r"\d+")
HEAD, TAIL = 600, 300
LONGEST = 3


def clean(text: str) -> str:
    """The normalised text as the model reads it: numbers made alike, head and tail of letters."""
    plain = _SPACE.sub(" ", normal(text).text.lower()).strip()
    if len(plain) > HEAD + TAIL:
        plain = plain[:HEAD] + " " + plain[-TAIL:]
    return _NUMBER.sub("0", plain)


def ngrams(text: str, longest: int = LONGEST) -> Iterator[str]:
    """All runs of one to `longest` characters, with repeats."""
    for length in range(1, longest + 1):
        for start in range(len(text) - length + 1):
            yield text[start : start + length]


@lru_cache(maxsize=48)
def counts(text: str, longest: int = LONGEST) -> Mapping[str, int]:
    """How often each n-gram stands in a text; the text's edges count as a character.

    Remembered, because several ears hear one message; not to be changed by who gets it.
    """
    return Counter(ngrams(f" {clean(text)} ", longest))


def analyse(text: str, longest: int = LONGEST) -> list[str]:
    """The n-grams with repeats, for training."""
    return list(ngrams(f" {clean(text)} ", longest))
