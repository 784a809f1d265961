"""An option chosen by its number with more said beside it: 2，就在幸福里3号楼."""

from __future__ import annotations

import re
from typing import Any

from dialogs.engine import Turn
from dialogs.flows.detail_answers import NUMBERS
from dialogs.reading import number_said
from dialogs.run import Run
from dialogs.told import facts


def counts(turn: Turn, run: Run) -> bool:
    """1, said to 一共涉及多少人, where all that can be tapped is 跳过: the answer itself."""
    assert run.open is not None
    asks_number = run.open.name.rpartition(".")[2] in NUMBERS
    return asks_number and len(run.open.options) == 1 and number_said(turn.told.text) > 0


def numbered(turn: Turn, run: Run) -> list[Any] | None:
    """2，就在幸福里3号楼: an option, and more that is kept."""
    hit, asked = _NUMBERED.match(turn.told.plain), turn.outcome(run).open
    if hit is None or asked is None or asked.question.words or run.open is None:
        return None
    number = int(hit[1])
    if not 0 < number <= len(run.open.options) or run.open.name == "sure":
        return None
    remember(run, asked.part, {k: v for k, v in facts(turn.told).items() if k != "guesses"})
    return run.open.options[number - 1]


_NUMBERED = re.compile(r"(?:选|第)?([1-9])个?[，,、；;。](?=.{3})")


def remember(run: Run, part: int, told: dict[str, Any]) -> None:
    keep = run.parts[part] if 0 <= part < len(run.parts) else run.said
    for name, value in told.items():
        keep.setdefault(name, value)
