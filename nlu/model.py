"""The trained model as it is heard with: numpy arrays and JSON, no scikit-learn."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlu.courtesy import unframed
from nlu.dangermeant import load_danger_meant
from nlu.dangers import Limits, SecondOpinion
from nlu.encoder import Encoder
from nlu.heard import Danger, Guess
from nlu.linear import Linear, best, load_linear
from nlu.normal import normal
from nlu.overall import load_overall
from nlu.semantic import ACTS_HEAD, Semantic, load_semantic
from nlu.together import together

log = logging.getLogger("fengqiao.nlu")

_TOLD_EARLY = 240  # characters in which a message says what it wants
DOUBT = 0.4  # confidence below which the meaning is asked what it is about
DOUBT_OF_ACTS = 0.8  # the same for what is wanted
_TOLD = "report"  # what hardly ever turns out to be something else
_FORMATS = (1, 2)  # one older: without a second opinion on danger


@dataclass(frozen=True)
class Model:
    """What was trained together: categories, acts and the second opinion on danger."""

    categories: Linear
    acts: Linear | None = None
    opinion: SecondOpinion | None = None
    about: dict[str, Any] | None = None
    semantic: Semantic | None = None  # what it is about, by meaning
    meant: Semantic | None = None  # what is wanted, by meaning

    def guess(self, text: str, encoder: Encoder | None = None) -> tuple[Guess, ...]:
        """Up to three categories, best first; where the words leave a doubt and there is an
        encoder, by the meaning too."""
        confidences = self.categories.confidences(text)
        if encoder and self.semantic and confidences.max() < DOUBT:
            confidences = self.semantic.beside(confidences, text, encoder)
        return best(self.categories.labels, confidences)

    def act(self, text: str, encoder: Encoder | None = None) -> tuple[str, float] | None:
        """The likeliest act and its confidence; in doubt the meaning is asked too."""
        if self.acts is None:
            return None
        confidences = self.acts.confidences(text[:_TOLD_EARLY])
        first = best(self.acts.labels, confidences, 1)[0]
        doubt = first.confidence < DOUBT_OF_ACTS and first.code != _TOLD
        if encoder and self.meant and doubt:
            confidences = self.meant.beside(confidences, text, encoder)
            first = best(self.acts.labels, confidences, 1)[0]
        return first.code, first.confidence

    def second_opinion(
        self, text: str, ruled: Danger | None, encoder: Encoder | None = None
    ) -> Danger | None:
        """The lexicon's finding, tempered or completed by the trained ear; 请问 and 怎么办 around
        what is told drown nothing."""
        if self.opinion is None:
            return ruled
        heard = self.opinion(text, ruled, encoder)
        told = "" if heard else unframed(text)
        return self.opinion(told, ruled, encoder) if told else heard

    def confirmed(self, text: str, ruled: Danger) -> Danger | None:
        """The lexicon's finding in a text as it was sent, unless the ear surely takes it for
        harmless; should the ear fail it counts, as nobody in danger waits for a repair."""
        plain = normal(text).text
        told = (one for one in (plain, unframed(plain)) if one)
        try:
            calm = self.opinion and all(self.opinion.harmless(one, ruled) for one in told)
        except Exception:
            log.exception("the ear for danger failed")
            return ruled
        return None if calm else ruled

    def why(self, text: str, code: str, spans: Sequence[tuple[int, int]]) -> tuple[str, ...]:
        """The words that spoke for a category, strongest first, at most five."""
        if code not in self.categories.labels:
            return ()
        told = [(start, end) for start, end in spans if end - start > 1]
        spoke = self.categories.speaking(text, code, told)
        worth = {text[start:end]: much for (start, end), much in zip(told, spoke, strict=True)}
        strong = sorted((w for w in worth if worth[w] > 0), key=lambda w: -worth[w])
        return tuple(strong[:5])


def load_model(folder: Path) -> Model:
    """Read model.json and the arrays beside it; raises ValueError when they do not fit."""
    about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    if about.get("format") not in _FORMATS:
        raise ValueError(f"模型格式不认识：{folder}")
    ears = together({name: load_linear(folder, name, one) for name, one in about["parts"].items()})
    opinion = None
    if "risk" in ears and "kinds" in ears:
        whole = load_overall(folder, about["overall"]) if "overall" in about else None
        limits = Limits(**about["limits"])
        opinion = SecondOpinion(
            ears["risk"], ears["kinds"], limits, whole, load_danger_meant(), ears.get("acts")
        )
    categories = ears["categories"]
    semantic = load_semantic(categories.labels)
    acts = ears.get("acts")
    meant = load_semantic(acts.labels, ACTS_HEAD) if acts else None
    return Model(categories, acts, opinion, about, semantic, meant)
