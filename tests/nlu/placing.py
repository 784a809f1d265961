"""The place that the tests of places read out of a sentence."""

from __future__ import annotations

from nlu.normal import normal
from nlu.places import Places, best
from nlu.words import Words


def heard(places: Places, words: Words, text: str) -> str | None:
    """The words that name the place, as they were written; None without one."""
    norm = normal(text)
    spot = best(places.find(norm, words.spans(norm.text)))
    return spot.text if spot else None
