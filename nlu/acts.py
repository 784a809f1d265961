"""What somebody wants to do by saying it: rules for what is said in few ways (cues.yaml)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from nlu.required import led

CUES = Path(__file__).with_name("cues.yaml")
_BEHIND = r"[啊呀吧哦噢呢的了嘛哈~,。!. ]*"
_TICKET_ONLY = re.compile(
    r"(?:查一?下?|查询|编号|单号|工单)?[: ]*20\d{6}[- ]?\d{4}"
    r"[。,的呢了]*(?:怎么样了?|到哪了|进度|情况)?\??"
)
_WORDS = re.compile(r"[\w]")
_SIGNS = {"affirm": "👍👌✅🆗", "deny": "👎❌🙅", "thanks": "🙏🌹", "greet": "👋"}
_SHORT = 40  # characters; a cue inside a longer report is part of the story
_ANYWHERE = {"tip_off", "human"}
_LESS_SURE = 0.3  # for cues inside a long message


@dataclass(frozen=True, slots=True)
class Cues:
    """The patterns, compiled: whole answers, then acts in their order."""

    yes: re.Pattern[str]
    no: re.Pattern[str]
    acts: tuple[tuple[str, float, re.Pattern[str]], ...]


@lru_cache(maxsize=1)
def load_cues(path: Path = CUES) -> Cues:
    """Read the patterns once."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    return Cues(
        _whole(raw["affirm"]),
        _whole(raw["deny"]),
        tuple(
            (one["act"], float(one["sure"]), led("|".join(one["patterns"]), re.IGNORECASE))
            for one in raw["acts"]
        ),
    )


def _signs(words: str) -> tuple[str, float]:
    """Messages of signs alone."""
    act = next((act for act, signs in _SIGNS.items() if words[0] in signs), "other")
    return act, 0.9


def _whole(words: list[str]) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(str(word) for word in words)}){_BEHIND}", re.IGNORECASE)


@lru_cache(maxsize=8)  # it is asked again what a message is about
def act_by_rule(text: str) -> tuple[str, float] | None:
    """The act and how sure, when a rule knows it; None leaves it to the model."""
    words, cues = text.strip(), load_cues()
    if not words:
        return None
    if not _WORDS.search(words):
        return _signs(words)
    if cues.yes.fullmatch(words):
        return "affirm", 0.98
    if cues.no.fullmatch(words):
        return "deny", 0.98
    if _TICKET_ONLY.fullmatch(words):
        return "progress", 0.95
    short = len(words) <= _SHORT
    for act, sure, cue in cues.acts:
        if (short or act in _ANYWHERE) and cue.search(words):
            return act, sure if short else sure - _LESS_SURE
    return None
