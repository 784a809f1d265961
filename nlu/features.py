"""Features of a text: counts of its character n-grams, one to three long."""

from __future__ import annotations

import re
from collections import Counter

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


def counts(text: str, longest: int = LONGEST) -> Counter[str]:
    """How often each n-gram stands in a text; the text's edges count as a character."""
    plain = f" {clean(text)} "
    grams: Counter[str] = Counter()
    for length in range(1, longest + 1):
        grams.update(plain[i : i + length] for i in range(len(plain) - length + 1))
    return grams


def analyse(text: str, longest: int = LONGEST) -> list[str]:
    """The n-grams with repeats, for training."""
    return list(counts(text, longest).elements())
