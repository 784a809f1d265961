"""Keeps Rasa's domain equal to the training sentences: `python -m nlu.rasa.intents` rewrites it."""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"
DOMAIN = Path(__file__).with_name("domain.yml")
_IN_DATA = re.compile(r"^- intent: *(\S+)", re.MULTILINE)
_IN_DOMAIN = re.compile(r"^  - (\S+)", re.MULTILINE)
_HEAD = """\
# Every intent of nlu/data; written by `python -m nlu.rasa.intents`, do not edit by hand.
# c0101 … are our categories, act_… what a person wants, danger_… and no_danger the sound of danger.
version: "3.1"

intents:
"""
_TAIL = """
responses:
  utter_default:
    - text: "已收到，请稍候。"

session_config:
  session_expiration_time: 60
  carry_over_slots_to_new_session: false
"""


def intents_of_data(folder: Path = DATA) -> tuple[str, ...]:
    """The intents that have sentences, sorted, each once."""
    texts = (path.read_text(encoding="utf-8") for path in folder.glob("*.yml"))
    return tuple(sorted({intent for text in texts for intent in _IN_DATA.findall(text)}))


@lru_cache(maxsize=2)
def intents_of_domain(path: Path = DOMAIN) -> frozenset[str]:
    """The intents a server trained with our domain may answer with."""
    section = path.read_text(encoding="utf-8").partition("intents:\n")[2].partition("\n\n")[0]
    return frozenset(_IN_DOMAIN.findall(section))


def domain_text(intents: tuple[str, ...]) -> str:
    """The whole of domain.yml for these intents."""
    return _HEAD + "".join(f"  - {intent}\n" for intent in intents) + _TAIL


def main() -> int:
    """Write domain.yml, and say how many intents it names."""
    intents = intents_of_data()
    DOMAIN.write_text(domain_text(intents), encoding="utf-8")
    print(f"{DOMAIN.name}: {len(intents)} intents")
    return 0


if __name__ == "__main__":
    sys.exit(main())
