"""What a Rasa server answered, checked and joined with what our own listener heard."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from nlu.heard import ACTS, Guess, Heard, Part

FALLBACK = "nlu_fallback"
_CATEGORY = re.compile(r"c(\d{4})")
_WITH_A_PROBLEM = {"report", "mediate", "tip_off", "consult", "suggest", "supplement"}
_OURS_ALONE = {"human", "correct"}  # a person can always be had; a correction needs its words
_ROUNDING = 1e-3


class Unusable(ValueError):
    """An answer that nothing can be made of; the message says why, without the resident's words."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What Rasa makes of a text: an act, or (act empty) a problem with up to three categories."""

    act: str
    sure: float
    guesses: tuple[Guess, ...] = ()


def read_opinion(answer: object, known: frozenset[str]) -> Opinion | None:
    """The opinion in an answer of /model/parse; None when Rasa itself is not sure.

    Danger is our own ears' business: its intents are taken out, and the rest counts as if they
    were not there. Raises Unusable for an answer that is broken, empty or of another assistant.
    """
    if not isinstance(answer, dict):
        raise Unusable(f"an object was expected, not {type(answer).__name__}")
    first = _entry(answer.get("intent"))
    if first[0] != FALLBACK and first[0] not in known:
        raise Unusable("an intent that is not in our domain")
    if first[0] == FALLBACK:
        return None
    ranking = answer.get("intent_ranking") or []
    if not isinstance(ranking, list):
        raise Unusable("the ranking is no list")
    return _opinion({**dict([first]), **dict(map(_entry, ranking))}, known)


def _entry(raw: object) -> tuple[str, float]:
    """Name and confidence of one intent; raises Unusable."""
    name, sure = (raw.get("name"), raw.get("confidence")) if isinstance(raw, dict) else (None, None)
    if not isinstance(name, str) or not name:
        raise Unusable("an intent without a name")
    if isinstance(sure, bool) or not isinstance(sure, int | float) or not math.isfinite(sure):
        raise Unusable("a confidence that is no number")
    if not -_ROUNDING <= sure <= 1 + _ROUNDING:
        raise Unusable("a confidence beyond 0 to 1")
    return name, min(1.0, max(0.0, float(sure)))


def _opinion(shares: dict[str, float], known: frozenset[str]) -> Opinion | None:
    danger = sum(sure for name, sure in shares.items() if _is_danger(name))
    rest = max(1 - danger, _ROUNDING)
    ranked = sorted(_without_danger(shares, known), key=lambda one: -one[1])
    ranked = [(name, round(min(1.0, sure / rest), 4)) for name, sure in ranked]
    if not ranked or not ranked[0][1]:
        return None
    name, sure = ranked[0]
    act = name.removeprefix("act_")
    if act in ACTS:
        return Opinion(act, sure)
    guesses = [Guess(found[1], sure) for name, sure in ranked if (found := _CATEGORY.match(name))]
    return Opinion("", sure, tuple(guesses[:3])) if _CATEGORY.match(name) else None


def _without_danger(shares: dict[str, float], known: frozenset[str]) -> Iterable[tuple[str, float]]:
    return ((name, sure) for name, sure in shares.items() if name in known and not _is_danger(name))


def _is_danger(name: str) -> bool:
    return name.startswith("danger_") or name == "no_danger"


def joined(ours: Heard, opinions: list[Opinion | None]) -> Heard:
    """Our Heard with Rasa's act and categories; facts, places, times and danger stay ours.

    `opinions` are those of the whole text and, where it holds several problems, of each part.
    Where only one of the two hears a problem at all, the surer one is believed.
    """
    opinion = opinions[0]
    if opinion is None or ours.act in _OURS_ALONE:
        return ours
    act = opinion.act or (ours.act if ours.act in _WITH_A_PROBLEM else "report")
    if (act in _WITH_A_PROBLEM) != (ours.act in _WITH_A_PROBLEM) and ours.sure > opinion.sure:
        return ours
    guesses = opinion.guesses or ours.guesses
    same = guesses[:1] and ours.guesses[:1] and guesses[0].code == ours.guesses[0].code
    heard = replace(ours, act=act, sure=opinion.sure, guesses=guesses)
    return replace(heard, parts=_parts(heard, opinions[1:]), why=ours.why if same else ())


def _parts(heard: Heard, opinions: list[Opinion | None]) -> tuple[Part, ...]:
    if heard.act not in _WITH_A_PROBLEM:
        return ()
    if len(heard.parts) < 2:
        words = heard.parts[0].text if heard.parts else heard.text.strip()
        return (Part(words, heard.guesses, heard.spot),)
    return tuple(
        replace(part, guesses=(said.guesses if said else ()) or part.guesses)
        for part, said in zip(heard.parts, opinions, strict=True)
    )
