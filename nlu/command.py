"""The commands around the listener: hear, train, evaluate."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TextIO

from nlu.evaluate import evaluate, print_table, read_cases
from nlu.heard import Guess, Heard, Span
from nlu.history import mapped, read_codes, read_tickets, train_history
from nlu.historymodel import HistoryModel, load_history
from nlu.listener import Listener
from nlu.tables import BrokenTable
from nlu.training import Progress, train


class Hears(Protocol):
    """What hears a message: our listener, or a Rasa server's."""

    def hear(self, text: str, now: datetime) -> Heard:
        """Everything understood of one message."""
        ...


@dataclass(frozen=True, slots=True)
class Ears:
    """A listener, and a city's own model when one is named."""

    listener: Hears
    history: HistoryModel | None = None


def hear_jsonl(lines: Iterable[str], ears: Ears | Listener, out: TextIO, now: datetime) -> int:
    """One JSON object a line in, one a line out, in order; returns how many lines were broken.

    `now` counts for lines without a "now" of their own. A broken line gives {"error": …}.
    """
    broken = 0
    ears = ears if isinstance(ears, Ears) else Ears(ears)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            answer = answered(json.loads(line), ears, now)
        except (ValueError, TypeError, AttributeError) as wrong:
            answer, broken = {"error": f"第{number}行读不懂：{wrong}"}, broken + 1
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
        out.flush()
    return broken


def answered(row: Any, ears: Ears, now: datetime) -> dict[str, Any]:
    """The answer to one JSON object of a line; raises ValueError when it is none."""
    if not isinstance(row, dict):
        raise ValueError("不是 JSON 对象")
    at = datetime.fromisoformat(row["now"]) if row.get("now") else now
    if at.tzinfo is None:
        raise ValueError("now 缺时区")
    text = str(row.get("text") or " ".join(_columns(row)))
    heard = ears.listener.hear(text, at)
    answer = as_json(heard)
    if ears.history:
        blocks = {name: str(row.get(name) or "") for name in ears.history.columns}
        if not any(blocks.values()):
            blocks[ears.history.columns[-1]] = text
        encoder = getattr(ears.listener, "encoder", None)
        answer.update(_guessed(ears.history.top(blocks, encoder=encoder)))
    return answer


def _columns(row: dict[str, Any]) -> Iterator[str]:
    return (str(value) for name, value in row.items() if name != "now" and isinstance(value, str))


def _guessed(guesses: tuple[Guess, ...]) -> dict[str, Any]:
    first = guesses[0] if guesses else None
    return {
        "category": first.code if first else None,
        "confidence": first.confidence if first else 0.0,
        "top3": [{"code": g.code, "confidence": g.confidence} for g in guesses],
    }


def as_json(heard: Heard) -> dict[str, Any]:
    """One message as `fengqiao hear --jsonl` writes it; its shape is a promise."""
    return {
        "act": heard.act,
        **_guessed(heard.guesses),
        "emergency": heard.danger.kind if heard.danger else None,
        "place": heard.spot.text if heard.spot else None,
        "grids": list(heard.spot.grids) if heard.spot else [],
        "times": [_time(span) for span in heard.times],
        "phones": list(heard.phones),
        "tickets": list(heard.tickets),
        "amounts": list(heard.amounts),
        "plates": list(heard.plates),
        "names": list(heard.names),
        "people": heard.people,
        "parts": [
            {
                "text": part.text,
                "category": part.guesses[0].code if part.guesses else None,
                "place": part.spot.text if part.spot else None,
            }
            for part in heard.parts
        ],
    }  # fmt: skip


def _time(span: Span) -> dict[str, str | None]:
    end = span.end.isoformat() if span.end else None
    return {"text": span.text, "start": span.start.isoformat(), "end": end}


def train_command(args: Any, at: datetime, say: Progress = print) -> int:
    """`fengqiao train`: with `history` on a city's table, else on the sentences of `data`.

    Reads args.history, args.text, args.label, args.map, args.out, args.data, and args.encoder,
    which may be None; returns the exit code.
    """
    try:
        if getattr(args, "history", None):
            columns = [name.strip() for name in str(args.text).split(",") if name.strip()]
            tickets = read_tickets(Path(args.history), columns, str(args.label), say)
            if getattr(args, "map", None):
                tickets = mapped(tickets, read_codes(Path(args.map)), say)
            train_history(tickets, Path(args.out), say, getattr(args, "encoder", None))
        else:
            train(Path(args.data), Path(args.out), at, say)
    except (BrokenTable, ValueError, OSError) as wrong:
        say(f"训练没有完成：{wrong}")
        return 1
    return 0


def evaluate_command(args: Any, listener: Hears, at: datetime, say: Progress = print) -> int:
    """`fengqiao evaluate`: scores a listener on args.files; a table and JSON, or, with args.json,
    JSON only. Returns the exit code."""
    try:
        history = history_of(getattr(args, "model", None))
        cases = read_cases([Path(name) for name in args.files])
    except (ValueError, OSError) as wrong:
        say(f"没有评测：{wrong}")
        return 1
    scores = evaluate(
        cases, lambda text, now: answered({"text": text}, Ears(listener, history), now), at
    )
    if not getattr(args, "json", False):
        print_table(scores, say)
    say(json.dumps(scores, ensure_ascii=False, indent=1))
    return 0


def history_of(folder: str | Path | None) -> HistoryModel | None:
    """The city's model of a folder, or None when none is named or the folder holds our own kind.

    Raises ValueError when there is neither.
    """
    if folder is None or (Path(folder) / "model.json").exists():
        return None
    return load_history(Path(folder))
