"""Guesses a category by its keywords: what is left when no model is there."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from nlu.heard import Guess

KEYWORDS = Path(__file__).with_name("keywords.yaml")
_SHARE = 0.6  # how much of a keyword's character pairs must be in the text to count in part


@lru_cache(maxsize=1)
def keywords(path: Path = KEYWORDS) -> dict[str, tuple[str, ...]]:
    """Category code → its keywords."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    return {str(code): tuple(str(word) for word in words) for code, words in raw.items()}


def guess_by_keywords(text: str) -> tuple[Guess, ...]:
    """Up to three guesses; confidences are modest, because keywords know no context."""
    scores = {code: _score(text, words) for code, words in keywords().items()}
    best = sorted(((s, code) for code, s in scores.items() if s > 0), reverse=True)[:3]
    total = sum(score for score, _ in best)
    return tuple(Guess(code, round(min(0.7, 0.7 * score / total), 3)) for score, code in best)


def words_found(text: str, code: str) -> tuple[str, ...]:
    """The keywords of a category that stand in the text."""
    return tuple(word for word in keywords().get(code, ()) if word in text)


def _score(text: str, words: tuple[str, ...]) -> float:
    return sum(_one(text, word) for word in words)


def _one(text: str, word: str) -> float:
    if word in text:
        return float(len(word))
    pairs = [word[i : i + 2] for i in range(len(word) - 1)]
    share = sum(pair in text for pair in pairs) / len(pairs) if len(pairs) > 1 else 0.0
    return share * len(word) * 0.4 if share >= _SHARE else 0.0
