"""Notices outside the 48 hours: a template of the account, its fields filled from the words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from dialogs.say import Say
from grid.calendar import SHANGHAI

SENDS = {"template": "/cgi-bin/message/template/send",
         "subscribe": "/cgi-bin/message/subscribe/bizsend"}  # fmt: skip
SOURCES = ("words", "number", "time", "hint")
HINT = "回复任意一句看全文"
_NUMBER = re.compile(r"\d{8}-\d{4}")
# The platform's limits by the name of a field: thing1, character_string2, time3 …
_LIMITS = {"thing": 20, "character_string": 32, "phrase": 5, "short_thing": 5, "const": 20}


@dataclass(frozen=True, slots=True)
class Notice:
    """A template: how it is sent, its id, and what stands in each of its fields."""

    way: str
    template: str
    fields: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, setting: str) -> Notice:
        """From `template:ID thing1=words character_string2=number time3=time thing4=hint`.

        Raises ValueError for anything else.
        """
        first, *rest = setting.split()
        way, _, template = first.partition(":")
        pairs = tuple((name, source) for name, _, source in (one.partition("=") for one in rest))
        if way not in SENDS or not template or not pairs:
            raise ValueError("it reads template:ID field=source … or subscribe:ID field=source …")
        if wrong := [source for name, source in pairs if not name or source not in SOURCES]:
            raise ValueError(f"a field is filled from {', '.join(SOURCES)}, not {wrong[0]!r}")
        return cls(way, template, pairs)

    def body(self, say: Say, now: datetime) -> dict[str, object]:
        """The call's fields but for whom it is to."""
        apart = "number" in dict(self.fields).values()
        told = {"words": _first_words(say.text, apart), "number": _number(say.text), "hint": HINT,
                "time": f"{now.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"}  # fmt: skip
        data = {name: {"value": _cut(name, told[source])} for name, source in self.fields}
        return {"template_id": self.template, "data": data}

    @property
    def path(self) -> str:
        """Where it is posted."""
        return SENDS[self.way]


def _first_words(text: str, apart: bool) -> str:
    """The words on one line, without the ticket's number where that has a field of its own."""
    return " ".join((_NUMBER.sub("", text) if apart else text).split())


def _number(text: str) -> str:
    hit = _NUMBER.search(text)
    return hit[0] if hit else "-"


def _cut(name: str, value: str) -> str:
    most = _LIMITS.get(name.rstrip("0123456789"), 200)
    return value if len(value) <= most else value[: most - 1] + "…"
