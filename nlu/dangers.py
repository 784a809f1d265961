"""The second opinion on danger: a trained ear beside the lexicon, which hears indirect words."""

from __future__ import annotations

from dataclasses import dataclass

from nlu.heard import Danger
from nlu.linear import Linear

RISK, NONE = "danger", "no_danger"
WINDOW = 160  # characters read: what somebody in danger writes is short
_AROUND = 60  # characters read on both sides of what the lexicon found further behind


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the score, chosen out of fold; the words found by the lexicon raise the score."""

    heard: float = 0.0  # from here the safety sentence goes out
    paged: float = 2.0  # from here a person is paged without words of the lexicon
    weak: float = 0.5  # what weak words of the lexicon add
    strong: float = 1.0  # what strong ones add


@dataclass(frozen=True)
class SecondOpinion:
    """Hears whether there is danger, and of which kind; safe to share between threads."""

    risk: Linear  # labels RISK and NONE
    kinds: Linear  # types of the emergency lexicon
    limits: Limits

    def __call__(self, text: str, ruled: Danger | None) -> Danger | None:
        """The lexicon's finding, confirmed, softened or dropped; or one of the ear's own."""
        passage = _passage(text, ruled)
        score = float(self.risk.scores(passage)[self.risk.labels.index(RISK)])
        if ruled is None:
            return self._own(passage, score) if score >= self.limits.heard else None
        score += self.limits.strong if ruled.strong else self.limits.weak
        if score >= self.limits.heard:
            return ruled
        return None

    def _own(self, passage: str, score: float) -> Danger:
        kind = self.kinds.top(passage, 1)[0].code
        return Danger(kind, "E0", passage[:40], strong=score >= self.limits.paged)


def _passage(text: str, ruled: Danger | None) -> str:
    """The beginning of a message, or what stands around the words found further behind."""
    at = text.find(ruled.words) if ruled and len(text) > WINDOW else -1
    if at < 0:
        return text[:WINDOW]
    return text[max(0, at - _AROUND) : at + len(ruled.words if ruled else "") + _AROUND]
