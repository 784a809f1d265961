"""The second opinion on danger: a trained ear beside the lexicon, which hears indirect words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nlu.features import clean
from nlu.heard import Danger
from nlu.linear import Linear
from nlu.stretches import READ, stretches

RISK, NONE = "danger", "no_danger"
_AROUND = 60  # characters read on both sides of what the lexicon found further behind
_QUOTED = 40  # characters of a stretch that are told to staff


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the score, chosen out of fold; the words found by the lexicon raise the score."""

    heard: float = 0.0  # from here the safety sentence goes out
    paged: float = 2.0  # from here a person is paged without words of the lexicon
    weak: float = 0.5  # what weak words of the lexicon add
    strong: float = 1.0  # what strong ones add
    letter: float = 0.0  # what is asked more of one stretch among several of a long message


@dataclass(frozen=True)
class SecondOpinion:
    """Hears whether there is danger, and of which kind; safe to share between threads."""

    risk: Linear  # labels RISK and NONE
    kinds: Linear  # types of the emergency lexicon
    limits: Limits

    def __call__(self, text: str, ruled: Danger | None) -> Danger | None:
        """The lexicon's finding, confirmed, softened or dropped; or one of the ear's own."""
        passage, score = self.loudest(_read(text, ruled))
        if ruled is None:
            return self._own(passage, score) if score >= self.limits.heard else None
        score += self.limits.strong if ruled.strong else self.limits.weak
        return ruled if score >= self.limits.heard else None

    def loudest(self, text: str) -> tuple[str, float]:
        """The stretch of a text that sounds most like danger, and its score."""
        plain = clean(text)
        spans = stretches(plain)
        scores = self.risk.stretches(plain, spans, RISK)
        loudest = int(np.argmax(scores))
        less = self.limits.letter if len(spans) > 1 else 0.0
        return plain[slice(*spans[loudest])], float(scores[loudest]) - less

    def _own(self, passage: str, score: float) -> Danger:
        kind = self.kinds.top(passage, 1)[0].code
        return Danger(kind, "E0", passage[:_QUOTED], strong=score >= self.limits.paged)


def _read(text: str, ruled: Danger | None) -> str:
    """What of a message is read: its beginning, or what stands around words found far behind."""
    at = text.find(ruled.words) if ruled and len(text) > READ else -1
    if at < READ:
        return text[:READ]
    return text[at - _AROUND : at + len(ruled.words if ruled else "") + _AROUND]
